"""What somebody said once about names, columns and claims, in their private box, so that it holds the next time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from amends.chats.same_people import alike
from amends_web.imports.models import Remembered
from amends_web.vault.queries import private_box

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amends_web.accounts.models import Person
    from amends_web.vault.keyring import Keyring

# Of names and columns each; what was said longest ago is forgotten first.
MOST = 200


def remembered(person: Person, *, keyring: Keyring) -> dict[str, Any]:
    """Return the words of `Remembered`."""
    row = Remembered.objects.select_related("box").filter(owner=person).first()
    nothing: dict[str, Any] = {"people": [], "me": [], "columns": [], "waved": []}
    # What was kept by the first version holds no "waved".
    return nothing if row is None else nothing | row.words(keyring)


def known_people(person: Person, *, keyring: Keyring) -> list[list[str]]:
    """Return the names of each person of whom several are known."""
    people: list[list[str]] = remembered(person, keyring=keyring)["people"]
    return people


def known_columns(words: Mapping[str, Any], columns: Iterable[str]) -> dict[str, str] | None:
    """Return which column is which in a table of these columns, if that was said once."""
    wanted = sorted(columns)
    found: list[dict[str, str]] = [chosen for names, chosen in words["columns"] if names == wanted]
    return found[-1] if found else None


def remember_people(*, person: Person, keyring: Keyring, people: Iterable[Sequence[str]], me: Sequence[str]) -> None:
    """Keep which names are one person's, and which are one's own; names that are apart now are so from now on."""
    said = [list(dict.fromkeys(names)) for names in people]
    words = remembered(person, keyring=keyring)
    groups = [_grown(names, words["people"], others=[other for other in said if other is not names]) for names in said]
    seen = {alike(name) for names in said for name in names}
    older = [[name for name in names if alike(name) not in seen] for names in words["people"]]
    words["people"] = [names for names in [*older, *groups] if len(names) > 1][-MOST:]
    if me:
        words["me"] = list(dict.fromkeys([*words["me"], *me]))[-MOST:]
    _keep(person, keyring=keyring, words=words)


def remember_columns(*, person: Person, keyring: Keyring, columns: Iterable[str], chosen: Mapping[str, str]) -> None:
    """Keep which column of a table is which."""
    words = remembered(person, keyring=keyring)
    names = sorted(columns)
    others = [one for one in words["columns"] if one[0] != names]
    words["columns"] = [*others, [names, dict(chosen)]][-MOST:]
    _keep(person, keyring=keyring, words=words)


def remember_waved(*, person: Person, keyring: Keyring, digests: Iterable[str]) -> None:
    """Keep what the person waved away (waved.digests_of): all of it, as that was for good."""
    words = remembered(person, keyring=keyring)
    words["waved"] = sorted({*words["waved"], *digests})
    _keep(person, keyring=keyring, words=words)


def forget(person: Person) -> None:
    Remembered.objects.filter(owner=person).delete()


def _grown(names: list[str], before: Iterable[Sequence[str]], *, others: Iterable[Sequence[str]]) -> list[str]:
    """Add to somebody's names the ones that were known as theirs, unless they are another's now."""
    mine = {alike(name) for name in names}
    theirs = {alike(name) for other in others for name in other}
    more = [name for group in before if mine & {alike(one) for one in group} for name in group]
    return [*names, *(name for name in more if alike(name) not in mine | theirs)]


def _keep(person: Person, *, keyring: Keyring, words: dict[str, Any]) -> None:
    with transaction.atomic():
        row = Remembered.objects.select_related("box").filter(owner=person).first()
        row = row or Remembered(owner=person, box=private_box(person))
        row.put(keyring, words)
        row.save()
