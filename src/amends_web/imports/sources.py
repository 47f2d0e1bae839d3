from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from amends_web.imports.parsing.apart import SealedFile, read_apart
from amends_web.vault.uploads import delete_upload, open_sealed

if TYPE_CHECKING:
    from collections.abc import Callable

    from amends.chats import Imported


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What somebody gave: pasted lines, or a file that lies sealed on the disk under `key`.

    `name` is what the file was called, for the title only. `time_zone` is where times without a zone were written,
    `date_order`, `chat` and `columns` what the person answered where the file does not tell.
    """

    time_zone: str
    pasted: str = ""
    file_name: str = ""
    key: bytes = b""
    name: str = ""
    date_order: str | None = None
    chat: str | None = None
    columns: dict[str, str] | None = None

    def read(self, *, progress: Callable[[int], None] | None = None) -> Imported:
        """Read it, apart from this process; raises as `read_apart`, and FileNotFoundError once a kept file is gone."""
        said = self.stored()
        pasted, file_name, key = said.pop("pasted"), said.pop("file_name"), said.pop("key")
        if pasted:
            return read_apart(said, pasted=pasted, progress=progress)
        with open_sealed(file_name) as file:
            upload = SealedFile(file=file, key=bytes.fromhex(key), place=file_name)
            return read_apart(said, upload=upload, progress=progress)

    def delete(self) -> None:
        if self.file_name:
            delete_upload(self.file_name)

    def stored(self) -> dict[str, Any]:
        """Return it as words to be sealed: the key of the file is among them."""
        return asdict(self) | {"key": self.key.hex()}


def source_from(stored: dict[str, Any]) -> Source:
    known = {field.name: stored[field.name] for field in fields(Source) if field.name in stored}
    return Source(**(known | {"key": bytes.fromhex(stored["key"])}))
