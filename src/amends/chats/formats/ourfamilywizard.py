"""OurFamilyWizard's Message Report, a PDF: each message with its sender and time, and the thread that it answers."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from amends.chats.dates import Clock, decide_order, read_date
from amends.chats.files.json_values import clean
from amends.chats.files.pdf import MAX_PDF, Line, Pdf
from amends.chats.formats.heads import Layout
from amends.chats.timeline import Entry, Timeline
from amends.errors import TooLarge, UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from amends.chats.files.container import Member
    from amends.chats.imported import Imported, Unread
    from amends.chats.said import Said

_PAGES_LOOKED_AT = 3
_COUNT = re.compile(r"Message (\d{1,6}) of (\d{1,6})")
_SENT = re.compile(r"Sent: ?(\d{1,2}/\d{1,2}/\d{4}),?(?: at)? (\d{1,2}:\d{2}(?::\d{2})?) ?([AaPp][Mm])?")
_FROM = re.compile(r"From: ?(.{1,200})")
_SUBJECT = re.compile(r"Subject: ?(.*)")
_LONGEST_HEAD = 40  # lines; each of those to whom it went has one
_REPLY = re.compile(r"(?:re|fwd?):(?: |$)", re.IGNORECASE)
_ZONE = re.compile(r"Time ?zone: ?(.{1,60})")
# What is printed at the head or foot of a page.
_FURNITURE = re.compile(
    r"(?:Message Report *\|? *)?Page \d+ of *\d*(?: *\| *Message Report)?"
    r"|Message Report"
    r"|Generated: .{0,40}\d.{0,40}"
    r"|.{0,20}OurFamilyWizard, LLC.{0,80}"
    r"|OurFamilyWizard.{0,3} .{0,80}ourfamilywizard\.com.{0,80}"
)
_PARAGRAPH = 1.4  # times the usual step from line to line
_SHORTEST_FULL = 60  # letters; a report may hold short lines alone
_FULL = 0.85  # of the longest line; where the next word would have made it longer, the page broke it, not the person
# As the app names the zones of those who use it. Of other names the person is asked, as of phones.
_ZONES = {
    "America/New_York": ("eastern time (us & canada)", "eastern time", "us/eastern"),
    "America/Chicago": ("central time (us & canada)", "central time", "us/central"),
    "America/Denver": ("mountain time (us & canada)", "mountain time", "us/mountain"),
    "America/Phoenix": ("arizona", "us/arizona"),
    "America/Los_Angeles": ("pacific time (us & canada)", "pacific time", "us/pacific"),
    "America/Anchorage": ("alaska", "us/alaska"),
    "Pacific/Honolulu": ("hawaii", "us/hawaii"),
    "America/Indiana/Indianapolis": ("indiana (east)",),
    "America/Halifax": ("atlantic time (canada)",),
    "America/St_Johns": ("newfoundland",),
    "America/Regina": ("saskatchewan",),
    "America/Detroit": (),
    "America/Boise": (),
    "America/Toronto": (),
    "America/Winnipeg": (),
    "America/Edmonton": (),
    "America/Vancouver": (),
    "Europe/London": ("london",),
    "Europe/Dublin": ("dublin",),
    "Australia/Sydney": ("sydney",),
    "Australia/Melbourne": ("melbourne",),
    "Australia/Brisbane": ("brisbane",),
    "Australia/Adelaide": ("adelaide",),
    "Australia/Perth": ("perth",),
    "Australia/Hobart": ("hobart",),
    "Australia/Darwin": ("darwin",),
    "Pacific/Auckland": ("auckland",),
}

_MONTH_FIRST = ("America/", "Pacific/Honolulu")
_HEADS = Layout(bracket=False, time_first=False, date="0/0/0000", gap=" ", time="0:0", marker="after", tail="")


@cache
def zones() -> dict[str, ZoneInfo]:
    """Load the zones that a report may name, by their names in small letters."""
    return {name.lower(): ZoneInfo(zone) for zone, names in _ZONES.items() for name in (zone, *names)}


class _Letter(NamedTuple):
    """A message as it stands in the report, by itself or in the thread that another one quotes."""

    line: int
    is_quoted: bool
    date: str
    time: str
    marker: str
    sender: str
    subject: str
    body: list[Line]


def is_ourfamilywizard(member: Member) -> bool:
    """Say whether a PDF is a report of messages, by its first pages."""
    if not member.open().read(1024).lstrip().startswith(b"%PDF"):
        return False
    try:
        lines = _lines(member.once(_pdf).pages(first=_PAGES_LOOKED_AT))
    except UnreadableExport:
        return False
    return any(_COUNT.fullmatch(line.text) and _is_head(lines, place + 1) for place, line in enumerate(lines))


def read_ourfamilywizard(member: Member, said: Said) -> Imported:
    """Read a report. Times are in the zone that it names, or else in the person's where it is known.

    The month stands first, as in the United States, unless the person says otherwise or there are no such days; in a
    report whose zone is elsewhere the days have to tell, and where they can't, UndecidedDateOrder is raised. What is
    quoted and stands nowhere else is a message of its own. Lines are counted in the text of all pages.
    """
    lines = _lines(member.once(_pdf).pages())
    timeline = Timeline(progress=said.progress)
    letters = list(_letters(lines, unread=timeline.unread))
    zone = _zone_of(lines)
    if zone is None or zone.key.startswith(_MONTH_FIRST):
        order = _date_order([letter.date for letter in letters], asked=said.date_order)
    else:
        decided = decide_order([letter.date for letter in letters], layout=_HEADS, asked=said.date_order)
        order, timeline.doubts = decided.order, timeline.doubts | decided.doubts
    clock = Clock(order=order, timezone=zone or said.timezone)
    layout = _Layout.of(letters)
    letters = _with_whole_subjects(letters, width=layout.width)
    for at, letter in _timed(letters, clock, unread=timeline.unread):
        shown = at.astimezone(said.timezone) if at.tzinfo is not None and said.timezone is not None else at
        timeline.add(Entry(shown, letter.sender, layout.words(letter)))
    if clock.timezone is None:
        timeline.doubts.add("no_timezone")
    if not _are_all_there(lines):
        timeline.doubts.add("missing_messages")
    return timeline.result(source="ourfamilywizard", title="", date_order=order)


def _pdf(member: Member) -> Pdf:
    data = member.open().read(MAX_PDF + 1)
    if len(data) > MAX_PDF:
        raise TooLarge(limit=MAX_PDF)
    return Pdf(data)


def _lines(pages: Iterable[list[Line]]) -> list[Line]:
    """Return the lines of all pages without what is printed on each."""
    lines: list[Line] = []
    for page in pages:
        first, last = 0, len(page)
        while first < last and _FURNITURE.fullmatch(page[first].text):
            first += 1
        while first < last and _FURNITURE.fullmatch(page[last - 1].text):
            last -= 1
        lines += page[first:last]
    return lines


def _letters(lines: list[Line], *, unread: Unread) -> Iterator[_Letter]:
    """Give each message of the report, and after it those that it quotes."""
    starts = [place for place, line in enumerate(lines) if _COUNT.fullmatch(line.text)]
    # Before the first stands what the report is about, and in one of which the first page is lost, a message.
    first = starts[0] if starts else len(lines)
    lost = next((place for place in range(first) if _is_head(lines, place)), first)
    for place in range(lost, first):
        unread.add(place + 1)
    for start, end in pairwise([*starts, len(lines)]):
        own = lines[start + 1 : end]
        heads = [place for place in range(len(own)) if _is_head(own, place)]
        for place in range(heads[0] if heads else len(own)):
            unread.add(start + place + 2)
        for head, until in pairwise([*heads, len(own)]):
            yield _letter(own[head:until], line=start + head + 2, is_quoted=head != heads[0])


def _is_head(lines: list[Line], place: int) -> bool:
    """Say whether a head begins on a line: the time and, just below, the sender."""
    is_sent = place < len(lines) and _SENT.fullmatch(lines[place].text) is not None
    below = takewhile(lambda line: _SENT.fullmatch(line.text) is None, lines[place + 1 : place + 3])
    return is_sent and any(_FROM.fullmatch(line.text) for line in below)


def _letter(lines: list[Line], *, line: int, is_quoted: bool) -> _Letter:
    """Read a message, of which the first lines are a head; what stands between "To" and "Subject" are people."""
    head = [one.text for one in lines[:_LONGEST_HEAD]]
    date, time, marker = next(match.groups() for text in head if (match := _SENT.fullmatch(text)) is not None)
    sender = next(match[1] for text in head if (match := _FROM.fullmatch(text)) is not None)
    subjects = ((place, match[1]) for place, text in enumerate(head) if (match := _SUBJECT.fullmatch(text)) is not None)
    ends_at, subject = next(subjects, (2, ""))
    return _Letter(line, is_quoted, date, time, marker or "", sender.strip(), subject.strip(), lines[ends_at + 1 :])


def _with_whole_subjects(letters: list[_Letter], *, width: int) -> list[_Letter]:
    """Put the end of a subject back that the page broke, below a full line.

    Of answers, whose subject is left out, only where several letters have the same line there: it may be words.
    """

    def below(letter: _Letter) -> tuple[str, str] | None:
        line = letter.body[0].text if letter.body else ""
        is_full = len(f"Subject: {letter.subject} {line.partition(' ')[0]}") > max(_FULL * width, _SHORTEST_FULL)
        return (letter.subject, line) if line and is_full else None

    found = {(below(letter), letter.date, letter.time, letter.sender) for letter in letters}
    counts: Counter[tuple[str, str] | None] = Counter(pair for pair, *_ in found if pair is not None)
    return [
        letter._replace(subject=f"{letter.subject} {letter.body[0].text}", body=letter.body[1:])
        if counts[below(letter)] > (1 if _REPLY.match(letter.subject) else 0)
        else letter
        for letter in letters
    ]


def _date_order(dates: Sequence[str], *, asked: str | None) -> str:
    """Return the order in which all dates exist: the one that was asked for, month first, or day first."""
    orders = [order for order in (asked, "mdy", "dmy") if order is not None]
    fitting = (order for order in orders if all(read_date(date, order) is not None for date in dates))
    return next(fitting, orders[0])


def _zone_of(lines: list[Line]) -> ZoneInfo | None:
    """Return the zone that the report names before its first message."""
    cover = takewhile(lambda line: _COUNT.fullmatch(line.text) is None, lines)
    named = (match[1].strip().lower() for line in cover if (match := _ZONE.fullmatch(line.text)) is not None)
    return zones().get(next(named, ""))


def _are_all_there(lines: list[Line]) -> bool:
    """Say whether there are as many messages as each of them says."""
    counts = [(int(match[1]), int(match[2])) for line in lines if (match := _COUNT.fullmatch(line.text)) is not None]
    return all({number for number, _ in counts} == set(range(1, of + 1)) for of in {of for _, of in counts})


def _timed(letters: list[_Letter], clock: Clock, *, unread: Unread) -> Iterator[tuple[datetime, _Letter]]:
    """Give the messages with their times, each that is quoted once, and only where it stands nowhere by itself."""
    timed: list[tuple[datetime, _Letter]] = []
    for letter in letters:
        at = clock.read(letter.date, letter.time, letter.marker)
        if at is None:
            unread.add(letter.line)
        else:
            timed.append((at, letter))
    own = [(at, letter) for at, letter in timed if not letter.is_quoted]
    if own and own[0][0] > own[-1][0]:
        own.reverse()
    yield from own
    by_themselves = {(at, letter.sender) for at, letter in own}
    seen: set[tuple[datetime, str, str]] = set()
    for at, letter in timed:
        # Each copy is broken into lines in its own way.
        words = "".join(word for line in letter.body for word in line.text.split())
        if (at, letter.sender) not in by_themselves and (at, letter.sender, words) not in seen:
            seen.add((at, letter.sender, words))
            yield at, letter


class _Layout(NamedTuple):
    """How the words stand on the pages: from line to line, and to the end of a full line (in letters)."""

    step: float
    width: int

    @classmethod
    def of(cls, letters: list[_Letter]) -> _Layout:
        steps = Counter(
            round(above.height - below.height)
            for letter in letters
            for above, below in pairwise(letter.body)
            if above.height > below.height
        )
        width = max((len(line.text) for letter in letters for line in letter.body), default=0)
        width = max(width, _SHORTEST_FULL)
        return cls(max(steps, key=lambda step: steps[step], default=0), width)

    def words(self, letter: _Letter) -> str:
        """Return the words of a message, after its subject where that is no reply's.

        Lines that the page broke are joined; a wide step is a blank line.
        """
        parts = [letter.body[0].text] if letter.body else []
        for above, below in pairwise(letter.body):
            next_word = below.text.partition(" ")[0]
            if above.height - below.height > _PARAGRAPH * self.step:
                parts.append("\n\n")
            elif len(above.text) + 1 + len(next_word) > _FULL * self.width:
                parts.append(" ")
            else:
                parts.append("\n")
            parts.append(below.text)
        opening = "" if _REPLY.match(letter.subject) else letter.subject
        return clean("\n\n".join(part for part in (opening, "".join(parts)) if part))
