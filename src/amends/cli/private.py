"""Files that only this person may read."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def write_private(path: Path, text: Iterable[str]) -> None:
    """Write pieces of text as a file, whole or not at all; a device or pipe is just written to."""
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8") as device:
            device.writelines(text)
        return
    try:
        with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".amends-", delete=False) as part:
            part.writelines(text)
    except OSError as trouble:
        raise OSError(trouble.errno, trouble.strerror, str(path)) from trouble  # not the name of the part
    Path(part.name).replace(path)
