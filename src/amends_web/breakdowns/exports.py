"""What this area puts into a person's own export, and what goes when they delete their account."""

from __future__ import annotations

from typing import Any

from amends.errors import Sealed
from amends_web.accounts.models import Person
from amends_web.breakdowns.models import Breakdown, Share, Side, Surprise
from amends_web.shell.exports import Section
from amends_web.spaces.blind import open_share
from amends_web.vault.keyring import Keyring


def collect(person: Person, keyring: Keyring) -> Section:
    """Return one's own sides, and the shared parts of every map that one may see."""
    sides = [_side(row, keyring) for row in Side.objects.select_related("box").filter(person=person)]
    return Section(name="breakdowns", title="What happened, and your side of it", rows=sides + _maps(person, keyring))


def erase(person: Person, _keyring: Keyring) -> None:
    """Take out what this person wrote and shared; the others keep the breakdown, and their own words."""
    Surprise.objects.filter(person=person).delete()
    Share.objects.filter(person=person).delete()
    Side.objects.filter(person=person).delete()


def _side(row: Side, keyring: Keyring) -> dict[str, Any]:
    words = row.words(keyring)
    kept_for_the_page = ("about", "past", "left", "words_in")
    answers = {name: answer for name, answer in words.items() if name not in kept_for_the_page}
    return {"what": "my side", **words["about"], **answers}


def _maps(person: Person, keyring: Keyring) -> list[dict[str, Any]]:
    mine = Breakdown.objects.filter(
        shares__person=person, space__members__person=person, space__members__left_at=None
    ).values("pk")
    shares = (
        Share.objects.select_related("box", "person", "breakdown__box")
        .filter(breakdown__in=mine)
        .order_by("breakdown__begun_at", "pk")
    )
    return [
        _share(share, keyring)
        for share in shares
        if share.breakdown.revealed_at is not None or share.person_id == person.pk
    ]


def _share(share: Share, keyring: Keyring) -> dict[str, Any]:
    about = share.breakdown.words(keyring)
    row = {"what": "shared", **about, "by": share.person.name, "is_open": share.breakdown.revealed_at is not None}
    try:
        return row | {"parts": open_share(share, keyring)["parts"]}
    except Sealed:
        return row | {"parts": None}
