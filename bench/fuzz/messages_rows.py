"""The rows of iMessage's database without the database: what a damaged message can be, thousands of times a second.

SQLite itself takes far longer to open a file than a row takes to be read. Its values are whole numbers of 64 bits,
fractions, texts and bytes; here they come out of JSON, with `{"bytes": "…"}` for bytes.
The databases that are damaged as such are made here, too.
"""

from __future__ import annotations

import json
import math
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amends.chats.formats.imessage_db import _TABLES, _Chat, _Directory, _Row
from amends.errors import UnreadableExport
from bench.fuzz.damage import BINARY, MOST_MESSAGES, Seed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amends.chats import Imported
    from amends.chats.said import Said


class Tables:
    """Stands for `amends.chats.files.database.Database`."""

    def __init__(self, tables: dict[str, list[dict[str, Any]]]) -> None:
        self._tables = {
            name: [{key: _stored(value) for key, value in row.items()} for row in rows if isinstance(row, dict)]
            for name, rows in tables.items()
        }

    def rows(self, table: str, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
        return (tuple(map(row.get, columns)) for row in self._tables[table])

    def row_reader(self, table: str, columns: tuple[str, ...]) -> Callable[[int], tuple[Any, ...]]:
        numbered = {row.get("ROWID"): tuple(map(row.get, columns)) for row in self._tables[table]}

        def row(number: int) -> tuple[Any, ...]:
            if number not in numbered:
                raise ValueError("a row that is not there")
            return numbered[number]

        return row


def read(text: str, said: Said) -> Imported:
    """Read as `amends.chats.formats.imessage_db` does, past the opening of the file."""
    try:
        tables = json.loads(text)
        database: Any = Tables({name: tables[name] for name in _TABLES})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UnreadableExport(reason="bad_json") from None
    directory = _Directory(database)
    title = directory.choose(said.chat)
    chat = _Chat(directory, title, said)
    row = database.row_reader("message", _Row._fields)
    for number in sorted(directory.messages(title)):
        chat.add(number, row)
    return chat.result(set())


def seeds(exports: Path) -> list[Seed]:
    """Return the rows of the databases of the tests, those of `message` as the ones to be damaged."""
    found = []
    for path in sorted(exports.glob("imessage_db/*.db")):
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            tables = {name: _rows(connection, name) for name in _TABLES}
        messages = tables.pop("message")
        before = f'{json.dumps(tables)[:-1]}, "message": ['
        found.append(Seed(records=tuple(map(json.dumps, messages)), before=before, between=", ", after="]}", json=True))
        people = tables.pop("handle")
        before = f'{json.dumps(tables | {"message": messages[:2]})[:-1]}, "handle": ['
        found.append(Seed(records=tuple(map(json.dumps, people)), before=before, between=", ", after="]}", json=True))
    return found


def in_parts(exports: Path) -> list[str]:
    """Return databases of a few messages each, as texts: other rows take as long to read, and hold no more faults."""
    with tempfile.TemporaryDirectory() as folder:
        numbers = range(1, _messages_in(_copied(exports, folder)) + 1, MOST_MESSAGES)
        return [_text_of(_copied(exports, folder, only_from=number)) for number in numbers]


def with_log(exports: Path, *, only_from: int | None = None) -> dict[str, str]:
    """Return a database of which the newest row is in the log beside it, as the names and texts of two files."""
    with tempfile.TemporaryDirectory() as folder:
        path = _copied(exports, folder, only_from=only_from)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("UPDATE message SET text = 'written to the log' WHERE ROWID = 1")
            connection.commit()
            return {name: _text_of(Path(folder, name)) for name in ("mac.db", "mac.db-wal")}


def _copied(exports: Path, folder: str, *, only_from: int | None = None) -> Path:
    """Copy the database, whole or with the messages from one on alone."""
    path = Path(shutil.copy(exports / "imessage_db" / "mac.db", folder))
    if only_from is not None:
        others = f"NOT BETWEEN {only_from} AND {only_from + MOST_MESSAGES - 1}"
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute(f"DELETE FROM message WHERE ROWID {others}")  # noqa: S608 - two numbers
            connection.execute(f"DELETE FROM chat_message_join WHERE message_id {others}")  # noqa: S608
            connection.execute("VACUUM")
    return path


def _messages_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT max(ROWID) FROM message").fetchone()[0])


def _text_of(path: Path) -> str:
    return BINARY + path.read_bytes().decode("latin-1")


def _rows(connection: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    rows = connection.execute(f'SELECT ROWID AS "ROWID", * FROM "{table}"')  # noqa: S608 - a name out of _TABLES
    return [{key: _written(row[key]) for key in row.keys() if row[key] is not None} for row in rows]  # noqa: SIM118


def _written(value: Any) -> Any:
    return {"bytes": value.decode("latin-1")} if isinstance(value, bytes) else value


def _stored(value: Any) -> Any:
    """Return what SQLite would give."""
    if isinstance(value, dict):
        return str(value.get("bytes")).encode("latin-1", "replace")
    if isinstance(value, int):
        return int(value) if -(2**63) <= value < 2**63 else float(value)
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return None if isinstance(value, list) or (isinstance(value, float) and math.isnan(value)) else value
