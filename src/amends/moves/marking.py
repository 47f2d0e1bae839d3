from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate, count
from operator import mul
from typing import TYPE_CHECKING

from amends.conversation import MessageType
from amends.moves.context import WIDTH, Spoken, Talk, Weighed, chance, chances
from amends.moves.cues import Cues, cues_in, plain, words_in
from amends.moves.rows import unpacked
from amends.moves.rules import SENSES, Rules
from amends.moves.values import HURTING, Feeling, Mark, MarkedMessage, Move

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from amends.conversation import Conversation, Message

PROGRESS_EVERY = 1_000  # messages
OUT_OF_QUESTION = -2.5  # log odds from the words alone; below, no talk around them makes it a move
FEELING_REACH = 1.5  # log odds; a feeling that the words put so far behind the first is not weighed on
PART = 12  # messages before and after that make a part of the talk calm or tense
CALM_SHARE = 0.25  # of other messages in a part that are tense; below, the part is calm
SURE_ALONE = 0.7  # confidence from which a hurting mark stands in a calm part, too
SURE_IN_A_WORD = 0.8  # the same for a mark on a single short word
SHORT_WORD = 6  # characters; "bye", "fine" and "ok" among them
REMEMBERED = 80  # characters; shorter messages ("ok", "on my way") recur, and are looked at once

_MOVES = tuple(enumerate(Move))
_FIRST_FEELING = len(_MOVES)
_FEELINGS = tuple(enumerate(Feeling, start=_FIRST_FEELING))
_TENSE = frozenset({Feeling.ANGER, Feeling.HURT})
_SENTENCE = re.compile(r"[^.?!\n]+[.?!]*")


def mark_messages(
    conversation: Conversation, *, rules: Rules, progress: Callable[[int], None] | None = None
) -> tuple[MarkedMessage, ...]:
    """Mark every message. Lines of nobody, and whatever is no plain text, carry no move and are neutral.

    `progress` is told the number of messages marked so far, now and then and at the end.
    """
    people = names_in(conversation.people)
    written = [message for message in conversation.messages if is_written(message)]
    talk = Talk(spoken_by_all(written, people=people, rules=rules), usual=chances(unpacked(rules.bias, width=WIDTH)))
    marked = []
    places = count()
    for message in conversation.messages:
        if is_written(message):
            marked.append(_marked(message, talk, next(places), people=people, rules=rules))
        else:
            marked.append(_unmarked(message))
        if progress and len(marked) % PROGRESS_EVERY == 0:
            progress(len(marked))
    if progress:
        progress(len(marked))
    return without_lone_blows(marked)


def without_lone_blows(marked: Sequence[MarkedMessage]) -> tuple[MarkedMessage, ...]:
    """Take away hurting marks that are not sure and stand alone in a calm part: there, "bye" is only a goodbye."""
    tense = [one.hurts or one.feeling in _TENSE for one in marked]
    sums = list(accumulate(tense, initial=0))
    kept = []
    for place, one in enumerate(marked):
        first, end = max(0, place - PART), min(len(marked), place + 1 + PART)
        others = sums[end] - sums[first] - tense[place]
        if tense[place] and others < CALM_SHARE * (end - first - 1):
            marks = tuple(mark for mark in one.marks if mark.move not in HURTING or _stands_alone(mark))
            kept.append(replace(one, marks=marks))
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
    total = sum(filter(None, map(rules.cues.get, cues.names)), start=rules.bias)
    scores = unpacked(total, width=WIDTH)
    return Weighed(scores, chances(scores), cues.found, cues.asks, cues.length)


def _unmarked(message: Message) -> MarkedMessage:
    return MarkedMessage(n=message.n, marks=(), feeling=Feeling.NEUTRAL, feeling_confidence=1.0)


def _marked(message: Message, talk: Talk, place: int, *, people: frozenset[str], rules: Rules) -> MarkedMessage:
    weighed = talk.weighed(place)
    least, never = _patterns_say(weighed, rules)
    scores = weighed.scores
    moves = []
    if least or max(scores[:_FIRST_FEELING]) >= OUT_OF_QUESTION:
        moves = [
            (at, move) for at, move in _MOVES if (scores[at] >= OUT_OF_QUESTION or move in least) and move not in never
        ]
    least_feeling = max(scores[_FIRST_FEELING:]) - FEELING_REACH
    feelings = [(at, feeling) for at, feeling in _FEELINGS if scores[at] >= least_feeling]
    if not moves and len(feelings) == 1:
        (at, feeling) = feelings[0]
        return MarkedMessage(n=message.n, marks=(), feeling=feeling, feeling_confidence=round(chance(scores[at]), 3))
    row = talk.surroundings(place)
    marks = []
    for at, move in moves:
        confidence = max(_confidence(at, row, rules), least.get(move, 0.0))
        if confidence >= rules.senses[at].listed:
            start, end = _words_of(message.text, at, weighed, people=people, rules=rules)
            marks.append(Mark(move=move, confidence=round(confidence, 3), start=start, end=end))
    sureness, feeling = max([(_confidence(at, row, rules), feeling) for at, feeling in feelings])
    return MarkedMessage(n=message.n, marks=tuple(marks), feeling=feeling, feeling_confidence=round(sureness, 3))


def _confidence(place: int, row: Sequence[float], rules: Rules) -> float:
    sense = rules.senses[place]
    return chance(sense.bias + sum(map(mul, sense.places(row), sense.weights)))


def _patterns_say(weighed: Weighed, rules: Rules) -> tuple[dict[Move, float], set[Move]]:
    least: dict[Move, float] = {}
    never = set()
    for number, _, _ in weighed.found:
        pattern = rules.patterns[number]
        if pattern.never:
            never.add(pattern.move)
        elif pattern.sure > least.get(pattern.move, 0.0):
            least[pattern.move] = pattern.sure
    return least, never


def _words_of(text: str, at: int, weighed: Weighed, *, people: frozenset[str], rules: Rules) -> tuple[int, int]:
    """Return where the words stand that the move rests on: a pattern found, or else the weightiest sentence."""
    for number, start, end in weighed.found:
        if rules.patterns[number].move is SENSES[at] and not rules.patterns[number].never:
            return start, end
    sentences = list(_SENTENCE.finditer(plain(text)))

    def weight(sentence: re.Match[str]) -> float:
        words = words_in(sentence[0], people=people)
        return unpacked(sum(filter(None, map(rules.cues.get, words))), width=WIDTH)[at]

    if len(sentences) > 1:
        return max(sentences, key=weight).span()
    return sentences[0].span() if sentences else (0, len(text))
