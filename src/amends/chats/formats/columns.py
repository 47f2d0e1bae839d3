"""Which column of a table of messages tells the time, the speaker and the words."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from amends.chats.formats.column_times import has_clock, is_clock, is_date, is_time
from amends.chats.formats.phrases import without_marks
from amends.errors import UndecidedColumns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from amends.chats.said import Said

_ROLES = ("time", "speaker", "text", "chat")
_LONGEST_NAME = 60
_MOST_COLUMNS = 200
_MISFITS = 0.1  # of the cells of a column; one is always allowed where there are three or more
_HALVES = frozenset(("am", "pm", "a.m.", "p.m."))
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BETWEEN_WORDS = re.compile(r"[\s_.\-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns that matter, by name, None for what the table does not tell.

    `date` is a column of its own where the day stands apart from the time of day, `half` where "AM" and "PM" do,
    `direction` one that says which messages went out and which came in.
    """

    speaker: str
    text: str
    time: str | None = None
    date: str | None = None
    half: str | None = None
    chat: str | None = None
    direction: str | None = None


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
    roles = {role_of(name) for name in names} - {None, "chat"}
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
    told = {role: name for role, name in (said.columns or {}).items() if name}
    proposed, certain = _proposed(cells)
    if not (_fit(told, cells) if told else certain):
        raise UndecidedColumns(columns=tuple(names), proposed=proposed)
    chosen = told or proposed
    return Columns(
        speaker=chosen["speaker"],
        text=chosen["text"],
        time=chosen.get("time"),
        date=chosen.get("date"),
        half=_only_one([name for name in names if name not in chosen.values() and _tells_half(cells[name])]),
        chat=_only_one([name for name in names if role_of(name) == "chat"]),
        direction=_only_one([name for name in names if _tells_direction(cells[name]) or _tells_own(name, cells[name])]),
    )


def _only_one(names: list[str]) -> str | None:
    return names[0] if len(names) == 1 else None


def _tells_half(cells: Sequence[str]) -> bool:
    """Say whether a column holds the "AM" and "PM" of the times in another."""
    found = {cell.strip().casefold() for cell in cells} - {""}
    return bool(found) and found <= _HALVES


def _tells_direction(cells: Sequence[str]) -> bool:
    """Say whether a column says of each message whether it went out or came in."""
    found = {cell.strip().casefold() for cell in cells} - {""}
    words = column_words()
    both = found & words["outgoing"] and found & words["incoming"]
    return bool(both) and found <= words["outgoing"] | words["incoming"] | words["neither"]


def _tells_own(name: str, cells: Sequence[str]) -> bool:
    """Say whether a column says of each message whether it is one's own."""
    found = {cell.strip().casefold() for cell in cells} - {""}
    words = column_words()
    return _plain(name) in words["own"] and len(found) == 2 and found <= words["yes"] | words["no"]


def _fit(chosen: Mapping[str, str], cells: Mapping[str, Sequence[str]]) -> bool:
    """Say whether the columns that a person chose are there, and hold times where they should."""
    if not {"speaker", "text"} <= chosen.keys() or not set(chosen.values()) <= cells.keys():
        return False
    if "date" in chosen:
        return "time" in chosen and _nearly_all(is_date, cells[chosen["date"]])
    return "time" not in chosen or _nearly_all(is_time, cells[chosen["time"]])


def _proposed(cells: Mapping[str, Sequence[str]]) -> tuple[dict[str, str], bool]:
    """Return the most likely column of each role, and whether there is but one choice."""
    roles = {name: role_of(name) for name in cells}
    called = {role: [name for name in cells if roles[name] == role] for role in _ROLES}
    times, is_clear = _time_columns(called["time"], cells)
    proposed = times | {role: called[role][0] for role in ("speaker", "text") if called[role]}
    return proposed, is_clear and all(len(called[role]) == 1 for role in ("speaker", "text"))


def _time_columns(called: Sequence[str], cells: Mapping[str, Sequence[str]]) -> tuple[dict[str, str], bool]:
    """Return the columns that tell the time, and whether there is but one choice."""
    whole = [name for name in called if _nearly_all(has_clock, cells[name])]
    if whole:
        return {"time": whole[0]}, len(whole) == 1
    days = [name for name in called if _nearly_all(is_date, cells[name])]
    clocks = [name for name in called if _nearly_all(is_clock, cells[name])]
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


def role_of(name: str) -> str | None:
    """Say what a column of this name tells, None where it is no usual name."""
    return _roles().get(_plain(name))


def _plain(name: str) -> str:
    return _BETWEEN_WORDS.sub(" ", _SEAM.sub(" ", without_marks(name))).strip().casefold()


@cache
def _roles() -> dict[str, str]:
    """Return the role of each name of a column; of a name that has several, the first."""
    return {word: role for role in reversed(_ROLES) for word in column_words()[role]}


@cache
def column_words() -> dict[str, frozenset[str]]:
    """Load what columns are called, and what stands in those that tell a direction."""
    data = tomllib.loads(files("amends.chats.formats").joinpath("column_words.toml").read_text(encoding="utf-8"))
    return {kind: frozenset(map(str.casefold, words)) for kind, words in data.items()}
