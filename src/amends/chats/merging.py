"""Several conversations as one: in the order of time, and what stands in two exports of one app once.

Two exports of one chat share nearly all of what they both cover. So doubles are looked for only between exports of one
app that do. What one of them holds n times and the other m is kept max(n, m) times: two true "ok" in a minute are two.
Different apps, and different chats of one app, are never held against each other.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from amends.chats.imported import ImportReport, speakers_of
from amends.conversation import Conversation, Message, MessageType
from amends.errors import UndecidedTimezone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

SEVERAL = "several"  # the source of a conversation that came from more than one app

# Two exports are of one chat if so much of what both cover stands in both; they are two chats, and say so, below it.
_SAME_CHAT = 0.5
_FEW_SHARED = 3  # shared messages of two chats that nobody need be told of
# Two phones write down when a message came to each of them. WhatsApp on Android leaves the seconds out besides.
_NEAR = 120
_MINUTE = 60
# A phone whose clock stands apart by the same time zones in nearly all the lines that are long enough to be told.
_TELLING = 12
_CLOCK_STEP = 15 * _MINUTE
_FURTHEST_CLOCK = 26 * 3600
_LINES_FOR_CLOCK = 3
_AGREEING = 0.8
_LINES_OF_A_SEAM = 2  # where one paste ends as another begins; one line may be so by chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Several conversations as one.

    `origins` says for each message which conversation it came from, `places` for each conversation where each of its
    messages stands now: a double stands where the one is that was kept. `doubts` are codes, as in ImportReport.
    """

    conversation: Conversation
    origins: tuple[int, ...]
    places: tuple[tuple[int, ...], ...]
    doubts: frozenset[str]


def merge(
    conversations: Sequence[Conversation], *, same: Mapping[str, str] | None = None, timezone: dt.tzinfo | None = None
) -> Merged:
    """Return the conversations as one. A single one stays as it is.

    `same` gives the name of whoever has several: only then are the messages of two exports held against each other as
    one person's. Messages keep the names that they came with. Times without a zone get `timezone` where others have
    one; raises UndecidedTimezone where it is not known. What has no times at all stands after the rest.
    """
    if len(conversations) == 1:
        return _alone(conversations[0])
    talks = _talks(conversations, same or {}, timezone)
    doubts: set[str] = set()
    groups = _Groups(talks)
    for before, after in combinations([talk for talk in talks if talk.messages], 2):
        if before.app == after.app and before.is_timed and after.is_timed:
            _join_doubles(before, after, groups, doubts)
        elif before.app == after.app and not before.is_timed and not after.is_timed:
            groups.join_all(_untimed_doubles(before, after))
    if not all(talk.is_timed for talk in talks if talk.messages):
        doubts.add("untimed_last")
    return _merged(conversations, talks, groups, doubts)


def _alone(conversation: Conversation) -> Merged:
    count = len(conversation.messages)
    return Merged(conversation=conversation, origins=(0,) * count, places=(tuple(range(count)),), doubts=frozenset())


def merged_report(reports: Sequence[ImportReport], merged: Merged) -> ImportReport:
    """Return one report for all. Numbers of lines are left out where they would be of several files."""
    conversation = merged.conversation
    times = [message.at for message in conversation.messages if message.at is not None]
    orders = {report.date_order for report in reports}
    return ImportReport(
        source=conversation.source,
        messages=len(conversation.messages),
        people=conversation.people,
        first_at=min(times, default=None),
        last_at=max(times, default=None),
        unread_lines=reports[0].unread_lines if len(reports) == 1 else (),
        unread_count=sum(report.unread_count for report in reports),
        doubts=tuple(sorted(merged.doubts.union(*(report.doubts for report in reports)))),
        date_order=orders.pop() if len(orders) == 1 else None,
    )


class _Talk:
    """One of the conversations, ready to be held against another. `seconds` count from 1970, 0 without times."""

    def __init__(
        self, number: int, conversation: Conversation, *, same: Mapping[str, str], zone: dt.tzinfo | None
    ) -> None:
        self.number = number
        self.app = conversation.source
        self.messages = conversation.messages
        self.speakers = [None if one.speaker is None else same.get(one.speaker, one.speaker) for one in self.messages]
        times = [one.at for one in self.messages]
        self.at = times if zone is None else [at and (at if at.tzinfo else at.replace(tzinfo=zone)) for at in times]
        self.is_timed = any(at is not None for at in self.at)
        self.seconds = _seconds(self.at) if self.is_timed else [0] * len(self.at)
        self.step = 1 if any(second % _MINUTE for second in self.seconds) else _MINUTE
        self.has_moved = False  # whether a message stands at another time than it came with
        self._steps = [self.step] * len(self.at)

    @cached_property
    def words(self) -> list[str]:
        """What was said, as two exports of one message agree on it."""
        return [" ".join(normalize("NFC", one.text).split()) for one in self.messages]

    def take_time(self, n: int, other: _Talk, m: int) -> None:
        """Take the time of a double where it is told to the second, or is nearer to when the message was sent."""
        if (other._steps[m], other.seconds[m]) < (self._steps[n], self.seconds[n]):
            self.has_moved = True
            self.at[n], self.seconds[n], self._steps[n] = other.at[m], other.seconds[m], other._steps[m]

    def put_back(self, seconds: int) -> None:
        """Take so many seconds off every time."""
        self.has_moved = True
        apart = dt.timedelta(seconds=seconds)
        self.at = [at and _earlier(at, apart) for at in self.at]
        self.seconds = [second - seconds for second in self.seconds]


_Key = Callable[[_Talk, int], Hashable]


class _Pair(NamedTuple):
    """Two conversations, of each the messages in the time that both cover; times are told to `step` seconds."""

    before: _Talk
    after: _Talk
    step: int
    earlier: list[int]
    later: list[int]

    def matched(self, key: _Key) -> list[tuple[int, int]]:
        """Return pairs of messages with one key, each message in one pair at most, in their order."""
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for i in self.earlier:
            waiting[key(self.before, i)].append(i)
        found = []
        for j in self.later:
            fitting = waiting.get(key(self.after, j))
            if fitting:
                found.append((fitting.popleft(), j))
        return found

    def without(self, found: Iterable[tuple[int, int]]) -> _Pair:
        earlier, later = ({*side} for side in zip(*found, strict=True)) if found else (set(), set())
        return self._replace(
            earlier=[i for i in self.earlier if i not in earlier], later=[j for j in self.later if j not in later]
        )

    def share(self, found: Sequence[tuple[int, int]]) -> float:
        """Return how much of the shorter of the two is in both."""
        of = min(len(self.earlier), len(self.later))
        return len(found) / of if of else 0.0


class _Groups:
    """Which messages are one and the same. No two of a group are of one conversation."""

    def __init__(self, talks: Sequence[_Talk]) -> None:
        self._talks = talks
        self._kept: dict[tuple[int, int], tuple[int, int]] = {}
        self._members: dict[tuple[int, int], set[int]] = {}

    def kept(self, one: tuple[int, int]) -> tuple[int, int]:
        """Return the message that stands for this one."""
        while one in self._kept:
            one = self._kept[one]
        return one

    def join_all(self, found: Iterable[tuple[_Talk, int, _Talk, int]]) -> None:
        """Join messages of one conversation with their doubles in another; the finer or earlier time stays."""
        for before, i, after, j in found:
            self._join((before.number, i), (after.number, j))

    def _join(self, one: tuple[int, int], other: tuple[int, int]) -> None:
        one, other = self.kept(one), self.kept(other)
        members = self._members.get(one, {one[0]}), self._members.get(other, {other[0]})
        if one == other or members[0] & members[1]:
            return
        if _is_newer(self._message(other), self._message(one)):
            one, other = other, one
        self._kept[other] = one
        self._members[one] = members[0] | members[1]
        stays, goes = self._talks[one[0]], self._talks[other[0]]
        stays.take_time(one[1], goes, other[1])

    def _message(self, one: tuple[int, int]) -> Message:
        return self._talks[one[0]].messages[one[1]]


def _talks(conversations: Sequence[Conversation], same: Mapping[str, str], timezone: dt.tzinfo | None) -> list[_Talk]:
    zoned = {
        message.at.tzinfo is not None
        for conversation in conversations
        for message in conversation.messages
        if message.at is not None
    }
    if len(zoned) > 1 and timezone is None:
        raise UndecidedTimezone
    zone = timezone if len(zoned) > 1 else None
    return [_Talk(number, one, same=same, zone=zone) for number, one in enumerate(conversations)]


def _seconds(times: Sequence[dt.datetime | None]) -> list[int]:
    """Return times in seconds; one that is missing is as late as the one before it, or the first."""
    last = next(at for at in times if at is not None)
    seconds = []
    for at in times:
        last = at or last
        seconds.append(int((last if last.tzinfo else last.replace(tzinfo=dt.UTC)).timestamp()))
    return seconds


def _earlier(at: dt.datetime, apart: dt.timedelta) -> dt.datetime:
    return at - apart if at.tzinfo is None else (at.astimezone(dt.UTC) - apart).astimezone(at.tzinfo)


def _join_doubles(before: _Talk, after: _Talk, groups: _Groups, doubts: set[str]) -> None:
    """Join what stands in both of two exports of one app, if they are of one chat."""
    pair = _covered_by_both(before, after)
    if pair.share(_near(pair, _words)) < _SAME_CHAT:
        apart = _clock_apart(before, after)
        if not apart:
            if len(pair.matched(_at_once(pair.step, _words_of_one))) >= _FEW_SHARED:
                doubts.add("some_doubles")
            return
        doubts.add("other_clock")
        after.put_back(apart)
        pair = _covered_by_both(before, after)
    found = pair.matched(_at_once(pair.step, _words_of_one))
    rest = pair.without(found)
    near = _near(rest, _words_of_one)
    changed = _changed(rest.without(near))
    if pair.share([*found, *near]) < _SAME_CHAT:
        doubts.add("other_names")
    groups.join_all((before, i, after, j) for i, j in [*found, *near, *changed])


def _covered_by_both(before: _Talk, after: _Talk) -> _Pair:
    step = max(before.step, after.step)
    first = max(min(before.seconds), min(after.seconds)) // step
    last = min(max(before.seconds), max(after.seconds)) // step
    earlier, later = (
        [n for n, second in enumerate(talk.seconds) if first <= second // step <= last] for talk in (before, after)
    )
    return _Pair(before, after, step, earlier, later)


def _words(talk: _Talk, n: int) -> Hashable:
    return talk.words[n]


def _words_of_one(talk: _Talk, n: int) -> Hashable:
    return talk.speakers[n], talk.messages[n].type, talk.words[n]


def _at_once(step: int, key: _Key) -> _Key:
    return lambda talk, n: (talk.seconds[n] // step, key(talk, n))


def _clock_apart(before: _Talk, after: _Talk) -> int:
    """Return by how many seconds the clock of `after` is ahead, told by lines that stand once in both; 0 if unsure."""
    earlier, later = _standing_once(before), _standing_once(after)
    apart = Counter(
        round((later[words] - earlier[words]) / _CLOCK_STEP) * _CLOCK_STEP for words in earlier.keys() & later.keys()
    )
    seconds, count = max(apart.items(), key=lambda one: (one[1], -abs(one[0])), default=(0, 0))
    is_sure = count >= max(_LINES_FOR_CLOCK, _AGREEING * apart.total()) and abs(seconds) <= _FURTHEST_CLOCK
    return seconds if is_sure else 0


def _standing_once(talk: _Talk) -> dict[str, int]:
    """Return the time of each line that is long enough to be told and stands there once."""
    count = Counter(talk.words)
    return {
        words: second
        for words, second in zip(talk.words, talk.seconds, strict=True)
        if len(words) >= _TELLING and count[words] == 1
    }


def _near(pair: _Pair, key: _Key) -> list[tuple[int, int]]:
    """Return pairs of messages with one key that are at most two minutes apart, each in one pair at most."""
    waiting: dict[Hashable, deque[int]] = defaultdict(deque)
    for i in sorted(pair.earlier, key=pair.before.seconds.__getitem__):
        waiting[key(pair.before, i)].append(i)
    found = []
    for j in sorted(pair.later, key=pair.after.seconds.__getitem__):
        fitting = waiting.get(key(pair.after, j), deque())
        while fitting and pair.before.seconds[fitting[0]] < pair.after.seconds[j] - _NEAR:
            fitting.popleft()
        if fitting and pair.before.seconds[fitting[0]] <= pair.after.seconds[j] + _NEAR:
            found.append((fitting.popleft(), j))
    return found


def _changed(pair: _Pair) -> list[tuple[int, int]]:
    """Return pairs at one time, by one person, of which one was edited or deleted when the other export was made."""
    at_once = pair.matched(_at_once(pair.step, lambda talk, n: talk.speakers[n]))
    return [(i, j) for i, j in at_once if _are_versions(pair.before.messages[i], pair.after.messages[j])]


def _are_versions(one: Message, other: Message) -> bool:
    deleted = (one.type is MessageType.DELETED) + (other.type is MessageType.DELETED)
    edited = one.edited + other.edited
    return one.speaker is not None and (deleted == 1 or (edited == 1 and one.type is other.type))


def _is_newer(one: Message, other: Message) -> bool:
    """Say whether a message tells more of itself than another version: its last words, or any at all."""
    if MessageType.DELETED in (one.type, other.type):
        return other.type is MessageType.DELETED and one.type is not MessageType.DELETED
    return one.edited and not other.edited


def _untimed_doubles(before: _Talk, after: _Talk) -> Iterator[tuple[_Talk, int, _Talk, int]]:
    """Give what two talks without times share, where one is a part of the other, or the second goes on in the first."""
    earlier, later = (list(zip(talk.speakers, talk.words, strict=True)) for talk in (before, after))
    start, length = _place_of(earlier, within=later)
    if length == len(earlier):
        return ((after, start + i, before, i) for i in range(length))
    start, length = _place_of(later, within=earlier)
    is_shared = length == len(later) or length >= _LINES_OF_A_SEAM
    return ((before, start + j, after, j) for j in range(length if is_shared else 0))


def _place_of(lines: Sequence[Hashable], *, within: Sequence[Hashable]) -> tuple[int, int]:
    """Return where the lines stand in others, or begin at their end, and how many of them do (Knuth, Morris, Pratt)."""
    borders = [0] * len(lines)
    fitting = 0
    for n in range(1, len(lines)):
        while fitting and lines[n] != lines[fitting]:
            fitting = borders[fitting - 1]
        fitting += lines[n] == lines[fitting]
        borders[n] = fitting
    fitting = 0
    for n, line in enumerate(within):
        while fitting and line != lines[fitting]:
            fitting = borders[fitting - 1]
        fitting += line == lines[fitting]
        if fitting == len(lines):
            return n + 1 - fitting, fitting
    return len(within) - fitting, fitting


def _merged(conversations: Sequence[Conversation], talks: Sequence[_Talk], groups: _Groups, doubts: set[str]) -> Merged:
    everything = [(talk.number, n) for talk in talks for n in range(len(talk.messages))]
    kept = [one for one in everything if groups.kept(one) == one]
    sources = {number for number, _ in kept}
    if len(sources) > 1 or any(talks[number].has_moved for number in sources):
        kept.sort(key=lambda one: (not talks[one[0]].is_timed, talks[one[0]].seconds[one[1]]))
    place = {one: n for n, one in enumerate(kept)}
    messages = tuple(_numbered(n, talks[number].messages[i], talks[number].at[i]) for n, (number, i) in enumerate(kept))
    apps = {conversation.source for conversation in conversations}
    return Merged(
        conversation=Conversation(
            source=SEVERAL if len(apps) > 1 else conversations[0].source,
            people=speakers_of(messages),
            messages=messages,
            id=conversations[0].id,
            title=next((one.title for one in conversations if one.title), ""),
            kind=conversations[0].kind,
        ),
        origins=tuple(number for number, _ in kept),
        places=tuple(tuple(place[groups.kept((talk.number, n))] for n in range(len(talk.messages))) for talk in talks),
        doubts=frozenset(doubts),
    )


def _numbered(n: int, message: Message, at: dt.datetime | None) -> Message:
    if n == message.n and at is message.at:
        return message
    return Message(n=n, at=at, speaker=message.speaker, text=message.text, type=message.type, edited=message.edited)
