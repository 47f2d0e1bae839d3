"""Who writes with whom: the people of a mailbox, its threads, and the chats that it holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, TypeAlias

from amends.chats.formats.mail.fields import bare_subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from amends.chats.formats.mail.fields import Address, Fields

# The people of a chat, each by the first of their addresses.
Group: TypeAlias = frozenset[str]
_LARGEST_GROUP = 20


class Persons:
    """Who is who: an address is one person, and so are the addresses of one full name."""

    def __init__(self, letters: Iterable[Fields]) -> None:
        own: defaultdict[str, Counter[str]] = defaultdict(Counter)
        given: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for letter in letters:
            own[letter.writer.address][letter.writer.name] += 1
            for reader in letter.readers:
                given[reader.address][reader.name] += 1
        self._names = {address: _name(own[address], given[address]) for address in (*own, *given)}
        self._first: dict[str, str] = {}
        by_name: dict[tuple[str, ...], str] = {}
        for address, name in self._names.items():
            words = tuple(sorted(name.casefold().replace(",", " ").split()))
            self._first[address] = by_name.setdefault(words, address) if len(words) > 1 else address
        # Who wrote under names that may be of two people, such as a couple with one address.
        self.renamed = frozenset(self._first[address] for address, names in own.items() if _differ(names))
        # Whose addresses were joined by the name alone.
        self.joined = frozenset(person for address, person in self._first.items() if address != person)

    def of(self, somebody: Address) -> str:
        """Return the first address of this person."""
        return self._first[somebody.address]

    def name(self, person: str) -> str:
        """Return what a person is called; the address where nothing else is known."""
        return self._names[person] or person

    def everyone(self, letter: Fields) -> Group:
        """Return who wrote a letter and who got it."""
        return frozenset((self.of(letter.writer), *map(self.of, letter.readers)))


def _name(own: Counter[str], given: Counter[str]) -> str:
    """Return what people call themselves most often, or what others call them."""
    for names in (own, given):
        del names[""]
        if names:
            return names.most_common(1)[0][0]
    return ""


def _differ(names: Iterable[str]) -> bool:
    """Say whether there are names of which one is not a part of the other."""
    words = sorted((frozenset(name.casefold().replace(",", " ").split()) for name in names), key=len)
    return any(not some <= words[-1] for some in words)


def threads_of(letters: Sequence[Fields]) -> list[str]:
    """Return the thread of each letter: of those that answer each other, or an answer of the same subject before."""
    above: dict[str, str] = {}

    def top(node: str) -> str:
        path = []
        while above.setdefault(node, node) != node:
            path.append(node)
            node = above[node]
        for passed in path:
            above[passed] = node
        return node

    nodes: list[str] = []
    latest: dict[str, str] = {}
    for number, letter in enumerate(letters):
        node = letter.id or f" {number}"
        nodes.append(node)
        subject, kind = bare_subject(letter.subject)
        answered = letter.answers or ([latest[subject]] if kind == "answer" and subject in latest else ())
        for other in answered:
            above[top(other)] = top(node)
        if subject:
            latest[subject] = node
    return [top(node) for node in nodes]


class Chats:
    """The chats that letters make, by their titles: what two people wrote to each other, whoever got a copy, and what
    went between the people of a larger group. The letters of one thread are one chat, whoever came and went.
    """

    def __init__(self, letters: Sequence[Fields], persons: Persons) -> None:
        self._persons = persons
        counts: Counter[Group] = Counter()
        writers: defaultdict[Group, set[str]] = defaultdict(set)
        people = [letter for letter in letters if not letter.automatic] or letters
        for letter in people:
            writer, everyone = persons.of(letter.writer), persons.everyone(letter)
            groups = {frozenset((writer, other)) for other in everyone - {writer}} or {everyone}
            if 2 < len(everyone) <= _LARGEST_GROUP:
                groups.add(everyone)
            for group in groups:
                counts[group] += 1
                writers[group].add(writer)
        self._whole: Group | None = None
        self._whole = self._covering(people, counts)
        # First those in which more than one person wrote, then the longest.
        ranked = sorted(counts, key=lambda group: (len(writers[group]) < 2, -counts[group]))
        self._titles: Counter[str] = Counter()
        self.by_title: dict[str, Group] = {}
        for group in ranked:
            self.by_title[self._unique_title(group)] = group

    def _covering(self, letters: Sequence[Fields], counts: Counter[Group]) -> Group | None:
        """Return the one group whose chat holds every letter, if there is one.

        A letter that names no reader makes no chat of its own there: its writer is one of the people.
        """
        all_people: Group = frozenset().union(*map(self._persons.everyone, letters))
        most = max((group for group in counts if len(group) > 1), key=counts.__getitem__, default=all_people)
        for group in (most, all_people):
            if group in counts and all(self._may_hold(group, letter) for letter in letters):
                return group
        return all_people if len(set(threads_of(letters))) == 1 else None

    def _may_hold(self, group: Group, letter: Fields) -> bool:
        return self.holds(group, letter) or (not letter.readers and self._persons.of(letter.writer) in group)

    def _unique_title(self, group: Group) -> str:
        title = unique = self.title(group)
        while unique in self.by_title:
            self._titles[title] += 1
            unique = f"{title} ({self._titles[title] + 1})"
        return unique

    def title(self, group: Group) -> str:
        """Return the names of a group."""
        return ", ".join(sorted(map(self._persons.name, group)))

    def chosen(self, title: str | None) -> Group | None:
        """Return the chat that a person named, or the only one."""
        return self._whole if title is None or self._whole is not None else self.by_title.get(title)

    def holds(self, group: Group, letter: Fields) -> bool:
        """Say whether a letter belongs to the chat of a group; the only chat holds all that its people wrote alone."""
        everyone = self._persons.everyone(letter)
        if len(group) == 2 and group <= everyone:
            return self._persons.of(letter.writer) in group
        return everyone <= group and (len(group) != 2 or group == self._whole)
