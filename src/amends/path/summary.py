"""A written summary of a talk: begun by one, edited by all, agreed once each of them approved exactly these words.

    version 1 ──an edit──▶ version 2 ──an edit──▶ version 3 ...
       │                      │
       └ answers to it        └ answers to it: all of its people ─▶ agreed

People answer a version, never the summary: so an edit clears every approval by being another version. Where somebody
still differs they say so in words of their own beside the text, which nobody else changes. Asking who wrote a text
whether it is theirs, and keeping what a few saw otherwise, made more people find themselves in it (Tessler and others,
2024: the Habermas machine). With more than two, somebody may stand aside by name: they sign that the others may go on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from amends.errors import Refused

FEWEST, MOST = 2, 12


class Answer(StrEnum):
    """What somebody signs under a version: that it is theirs too, or that it may stand without them."""

    APPROVE = "approve"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Where somebody still differs, word for word; `number` is the version in which they wrote it."""

    text: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The words of a summary as they stood once. `people` are all it is between; `author` wrote what is new in it."""

    number: int
    author: UUID
    people: frozenset[UUID]
    title: str
    text: str
    voices: Mapping[UUID, Voice] = field(default_factory=lambda: MappingProxyType({}))


def begin(*, author: UUID, people: frozenset[UUID], title: str, text: str) -> Version:
    """Return the first version; raises Refused ("two to twelve", "empty")."""
    if not FEWEST <= len(people) <= MOST or author not in people:
        raise Refused(rule="two to twelve")
    _check_words(title, text)
    return Version(number=1, author=author, people=people, title=title, text=text)


def edit(version: Version, *, author: UUID, seen: int, title: str, text: str) -> Version:
    """Return the version that follows, or the same where nothing is new.

    `seen` is the version that was edited. Raises Refused ("changed meanwhile") where another has followed it, and
    Refused ("empty").
    """
    _check_is_of(version, author)
    _check_words(title, text)
    if (title, text) == (version.title, version.text):
        return version
    if seen != version.number:
        raise Refused(rule="changed meanwhile")
    return replace(version, number=version.number + 1, author=author, title=title, text=text)


def differ(version: Version, *, author: UUID, seen: int, text: str) -> Version:
    """Return the version in which `author` says where they still differ; with no text, that they no longer do.

    `seen` is the number of their own words that they changed, 0 where there were none: what others wrote meanwhile is
    in nobody's way. Raises Refused ("changed meanwhile") where these had changed, in another window of theirs.
    """
    _check_is_of(version, author)
    before = version.voices.get(author)
    if text == (before.text if before else ""):
        return version
    if seen != (before.number if before else 0):
        raise Refused(rule="changed meanwhile")
    number = version.number + 1
    voices = dict(version.voices) | {author: Voice(text=text, number=number)}
    return replace(version, number=number, author=author, voices=MappingProxyType(voices))


def follows(before: Version, after: Version) -> bool:
    """Say whether one version may have come of another: by one step, of one of its people, with no one else's voice."""
    others = after.people - {after.author}
    return (
        after.number == before.number + 1
        and after.people == before.people
        and after.author in after.people
        and all(after.voices.get(who) == before.voices.get(who) for who in others)
        and after.voices.get(after.author) in _own_next(before, after)
    )


def check_may_answer(version: Version, *, who: UUID, seen: int, answer: Answer) -> None:
    """Raise Refused where this can't be signed: another version has followed, or nobody could stand aside from it."""
    _check_is_of(version, who)
    if seen != version.number:
        raise Refused(rule="changed meanwhile")
    if answer == Answer.ASIDE and not may_stand_aside(version):
        raise Refused(rule="aside of two")


def may_stand_aside(version: Version) -> bool:
    """Between two there is nothing to stand aside from: without one of them it is nobody's agreement."""
    return len(version.people) > FEWEST


def is_agreed(version: Version, answers: Mapping[UUID, Answer]) -> bool:
    """Say whether all of its people have signed exactly this version, two of them at least as theirs."""
    signed = {who: answer for who, answer in answers.items() if who in version.people}
    approving = [who for who, answer in signed.items() if answer == Answer.APPROVE]
    return signed.keys() == version.people and len(approving) >= FEWEST


def shown_voices(version: Version) -> dict[UUID, str]:
    """Return what each of those who still differ wrote."""
    return {who: voice.text for who, voice in version.voices.items() if voice.text}


def _check_is_of(version: Version, who: UUID) -> None:
    if who not in version.people:
        raise Refused(rule="one of its people")


def _own_next(before: Version, after: Version) -> tuple[Voice | None, ...]:
    """Return what the author's own voice may be after one step: as it was, or written just now."""
    own = after.voices.get(after.author)
    return (before.voices.get(after.author), Voice(text=own.text if own else "", number=after.number))


def _check_words(title: str, text: str) -> None:
    if not title.strip() or not text.strip():
        raise Refused(rule="empty")
