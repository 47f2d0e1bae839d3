"""What the person said about an export, beyond the file itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import tzinfo

PROGRESS_EVERY = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the person said, and who counts along.

    `date_order` is "dmy", "mdy" or "ymd"; `timezone` is for times that name none; `chat` picks one of several;
    `columns` gives the column of "time", "speaker" and "text" in a table. `progress` is called with the number of
    messages so far, about every 5,000.
    """

    date_order: str | None = None
    timezone: tzinfo | None = None
    chat: str | None = None
    columns: Mapping[str, str] | None = None
    progress: Callable[[int], None] | None = None


def tell(progress: Callable[[int], None] | None, messages: int) -> None:
    """Call `progress` with the number of messages so far, if it is time to."""
    if progress is not None and messages and not messages % PROGRESS_EVERY:
        progress(messages)
