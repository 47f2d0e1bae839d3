from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from amends.content.helplines import Country, Helpline, helplines, is_stale, read_helplines

if TYPE_CHECKING:
    from datetime import date

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHelpline:
    """A help line as a page shows it. `doubt` is "", "stale" or "unchecked"."""

    line: Helpline
    doubt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCountry:
    country: Country
    lines: tuple[ShownHelpline, ...]

    @property
    def is_doubtful(self) -> bool:
        return any(shown.doubt for shown in self.lines)


def helpline_pages(*, today: date) -> tuple[ShownCountry, ...]:
    """Return the help lines of every country, the host's own list where there is one that can be read."""
    return tuple(
        ShownCountry(
            country=country,
            lines=tuple(ShownHelpline(line=line, doubt=_doubt(line, today=today)) for line in country.lines),
        )
        for country in _countries()
    )


def _countries() -> tuple[Country, ...]:
    own = Path(settings.DATA_DIR) / "helplines.toml"
    try:
        return read_helplines(own.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return helplines()
    except (OSError, ValueError) as error:
        # A slip in the host's file must never leave somebody without a number.
        logger.warning("The host's helplines.toml is not used: %s", error)
        return helplines()


def _doubt(line: Helpline, *, today: date) -> str:
    if line.checked_on is None:
        return "unchecked"
    return "stale" if is_stale(line.checked_on, today=today) else ""
