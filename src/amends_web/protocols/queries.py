from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.content.protocols import Keep, Step, Template, templates, templates_for, who_words
from amends.errors import Tampered
from amends.path import protocol as rule
from amends.path.difference import Change, difference_by_line
from amends_web.accounts.models import Person
from amends_web.protocols.access import in_its_box
from amends_web.protocols.models import Acceptance, Note, Protocol, Version
from amends_web.protocols.signing import check_acceptance, check_note, opened
from amends_web.spaces.models import Member, Space
from amends_web.spaces.queries import members, name_list
from amends_web.vault.keyring import Keyring

Row = TypeVar("Row")
Shown = TypeVar("Shown")

# Enough for home, which shows three steps.
MOST_ASKED = 10
MOST_NOTES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownVersion:
    """One wording as a member of the space sees it.

    `proposed_by` is "" where they are gone; `waits_for` are the names of the others whose yes is missing, as one says
    them, or "".
    """

    row: Version
    words: dict[str, Any]
    proposed_by: str
    waits_for: str
    waits_for_me: bool
    is_live: bool
    is_standing: bool

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def shown(self) -> str:
        """Name exactly these words, so that what somebody accepts is what they saw."""
        return _name_of(self.words)

    @property
    def steps(self) -> list[str]:
        return steps_of(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProtocol:
    """A protocol with its versions, the newest first. `live` holds now; `waiting` are those that could."""

    row: Protocol
    versions: tuple[ShownVersion, ...]

    @property
    def live(self) -> ShownVersion | None:
        return next((version for version in self.versions if version.is_live), None)

    @property
    def waiting(self) -> list[ShownVersion]:
        return [version for version in self.versions if version.is_standing and not version.is_live]

    @property
    def past(self) -> list[ShownVersion]:
        return [version for version in self.versions if not version.is_standing]

    @property
    def newest(self) -> ShownVersion:
        return self.versions[0]

    @property
    def current(self) -> ShownVersion:
        """Return what a list names the protocol by."""
        return self.live or self.newest

    @property
    def ended_on(self) -> date | None:
        return None if self.live or self.waiting else self.newest.row.ended_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A version that waits for somebody; `was_before`: it was proposed before they came into the space.

    `proposed_by` is "" where they are gone.
    """

    version: Version
    proposed_by: str
    space_id: UUID
    was_before: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changed in one field between two wordings, line by line."""

    label: str
    lines: tuple[tuple[Change, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkStep:
    """A step as it is walked through; a line of people's own names nobody and no minutes."""

    say: str
    who: str = ""
    minutes: int = 0
    keep: Keep | None = None

    @property
    def shown(self) -> str:
        """Name exactly this step, so that what is written at it goes to whom the page said."""
        return _name_of(asdict(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNote:
    """What was written down at a step; `by` is its writer as one calls them here."""

    row: Note
    by: str
    words: dict[str, str]
    is_shared: bool
    is_mine: bool


def protocols_in(space: Space, person: Person, keyring: Keyring) -> list[ShownProtocol]:
    """Return the protocols of a space, those that are live first; one that was tampered with is left out."""
    here = [member.person for member in members(space)]
    rows = _with_versions(Protocol.objects.filter(space=space))
    shown = _untouched(rows, lambda row: _shown(row, here, person, keyring))
    return sorted(shown, key=lambda one: (one.live is None, not one.waiting, one.current.words["title"].casefold()))


def shown_protocol(protocol: Protocol, person: Person, keyring: Keyring) -> ShownProtocol:
    """Return one protocol; raises Tampered where somebody is said to have accepted what they did not sign."""
    here = [member.person for member in members(protocol.space)]
    return _shown(_with_versions(Protocol.objects.filter(pk=protocol.pk)).get(), here, person, keyring)


def rule_versions(protocol: Protocol) -> list[rule.Version]:
    """Return the versions of a protocol as the rule takes them, in the order of their numbers."""
    rows = Version.objects.filter(protocol=protocol).order_by("number").prefetch_related("acceptances")
    return [_rule_version(row) for row in rows]


def people_here(space: Space) -> frozenset[str]:
    return frozenset(str(member.person_id) for member in members(space))


def asked_of(person: Person, keyring: Keyring, *, since: date) -> list[Asked]:
    """Return the newest versions to which this person said no yes, where they met them after a day.

    One meets a version as it is proposed, or with all the others as one comes into the space.
    """
    here = Member.objects.filter(person=person, left_at=None).values_list("space_id", "joined_at")
    came_on = {space_id: timezone.localdate(joined_at) for space_id, joined_at in here}
    new_in = [space_id for space_id, day in came_on.items() if day > since]
    present = Member.objects.filter(Q(left_at=None) | Q(is_told=False), space__in=came_on)
    present_in = set(present.values_list("space_id", "person_id"))
    rows = Protocol.objects.filter(Q(versions__proposed_on__gt=since) | Q(space__in=new_in), space__in=came_on)
    asked = []
    for row in _with_versions(rows.distinct().order_by("pk"))[:MOST_ASKED]:
        version, day = list(row.versions.all())[-1], came_on[row.space_id]
        is_met = version.proposed_on > since or day > since
        if is_met and version.ended_on is None and person.pk not in _accepted_by(version):
            by = version.proposed_by if (row.space_id, version.proposed_by_id) in present_in else None
            asked.append(
                Asked(
                    version=version,
                    proposed_by=by.name if by else "",
                    space_id=row.space_id,
                    was_before=version.proposed_on < day,
                )
            )
    return [one for one, _words in _untouched(asked, lambda one: (one, _opened(one.version, keyring)))]


def library_of(space: Space) -> list[Template]:
    return templates_for(space.relation)


def notes_in(space: Space, person: Person, keyring: Keyring, *, most: int | None = MOST_NOTES) -> list[ShownNote]:
    """Return what this person wrote down here, and what others did for all; the newest first."""
    rows = (
        Note.objects.select_related("box", "person")
        .filter(in_its_box(), Q(person=person) | Q(box=space.box_id), space=space)
        .order_by("-kept_on", "pk")[:most]
    )
    here = [member.person for member in members(space)]
    return list(_untouched(rows, lambda row: _shown_note(row, here, person, keyring)))


def own_notes(person: Person, keyring: Keyring) -> list[ShownNote]:
    """Return what this person wrote down: for themselves, also in spaces that they left, and for all where they are."""
    is_here = Q(space__members__person=person, space__members__left_at=None)
    rows = (
        Note.objects.select_related("box", "person")
        .filter(in_its_box(), Q(box__owner=person) | is_here, person=person)
        .order_by("-kept_on", "pk")
        .distinct()
    )
    return list(_untouched(rows, lambda row: _shown_note(row, [person], person, keyring)))


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """Return, field by field, what is another in the later wording; empty lines and spaces around lines are nothing."""
    labels = {"title": _("What it is called"), "when": _("When"), "what": _("What"), "who": _("Who")}
    return [
        Difference(label=label, lines=difference_by_line(_lines(before[name]), _lines(after[name])))
        for name, label in labels.items()
        if _lines(before[name]) != _lines(after[name])
    ]


def steps_of(words: dict[str, Any]) -> list[str]:
    """Return the steps of a wording: the lines of what is done."""
    return _lines(words["what"])


def basis_of(template: Template) -> dict[str, Any]:
    """Return what a version keeps of the protocol that it was made from, so that it stands by itself.

    "is_ours" says whether it is one of the library, to the letter: nobody looked into what others say of themselves.
    """
    return {
        "is_ours": templates().get(template.id) == template,
        "title": template.title,
        "sources": list(template.sources),
        "strength": template.strength_words,
        "shown": template.shown,
        "not_when": list(template.not_when),
        "too_much": template.too_much,
        "steps": [{"line": step.line, **asdict(walk_step(step))} for step in template.steps],
    }


def walk_step(step: Step) -> WalkStep:
    return WalkStep(who=who_words(step.speaker), minutes=step.minutes, say=step.say, keep=step.keep)


def walk_of(words: dict[str, Any]) -> list[WalkStep]:
    """Return the steps of a wording. A line that is still as the protocol had it that it was made from is that step."""
    known = {step["line"]: step for step in words["basis"]["steps"]} if words["basis"] else {}
    return [_known_step(known[line]) if line in known else WalkStep(say=line) for line in steps_of(words)]


def _known_step(step: dict[str, Any]) -> WalkStep:
    keep = Keep(**step["keep"]) if step["keep"] else None
    return WalkStep(who=step["who"], minutes=step["minutes"], say=step["say"], keep=keep)


def _with_versions(rows: QuerySet[Protocol]) -> QuerySet[Protocol]:
    accepted = Acceptance.objects.select_related("box", "person").order_by("accepted_on", "pk")
    versions = Version.objects.select_related("box", "proposed_by").order_by("number")
    return rows.prefetch_related(
        Prefetch("versions", queryset=versions.prefetch_related(Prefetch("acceptances", queryset=accepted)))
    )


def _shown(row: Protocol, here: list[Person], person: Person, keyring: Keyring) -> ShownProtocol:
    versions = list(row.versions.all())
    rules = [_rule_version(version) for version in versions]
    present = frozenset(str(one.pk) for one in here)
    held, standing = rule.live(rules, present), rule.standing(rules, present)
    shown = []
    for version, ruled in zip(versions, rules, strict=True):
        waits = rule.waits_for(ruled, present)
        shown.append(
            ShownVersion(
                row=version,
                words=_opened(version, keyring),
                proposed_by=version.proposed_by.name if version.proposed_by in here else "",
                waits_for=name_list(one for one in here if one != person and str(one.pk) in waits),
                waits_for_me=str(person.pk) in waits,
                is_live=ruled == held,
                is_standing=ruled in standing,
            )
        )
    return ShownProtocol(row=row, versions=tuple(reversed(shown)))


def _rule_version(row: Version) -> rule.Version:
    return rule.Version(
        number=row.number,
        keeps=row.keeps,
        accepted_by=frozenset(map(str, _accepted_by(row))),
        is_ended=row.ended_on is not None,
    )


def _accepted_by(version: Version) -> set[UUID]:
    return {acceptance.person_id for acceptance in version.acceptances.all()}


def _opened(version: Version, keyring: Keyring) -> dict[str, Any]:
    """Return the words of a version; looks at every signature under it, its proposer's among them."""
    words = opened(version, keyring)
    for acceptance in version.acceptances.all():
        check_acceptance(acceptance, version, words, keyring)
    if version.proposed_by_id and version.proposed_by_id not in _accepted_by(version):
        raise Tampered
    return words


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _shown_note(row: Note, here: list[Person], person: Person, keyring: Keyring) -> ShownNote:
    words = opened(row, keyring)
    check_note(row, words, keyring)
    return ShownNote(
        row=row,
        by=row.person.name if row.person in here else _("a former member"),
        words=words,
        is_shared=row.box.owner_id is None,
        is_mine=row.person_id == person.pk,
    )


def _untouched(rows: Iterable[Row], show: Callable[[Row], Shown]) -> Iterator[Shown]:
    """Yield the rows of a list as they are shown; one that was changed is left out, and its own page says why."""
    for row in rows:
        with suppress(Tampered):
            yield show(row)


def _name_of(shown: dict[str, Any]) -> str:
    canonical = json.dumps(shown, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(canonical.encode(), digest_size=16).hexdigest()
