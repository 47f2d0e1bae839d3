"""One person under several names: what people are called differs between apps, phones and years."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from amends.chats.imported import speakers_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from amends.conversation import Conversation


class Name(NamedTuple):
    """A name as one conversation has it: `unique` over all of them, `shown` as it stands there, and how often."""

    unique: str
    shown: str
    conversation: int
    messages: int = 0


def told_apart(
    conversations: Sequence[Conversation], *, after: Sequence[Name] = ()
) -> tuple[list[Conversation], list[Name]]:
    """Return the conversations with no name in two of them, and every name.

    A name that one before has already gets a number: whether both are one person is for somebody to say. `after` are
    names that are taken; the conversations are counted on from theirs.
    """
    taken = {name.unique for name in after}
    first = max((name.conversation for name in after), default=-1) + 1
    names: list[Name] = []
    apart = []
    for number, conversation in enumerate(conversations, start=first):
        given = {shown: _free(shown, taken) for shown in conversation.people}
        taken |= set(given.values())
        spoken = Counter(message.speaker for message in conversation.messages)
        names += [Name(unique, shown, number, spoken[shown]) for shown, unique in given.items()]
        apart.append(renamed(conversation, given))
    return apart, names


def renamed(conversation: Conversation, names: Mapping[str, str]) -> Conversation:
    """Return the conversation with other names for some; two that get one name are one person."""
    if all(names.get(name, name) == name for name in conversation.people):
        return conversation
    messages = tuple(
        message
        if message.speaker is None or names.get(message.speaker, message.speaker) == message.speaker
        else replace(message, speaker=names[message.speaker])
        for message in conversation.messages
    )
    return replace(conversation, people=speakers_of(messages), messages=messages)


def likely_same(names: Sequence[Name], *, known: Iterable[Iterable[str]] = ()) -> dict[str, str]:
    """Propose who is one person: of whoever has several names, each later one with the first.

    Names of two conversations go together where they differ in case, signs or blanks alone, and any names that are
    together in `known`. An export that has two such names tells two people apart, so these stay two.
    """
    together = {alike(shown): number for number, group in enumerate(known) for shown in group}
    firsts: dict[str | int, Name] = {}
    found_in: dict[str | int, set[int]] = defaultdict(set)
    same = {}
    for name in names:
        key = together.get(alike(name.shown), alike(name.shown))
        first = firsts.setdefault(key, name)
        if first is not name and (isinstance(key, int) or name.conversation not in found_in[key]):
            same[name.unique] = first.unique
        found_in[key].add(name.conversation)
    return same


def alike(name: str) -> str:
    """Return what is left of a name without case, signs and blanks; names with the same rest are near-identical."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum()) or name


def _free(name: str, taken: set[str]) -> str:
    unique, count = name, 1
    while unique in taken:
        count += 1
        unique = f"{name} ({count})"
    return unique
