from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from amends.collecting import uncollected
from amends.conversation import MessageType
from amends.moves.cues import Cues, cues_in, plain, words_in
from amends.moves.rows import number_at
from amends.moves.rules import SENSES, Rules
from amends.moves.values import HURTING, Feeling, Mark, MarkedMessage, Move, Spoken, Weighed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from amends.conversation import Conversation, Message
    from amends.moves.deciding import Decided

PROGRESS_EVERY = 1_000  # messages
PART = 12  # messages before and after that make a part of the talk calm or tense
CALM_SHARE = 0.25  # of other messages in a part that are tense; below, the part is calm
SURE_ALONE = 0.7  # confidence from which a hurting mark stands in a calm part, too
SURE_IN_A_WORD = 0.85  # the same for a mark on a single short word
SHORT_WORD = 6  # characters; "bye", "fine" and "ok" among them
REMEMBERED = 80  # characters; shorter messages ("ok", "on my way") recur, and are looked at once

_TENSE = frozenset({Feeling.ANGER, Feeling.HURT})
_SENTENCE = re.compile(r"[^.?!\n]+[.?!]*")


@uncollected()
def mark_messages(
    conversation: Conversation, *, rules: Rules, progress: Callable[[int], None] | None = None
) -> tuple[MarkedMessage, ...]:
    """Mark every message. Lines of nobody, and whatever is no plain text, carry no move and are neutral.

    `progress` is told the number of messages marked so far, now and then and at the end.
    """
    # Here, as NumPy takes a quarter of a second to load, which "amends --help" would pay for, too.
    from amends.moves.deciding import decided

    people = names_in(conversation.people)
    written = [message for message in conversation.messages if is_written(message)]
    spoken = spoken_by_all(_telling(written, progress), people=people, rules=rules)
    marked = {
        message.n: marked_message(message, one.weighed, decision, people=people, rules=rules)
        for message, one, decision in zip(written, spoken, decided(spoken, rules=rules), strict=True)
    }
    every = [marked.get(message.n) or unmarked(message) for message in conversation.messages]
    if progress:
        progress(len(every))
    return without_lone_blows(every)


def _telling(messages: Iterable[Message], progress: Callable[[int], None] | None) -> Iterator[Message]:
    for count, message in enumerate(messages):
        if progress and count and count % PROGRESS_EVERY == 0:
            progress(message.n)
        yield message


def without_lone_blows(marked: Sequence[MarkedMessage]) -> tuple[MarkedMessage, ...]:
    """Take away hurting marks that are not sure and stand alone in a calm part: there, "bye" is only a goodbye."""
    tense = [one.hurts or one.feeling in _TENSE for one in marked]
    sums = list(accumulate(tense, initial=0))
    kept = []
    for place, one in enumerate(marked):
        first, end = max(0, place - PART), min(len(marked), place + 1 + PART)
        others = sums[end] - sums[first] - tense[place]
        if one.marks and tense[place] and others < CALM_SHARE * (end - first - 1):
            marks = tuple(mark for mark in one.marks if mark.move not in HURTING or _stands_alone(mark))
            kept.append(one._replace(marks=marks))
        else:
            kept.append(one)
    return tuple(kept)


def _stands_alone(mark: Mark) -> bool:
    return mark.confidence >= (SURE_IN_A_WORD if mark.end - mark.start <= SHORT_WORD else SURE_ALONE)


def names_in(people: Iterable[str]) -> frozenset[str]:
    """Return the words of people's names, as they are looked for in lower-cased text."""
    return frozenset(word for name in people for word in plain(name).split() if len(word) > 1)


def is_written(message: Message) -> bool:
    """Tell whether somebody wrote it: no line of the app, photo, call or deleted message."""
    return message.speaker is not None and message.type is MessageType.TEXT


def spoken_by_all(messages: Iterable[Message], *, people: frozenset[str], rules: Rules) -> list[Spoken]:
    """Weigh the words of each message by themselves; short messages that recur are weighed once."""
    known: dict[str, Weighed] = {}
    every = []
    for message in messages:
        weighed = known.get(message.text)
        if weighed is None:
            weighed = weigh(cues_in(message.text, people=people, rules=rules), rules=rules)
            if len(message.text) <= REMEMBERED:
                known[message.text] = weighed
        every.append(Spoken(message.speaker or "", message.at, weighed))
    return every


def weigh(cues: Cues, *, rules: Rules) -> Weighed:
    """Return what the words of one message point to."""
    row = sum(filter(None, map(rules.cues.get, cues.names)), start=rules.bias)
    return Weighed(row, cues.found, cues.asks, cues.length)


def unmarked(message: Message) -> MarkedMessage:
    """Return a message that carries no move."""
    return MarkedMessage(n=message.n, marks=(), feeling=Feeling.NEUTRAL, feeling_confidence=1.0)


def marked_message(
    message: Message, weighed: Weighed, decided: Decided, *, people: frozenset[str], rules: Rules
) -> MarkedMessage:
    """Set the marks that were decided on, each on its words."""
    marks = []
    sentences: list[tuple[tuple[int, int], int]] = []
    for move, confidence in decided.moves:
        span = _pattern_of(move, weighed, rules)
        if span is None:
            sentences = sentences or _sentences_of(message.text, people=people, rules=rules)
            span = _weightiest(sentences, SENSES.index(move))
        marks.append(Mark(move=move, confidence=confidence, start=span[0], end=span[1]))
    return MarkedMessage(
        n=message.n,
        marks=tuple(marks),
        feeling=decided.feeling,
        feeling_confidence=decided.feeling_confidence,
    )


def _pattern_of(move: Move, weighed: Weighed, rules: Rules) -> tuple[int, int] | None:
    """Return where a pattern stands that the move rests on."""
    for number, start, end in weighed.found:
        if rules.patterns[number].move is move and not rules.patterns[number].never:
            return start, end
    return None


def _sentences_of(text: str, *, people: frozenset[str], rules: Rules) -> list[tuple[tuple[int, int], int]]:
    """Return where each sentence stands, with the row of its words; one that stands alone is not weighed."""
    found = list(_SENTENCE.finditer(plain(text)))
    if len(found) < 2:
        return [(found[0].span() if found else (0, len(text)), 0)]
    return [(one.span(), sum(filter(None, map(rules.cues.get, words_in(one[0], people=people))))) for one in found]


def _weightiest(sentences: Sequence[tuple[tuple[int, int], int]], at: int) -> tuple[int, int]:
    """Return where the sentence stands whose words speak most for a sense; of equals the first."""
    return max(sentences, key=lambda sentence: number_at(sentence[1], at))[0] if len(sentences) > 1 else sentences[0][0]
