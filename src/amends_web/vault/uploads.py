"""Uploads touch the disk sealed, or not at all (SECURITY.md, finding 5)."""

from __future__ import annotations

import secrets
import tempfile
import time
import weakref
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from amends.sealing import SealedWriter

if TYPE_CHECKING:
    from django.http import HttpRequest

# More than any chat export without media; a zip is bounded again when it is unpacked.
LARGEST_UPLOAD = 1024**3
# A question about an upload (which number is the day?) waits this long for its answer.
KEPT_FOR_SECONDS = 24 * 3600


class SealedUpload(UploadedFile):  # type: ignore[type-arg]  # not generic at run time
    """An uploaded file, sealed on the disk under a key that only this process knows.

    It is deleted when the request ends, unless `keep` was called: then whoever called it keeps `file_name` and `key`
    (sealed in a box) and deletes the file later. `too_large` says that it was cut at LARGEST_UPLOAD.
    """

    def __init__(
        self, *, path: Path, key: bytes, name: str, size: int, too_large: bool, content_type: str | None = None
    ) -> None:
        super().__init__(file=None, name=name, size=size, content_type=content_type)
        self.path = path
        self.key = key
        self.too_large = too_large
        self._kept = False

    @property
    def file_name(self) -> str:
        return self.path.name

    def keep(self) -> None:
        self._kept = True

    def close(self) -> None:
        if not self._kept:
            self.path.unlink(missing_ok=True)


class SealedUploadHandler(FileUploadHandler):
    """Seals each uploaded file on its way into a folder of the data directory, up to `largest` bytes of it."""

    folder = "uploads"
    largest = LARGEST_UPLOAD

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._key = secrets.token_bytes(32)
        self._file = tempfile.NamedTemporaryFile(dir=data_folder(self.folder), suffix=".sealed", delete=False)  # noqa: SIM115
        self._path = Path(self._file.name)
        # Django tells nobody where a browser breaks off in the middle: then the file goes with this handler.
        self._unfinished = weakref.finalize(self, _discard, self._file, self._path)
        self._writer = SealedWriter(cast("BinaryIO", self._file), key=self._key, place=self._path.name)
        self._too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._too_large = self._too_large or start + len(raw_data) > self.largest
        if not self._too_large:
            self._writer.write(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload:
        self._writer.close()
        self._file.close()
        self._unfinished.detach()
        return SealedUpload(
            path=self._path,
            key=self._key,
            name=self.file_name or "",
            size=file_size,
            too_large=self._too_large,
            content_type=self.content_type,
        )


class MembersUploadHandler(SealedUploadHandler):
    """Takes files of people who are signed in alone.

    The check of a form's token reads the form, files and all, before any page asks who sent it: a stranger could fill
    the disk by any address.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if not cast("HttpRequest", self.request).user.is_authenticated:
            raise SkipFile
        super().new_file(*args, **kwargs)


def _discard(file: Any, path: Path) -> None:
    file.close()
    path.unlink(missing_ok=True)


def open_sealed(file_name: str) -> BinaryIO:
    """Open an upload as it lies on the disk, for whoever has its key; raises FileNotFoundError once it is gone."""
    return (data_folder("uploads") / file_name).open("rb")


def delete_upload(file_name: str) -> None:
    (data_folder("uploads") / file_name).unlink(missing_ok=True)


def sweep_uploads() -> None:
    """Delete what nobody came back for; a server that was killed may have left some."""
    sweep_folder(data_folder("uploads"), older_than=KEPT_FOR_SECONDS)


def sweep_folder(folder: Path, *, older_than: int) -> None:
    """Delete the files in a folder that are older than so many seconds."""
    for path in folder.iterdir():
        # Another process may sweep too.
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < time.time() - older_than:
                path.unlink()


def data_folder(name: str) -> Path:
    """Return a folder of the data directory, made for this account alone."""
    folder = Path(settings.DATA_DIR) / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
