"""What Amends itself does with the conflicts: its reading, the words that it adds, and its second look at drafts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from amends.chats import ImportReport
from amends.conversation import Conversation
from amends.drafts import Kind, check_draft
from amends.outside.model.sayings import Saying, sayings_in
from amends.reading import Reading, SeatReading, read_conversation, seen_from
from amends.reports import as_text
from bench.mirror.conflicts import Conflict, conversation_of
from bench.mirror.figures import Figure
from bench.mirror.swapping import with_names_swapped, with_roles_swapped

# What both see, by its name in a reading from a seat.
SHARED = (
    "course",
    "turning_point",
    "second_turning_point",
    "silences",
    "open_questions",
    "missed_bids",
    "promises",
    "concerns",
    "talks",
)
# What words of ours may never do; and, where one is afraid of the other, push them together.
NEVER = frozenset({Saying.FOR_TELLER, Saying.FOR_OTHER, Saying.SENDS, Saying.DISCOURAGES})
NEVER_IN_FEAR = NEVER | {Saying.SHARES_OUT, Saying.URGES}


def figures(told: Iterable[Conflict]) -> tuple[Figure, ...]:
    """Return what must never happen, with how often it did; all of it is held to none."""
    every = tuple(told)
    readings = [
        (conflict, conversation_of(conflict), read_conversation(conversation_of(conflict))) for conflict in every
    ]
    fearful = [read for read in readings if read[0].afraid]
    seats = 2 * len(every)
    checks = sum(len(tales) * len(Kind) for tales in map(_drafts, every))
    return tuple(
        Figure(name=name, found=found, of=of, most=0)
        for name, found, of in (
            ("what both see differs between the two seats", _count(map(_shared_differs, readings)), len(every)),
            ("a mark on the other's words, from a seat", _count(_others_marks(readings)), seats),
            ("the reading moves when the two change names", _count(map(_names_move, every)), len(every)),
            ("words of ours take a side, or write what to send", _count(_our_words(readings, NEVER)), seats),
            ("words of ours push, where one is afraid", _count(_our_words(fearful, NEVER_IN_FEAR)), 2 * len(fearful)),
            ("a draft's marks move when the two change names", _draft_moves(every, by_name=True), checks),
            ("a draft's marks move when men and women change", _draft_moves(every, by_name=False), checks),
        )
    )


def _count(happened: Iterable[bool]) -> int:
    return sum(happened)


def _shared_differs(read: tuple[Conflict, Conversation, Reading]) -> bool:
    conflict, conversation, reading = read
    one, other = (seen_from(reading, conversation, seat=seat) for seat in conflict.people)
    return any(getattr(one, name) != getattr(other, name) for name in SHARED)


def _others_marks(readings: Iterable[tuple[Conflict, Conversation, Reading]]) -> Iterator[bool]:
    for conflict, conversation, reading in readings:
        for seat in conflict.people:
            own = seen_from(reading, conversation, seat=seat).own
            yield any(conversation.messages[one.n].speaker != seat for one in own)


def _names_move(conflict: Conflict) -> bool:
    """Tell whether anything in a reading depends on who bears which name."""
    return _facts(conflict) != _facts(with_names_swapped(conflict))


def _facts(conflict: Conflict) -> tuple[object, ...]:
    conversation = conversation_of(conflict)
    reading = read_conversation(conversation)
    moves = [(one.n, sorted(one.moves), one.feeling) for one in reading.marked]
    return (moves, *(_numbers(getattr(reading, name)) for name in SHARED))


def _numbers(found: object) -> object:
    """Return what a part of a reading says, without the names and the places of words, which a name moves."""
    if isinstance(found, Mapping):
        return list(found.values())  # in the order of the people
    if isinstance(found, tuple):
        return [_numbers(one) for one in found]
    return getattr(found, "message", found)


def _our_words(
    readings: Iterable[tuple[Conflict, Conversation, Reading]], forbidden: frozenset[Saying]
) -> Iterator[bool]:
    """Tell, for each seat, whether what Amends adds to the talk does what it may not."""
    for conflict, conversation, reading in readings:
        for person in conflict.people:
            said = words_of_ours(conversation, seen_from(reading, conversation, seat=person))
            yield bool(sayings_in(said) & forbidden)


def words_of_ours(conversation: Conversation, seat: SeatReading) -> str:
    """Return the report of a reading with every word of the people blanked."""
    silent = replace(
        conversation,
        messages=tuple(replace(message, text=" " * len(message.text)) for message in conversation.messages),
    )
    report = ImportReport(
        source=conversation.source,
        messages=len(conversation.messages),
        people=conversation.people,
        first_at=conversation.messages[0].at,
        last_at=conversation.messages[-1].at,
        unread_lines=(),
        unread_count=0,
        doubts=(),
        date_order=None,
    )
    # Broken at 80 columns: a sentence is looked at whole, a paragraph by itself.
    return "\n".join(" ".join(part.split()) for part in as_text(silent, report, seat).split("\n\n"))


def _draft_moves(every: Iterable[Conflict], *, by_name: bool) -> int:
    swapped = with_names_swapped if by_name else with_roles_swapped
    return sum(
        _second_look(one, kind) != _second_look(other, kind)
        for conflict in every
        for one, other in zip(_drafts(conflict), _drafts(swapped(conflict)), strict=True)
        if one != other
        for kind in Kind
    )


def _drafts(conflict: Conflict) -> tuple[str, ...]:
    """Return what both wrote: their tales, and each line of the talk, as if it were still to go."""
    return (*conflict.told.values(), *(text for _, text in conflict.lines))


def _second_look(text: str, kind: Kind) -> tuple[object, ...]:
    check = check_draft(text, kind=kind)
    return [mark.rule for mark in check.marks], check.found, check.missing
