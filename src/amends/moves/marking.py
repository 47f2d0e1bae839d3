from __future__ import annotations

import re
from typing import TYPE_CHECKING

from amends.conversation import MessageType
from amends.moves.rules import Need, Rule, Rules
from amends.moves.values import HURTING, Feeling, Mark, MarkedMessage, Move

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amends.conversation import Conversation, Message

LONGEST_READ = 2_000  # characters of one message; what stands further down is not looked at
TENSE_FOR = 8  # messages after a hurting move during which a talk counts as tense
SHORT = 4  # words
PROGRESS_EVERY = 1_000  # messages

_WORD = re.compile(r"[a-z']+")


def mark_messages(
    conversation: Conversation, *, rules: Rules, progress: Callable[[int], None] | None = None
) -> tuple[MarkedMessage, ...]:
    """Mark every message. Lines of nobody, and whatever is no plain text, carry no move and are neutral.

    `progress` is told the number of messages marked so far, now and then and at the end.
    """
    marked = []
    last_hurting = -TENSE_FOR - 1
    for message in conversation.messages:
        one = _marked(message, rules=rules, tense=message.n - last_hurting <= TENSE_FOR)
        if one.moves & HURTING:
            last_hurting = message.n
        marked.append(one)
        if progress and len(marked) % PROGRESS_EVERY == 0:
            progress(len(marked))
    if progress:
        progress(len(marked))
    return tuple(marked)


def _marked(message: Message, *, rules: Rules, tense: bool) -> MarkedMessage:
    if message.speaker is None or message.type is not MessageType.TEXT:
        return MarkedMessage(n=message.n, marks=(), feeling=Feeling.NEUTRAL, feeling_confidence=1.0)
    text = message.text[:LONGEST_READ].replace("’", "'")
    best: dict[Move, Mark] = {}
    feeling, sureness = Feeling.NEUTRAL, 0.5
    for rule, match in _matches(text, rules=rules, tense=tense):
        if isinstance(rule.sense, Feeling):
            if rule.confidence > sureness:
                feeling, sureness = rule.sense, rule.confidence
        elif rule.sense not in best or best[rule.sense].confidence < rule.confidence:
            best[rule.sense] = Mark(move=rule.sense, confidence=rule.confidence, start=match.start(), end=match.end())
    marks = tuple(best[move] for move in Move if move in best)
    return MarkedMessage(n=message.n, marks=marks, feeling=feeling, feeling_confidence=sureness)


def _matches(text: str, *, rules: Rules, tense: bool) -> Iterator[tuple[Rule, re.Match[str]]]:
    words = _WORD.findall(text.lower())
    held = {Need.TENSION if tense else Need.CALM}
    if len(words) <= SHORT:
        held.add(Need.SHORT)
    numbers = set(rules.always)
    for word in words:
        numbers.update(rules.by_word.get(word, ()))
    for number in sorted(numbers):
        rule = rules.rules[number]
        match = rule.find.search(text) if rule.needs <= held else None
        if match and not (rule.unless and rule.unless.search(text)):
            yield rule, match
