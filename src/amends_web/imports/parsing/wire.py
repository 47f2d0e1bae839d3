"""The lines in which the process that reads a file tells what it found: one JSON value a line.

    {"read": 15000}                                     how many messages so far, as often as it likes
    {"refused": {"kind": "UnreadableExport", …}}        the end: it is not taken, or only the person can settle it
    {"failed": "KeyError discord.py:88"}                the end: a slip in the reader, without a word of the file
    {"conversation": {…}, "report": {…}}                then the messages, in lists
    [[at, number of the speaker, text, type, edited], …]
    {"messages": 50000}                                 the end: how many there were

`imported_from` believes none of it: a file may have taken the process over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from amends.chats import Imported, ImportReport
from amends.content import load_toml
from amends.conversation import Conversation, Message, MessageType
from amends.errors import (
    AmendsError,
    BadEncoding,
    Tampered,
    TooLarge,
    UndecidedChat,
    UndecidedColumns,
    UndecidedDateOrder,
    UnreadableExport,
)

if TYPE_CHECKING:
    from collections.abc import Callable

# What is said at a time: this many messages, or a little over this many letters.
_MESSAGES = 1_000
_LETTERS = 256 * 1024

# What is taken of one file: about a gigabyte of memory, here, where no limit holds as it does in the other process.
MOST_MESSAGES = 2_000_000

_OF_CONVERSATION = ("source", "people", "id", "title", "kind")
_OF_REPORT = ("unread_lines", "unread_count", "doubts", "date_order")
_FIELDS: dict[type[AmendsError], tuple[str, ...]] = {
    UnreadableExport: ("reason", "line_number"),
    TooLarge: ("limit", "unit"),
    BadEncoding: ("line_number",),
    UndecidedDateOrder: ("orders", "example"),
    UndecidedChat: ("chats",),
    UndecidedColumns: ("columns", "proposed"),
    Tampered: (),
}
_SLIP = re.compile(r"\w{1,60} \w{1,60}\.py:\d{1,6}")


class Garbled(Exception):
    """The process said something that it never says by itself; `slip` where it says that its reader failed."""

    def __init__(self, slip: str = "") -> None:
        self.slip = slip
        super().__init__(slip)


def encoded(value: object) -> bytes:
    """Return a value as one line; half letters, which some exports hold, stay as they are."""
    line = json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
    return line.encode("utf-8", errors="surrogatepass")


def lines_of(imported: Imported) -> Iterator[bytes]:
    """Give the lines that tell a conversation."""
    conversation, report = imported.conversation, imported.report
    numbers: dict[str | None, int | None] = {name: number for number, name in enumerate(conversation.people)}
    numbers[None] = None
    yield encoded(
        {
            "conversation": {name: getattr(conversation, name) for name in _OF_CONVERSATION},
            "report": {name: getattr(report, name) for name in _OF_REPORT},
        }
    )
    batch: list[object] = []
    letters = 0
    for message in conversation.messages:
        at = message.at and message.at.isoformat()
        batch.append((at, numbers[message.speaker], message.text, message.type, message.edited))
        letters += len(message.text)
        if len(batch) == _MESSAGES or letters > _LETTERS:
            yield encoded(batch)
            batch, letters = [], 0
    yield encoded(batch)
    yield encoded({"messages": len(conversation.messages)})


def refusal_line(error: AmendsError) -> bytes:
    # A reader may have a narrower kind of its own.
    kind = next(kind for kind in type(error).__mro__ if kind in _FIELDS)
    fields = {name: getattr(error, name) for name in _FIELDS[kind]}
    return encoded({"refused": {"kind": kind.__name__, **fields}})


def slip_line(error: BaseException) -> bytes:
    """Say which error arose where: neither its message nor its values, which may be the file's words."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    place = "" if last is None else f"{last.tb_frame.f_code.co_filename.rpartition('/')[2]}:{last.tb_lineno}"
    return encoded({"failed": f"{type(error).__name__} {place}"})


def imported_from(lines: Iterable[bytes], *, progress: Callable[[int], None]) -> Imported:
    """Return what the lines tell, or raise the refusal that they tell; raises Garbled for anything else."""
    values = (_decoded(line) for line in lines)
    try:
        head = _head(values, progress=progress)
        return _imported(head, values)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError):
        raise Garbled from None


def _decoded(line: bytes) -> Any:
    return json.loads(line.decode("utf-8", errors="surrogatepass"))


def _head(values: Iterator[Any], *, progress: Callable[[int], None]) -> dict[str, Any]:
    """Return the line before the messages."""
    for value in values:
        if "read" in value:
            progress(_number(value["read"]))
        elif "refused" in value:
            raise _refusal(**value["refused"])
        elif "failed" in value:
            raise Garbled(slip=value["failed"] if _SLIP.fullmatch(value["failed"]) else "")
        else:
            head: dict[str, Any] = value
            return head
    raise Garbled


def _imported(head: dict[str, Any], values: Iterator[Any]) -> Imported:
    said = head["conversation"]
    people = _texts(said["people"])
    _check(len(set(people)) == len(people))
    messages = tuple(_messages(values, people))
    conversation = Conversation(
        source=_text(said["source"]),
        people=people,
        messages=messages,
        id=_text(said["id"]),
        title=_text(said["title"]),
        kind=_text(said["kind"]),
    )
    return Imported(conversation=conversation, report=_report(head["report"], conversation))


def _messages(values: Iterator[Any], people: tuple[str, ...]) -> Iterator[Message]:
    n = 0
    zoned: set[bool] = set()
    for value in values:
        if isinstance(value, dict):
            _check(n > 0 and value == {"messages": n} and len(zoned) < 2 and next(values, None) is None)
            return
        for row in value:
            if n == MOST_MESSAGES:
                raise TooLarge(limit=MOST_MESSAGES, unit="messages")
            message = _message(n, row, people)
            if message.at is not None:
                zoned.add(message.at.tzinfo is None)
            n += 1
            yield message
    raise Garbled


def _message(n: int, row: Any, people: tuple[str, ...]) -> Message:
    at, speaker, text, kind, edited = row
    _check(type(text) is str and type(edited) is bool and (speaker is None or (type(speaker) is int and speaker >= 0)))
    return Message(
        n=n,
        at=None if at is None else datetime.fromisoformat(at),
        speaker=None if speaker is None else people[speaker],
        text=text,
        type=_TYPES[kind],
        edited=edited,
    )


def _report(said: dict[str, Any], conversation: Conversation) -> ImportReport:
    times = [message.at for message in conversation.messages if message.at is not None]
    doubts = _texts(said["doubts"])
    _check(set(doubts) <= set(load_toml("imports")["doubts"]))
    order = said["date_order"]
    _check(order in (None, "dmy", "mdy", "ymd"))
    return ImportReport(
        source=conversation.source,
        messages=len(conversation.messages),
        people=conversation.people,
        first_at=min(times, default=None),
        last_at=max(times, default=None),
        unread_lines=tuple(_number(line) for line in said["unread_lines"]),
        unread_count=_number(said["unread_count"]),
        doubts=doubts,
        date_order=order,
    )


def _refusal(*, kind: str, **fields: Any) -> AmendsError:
    """Return the error of that name with the fields that it has, each of its own kind."""
    error = _KINDS[kind]
    _check(set(fields) == set(_FIELDS[error]))
    return error(**{name: _READ[name](value) for name, value in fields.items()})


def _check(is_so: bool) -> None:  # noqa: FBT001  (it reads as an assertion)
    if not is_so:
        raise Garbled


def _number(value: Any) -> int:
    _check(type(value) is int and 0 <= value < 2**53)
    return int(value)


def _text(value: Any) -> str:
    _check(type(value) is str)
    return str(value)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_text(one) for one in value)


def _one_of(names: Iterable[str]) -> Callable[[Any], str]:
    allowed = frozenset(names)

    def read(value: Any) -> str:
        _check(value in allowed)
        return str(value)

    return read


def _orders(value: Any) -> tuple[str, ...]:
    return tuple(_one_of(("dmy", "mdy", "ymd"))(one) for one in value)


_TYPES = {kind.value: kind for kind in MessageType}
_KINDS = {error.__name__: error for error in _FIELDS}
_READ: dict[str, Callable[[Any], Any]] = {
    "reason": _one_of(UnreadableExport.SENTENCES),
    "line_number": lambda value: None if value is None else _number(value),
    "limit": _number,
    "unit": _text,
    "orders": _orders,
    "example": _text,
    "chats": _texts,
    "columns": _texts,
    "proposed": lambda value: {_text(name): _text(column) for name, column in value.items()},
}
