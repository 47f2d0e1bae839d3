"""A talk marked by a language model: the careful pass, where a host runs one and it passed the gate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from amends.content import load_toml
from amends.conversation import Conversation, Message, MessageType
from amends.moves import Feeling, Mark, MarkedMessage, Move, mark_messages
from amends.outside.model.endpoint import Model, ModelFailed, json_in, texts_in
from amends.reading.rules import rules_of

# Messages of a talk that a model is given: some minutes of a small one's time.
MOST = 120
# Messages in one question; of more than that, small models lose count.
AT_ONCE = 40
# What a model alone sees in somebody's words moves the course of the talk, and is never shown as a mark: this is below
# what any move is shown from, as nobody measured how often it is right.
UNMEASURED = 0.35
# How sure a feeling is that a model alone sees; feelings are not shown.
FELT = 0.6
_MOST_MOVES = 4


def marks_by_model(conversation: Conversation, *, model: Model, language: str = "en") -> tuple[MarkedMessage, ...]:
    """Mark every message as a model sees it; where the rules see the same, it is as sure as the rules are.

    Lines of nobody, and whatever is no plain text, carry no move and are neutral. Raises ModelFailed.
    """
    by_rules = mark_messages(conversation, rules=rules_of(language))
    written = [message for message in conversation.messages if _is_written(message)]
    labels: dict[int, tuple[tuple[Move, ...], Feeling]] = {}
    for first in range(0, len(written), AT_ONCE):
        part = written[first : first + AT_ONCE]
        said = json_in(model.answer(order=order(language), words=talk_in_words(part, people=conversation.people)))
        labels |= _labels(said.get("marks"), asked={message.n for message in part})
    return tuple(
        _marked(message, labels[message.n], rules) if message.n in labels else rules
        for message, rules in zip(conversation.messages, by_rules, strict=True)
    )


def order(language: str) -> str:
    """Return what a model is told to do with a talk."""
    content = load_toml("model", language)
    moves = "\n".join(f"{move}: {content['moves'][move]}" for move in Move)
    text: str = content["asked"]["marks"]
    return text.replace("{feelings}", ", ".join(Feeling)).replace("{moves}", moves)


def talk_in_words(messages: Iterable[Message], *, people: Sequence[str]) -> str:
    """Return a talk as a model is given it: people are A, B, C, and no words can end the talk or begin a line."""
    letters = {person: _letter(number) for number, person in enumerate(people)}
    lines = (
        f"{message.n} {letters.get(message.speaker or '', '?')}: {_on_one_line(message.text)}"
        for message in messages
        if _is_written(message)
    )
    return "\n".join(["<talk>", *lines, "</talk>"])


def _letter(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else f"P{number}"


def _on_one_line(text: str) -> str:
    return " ".join(text.split()).replace("<", "‹")


def _is_written(message: Message) -> bool:
    return message.speaker is not None and message.type is MessageType.TEXT


def _labels(found: object, *, asked: set[int]) -> dict[int, tuple[tuple[Move, ...], Feeling]]:
    """Return the labels of just the messages that were asked for. Raises ModelFailed("garbled") for any others."""
    if not isinstance(found, list) or len(found) != len(asked):
        raise ModelFailed("garbled")
    labels = dict(map(_label, found))
    if labels.keys() != asked:
        raise ModelFailed("garbled")
    return labels


def _label(entry: object) -> tuple[int, tuple[tuple[Move, ...], Feeling]]:
    row: Mapping[str, Any] = entry if isinstance(entry, dict) else {}
    n = row.get("n")
    moves = texts_in(row.get("moves"), most=_MOST_MOVES)
    try:
        if type(n) is int:
            return n, (tuple(sorted({Move(move) for move in moves}, key=list(Move).index)), Feeling(row["feeling"]))
    except (ValueError, KeyError):
        pass
    raise ModelFailed("garbled")


def _marked(message: Message, label: tuple[tuple[Move, ...], Feeling], by_rules: MarkedMessage) -> MarkedMessage:
    moves, feeling = label
    seen = {mark.move: mark for mark in by_rules.marks}
    alone = (Mark(move=move, confidence=UNMEASURED, start=0, end=len(message.text)) for move in moves)
    return MarkedMessage(
        n=message.n,
        marks=tuple(seen.get(mark.move, mark) for mark in alone),
        feeling=feeling,
        feeling_confidence=max(FELT, by_rules.feeling_confidence) if feeling is by_rules.feeling else FELT,
    )
