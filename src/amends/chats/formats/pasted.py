"""Pasted lines: "Name: words", and what messengers put on the clipboard."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle, islice
from operator import eq
from typing import TYPE_CHECKING

from amends.chats.dates import Clock, decide_order
from amends.chats.formats.copied import Part, of_discord, of_slack, of_teams, of_telegram, without_previews
from amends.chats.formats.heads import Head, Layout, find_head
from amends.chats.formats.phrases import without_marks
from amends.chats.imported import Imported, Unread, imported, speakers_of
from amends.chats.names import clean_name
from amends.conversation import Conversation, MessageType, message_of
from amends.errors import UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from amends.chats.files.text import TextFile
    from amends.chats.said import Said
    from amends.conversation import Message

LONGEST_NAME = 40
_LONGEST_NOTICE = 120  # letters
_WORDS_IN_NAME = 5
_LINES_LOOKED_AT = 2_000
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u202f\u00a0]?[AaPp]\.?\s?[Mm]\.?)?"
# "18:05 Ana: hi", "[18:05] Ana: hi", "[6:05 PM]Ana: hi" of Discord, and "[12/03, 18:05] Ana: hi" as WhatsApp for
# Android copies it (no year).
_TIME_BEFORE = (
    rf"(?:(?P<bracket>\[(?:\d{{1,2}}[/.]\d{{1,2}}\.?,? )?{_CLOCK}\](?: [-–](?=\s))?\s{{0,3}})|"
    rf"(?:\d{{1,2}}[/.]\d{{1,2}}\.?,? )?{_CLOCK}(?: [-–])?\s{{1,3}})?"
)
_NAME_WORDS = re.compile(
    rf"{_TIME_BEFORE}(?P<name>[^:：\n]{{1,{LONGEST_NAME}}})(?::(?:\s+(?P<words>.*)|$)|：\s*(?P<wide>.*))"
)
# "18:05:11 From Ana to Everyone:" in the chat of a meeting that Zoom saves, with the words below it or behind it.
_ZOOM = re.compile(
    rf"{_CLOCK}\s{{1,3}}From\s{{1,3}}(?P<name>[^:\n]{{1,{LONGEST_NAME}}}?)"
    r"(?:\s{1,3}to\s{1,3}[^:\n]{1,80})?\s{0,3}:(?:\s+(?P<words>.*)|$)"
)
# "from Ana to everyone:    6:05 PM" as Webex saves it.
_WEBEX = re.compile(rf"from (?P<name>[^:\n]{{1,{LONGEST_NAME}}}?) to [^:\n]{{1,80}}:\s{{1,8}}{_CLOCK}\s*")
# "**Ana:** hi", as Markdown has it.
_BOLD_NAME = re.compile(rf"\*\*(?P<name>[^*:：\n]{{1,{LONGEST_NAME}}})(?::\*\*|\*\*:)")
# "Ana, [12.03.2025 18:05]" as Telegram Desktop copies it, and "Ana, [Mar 12, 2025 at 6:05:11 PM]:" as Telegram for Mac.
_TELEGRAM = re.compile(r"(?P<name>[^\n]{1,100}), (?P<head>\[[^\]\n]{8,40}\]):?$")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY_IN_WORDS = re.compile(
    rf"\[(?:(?P<month>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.? (?P<day>\d{{1,2}}),? |"
    rf"(?P<day_first>\d{{1,2}})\.? (?P<month_after>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?,? )(?P<year>\d{{4}}),?(?: at)? "
)
# "[12/03/2025 18:05] Ana" as Teams copied it, with the day left out where it was near.
_TEAMS = re.compile(rf"(?P<head>\[[^\]\n]{{8,40}}\]) (?P<name>[^\n:]{{1,{LONGEST_NAME}}})$")
_TEAMS_NEAR = re.compile(
    rf"\[(?:[^\W\d]{{3,12}},? |\d{{1,2}}[/.-]\d{{1,2}}\.?,? )?{_CLOCK}\] (?P<name>[^\n:]{{1,{LONGEST_NAME}}})$"
)
_DAY = r"(?:[^\W\d]{3,12} at |\d[\d/.\-]{3,9},? |[^\W\d]{3,12} (?=\d))?"
_WHEN = rf"(?P<head>{_DAY}{_CLOCK})"
# "Ana — 12/03/2025 18:05", "Ana — Today at 6:05 PM" as Discord copies it; some browsers add the day in words. Google
# Chat has a dot for the dash.
_DISCORD = re.compile(
    rf"(?P<name>[^\n]{{1,{_LONGEST_NOTICE}}}?) {{1,2}}[—–·•] {_WHEN}(?:[^\W\d]{{3,12}}, [^\n]{{8,40}})?$"
)
# "Ana  6:05 PM", "Ana [6:05 PM]" as Slack copies it, and Teams after `_times_beside_names`.
_SLACK = re.compile(
    rf"(?P<name>[^\n:]{{1,{LONGEST_NAME}}}?)(?:[ \u00a0]{{2}}{_WHEN}|[ \u00a0]{{1,2}}\[(?P<in_brackets>{_CLOCK})\])$"
)
# The time below the name, as Slack (indented), Teams (with the date) and Discord copy it.
_TIME_BELOW = re.compile(
    rf"\s+{_CLOCK}\s*|(?:\d{{1,4}}[/.\-]\d{{1,2}}(?:[/.\-]\d{{1,4}})?,?|Yesterday|[A-Z][a-z]{{2,5}}day) {_CLOCK}\s*"
)
_DASH_BELOW = re.compile(rf" ?[—–] {_WHEN}(?:[^\W\d]{{3,12}}, [^\n]{{8,40}})?\s*")
# What may stand between a name and its time: that it is a program's, or what somebody belongs to.
_TAG = re.compile(r"\[[^\]\n]{1,8}\]|APP|BOT|OP")
_SHORT_TAG = re.compile(r"[^\W_]{2,4}")
# What somebody in Slack is just now, as an emoji behind the name.
_STATUS = re.compile(r"(?::[\w+-]{1,60}:)+$")
_TIME_ALONE = re.compile(rf"{_CLOCK}\s*")
_TIME_OF_PROGRAM = re.compile(rf"APP[ \u00a0]{{1,2}}{_CLOCK}\s*")
_HOUR_MINUTE = re.compile(r"(\d{1,2})[:.](\d{2})")
_HELD = 4  # lines before a time among which its name is
# What Discord says of somebody stands where a name does.
_OF_DISCORD = re.compile(
    r"You missed a call from .{1,60}|.{1,40} (?:started a call\b.{0,40}|pinned a message\b.{0,60}|joined the group\.|"
    r"left the group\.|changed the (?:group|channel) (?:name|icon)\b.{0,60})|.{0,40}(?:to|from) the group\."
)
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
_NO_NAME_START = ("-", "*", "•", ">", "#", "<", "{", "(", '"', "“", "„", "«")
_NO_NAME_SIGN = re.compile(r"[.?!;=/{}<>\\](?:\s|$)|//")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """What one line begins: who speaks (nobody where the messenger does), the first words, and when.

    `head` tells the time, if one does, and `minute` the minute of the day, or of half of it. `is_sure` is whether
    a time in brackets stands before the name, or a day behind it, as hardly any person writes.
    """

    name: str | None
    words: str
    head: tuple[Layout, Head] | None = None
    minute: int | None = None
    is_sure: bool = False


def read_pasted_lines(file: TextFile, said: Said) -> Imported:
    """Read pasted lines. Raises UnreadableExport where they are no conversation."""
    for form in _FORMS:
        names = _names_with_days(file) if form is _slack_turn else frozenset()
        if not any(map(form, islice(_given(file.lines(), form=form, names=names), _LINES_LOOKED_AT))):
            continue
        lines = list(_given(file.lines(), form=form, names=names))
        turns = [form(line) for line in lines]
        if form is _slack_turn:
            lines = without_previews(lines, [None if turn is None else turn.name for turn in turns])
        known = _speakers(lines, turns, form=form)
        if known:
            return _read(lines, turns, known, form=form, file=file, said=said)
    raise UnreadableExport(reason="unknown")


def _given(lines: Iterator[str], *, form: Callable[[str], _Turn | None], names: frozenset[str]) -> Iterator[str]:
    """Give the lines as the form needs them, as many as there are."""
    if form is _discord_turn:
        return _heads_in_one(lines, _discord_head)
    if form is _slack_turn:
        return _heads_in_one(lines, partial(_slack_head, names=names))
    return (line.removeprefix("\t") for line in lines) if form is _zoom_turn else lines


def _names_with_days(file: TextFile) -> frozenset[str]:
    """Return who stands above a day with a time: above a time alone (Teams, of today) the same people do."""
    lines = islice(_heads_in_one(file.lines(), partial(_slack_head, names=frozenset())), _LINES_LOOKED_AT)
    return frozenset(turn.name for turn in map(_slack_turn, lines) if turn is not None and turn.name and turn.is_sure)


def _heads_in_one(
    lines: Iterator[str], head_of: Callable[[Sequence[str], str], tuple[int, str] | None]
) -> Iterator[str]:
    """Write each head that goes over several lines into one, and blank lines in place of the others.

    `head_of` gets the lines before a line and the line: it gives how many of them are its head, too, and the head.
    """
    held: deque[str] = deque()
    for line in lines:
        head = head_of(held, line)
        if head is None:
            held.append(line)
            if len(held) > _HELD:
                yield held.popleft()
            continue
        count, joined = head
        while len(held) > count:
            yield held.popleft()
        held.clear()
        yield joined
        yield from [""] * count
    yield from held


def _discord_head(held: Sequence[str], line: str) -> tuple[int, str] | None:
    """Join a time below a name, with a tag or a blank line between, and what Discord says of somebody."""
    if _DASH_BELOW.fullmatch(without_marks(line[:100])):
        back = 1
        while back < len(held) and (not held[-back].strip() or _TAG.fullmatch(held[-back].strip())):
            back += 1
        if _HELD > back + 1 <= len(held) and not held[-back - 1].strip() and _SHORT_TAG.fullmatch(held[-back]):
            back += 2
        if back < len(held) and held[-back].startswith(" "):  # " started a call.", below who did
            back += 1
            return back, f"{held[-back]}{held[-back + 1]}{line}"
        return (back, f"{held[-back].strip()} {line.strip()}") if back <= len(held) and held[-back].strip() else None
    if len(held) > 2 and line.startswith((" to the group. — ", " from the group. — ")):
        return 3, f"{''.join([*held][-3:])}{line}"
    return None


def _slack_head(held: Sequence[str], line: str, *, names: frozenset[str]) -> tuple[int, str] | None:
    """Join a time below a name, which Slack sets in, and which in Teams has a day, until today.

    `names` are those above a day; a new one of today has a blank line above it.
    """
    if not held:
        return None
    back = 2 if held[-1].strip() in {"APP", "BOT"} and len(held) > 1 else 1
    name, time = _STATUS.sub("", held[-back].strip()), without_marks(line[:60])
    if line[:3] == "APP" and _TIME_OF_PROGRAM.fullmatch(time):
        return 1, f"{held[-1].strip()}{time[3:]}"
    may_be_new = bool(names) and len(held) > back and not held[-back - 1].strip() and looks_like_a_name(name)
    is_time = _TIME_BELOW.fullmatch(time) or ((name in names or may_be_new) and _TIME_ALONE.fullmatch(time))
    if not is_time or not name or len(name) > LONGEST_NAME or ":" in name or not held[-1].strip():
        return None
    return back, f"{name}  {time.strip()}"


def _telegram_turn(line: str) -> _Turn | None:
    return _turn_with_head(_TELEGRAM, line)


def _teams_turn(line: str) -> _Turn | None:
    return _turn_with_head(_TEAMS, line)


def _teams_near_turn(line: str) -> _Turn | None:
    match = _TEAMS_NEAR.fullmatch(without_marks(line[:300]).rstrip())
    return None if match is None else _Turn(name=clean_name(match["name"]), words="")


def _zoom_turn(line: str) -> _Turn | None:
    match = _ZOOM.match(line)
    return None if match is None else _Turn(name=clean_name(match["name"]), words=match["words"] or "")


def _webex_turn(line: str) -> _Turn | None:
    match = _WEBEX.fullmatch(line[:300])
    return None if match is None else _Turn(name=clean_name(match["name"]), words="")


def _turn_with_head(pattern: re.Pattern[str], line: str) -> _Turn | None:
    match = pattern.fullmatch(without_marks(line[:300]).rstrip())
    if match is None:
        return None
    found = find_head(_DAY_IN_WORDS.sub(_in_numbers, match["head"], count=1))
    return None if found is None else _Turn(name=clean_name(match["name"]), words="", head=found)


def _in_numbers(day: re.Match[str]) -> str:
    month = _MONTHS.index(day["month"] or day["month_after"]) + 1
    return f"[{day['year']}-{month}-{day['day'] or day['day_first']} "


def _discord_turn(line: str) -> _Turn | None:
    match = _DISCORD.fullmatch(without_marks(line[:300]).rstrip())
    if match is None:
        return None
    name, head = match["name"].strip(), find_head(f"[{match['head']}]")
    if _OF_DISCORD.fullmatch(name):
        return _Turn(name=None, words=name, head=head)
    if not 0 < len(name) <= LONGEST_NAME:
        return None
    return _Turn(name=clean_name(name), words="", head=head, is_sure=not _TIME_ALONE.fullmatch(match["head"]))


def _slack_turn(line: str) -> _Turn | None:
    match = _SLACK.fullmatch(without_marks(line[:300]).rstrip())
    if match is None or not match["name"].strip():
        return None
    when = match["head"] or match["in_brackets"]
    hour, minute = map(int, _HOUR_MINUTE.findall(when)[-1])
    return _Turn(
        name=clean_name(match["name"]),
        words="",
        head=find_head(f"[{when}]"),
        minute=hour * 60 + minute,
        is_sure=not _TIME_ALONE.fullmatch(when),
    )


def _name_words_turn(line: str) -> _Turn | None:
    plain = without_marks(line) if line[:1] in "\u200e\u200f\u202a\ufeff" else line
    match = _NAME_WORDS.match(_BOLD_NAME.sub(r"\g<name>:", plain, count=1) if plain[:2] == "**" else plain)
    if match is None:
        return None
    bracket, shown, words, wide = match.group("bracket", "name", "words", "wide")
    name = clean_name(shown)
    if not name or not (bracket or looks_like_a_name(name)):
        return None
    return _Turn(name=name, words=words or wide or "", is_sure=bool(bracket))


_FORMS = (
    _telegram_turn,
    _teams_turn,
    _teams_near_turn,
    _zoom_turn,
    _webex_turn,
    _discord_turn,
    _slack_turn,
    _name_words_turn,
)


def looks_like_a_name(name: str) -> bool:
    """Say whether words before a colon may be a name: few, no signs of a sentence, none of the usual labels."""
    if not name or name.casefold() in _NO_NAMES or len(name.split()) > _WORDS_IN_NAME:
        return False
    if name.startswith(_NO_NAME_START):
        return False
    if _NO_NAME_SIGN.search(name):  # "Ana B." is one all the same
        return name.endswith(".") and name.count(".") == 1 and len(name.split()[-1]) <= 3
    return any(map(str.isalpha, name)) or name.startswith("+") or not name.isascii()


def _speakers(
    lines: list[str], turns: list[_Turn | None], *, form: Callable[[str], _Turn | None]
) -> dict[str | None, bool]:
    """Return the names that speak, and whether each recurs or looks so much like a name that one line is enough."""
    counts = Counter(turn.name for turn in turns if turn is not None and turn.name is not None)
    recurring = [name for name, count in counts.items() if count > 1]
    if form in {_telegram_turn, _teams_turn, _zoom_turn, _webex_turn}:
        return dict.fromkeys(counts, True)
    between = sum(turn is None and bool(line.strip()) for line, turn in zip(lines, turns, strict=True))
    sure = {turn.name for turn in turns if turn is not None and turn.is_sure}
    if form in {_discord_turn, _slack_turn}:
        are_sure = len(counts) > 1 and counts.keys() <= sure
        if not (recurring or are_sure) or 2 * between < counts.total():
            return {}  # a list of things with times looks so, too
        lately = counts.keys() - sure if form is _slack_turn and sure else set()
        shown = {name: _is_shown_as_a_name(name) and name not in lately for name in counts}
        return {None: True} | shown | dict.fromkeys(recurring, True)
    if form is _teams_near_turn:
        # And so do a log and a song, without lines between.
        return dict.fromkeys(counts, True) if recurring and between >= counts.total() else {}
    known: dict[str | None, bool] = dict.fromkeys(recurring, True)
    for name in counts:
        if name not in known and (name in sure or _is_written_as_a_name(name, like=recurring)):
            known[name] = len(recurring) == 1 and len(counts) == 2
    return known if len(known) >= 2 or recurring else {}


def _is_shown_as_a_name(name: str) -> bool:
    """Say whether what stands above words but once is a name for sure: "at the pier" before a time is none."""
    return " " not in name or (looks_like_a_name(name) and not name[0].islower())


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
    known: dict[str | None, bool],
    *,
    form: Callable[[str], _Turn | None],
    file: TextFile,
    said: Said,
) -> Imported:
    clock = _clock(turns, said)
    unread = Unread()
    messages: list[Message] = []
    for number, turn, text in _joined(lines, turns, known):
        if turn is not None:
            at = _time(turn, clock)
            for words, kind, edited in _parts(text, turn, form=form):
                shown = kind if turn.name is not None else MessageType.SYSTEM
                messages.append(message_of(len(messages), at, turn.name, words, shown, edited=edited))
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


def _parts(text: list[str], turn: _Turn, *, form: Callable[[str], _Turn | None]) -> Iterable[Part]:
    """Return the messages under a head, without what the messenger puts around them."""
    if form is _telegram_turn:
        return of_telegram(text)
    if form is _discord_turn:
        return of_discord(text)
    if form is _slack_turn:
        return of_slack(text, minute=turn.minute)
    return of_teams(text) if form in {_teams_turn, _teams_near_turn} else [Part("\n".join(text).strip("\n"))]


def _doubts(
    messages: list[Message],
    *,
    people: tuple[str, ...],
    known: dict[str | None, bool],
    clock: Clock | None,
    has_zone: bool,
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
    lines: list[str], turns: list[_Turn | None], known: dict[str | None, bool]
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
