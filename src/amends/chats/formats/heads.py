"""The head of a message in a copied or exported chat: `[12/03/2024, 18:05:11] `, `3/12/24, 6:05 PM - ` and its kin.

A program writes all heads of one file in one layout. So a line is first tried with the layout of the line before
(one narrow pattern), and only where that fails with the wide pattern that knows every layout.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import methodcaller
from typing import TYPE_CHECKING, NamedTuple

from amends.chats.formats.phrases import MARKS, phrases, plain_clock, without_marks

if TYPE_CHECKING:
    from collections.abc import Callable

_M = f"[{MARKS}]{{0,8}}+"
_S = "[ \u00a0\u202f\u2009]"
_SEPARATOR = rf"{_M}(?:[/.\-\u2010\u2011]{_S}?|[年년月월]{_S}?){_M}"
_AFTER_DATE = rf"(?:{_S}?г\.?|[.日일])?"
_DATE = rf"(?P<date>\d{{1,4}}{_SEPARATOR}\d{{1,2}}{_SEPARATOR}\d{{1,4}}{_AFTER_DATE})"
_CLOCK_OF_LETTERS = rf"\d{{1,2}}{_S}?h{_S}?\d{{2}}(?:{_S}?min{_S}?\d{{2}}{_S}?s)?"
_TIME = rf"(?P<time>\d{{1,2}}(?:{_M}[:.]{_M}\d{{2}}){{1,2}}|{_CLOCK_OF_LETTERS})(?:{_S}?(?:ч\.|Uhr))?"
# Words that stand between date and time in some languages.
_GAP_WORDS = "à|klo|kl\\.|at|um|às|alle ore|alle|a las|ore|u|o|в|о|om|op"
_GAP = rf"(?P<gap>{_S}?[,،、]?{_M}{_S}?(?:(?:[-–—]|{_GAP_WORDS}){_S})?)"
_TIME_FIRST_GAP = rf"(?P<gap>[,،]?{_S})"


class Head(NamedTuple):
    """The head of one line: its date, time and half of the day as they stand there, and where it ends."""

    date: str
    time: str
    marker: str
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """What all heads of one file share.

    `date` is the date with every number as "0" ("0000" for a year of four digits), `marker` where AM or PM stands:
    "", "before" or "after".
    """

    bracket: bool
    time_first: bool
    date: str
    gap: str
    time: str
    marker: str
    tail: str

    @property
    def year_first(self) -> bool:
        return self.date.startswith("0000")

    @property
    def year_has_four_digits(self) -> bool:
        return "0000" in self.date

    @property
    def has_seconds(self) -> bool:
        """As all exports of iOS have, and none of Android."""
        return self.time.count("0") == 3

    @property
    def bare(self) -> bool:
        """Nothing but a blank ends the head, so ordinary sentences may look like one."""
        return not self.bracket and not self.tail.strip()

    @property
    def like_a_log(self) -> bool:
        """Programs and lists write so, and hardly any messenger: a bare head, or the year first, with seconds."""
        return self.bare or (not self.bracket and self.year_first and self.has_seconds)

    @property
    def copied(self) -> bool:
        """The layout of lines copied out of WhatsApp Web, not of an export."""
        return self.bracket and self.time_first


@cache
def _markers() -> str:
    table = phrases()
    words = sorted(table.am | table.pm | table.noon, key=len, reverse=True)
    spelled = [rf"\.?{_S}?".join(map(re.escape, word)) for word in words if word.isalpha() and len(word) <= 3]
    # The one that is by far the most frequent comes first: the pattern is tried on every line.
    parted = [rf"\.?{_S}?".join(map(re.escape, re.split(r"[. ]+", word))) for word in table.clock_words]
    return "|".join([rf"[ap]\.?{_S}?m", *map(re.escape, words), *spelled, *parted])


@cache
def _wide() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of every layout: date first, and time first."""
    marker = rf"(?:{_markers()})\.?"
    clock = rf"(?:(?P<before>{_M}{marker}){_S}?)?{_M}{_TIME}(?:{_M}{_S}?{_M}(?P<after>{marker})(?!\w))?"
    tail = rf"{_M}(?P<tail>\]{_M}(?:{_S}[-–—](?={_S})|:)?{_S}?|{_S}[-–—](?:{_S}|$)|[:;,](?:{_S}|$)|{_S})"
    start = rf"{_M}(?P<bracket>\[?){_M}"
    return (
        re.compile(rf"{start}{_DATE}{_M}{_GAP}{_M}{clock}{tail}", re.IGNORECASE),
        re.compile(rf"{start}{clock}{_TIME_FIRST_GAP}{_M}{_DATE}{tail}", re.IGNORECASE),
    )


_NUMBER = re.compile(r"\d+")
# The fewest digits of a date and a time, which stand within so many characters: what has less is hardly looked at.
_DIGITS = re.compile(r"(?:\D*+\d){6}")
_LONGEST = 400


def _shape(date: str) -> str | None:
    """Return the date with its numbers as "0", or None where a number has three digits or two are years."""
    widths = [len(number) for number in _NUMBER.findall(date)]
    if widths[0] == 3 or widths[2] == 3 or (widths[0] == 4 and widths[2] == 4):
        return None
    return _NUMBER.sub(lambda found: "0000" if len(found[0]) == 4 else "0", without_marks(date))


def find_head(line: str) -> tuple[Layout, Head] | None:
    """Read the head of a line in whatever layout it is, or None where it has none."""
    if _DIGITS.match(line, 0, _LONGEST) is None:
        return None
    for time_first, pattern in enumerate(_wide()):
        match = pattern.match(line)
        if match is None:
            continue
        shape = _shape(match["date"])
        if shape is None or bool(match["bracket"]) != match["tail"].startswith("]"):
            continue
        before, after = match["before"], match["after"]
        layout = Layout(
            bracket=bool(match["bracket"]),
            time_first=bool(time_first),
            date=shape,
            gap=without_marks(match["gap"]),
            time=_NUMBER.sub("0", without_marks(match["time"])),
            marker="before" if before else "after" if after else "",
            tail=without_marks(match["tail"]).rstrip(),
        )
        return layout, Head(match["date"], match["time"], before or after or "", match.end())
    return None


@lru_cache(maxsize=256)
def _narrow(layout: Layout, between: str) -> re.Pattern[str]:
    """Return the pattern of one layout; `between` is that of the marks that may stand inside."""
    marker = rf"(?:{_markers()})\.?"
    clock = f"(?P<time>{_spelled(layout.time, between)})"
    if layout.marker == "before":
        clock = rf"(?P<marker>{marker}){_S}?{clock}"
    elif layout.marker == "after":
        clock = rf"{clock}{between}{_S}?(?P<marker>{marker})"
    else:
        clock = f"{clock}(?P<marker>)"
    date = f"(?P<date>{_spelled(layout.date, between)})"
    gap = _spelled(layout.gap, between)
    both = f"{clock}{gap}{date}" if layout.time_first else f"{date}{gap}{clock}"
    tail = _spelled(layout.tail, between) + (f"{_S}?" if layout.bracket else f"(?:{_S}|$)")
    start = rf"{_M}\[{_M}" if layout.bracket else _M
    return re.compile(f"{start}{both}{between}{tail}", re.IGNORECASE)


def _spelled(shape: str, between: str) -> str:
    """Return the pattern of a part of a head, of which every number is given as "0"."""
    parts = [re.escape(part) for part in re.findall(r"0+|[^0]", shape)]
    numbers = {"0": r"\d{1,2}", "0000": r"\d{4}"}
    return between.join([numbers.get(part, part) for part in parts]) + (between if shape else "")


class Heads:
    """Reads the heads of one layout, quickly.

    `match` is the narrow pattern's; where it fails, `find_head` may still find a head of this layout with marks in
    unusual places.
    """

    def __init__(self, layout: Layout, *, marked: bool = False) -> None:
        """Take a layout; `marked` where invisible marks stand inside its heads, as beside Arabic numbers."""
        self.layout = layout
        self.match = _narrow(layout, _M if marked else "").match
        # Date, time and marker out of a match of `match`, wherever they stand in the line.
        self.parts: Callable[[re.Match[str]], tuple[str, ...]] = re.Match.groups
        if layout.time_first or layout.marker == "before":
            self.parts = methodcaller("group", "date", "time", "marker")

    def are_begun_by(self, line: str) -> bool:
        """Say whether a line is the beginning of a head, and no more."""
        layout = self.layout
        before, after = layout.marker == "before", layout.marker == "after"
        clock = f"{'am ' if before else ''}{layout.time}{' am' if after else ''}"
        both = f"{clock}{layout.gap}{layout.date}" if layout.time_first else f"{layout.date}{layout.gap}{clock}"
        head = f"{'[' if layout.bracket else ''}{both}{layout.tail} ".replace("0", "1")
        if not line.strip() or len(line) > 2 * len(head):
            return False
        wholes = (f"{line}{head[start:]}" for start in range(len(head)))
        return any((match := self.match(whole)) is not None and match.end() == len(whole) for whole in wholes)

    def find(self, line: str) -> Head | None:
        """Read the head of a line that is of this layout."""
        match = self.match(line)
        if match is not None:
            date, time, marker = self.parts(match)
            return Head(date, time, marker, match.end())
        if not may_start_a_head(line):
            return None
        found = find_head(line)
        return found[1] if found is not None and found[0] == self.layout else None


_STARTS = re.compile(rf"[\d\[{MARKS}]")


def may_start_a_head(line: str) -> bool:
    """Say quickly that a line is no head."""
    return _STARTS.match(line) is not None and any(map(str.isdigit, line[:12]))


@cache
def hours_of(marker: str) -> tuple[int, ...]:
    """Return the hours of the day that 0 to 12 o'clock are, with a mark such as "p. m." or "上午"."""
    plain = plain_clock(marker)
    if plain in phrases().noon:
        return (12, *range(13, 22), 10, 11, 12)
    if plain in phrases().pm:
        return (12, *range(13, 24), 12)
    return (*range(12), 0)
