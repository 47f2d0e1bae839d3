"""A conversation that the share menu of a phone handed over, until somebody says whether to take it in.

The menu sends it without a form of ours, so nothing is known of who sent it. It therefore does nothing to anybody: it
lies in a folder of its own, sealed under a key that only the cookie of that browser holds, for an hour at most, and
becomes an upload like any other once a person who is signed in there ticks it. Files that came together stay
together: all of them wait, or none.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from amends.errors import Tampered
from amends.sealing import open_value, seal_value
from amends_web.vault.uploads import SealedUpload, SealedUploadHandler, data_folder, sweep_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from django.http import HttpRequest

# Long enough to sign in, or to make an account first.
KEPT_FOR_SECONDS = 3600
# A chat without media has a few; whoever shares more can bring it on the page.
LARGEST = 256 * 1024**2
# All of them together, as anybody who reaches the server can send some.
MOST = 50
MOST_BYTES = 1024**3

_FOLDER = "arrivals"
_ONE = re.compile(r"([a-z0-9_]{1,40}\.sealed)-([0-9a-f]{64})")
_BETWEEN = "~"
_NOT_A_CHAT = ("image/", "video/", "audio/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What waits for the browser that holds its key; the name it came with is sealed beside it."""

    path: Path
    key: bytes

    @property
    def arrived_at(self) -> datetime:
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)

    @property
    def size(self) -> int:
        """Return its size in bytes, near enough for a page."""
        return self.path.stat().st_size

    def delete(self) -> None:
        self.path.unlink(missing_ok=True)
        _name_beside(self.path).unlink(missing_ok=True)


class ArrivalHandler(SealedUploadHandler):
    folder = _FOLDER
    largest = LARGEST


def has_room_for(size: int) -> bool:
    """Say whether so many bytes more may wait; what waited too long is deleted first."""
    folder = data_folder(_FOLDER)
    sweep_folder(folder, older_than=KEPT_FOR_SECONDS)
    sizes = []
    for path in folder.glob("*.sealed"):
        with suppress(FileNotFoundError):  # taken in or thrown away meanwhile
            sizes.append(path.stat().st_size)
    return len(sizes) < MOST and sum(sizes) + size <= MOST_BYTES


def shared_in(request: HttpRequest) -> list[SealedUpload]:
    """Return what a share menu sent: the files that may be chats, or else the text; empty where it is neither.

    Nothing of the request may have been read before.
    """
    request.upload_handlers = [ArrivalHandler(request)]
    files = [file for file in request.FILES.getlist("file") if isinstance(file, SealedUpload)]
    chats = [file for file in files if not (file.content_type or "").startswith(_NOT_A_CHAT)]
    if chats:
        return chats
    text = request.POST.get("text", "").strip().encode()
    return [_sealed_text(request, text)] if text else []


def keep_arrivals(uploads: Iterable[SealedUpload]) -> str:
    """Keep them past the request; returns what only the browser may hold."""
    uploads = list(uploads)
    for upload in uploads:
        upload.keep()
        _keep_name(upload)
    return _BETWEEN.join(f"{upload.file_name}-{upload.key.hex()}" for upload in uploads)


def arrivals_of(cookie: str) -> list[Arrival]:
    """Return what waits for this browser, if all of it still does."""
    matches = [_ONE.fullmatch(one) for one in cookie.split(_BETWEEN)[:MOST]]
    folder = data_folder(_FOLDER)
    sweep_folder(folder, older_than=KEPT_FOR_SECONDS)
    waiting = [Arrival(path=folder / match[1], key=bytes.fromhex(match[2])) for match in matches if match]
    return waiting if len(waiting) == len(matches) and all(one.path.is_file() for one in waiting) else []


def as_uploads(waiting: Iterable[Arrival]) -> list[SealedUpload]:
    """Make them uploads of the request that takes them in: from here on they are kept or deleted like any other.

    Raises FileNotFoundError where another request was first, which the first of them tells.
    """
    return [_as_upload(arrival) for arrival in waiting]


def put_back(upload: SealedUpload) -> None:
    """Let it wait again, as it was not taken in after all."""
    upload.keep()
    upload.path.rename(data_folder(_FOLDER) / upload.file_name)
    _keep_name(upload)


def _as_upload(arrival: Arrival) -> SealedUpload:
    path = data_folder("uploads") / arrival.path.name
    size = arrival.size
    arrival.path.rename(path)
    name = _name_of(arrival)
    _name_beside(arrival.path).unlink(missing_ok=True)
    return SealedUpload(path=path, key=arrival.key, name=name, size=size, too_large=False)


def _keep_name(upload: SealedUpload) -> None:
    sealed = seal_value(upload.key, (upload.name or "").encode(), _FOLDER, upload.file_name, "name")
    _name_beside(data_folder(_FOLDER) / upload.file_name).write_bytes(sealed)


def _name_of(arrival: Arrival) -> str:
    """Return the name it came with; its name here where the key is not its key, which the reading will say."""
    sealed = _name_beside(arrival.path).read_bytes()
    try:
        return open_value(arrival.key, sealed, _FOLDER, arrival.path.name, "name").decode()
    except Tampered:
        return arrival.path.name


def _name_beside(path: Path) -> Path:
    return path.with_suffix(".name")


def _sealed_text(request: HttpRequest, text: bytes) -> SealedUpload:
    handler = ArrivalHandler(request)
    handler.new_file("text", "shared.txt", "text/plain", len(text))
    handler.receive_data_chunk(text, 0)
    return handler.file_complete(len(text))
