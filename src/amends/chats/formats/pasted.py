"""Pasted lines: "Name: words", and what messengers put on the clipboard."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import cycle, islice
from operator import eq
from typing import TYPE_CHECKING

from amends.chats.dates import Clock, decide_order
from amends.chats.formats.heads import Head, Layout, find_head
from amends.chats.formats.phrases import without_marks
from amends.chats.imported import Imported, Unread, imported, speakers_of
from amends.chats.names import clean_name
from amends.conversation import Conversation, Message
from amends.errors import UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from amends.chats.files.text import TextFile
    from amends.chats.said import Said

LONGEST_NAME = 40
_WORDS_IN_NAME = 5
_LINES_LOOKED_AT = 2_000
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u202f\u00a0]?[AaPp]\.?\s?[Mm]\.?)?"
# "18:05 Ana: hi", "[18:05] Ana: hi", and "[12/03, 18:05] Ana: hi" as WhatsApp for Android copies it (no year).
_TIME_BEFORE = rf"(?:\[?(?:\d{{1,2}}[/.]\d{{1,2}}\.?,? )?{_CLOCK}\]?(?: [-–])?\s{{1,3}})?"
_NAME_WORDS = re.compile(
    rf"{_TIME_BEFORE}(?P<name>[^:：\n]{{1,{LONGEST_NAME}}})(?::(?:\s+(?P<words>.*)|$)|：\s*(?P<wide>.*))"
)
# "18:05:11 From Ana to Everyone:" in the chat of a meeting that Zoom saves, with the words below it or behind it.
_ZOOM = re.compile(
    rf"{_CLOCK}\s{{1,3}}From\s{{1,3}}(?P<name>[^:\n]{{1,{LONGEST_NAME}}}?)"
    r"(?:\s{1,3}to\s{1,3}[^:\n]{1,80})?\s{0,3}:(?:\s+(?P<words>.*)|$)"
)
# "**Ana:** hi", as Markdown has it.
_BOLD_NAME = re.compile(rf"\*\*(?P<name>[^*:：\n]{{1,{LONGEST_NAME}}})(?::\*\*|\*\*:)")
# "Ana, [12.03.2025 18:05]" as Telegram Desktop copies it.
_TELEGRAM = re.compile(r"(?P<name>[^\n]{1,100}), (?P<head>\[[^\]\n]{8,40}\]):?$")
# "[12/03/2025 18:05] Ana" as Teams copies it, with the day left out where it is near.
_TEAMS = re.compile(rf"(?P<head>\[[^\]\n]{{8,40}}\]) (?P<name>[^\n:]{{1,{LONGEST_NAME}}})$")
_TEAMS_NEAR = re.compile(
    rf"\[(?:[^\W\d]{{3,12}},? |\d{{1,2}}[/.-]\d{{1,2}}\.?,? )?{_CLOCK}\] (?P<name>[^\n:]{{1,{LONGEST_NAME}}})$"
)
# "Ana — 12/03/2025 18:05", "Ana — Today at 6:05 PM", "Ana  6:05 PM" as Discord and Slack copy it.
_NAME_TIME = re.compile(
    rf"(?P<name>[^\n:]{{1,{LONGEST_NAME}}}?)(?: [—–·] |  )(?:[A-Za-z]{{3,9}} at )?"
    rf"(?P<head>(?:\d[\d/.\-]{{5,9}},? )?{_CLOCK})$"
)
# The time below the name, as Slack (indented) and Teams (with the date) copy it.
_TIME_BELOW = re.compile(rf"\s+{_CLOCK}\s*|\d{{1,4}}[/.\-]\d{{1,2}}[/.\-]\d{{1,4}},? {_CLOCK}\s*")
# Words before a colon that are no names, in notes and mails.
_NO_NAMES = frozenset(
    [
        *("answer", "attention", "bcc", "cause", "cc", "conclusion", "date", "deadline", "debug", "edit", "error"),
        *("example", "from", "fyi", "http", "https", "important", "info", "link", "location", "mailto"),
        *("meeting", "message", "note", "notes"),
        *("options", "p.s", "ps", "question", "re", "reason", "result", "root cause", "solution", "subject"),
        *("summary", "tl;dr", "tldr", "to", "todo", "topic", "update", "url", "warning", "when", "where", "why"),
    ]
)
_NO_NAME_START = ("-", "*", "•", ">", "#", "<", "{", "(", '"')
_NO_NAME_SIGN = re.compile(r"[.?!;=/{}<>\\](?:\s|$)|//")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """What one line begins: who speaks, the first words, and the head that tells the time, if one does."""

    name: str
    words: str
    head: tuple[Layout, Head] | None = None


def read_pasted_lines(file: TextFile, said: Said) -> Imported:
    """Read pasted lines. Raises UnreadableExport where they are no conversation."""
    for form in (_telegram_turn, _teams_turn, _teams_near_turn, _zoom_turn, _name_time_turn, _name_words_turn):
        if not any(map(form, islice(_given(file.lines(), form=form), _LINES_LOOKED_AT))):
            continue
        lines = list(_given(file.lines(), form=form))
        turns = [form(line) for line in lines]
        known = _speakers(turns, form=form)
        if known:
            return _read(lines, turns, known, file=file, said=said)
    raise UnreadableExport(reason="unknown")


def _given(lines: Iterator[str], *, form: Callable[[str], _Turn | None]) -> Iterator[str]:
    """Give the lines as the form needs them, as many as there are."""
    if form is _name_time_turn:
        return _times_beside_names(lines)
    return (line.removeprefix("\t") for line in lines) if form is _zoom_turn else lines


def _times_beside_names(lines: Iterator[str]) -> Iterator[str]:
    """Put a time that stands alone in a line behind the name above it, and a blank line in its place."""
    before: str | None = None
    for line in lines:
        if before and _is_time_of(before.strip(), line):
            yield f"{before.strip()}  {line.strip()}"
            before = ""
            continue
        if before is not None:
            yield before
        before = line
    if before is not None:
        yield before


def _is_time_of(name: str, line: str) -> bool:
    is_time = _TIME_BELOW.fullmatch(without_marks(line[:60])) is not None
    return is_time and len(name) <= LONGEST_NAME and ":" not in name and looks_like_a_name(name)


def _telegram_turn(line: str) -> _Turn | None:
    return _turn_with_head(_TELEGRAM, line)


def _teams_turn(line: str) -> _Turn | None:
    return _turn_with_head(_TEAMS, line)


def _teams_near_turn(line: str) -> _Turn | None:
    match = _TEAMS_NEAR.fullmatch(without_marks(line[:300]).rstrip())
    if match is None or not looks_like_a_name(match["name"].strip()):
        return None
    return _Turn(name=clean_name(match["name"]), words="")


def _zoom_turn(line: str) -> _Turn | None:
    match = _ZOOM.match(line)
    return None if match is None else _Turn(name=clean_name(match["name"]), words=match["words"] or "")


def _turn_with_head(pattern: re.Pattern[str], line: str) -> _Turn | None:
    match = pattern.fullmatch(without_marks(line[:300]).rstrip())
    if match is None:
        return None
    found = find_head(match["head"])
    return None if found is None else _Turn(name=clean_name(match["name"]), words="", head=found)


def _name_time_turn(line: str) -> _Turn | None:
    match = _NAME_TIME.fullmatch(without_marks(line[:300]).rstrip())
    if match is None or not looks_like_a_name(match["name"].strip()):
        return None
    return _Turn(name=match["name"].strip(), words="", head=find_head(f"[{match['head']}]"))


def _name_words_turn(line: str) -> _Turn | None:
    plain = without_marks(line) if line[:1] in "\u200e\u200f\u202a\ufeff" else line
    match = _NAME_WORDS.match(_BOLD_NAME.sub(r"\g<name>:", plain, count=1) if plain[:2] == "**" else plain)
    if match is None:
        return None
    name = clean_name(match["name"])
    if not looks_like_a_name(name):
        return None
    return _Turn(name=name, words=match["words"] or match["wide"] or "")


def looks_like_a_name(name: str) -> bool:
    """Say whether words before a colon may be a name: few, no signs of a sentence, none of the usual labels."""
    if not name or name.casefold() in _NO_NAMES or len(name.split()) > _WORDS_IN_NAME:
        return False
    if name.startswith(_NO_NAME_START):
        return False
    if _NO_NAME_SIGN.search(name):  # "Ana B." is one all the same
        return name.endswith(".") and name.count(".") == 1 and len(name.split()[-1]) <= 3
    return any(map(str.isalpha, name)) or name.startswith("+") or not name.isascii()


def _speakers(turns: list[_Turn | None], *, form: Callable[[str], _Turn | None]) -> dict[str, bool]:
    """Return the names that speak, and whether each recurs or looks so much like a name that one line is enough."""
    counts = Counter(turn.name for turn in turns if turn is not None)
    recurring = [name for name, count in counts.items() if count > 1]
    if form in {_telegram_turn, _teams_turn, _zoom_turn} or (form is _name_time_turn and recurring):
        return dict.fromkeys(counts, True)
    if form is _name_time_turn:
        return {}  # a list of things with times looks so, too
    if form is _teams_near_turn and (not recurring or turns.count(None) < sum(counts.values())):
        return {}  # and so do a log and a song, without lines between
    known = dict.fromkeys(recurring, True)
    for name in counts:
        if name not in known and _is_written_as_a_name(name, like=recurring):
            known[name] = len(recurring) == 1 and len(counts) == 2
    return known if len(known) >= 2 or recurring else {}


def _is_written_as_a_name(name: str, *, like: list[str]) -> bool:
    words = name.split()
    if len(words) > 3:
        return False
    if all(not word[0].isalpha() or word[0].isupper() or not word[0].islower() for word in words):
        return True
    return len(words) == 1 and (not like or all(other.islower() for other in like))


def _read(
    lines: list[str],
    turns: list[_Turn | None],
    known: dict[str, bool],
    *,
    file: TextFile,
    said: Said,
) -> Imported:
    clock = _clock(turns, said)
    unread = Unread()
    messages: list[Message] = []
    for number, turn, text in _joined(lines, turns, known):
        if turn is not None:
            words = "\n".join(text).strip("\n")
            messages.append(Message(n=len(messages), at=_time(turn, clock), speaker=turn.name, text=words))
            continue
        for offset, line in enumerate(text):
            if line.strip():
                unread.add(number + offset)
    for number in file.bad_lines:
        unread.add(number)
    if any(message.at is None for message in messages):
        messages = [replace(message, at=None) for message in messages]
    people = speakers_of(messages)
    doubts = _doubts(messages, people=people, known=known, clock=clock, has_zone=said.timezone is not None)
    return imported(
        Conversation(source="pasted", people=people, messages=tuple(messages)),
        unread=unread,
        doubts=doubts | file.doubts,
        date_order=clock.order if clock is not None else None,
    )


def _doubts(
    messages: list[Message], *, people: tuple[str, ...], known: dict[str, bool], clock: Clock | None, has_zone: bool
) -> set[str]:
    doubts = set(clock.doubts) if clock is not None else set()
    if messages[0].at is None:
        doubts.add("no_times")
    elif not has_zone:
        doubts.add("no_timezone")
    if not all(known.values()) or _are_rows_of_a_form(messages, people):
        doubts.add("rare_speaker")
    if len(people) == 1:
        doubts.add("one_speaker")
    return doubts


def _are_rows_of_a_form(messages: list[Message], people: tuple[str, ...]) -> bool:
    """Say whether three or more take turns in one order without end, as "Name: …", "Age: …", "City: …" do."""
    speakers = (message.speaker for message in messages)
    return len(people) > 2 and all(map(eq, speakers, cycle(people)))


def _joined(
    lines: list[str], turns: list[_Turn | None], known: dict[str, bool]
) -> Iterator[tuple[int, _Turn | None, list[str]]]:
    """Give each turn with its lines and the number of the first; what comes before the first turn has none."""
    began: _Turn | None = None
    number = 1
    text: list[str] = []
    for count, (line, turn) in enumerate(zip(lines, turns, strict=True), 1):
        if turn is None or turn.name not in known:
            text.append(line)
            continue
        if text:
            yield number, began, text
        began, number, text = turn, count, [turn.words]
    yield number, began, text


def _clock(turns: list[_Turn | None], said: Said) -> Clock | None:
    heads = [turn.head for turn in turns if turn is not None and turn.head is not None]
    if not heads:
        return None
    dates = [head.date for _, head in heads]
    decided = decide_order(dates, layout=heads[0][0], asked=said.date_order)
    clock = Clock(order=decided.order, timezone=said.timezone)
    clock.doubts |= decided.doubts
    return clock


def _time(turn: _Turn, clock: Clock | None) -> datetime | None:
    return clock.at(turn.head[1]) if clock is not None and turn.head is not None else None
