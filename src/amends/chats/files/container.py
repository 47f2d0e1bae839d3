"""What a file is made of: itself, or the members of a zip. Nothing is ever unpacked to disk."""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar, cast

from amends.errors import TooLarge, UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_MEMBERS = 5_000
MAX_UNPACKED = 2 * 1024**3
MAX_MEMBER = 512 * 1024**2
MAX_RATIO = 200  # unpacked to packed; text and photos stay far below
_RATIO_COUNTS_FROM = 1024**2  # bytes; a short text of one letter may be packed very small
_DIRECTORY_ENTRY_LIMIT = 4 * 1024  # bytes a member on average
_T = TypeVar("_T")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


@dataclass(frozen=True, kw_only=True)
class Member:
    """A file, by its name, which gives its bytes from the start at each `open`.

    `more` gives those of the other files that the same chat was cut into.
    """

    name: str
    open: Callable[[], BinaryIO]
    more: tuple[Callable[[], BinaryIO], ...] = ()
    _seen: dict[Callable[[Member], Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, look: Callable[[Member], _T]) -> _T:
        """Return what a dear look at the file gives, which is taken but once: to recognise it, and then to read it.

        It is kept as long as the member is; so of many members none may be asked for what a file can make large.
        """
        if look not in self._seen:
            self._seen[look] = look(self)
        seen: _T = self._seen[look]
        return seen


def members_of(stream: BinaryIO) -> tuple[Member, ...] | None:
    """Return the members of a zip, or None where the stream is no zip.

    Raises UnreadableExport for a zip that is damaged, locked or unsafe, TooLarge for one past a limit.
    """
    stream.seek(0)
    if not stream.read(4).startswith(_ZIP):
        return None
    _check_directory(stream)
    try:
        archive = zipfile.ZipFile(stream)
        infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, OSError, OverflowError):
        raise UnreadableExport(reason="broken_zip") from None
    _check_members(infos)
    return tuple(Member(name=info.filename, open=_opener(archive, info)) for info in infos if not info.is_dir())


def _check_directory(stream: BinaryIO) -> None:
    """Refuse a list of members that is too long, before it is read into memory."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - 65_600))
    tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) - end < 22:
        raise UnreadableExport(reason="broken_zip")
    count, directory_size = struct.unpack_from("<HI", tail, end + 10)
    wide = tail.rfind(b"PK\x06\x06", 0, end)
    if (count == 0xFFFF or directory_size == 0xFFFFFFFF) and wide >= 0 and len(tail) - wide >= 48:
        count, directory_size = struct.unpack_from("<QQ", tail, wide + 32)
    if count > MAX_MEMBERS or directory_size > MAX_MEMBERS * _DIRECTORY_ENTRY_LIMIT:
        raise TooLarge(limit=MAX_MEMBERS, unit="files")


def _check_members(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_MEMBERS:
        raise TooLarge(limit=MAX_MEMBERS, unit="files")
    for info in infos:
        # Any other packing may ask for gigabytes before it gives a byte.
        if not info.filename or info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise UnreadableExport(reason="broken_zip")
        if _leads_out(info.filename) or (info.external_attr >> 16) & 0o170000 == 0o120000:
            raise UnreadableExport(reason="unsafe_zip")
        if info.flag_bits & 0x41:  # locked, or its header is
            raise UnreadableExport(reason="encrypted_zip")
        _check_size(info.file_size, info.compress_size)
    if sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise TooLarge(limit=MAX_UNPACKED)


def _leads_out(name: str) -> bool:
    return (
        "\\" in name
        or name.startswith("/")
        or re.match(r"[A-Za-z]:", name) is not None
        or ".." in PurePosixPath(name).parts
    )


def _check_size(unpacked: int, packed: int) -> None:
    if unpacked > MAX_MEMBER:
        raise TooLarge(limit=MAX_MEMBER)
    if unpacked > _RATIO_COUNTS_FROM and unpacked > MAX_RATIO * packed:
        raise TooLarge(limit=MAX_RATIO, unit="times its packed size")


def _opener(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    return lambda: cast("BinaryIO", _Unpacked(archive, info))


class _Unpacked:
    """The bytes of a member, counted while they are unpacked: what its header says may be a lie."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        self._info = info
        self._count = 0
        self._stream = _unpacking(lambda: archive.open(info))

    def read(self, size: int = -1) -> bytes:
        block = _unpacking(lambda: self._stream.read(MAX_MEMBER + 1 if size < 0 else size))
        self._count += len(block)
        _check_size(self._count, self._info.compress_size)
        return block


def _unpacking(unpack: Callable[[], _T]) -> _T:
    try:
        return unpack()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise UnreadableExport(reason="broken_zip") from None


def members_of_folder(folder: Path) -> tuple[Member, ...]:
    """Return the files in a folder and its folders, in the order of their names; links are not followed."""
    found: list[Member] = []
    for path in sorted(_files_in(folder)):
        if len(found) == MAX_MEMBERS:
            raise TooLarge(limit=MAX_MEMBERS, unit="files")
        found.append(Member(name=path.relative_to(folder).as_posix(), open=_file_opener(path)))
    return tuple(found)


def _files_in(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder, onerror=_not_permitted):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (path for name in names if (path := Path(place, name)).is_file() and not path.is_symlink())


def _not_permitted(error: OSError) -> None:
    raise UnreadableExport(reason="no_permission") from error


def _file_opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: cast("BinaryIO", _OnDisk(path))


class _OnDisk:
    """The bytes of a file in a folder; it is closed with the last that looks at it."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("rb")
        except OSError:
            raise UnreadableExport(reason="no_permission") from None

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)

    def __del__(self) -> None:
        if hasattr(self, "_file"):
            self._file.close()


def whole(stream: BinaryIO, name: str) -> Member:
    """Return a file as the only member of itself."""

    def from_start() -> BinaryIO:
        stream.seek(0)
        return stream

    return Member(name=name, open=from_start)
