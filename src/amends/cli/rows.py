"""One export of many, read into its rows: what a process of its own does, on this machine or another."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amends.chats import read_every_chat
from amends.chats.files.container import members_of_folder
from amends.errors import AmendsError, UndecidedColumns, UndecidedDateOrder, UnreadableExport
from amends.reading import read_conversation, seen_from
from amends.reports import row_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import tzinfo
    from typing import BinaryIO

NOT_FINISHED = "not_finished"
WEIGHTS = ("moves.toml", "weights.txt", "weighed.toml", "encoder.onnx")
_BLOCK = 1024**2

# What only the person can settle, in sentences without the dates and columns that were found: rows hold no words.
_UNDECIDED: Mapping[type[AmendsError], tuple[str, str]] = {
    UndecidedDateOrder: (
        "undecided_date_order",
        "Day and month can't be told apart in this file; say which comes first with --date-order.",
    ),
    UndecidedColumns: (
        "undecided_columns",
        "Which column tells the time, the speaker and the words? Say it with --columns.",
    ),
}
_ANYTHING_ELSE = ("undecided", "Only you can settle something in this file; read it by itself to see what.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One export in a folder: a file, a zip or a folder, by its place and its name; and what the person said of it.

    `known` is the key under which its rows are known already, or "".
    """

    path: str
    name: str
    known: str = ""
    date_order: str | None = None
    timezone: tzinfo | None = None
    columns: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRead:
    """The rows of an export under the key of what they were made of; None where those that are known still hold.

    The key is "" where it is worth trying again, whatever changed. `version` is that of the Amends that read it.
    """

    key: str
    rows: tuple[Mapping[str, Any], ...] | None
    version: str


def read_entry(entry: Entry) -> EntryRead:
    """Read every chat of an export into a row. What can't be read is a row with its refusal."""
    try:
        digest = _digest(Path(entry.path))
    except UnreadableExport as trouble:
        return EntryRead(key="", rows=(refusal_row(entry, trouble),), version=own_version())
    key = _key(entry, digest)
    if key == entry.known:
        return EntryRead(key=key, rows=None, version=own_version())
    rows = tuple({**row, "sha256": digest} for row in _rows(entry))
    unfinished = any(row["refusal"] and row["refusal"]["reason"] == NOT_FINISHED for row in rows)
    return EntryRead(key="" if unfinished else key, rows=rows, version=own_version())


def refusal_row(entry: Entry, trouble: AmendsError, *, chat: str = "") -> dict[str, Any]:
    """Return the row of what was not read: `reason` is a word for it, `sentence` says what to do."""
    if isinstance(trouble, UnreadableExport):
        reason, sentence = trouble.reason, str(trouble)
    else:
        reason, sentence = _UNDECIDED.get(type(trouble), _ANYTHING_ELSE)
    return {"file": entry.name, "chat": chat, "refusal": {"reason": reason, "sentence": sentence}}


@cache
def own_version() -> str:
    """Return the version, with what tells the engine's weights from others: with other weights rows are others."""
    english = files("amends.content") / "en"
    weights = b"".join((english / name).read_bytes() for name in WEIGHTS)
    return f"{version('amends')}+{hashlib.sha256(weights).hexdigest()[:12]}"


def _rows(entry: Entry) -> Iterator[dict[str, Any]]:
    chats = read_every_chat(
        Path(entry.path), date_order=entry.date_order, timezone=entry.timezone, columns=entry.columns
    )
    try:
        for chat, read in chats:
            if isinstance(read, AmendsError):
                yield refusal_row(entry, read, chat=chat)
            else:
                seat = seen_from(read_conversation(read.conversation), read.conversation, seat=None)
                yield {"file": entry.name, "chat": chat, "refusal": None, **row_of(read.report, seat)}
    except AmendsError as trouble:
        yield refusal_row(entry, trouble)
    except Exception:  # noqa: BLE001 - a slip in a reader is a row as well, and never the end of the others
        yield refusal_row(entry, UnreadableExport(reason=NOT_FINISHED))


def _key(entry: Entry, digest: str) -> str:
    """Return what the rows depend on, as one word."""
    said = (entry.date_order, str(entry.timezone), sorted((entry.columns or {}).items()))
    return hashlib.sha256(repr((own_version(), said, digest)).encode()).hexdigest()


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file, or of the names and contents in a folder. Raises UnreadableExport."""
    digest = hashlib.sha256()
    if path.is_dir():
        for member in members_of_folder(path):
            digest.update(f"{member.name}\0".encode(errors="surrogateescape"))
            digest.update(_digest_of(member.open()))
        return digest.hexdigest()
    try:
        with path.open("rb") as stream:
            return _digest_of(stream).hex()
    except FileNotFoundError:
        raise UnreadableExport(reason="not_found") from None
    except OSError:
        raise UnreadableExport(reason="no_permission") from None


def _digest_of(stream: BinaryIO) -> bytes:
    digest = hashlib.sha256()
    while block := stream.read(_BLOCK):
        digest.update(block)
    return digest.digest()
