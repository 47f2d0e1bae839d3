"""What this area puts into a person's own export, and takes out when they delete their account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from amends_web.shell.exports import Section
from amends_web.vault.models import Box, Grant, UnlockedSession
from amends_web.vault.pins import pins_of

if TYPE_CHECKING:
    from amends_web.accounts.models import Person
    from amends_web.vault.keyring import Keyring


def collect_pins(person: Person, keyring: Keyring) -> Section:
    return Section(name="pins", title=gettext("People whose safety words you compared"), rows=pins_of(keyring, person))


def erase_boxes(person: Person, _keyring: Keyring) -> None:
    """Delete what only this person opens, and their keys to what they shared.

    Spaces come first (a higher area): they make new keys for those who stay.
    """
    UnlockedSession.objects.filter(person=person).delete()
    Box.objects.filter(owner=person).delete()
    Grant.objects.filter(person=person).delete()
