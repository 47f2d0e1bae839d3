"""SQLite files from elsewhere: held in memory, nothing in them is run, and only plain rows of plain tables are read."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

from amends.errors import TooLarge, UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_DATABASE = 1024**3
_BLOCK = 1024**2
_MAGIC = b"SQLite format 3\x00"
_WAL_MAGIC = {0x377F0682: "<", 0x377F0683: ">"}
_FORMATS = slice(18, 20)  # how the file is written and read: 1 in itself, 2 with a log beside it (WAL)
_MAX_ROW = 64 * 1024**2
_STEPS = 10_000  # of SQLite's machine between two looks at what they add up to
_SIZED = (str, bytes)
# The last, of what an error would say.
_FAULTS = (sqlite3.Error, sqlite3.Warning, OverflowError, UnicodeDecodeError)
_LEAST_STEPS = 1_000_000
_STEPS_A_BYTE = 4  # a real row needs less than one a byte; only pages that are there over and over need more
_BYTES_A_BYTE = 2  # of the words of a row, which may lie in UTF-16; only rows that share their bytes give more


def is_database(stream: BinaryIO, *, table: bytes) -> bool:
    """Say whether a file is an SQLite database that names such a table, wherever in it."""
    block = stream.read(_BLOCK)
    if not block.startswith(_MAGIC):
        return False
    end = b""
    while block:
        if table in end + block:
            return True
        end = block[1 - len(table) :]
        block = stream.read(_BLOCK)
    return False


def image_of(stream: BinaryIO) -> bytearray:
    """Read a database or its log into memory; raise TooLarge beyond 1 GiB."""
    image = bytearray()
    while block := stream.read(_BLOCK):
        image += block
        if len(image) > MAX_DATABASE:
            raise TooLarge(limit=MAX_DATABASE)
    return image


def has_log(image: bytearray) -> bool:
    """Say whether the newest changes may stand in a log beside the file (`NAME-wal`)."""
    return image[_FORMATS] == b"\x02\x02"


def apply_log(image: bytearray, log: bytes | bytearray) -> None:
    """Write the changes of a log into the image of its database, as far as they were completed.

    What does not belong to them, as a log is written over from its start again and again, is passed over.
    """
    if len(log) < 32:
        return
    magic, _, page_size = struct.unpack_from(">III", log)
    order = _WAL_MAGIC.get(magic)
    if order is None or page_size != _page_size(image):
        raise UnreadableExport(reason="broken_file")
    salts = log[16:24]
    sums = _checksum(log[:24], order, (0, 0))
    changed: dict[int, int] = {}
    for at in range(32, len(log) - page_size - 23, 24 + page_size):
        number, pages = struct.unpack_from(">II", log, at)
        sums = _checksum(log[at : at + 8] + log[at + 24 : at + 24 + page_size], order, sums)
        if log[at + 8 : at + 16] != salts or struct.unpack_from(">II", log, at + 16) != sums or not number:
            return
        changed[number] = at + 24
        if pages:
            _complete(image, log, changed, pages=pages, page_size=page_size)
            changed = {}


def _page_size(image: bytearray) -> int:
    size = int.from_bytes(image[16:18], "big")
    if size == 1:  # the one that two bytes do not hold
        return 65_536
    if size < 512:
        raise UnreadableExport(reason="broken_file")
    return size


def _complete(image: bytearray, log: bytes | bytearray, changed: dict[int, int], *, pages: int, page_size: int) -> None:
    """Write the pages of a change, after which the database has so many pages."""
    if pages > len(image) // page_size + len(changed) or pages * page_size > MAX_DATABASE:
        raise UnreadableExport(reason="broken_file")
    image.extend(bytes(max(0, pages * page_size - len(image))))
    for number, start in changed.items():
        if number <= pages:
            image[(number - 1) * page_size : number * page_size] = log[start : start + page_size]
    del image[pages * page_size :]


def _checksum(data: bytes | bytearray, order: str, sums: tuple[int, int]) -> tuple[int, int]:
    first, second = sums
    words = iter(struct.unpack(f"{order}{len(data) // 4}I", data))
    for even, odd in zip(words, words, strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second


class Database:
    """The tables that are wanted, of a database in memory; `columns` are those that each has."""

    def __init__(self, connection: sqlite3.Connection, *, size: int) -> None:
        self._connection = connection
        self._steps_left = (_LEAST_STEPS + _STEPS_A_BYTE * size) // _STEPS
        self._bytes_left = _BYTES_A_BYTE * size
        self.columns: dict[str, frozenset[str]] = {}

    def look_at(self, tables: tuple[str, ...]) -> None:
        """Learn the columns of those tables that are plain ones; a view or a virtual table is none."""
        plain = {name for (name,) in self._run("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0")}
        for table in tables:
            if table in plain:
                # This leaves out what is computed when it is read.
                self.columns[table] = frozenset(row[1] for row in self._run(f'PRAGMA table_info("{table}")'))

    def rows(self, table: str, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
        """Give the columns of each row; one that the table lacks is None."""
        return self._run(self._select(table, columns))

    def row_reader(self, table: str, columns: tuple[str, ...]) -> Callable[[int], tuple[Any, ...]]:
        """Return what gives one row by its number, and raises ValueError where it is not there or damaged."""
        query = f"{self._select(table, columns)} WHERE ROWID = ?"

        def row(number: int) -> tuple[Any, ...]:
            try:
                found: tuple[Any, ...] | None = self._connection.execute(query, (number,)).fetchone()
            except _FAULTS:
                if self._steps_left < 0:
                    raise UnreadableExport(reason="broken_file") from None
                raise ValueError("a row that is damaged") from None
            if found is None:
                raise ValueError("a row that is not there")
            self._count(found)
            return found

        return row

    def _select(self, table: str, columns: tuple[str, ...]) -> str:
        there = self.columns[table]
        chosen = ", ".join(f'"{name}"' if name in there else "NULL" for name in columns)
        return f'SELECT {chosen} FROM "{table}"'  # noqa: S608 - names out of this package alone

    def _run(self, query: str) -> Iterator[tuple[Any, ...]]:
        try:
            for row in self._connection.execute(query):
                self._count(row)
                yield row
        except _FAULTS:
            raise UnreadableExport(reason="broken_file") from None

    def _count(self, row: tuple[Any, ...]) -> None:
        self._bytes_left -= sum(len(value) for value in row if isinstance(value, _SIZED))
        if self._bytes_left < 0:
            raise UnreadableExport(reason="broken_file")

    def tick(self) -> bool:
        """Count the work that was done; True stops it."""
        self._steps_left -= 1
        return self._steps_left < 0


@contextmanager
def opened(image: bytearray, *, tables: tuple[str, ...]) -> Iterator[Database]:
    """Open a database to read some of its tables; `image` is emptied, as a copy of it is what is read.

    Raises UnreadableExport where it is damaged, then or while it is read.
    """
    size = len(image)
    image[_FORMATS] = b"\x01\x01"  # the log, if there is one, was applied
    with closing(sqlite3.connect(":memory:")) as connection:
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "temp_store = MEMORY", "query_only = ON"):
            connection.execute(f"PRAGMA {pragma}")
        try:
            connection.deserialize(image)
        except sqlite3.Error:
            raise UnreadableExport(reason="broken_file") from None
        image.clear()
        connection.text_factory = lambda data: data.decode("utf-8", errors="replace")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_ROW)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        database = Database(connection, size=size)
        connection.set_progress_handler(database.tick, _STEPS)
        database.look_at(tables)
        yield database
