from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from amends.chats import Imported, read_export, read_pasted
from amends_web.vault.uploads import delete_upload, open_upload

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What somebody gave: pasted lines, or a file that lies sealed on the disk under `key`.

    `name` is what the file was called, for the title only. `time_zone` is where times without a zone were written,
    `date_order` and `chat` what the person answered where the file does not tell.
    """

    time_zone: str
    pasted: str = ""
    file_name: str = ""
    key: bytes = b""
    name: str = ""
    date_order: str | None = None
    chat: str | None = None

    def read(self, *, progress: Callable[[int], None] | None = None) -> Imported:
        """Read it; raises UnreadableExport, Undecided, and FileNotFoundError once a kept file is gone."""
        zone = ZoneInfo(self.time_zone)
        if self.pasted:
            return read_pasted(self.pasted, date_order=self.date_order, timezone=zone)
        with open_upload(self.file_name, key=self.key) as file:
            return read_export(
                file,
                name=self.name,
                date_order=self.date_order,
                timezone=zone,
                chat=self.chat,
                progress=progress,
            )

    def delete(self) -> None:
        if self.file_name:
            delete_upload(self.file_name)

    def stored(self) -> dict[str, Any]:
        """Return it as words to be sealed: the key of the file is among them."""
        return {
            "time_zone": self.time_zone,
            "pasted": self.pasted,
            "file_name": self.file_name,
            "key": self.key.hex(),
            "name": self.name,
            "date_order": self.date_order,
            "chat": self.chat,
        }


def source_from(stored: dict[str, Any]) -> Source:
    return Source(**(stored | {"key": bytes.fromhex(stored["key"])}))
