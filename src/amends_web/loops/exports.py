"""What this area puts into a person's own export, and what goes when they delete their account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from amends.errors import Sealed
from amends_web.accounts.models import Person
from amends_web.loops.models import Answers, Loop, Share, Wording
from amends_web.loops.shown import ShownWording, shown_loop
from amends_web.shell.exports import Section
from amends_web.vault.keyring import Keyring


def collect(person: Person, keyring: Keyring) -> Section:
    """Return one's own answers, and every loop that one may see."""
    rows = [
        {"what": "my answers", **_own(row.words(keyring))}
        for row in Answers.objects.select_related("box").filter(person=person).order_by("pk")
    ]
    return Section(name="loops", title="What it was really about", rows=rows + _loops(person, keyring))


def erase(person: Person, _keyring: Keyring) -> None:
    """Take out what this person answered, shared and drew; the others keep the loop, and their own words in it."""
    Wording.objects.filter(by=person).delete()
    Share.objects.filter(person=person).delete()
    Answers.objects.filter(person=person).delete()


def _own(words: dict[str, Any]) -> dict[str, Any]:
    return {name: answer for name, answer in words.items() if name != "page"}


def _loops(person: Person, keyring: Keyring) -> list[dict[str, Any]]:
    loops = (
        Loop.objects.select_related("box", "space__box")
        .filter(space__members__person=person, space__members__left_at=None, revealed_at__isnull=False)
        .filter(pk__in=Share.objects.filter(person=person).values("loop"))
        .order_by("begun_at", "pk")
    )
    return [_loop(loop, person, keyring) for loop in loops]


def _loop(loop: Loop, person: Person, keyring: Keyring) -> dict[str, Any]:
    row = {"what": "loop", "about": loop.words(keyring)["name"]}
    try:
        shown = shown_loop(loop, person, keyring, former="a former member")
    except Sealed:
        return row | {"arrows": None}
    return row | {
        "shared": [
            {"by": one.name, "answers": {answer.heading: answer.text for answer in one.answers}} for one in shown.people
        ],
        "arrows": [_arrow(wordings) for wordings in shown.wordings],
    }


def _arrow(wordings: Sequence[ShownWording]) -> dict[str, Any]:
    """Return what an arrow says, "" where it was taken out, with all that it said before."""
    now, *before = [
        {"whose": one.name, "text": one.text, "version": one.number, "by": one.changed_by} for one in wordings
    ]
    return {**now, "before": before}
