"""A table of messages: which column tells the time, the speaker and the words, and what its rows become."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from amends.chats.column_times import Times, has_clock, is_clock, is_date, is_time, read_times
from amends.chats.imported import Imported, Unread, imported, speakers_of
from amends.chats.names import clean_name
from amends.chats.phrases import without_marks
from amends.conversation import Conversation, Message, MessageType
from amends.errors import UndecidedColumns, UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from amends.chats.said import Said

PROGRESS_EVERY = 5_000
_LONGEST_NAME = 60
_MOST_COLUMNS = 200
_MISFITS = 0.1  # of the cells of a column; one is always allowed where there are three or more
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BETWEEN_WORDS = re.compile(r"[\s_.\-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns that matter, by name. `time` is None where nothing tells the time; `date` is a column of its own
    where the day stands apart from the time of day.
    """

    speaker: str
    text: str
    time: str | None = None
    date: str | None = None

    def of_times(self) -> list[str]:
        """Return the columns whose cells, with a blank between them, tell the time."""
        return [name for name in (self.date, self.time) if name is not None]


class Row(NamedTuple):
    """One row of a table, by what its cells mean; `line` is the line of the file on which it begins."""

    line: int
    time: str
    speaker: str
    text: str


def columns_key(names: Iterable[str]) -> str:
    """Return a key that tables with the same columns share, under which an answer can be remembered."""
    return blake2b("\x1f".join(names).encode("utf-8", errors="replace"), digest_size=16).hexdigest()


def are_few(misfits: int, *, of: int) -> bool:
    return misfits <= max(1, _MISFITS * of)


def are_names(names: list[str]) -> bool:
    """Say whether cells are the names of columns; one or two may lack theirs, as a column of numbers does."""
    given = [name for name in names if name]
    return (
        2 <= len(given) == len(set(given))
        and len(names) <= min(_MOST_COLUMNS, len(given) + 2)
        and not any(len(name) > _LONGEST_NAME or "\n" in name or is_time(name) or is_clock(name) for name in given)
    )


def looks_like_messages(names: Sequence[str], sample: Sequence[Sequence[str]]) -> bool:
    """Say whether columns may be those of messages: two of them are called so, or one of three or more holds times."""
    roles = {role for name in names if (role := _role_of(name)) is not None}
    if len(roles) >= 2:
        return True
    return len(names) >= 3 and any(_nearly_all(is_date, cells) for cells in zip(*sample, strict=True))


def which_columns(names: Sequence[str], sample: Sequence[Sequence[str]], said: Said) -> Columns:
    """Return the columns that the person named, or those that can be no others.

    Raises UndecidedColumns otherwise, with what seems most likely.
    """
    cells: dict[str, Sequence[str]] = dict.fromkeys(names, ()) | dict(
        zip(names, zip(*sample, strict=True), strict=False)
    )
    proposed, certain = _proposed(cells)
    chosen = {role: name for role, name in (said.columns or {}).items() if name} or (proposed if certain else {})
    if not _fit(chosen, cells):
        raise UndecidedColumns(columns=tuple(names), proposed=proposed)
    return Columns(speaker=chosen["speaker"], text=chosen["text"], time=chosen.get("time"), date=chosen.get("date"))


def _fit(chosen: Mapping[str, str], cells: Mapping[str, Sequence[str]]) -> bool:
    """Say whether the columns that were chosen are there, and hold times where they should."""
    if not {"speaker", "text"} <= chosen.keys() or not set(chosen.values()) <= cells.keys():
        return False
    if "date" in chosen:
        return "time" in chosen and _nearly_all(is_date, cells[chosen["date"]])
    return "time" not in chosen or _nearly_all(is_time, cells[chosen["time"]])


def _proposed(cells: Mapping[str, Sequence[str]]) -> tuple[dict[str, str], bool]:
    """Return the most likely column of each role, and whether there is but one choice."""
    called: dict[str, list[str]] = {"time": [], "speaker": [], "text": []}
    for name in cells:
        if (role := _role_of(name)) is not None:
            called[role].append(name)
    times, is_clear = _time_columns(called["time"], cells)
    proposed = times | {role: called[role][0] for role in ("speaker", "text") if called[role]}
    return proposed, is_clear and all(len(called[role]) == 1 for role in ("speaker", "text"))


def _time_columns(called: Sequence[str], cells: Mapping[str, Sequence[str]]) -> tuple[dict[str, str], bool]:
    """Return the columns that tell the time, and whether there is but one choice."""
    whole = [name for name in called if _nearly_all(has_clock, cells[name])]
    days = [name for name in called if name not in whole and _nearly_all(is_date, cells[name])]
    clocks = [name for name in called if _nearly_all(is_clock, cells[name])]
    if whole:
        return {"time": whole[0]}, len(whole) == 1
    if days and clocks:
        return {"date": days[0], "time": clocks[0]}, len(days) == len(clocks) == 1
    if days:
        return {"time": days[0]}, len(days) == 1
    others = [name for name, column in cells.items() if name not in called and _nearly_all(is_date, column)]
    if others:
        return {"time": others[0]}, False
    return {}, not any(cell.strip() for name in called for cell in cells[name])


def _nearly_all(is_one: Callable[[str], bool], cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    misfits = len(filled) - sum(map(is_one, filled))
    return bool(filled) and misfits <= max(_MISFITS * len(filled), len(filled) >= 3)


def _role_of(name: str) -> str | None:
    words = _BETWEEN_WORDS.sub(" ", _SEAM.sub(" ", without_marks(name))).strip().casefold()
    return roles().get(words)


@cache
def roles() -> dict[str, str]:
    """Load what columns are called."""
    data = tomllib.loads(files("amends.chats").joinpath("column_words.toml").read_text(encoding="utf-8"))
    return {word.casefold(): role for role, words in data.items() for word in words}


def talk_of(
    rows: Iterable[Row],
    columns: Columns,
    said: Said,
    *,
    unread: Unread,
    doubts: set[str],
    source: str = "table",
    title: str = "",
) -> Imported:
    """Return the conversation that rows are; those whose time can't be read are added to `unread`."""
    kept: list[Row] = []
    for row in rows:
        kept.append(row)
        if said.progress is not None and not len(kept) % PROGRESS_EVERY:
            said.progress(len(kept))
    if not kept:
        raise UnreadableExport(reason="unknown" if unread.count else "no_messages")
    times = read_times([row.time for row in kept], said) if columns.time is not None else None
    messages = _messages(kept, times, unread=unread)
    if not messages:
        raise UnreadableExport(reason="unknown")
    people = speakers_of(messages)
    doubts |= _doubts(messages, people=people) | (times.doubts if times is not None else set())
    conversation = Conversation(source=source, people=people, messages=tuple(messages), title=title)
    return imported(
        conversation, unread=unread, doubts=doubts, date_order=times.date_order if times is not None else None
    )


def _messages(rows: list[Row], times: Times | None, *, unread: Unread) -> list[Message]:
    """Make messages of rows, in the order of time; a table of the newest first is turned round before."""
    names = {shown: clean_name(shown) or None for shown in {row.speaker for row in rows}}
    if times is None:
        return [_message(n, row, None, speaker=names[row.speaker]) for n, row in enumerate(rows)]
    timed: list[tuple[datetime, Row]] = []
    for at, row in zip(times.at, rows, strict=True):
        if at is None:
            unread.add(row.line)
        else:
            timed.append((at, row))
    if timed and timed[0][0] > timed[-1][0]:
        timed.reverse()
    timed.sort(key=itemgetter(0))
    return [_message(n, row, at, speaker=names[row.speaker]) for n, (at, row) in enumerate(timed)]


def _message(n: int, row: Row, at: datetime | None, *, speaker: str | None) -> Message:
    kind = MessageType.TEXT if speaker is not None else MessageType.SYSTEM
    return Message(n=n, at=at, speaker=speaker, text=row.text.replace("\r\n", "\n").replace("\r", "\n"), type=kind)


def _doubts(messages: list[Message], *, people: tuple[str, ...]) -> set[str]:
    doubts = set()
    if messages[0].at is None:
        doubts.add("no_times")
    elif messages[0].at.tzinfo is None:
        doubts.add("no_timezone")
    if any(message.speaker is None for message in messages):
        doubts.add("nameless_rows")
    if any(not message.text and message.type is MessageType.TEXT for message in messages):
        doubts.add("empty_messages")
    if len(people) == 1:
        doubts.add("one_speaker")
    return doubts
