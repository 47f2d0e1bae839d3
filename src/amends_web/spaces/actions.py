"""Making a space, asking people in, letting them in, leaving."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from amends.errors import Refused, SwappedKeys
from amends.path.invites import VALID_FOR, has_room
from amends.sealing import new_box_key
from amends_web.accounts.models import Person
from amends_web.spaces.consents import COME_IN, LET_IN, keep_consent, new_consent, sign_consent
from amends_web.spaces.doors import OpenedInvite, fill_door, new_secrets, open_consent, seal_consent
from amends_web.spaces.models import Invite, Joining, Member, Space
from amends_web.spaces.queries import members
from amends_web.spaces.returning import end_what_was_agreed
from amends_web.vault.actions import create_box, delete_box, delete_empty_boxes, remove_from_box, share_box
from amends_web.vault.keyring import Keyring
from amends_web.vault.models import Box
from amends_web.vault.pins import pin_person, safety_words_with
from amends_web.vault.queries import private_box

# GDPR aside, a wrong last click should not be the end of it for the disk's backups (SECURITY.md 3.6).
EMPTY_SPACES_KEPT_FOR = timedelta(days=30)


def create_space(*, keyring: Keyring, person: Person, relation: str, name: str) -> Space:
    """Make a space with its maker alone in it."""
    with transaction.atomic():
        box = create_box(keyring, kind=Box.Kind.SPACE, owner=person)
        space = Space(box=box, relation=relation, is_demo=person.is_demo)
        space.put(keyring, {"name": " ".join(name.split())})
        space.save(force_insert=True)
        Member.objects.create(space=space, person=person)
    return space


def add_member(*, keyring: Keyring, space: Space, person: Person) -> Member:
    """Put somebody into a space: from here on they open all that lies in it. `keyring` is a member's.

    For whoever comes back, what they had agreed to ends: they are asked anew.
    """
    if person.is_demo != space.is_demo:
        raise Refused(rule="demo and real people never meet")
    with transaction.atomic():
        share_box(keyring, box=space.box, person=person)
        member, is_new = Member.objects.get_or_create(space=space, person=person, left_at=None)
        if is_new and Member.objects.filter(space=space, person=person).exclude(left_at=None).exists():
            end_what_was_agreed(person, space, keyring)
    return member


def make_invite(*, keyring: Keyring, person: Person, space: Space, message: str, now: datetime) -> Invite:
    """Open a door for one person, for 72 hours; raises Refused where the space is full."""
    chosen = new_secrets()
    key = new_box_key()
    invite = Invite(box=space.box, space=space, asked_by=person, made_at=now, expires_at=now + VALID_FOR)
    words = {"token": chosen.token, "typed": chosen.typed, "message": message, "key": key.hex()}
    for_guest = {"asker": person.name, "relation": space.relation, "message": message}
    fill_door(invite, key=key, chosen=chosen, for_guest=for_guest)
    with transaction.atomic():
        _sweep_invites(now)
        _check_room(space, invited=space.invites.filter(_is_unsettled(now)).count())
        invite.put(keyring, words)
        invite.save(force_insert=True)
    return invite


def withdraw_invite(*, invite: Invite) -> None:
    """Close a door that nobody went through yet."""
    Invite.objects.filter(pk=invite.pk, joining=None).delete()


def decline_invite(*, opened: OpenedInvite) -> None:
    """Close a door from outside. The row looks as before, to the asker and in the database: nobody is told."""
    _close_door(opened)


def ask_to_join(*, keyring: Keyring, person: Person, opened: OpenedInvite, run_by: str, now: datetime) -> Joining:
    """Press Join: the invite is used up, and whoever asked may let this person in.

    Raises Refused where somebody was faster. The signed consent stands under the invite's key, which proves to the
    asker that it comes from somebody who had the invite.
    """
    consent = new_consent(COME_IN, run_by=run_by, at=now)
    signature = sign_consent(keyring, consent, space=opened.invite.space)
    joining = Joining(invite=opened.invite, person=person, asked_at=now)
    joining.consent = seal_consent(opened.key, consent | {"signature": signature.hex()}, joining_id=joining.pk)
    with transaction.atomic():
        if not _close_door(opened):
            raise Refused(rule="an invite is used once")
        joining.save(force_insert=True)
    return joining


def stop_waiting(*, joining: Joining) -> None:
    """Take back one's own Join, or turn somebody away: the joining goes, and its invite with it."""
    Invite.objects.filter(pk=joining.invite_id, joining__let_in_at=None).delete()


def let_in(*, keyring: Keyring, person: Person, joining: Joining, run_by: str, now: datetime) -> None:
    """Open the space to somebody whose safety words match. A repeat changes nothing.

    Raises Refused for a full space, Tampered where their consent is not theirs, and SwappedKeys where their keys are
    not those that were confirmed before.
    """
    space = joining.invite.space
    key = bytes.fromhex(joining.invite.words(keyring)["key"])
    theirs = open_consent(key, bytes(joining.consent), joining_id=joining.pk)
    signature = bytes.fromhex(theirs.pop("signature"))
    mine = new_consent(LET_IN, run_by=run_by, at=now, about=str(joining.person_id))
    with transaction.atomic():
        if not Joining.objects.filter(pk=joining.pk, let_in_at=None).update(let_in_at=now):
            return
        _check_room(space)
        pin_person(keyring, private_box(person), joining.person)
        add_member(keyring=keyring, space=space, person=joining.person)
        keep_consent(keyring, theirs, space=space, person=joining.person, signature=signature)
        my_signature = sign_consent(keyring, mine, space=space)
        keep_consent(keyring, mine, space=space, person=person, signature=my_signature)


def check_compared(*, person: Person, other: Person, words: str) -> None:
    """Raise SwappedKeys where `words`, which stood on the page, are not those of the keys that lie here now.

    Keys that are swapped between the page and its button would be kept as the true ones otherwise.
    """
    if words != safety_words_with(person, other):
        raise SwappedKeys


def confirm_person(*, keyring: Keyring, person: Person, other: Person) -> None:
    """Keep the other's keys as the true ones; raises SwappedKeys where others were confirmed before."""
    with transaction.atomic():
        pin_person(keyring, private_box(person), other)


def leave_space(*, keyring: Keyring, person: Person, space: Space, is_told: bool, now: datetime) -> None:
    """Leave at once: no grant opens the space to the leaver any more, and what is written later has a new key.

    `is_told` says whether the others see it. What lies in the leaver's private box stays there.
    """
    with transaction.atomic():
        Member.objects.filter(space=space, person=person, left_at=None).update(left_at=now, is_told=is_told)
        Invite.objects.filter(space=space, asked_by=person).delete()
        remove_from_box(keyring, box=space.box, person=person)
        if not Member.objects.filter(space=space, left_at=None).exists():
            Space.objects.filter(pk=space.pk).update(emptied_at=now)


def erase_empty_spaces(*, now: datetime) -> None:
    """Erase the spaces that nobody has been in for 30 days, with what was between some of their people alone."""
    for space in Space.objects.select_related("box").filter(emptied_at__lt=now - EMPTY_SPACES_KEPT_FOR):
        with transaction.atomic():
            delete_box(box=space.box)
            delete_empty_boxes()


def _close_door(opened: OpenedInvite) -> bool:
    """Replace both hashes by random ones; False where it was closed already."""
    fits = Q(token_hash=opened.used_hash) | Q(typed_hash=opened.used_hash)
    closed = Invite.objects.filter(fits, pk=opened.invite.pk).update(
        token_hash=secrets.token_bytes(32), typed_hash=secrets.token_bytes(32)
    )
    return bool(closed)


def _check_room(space: Space, *, invited: int = 0) -> None:
    if not has_room(members=len(members(space)), invited=invited):
        raise Refused(rule="a space has room for twelve")


def _is_unsettled(now: datetime) -> Q:
    """Invites for which a place is kept: still open, or with somebody waiting."""
    return Q(joining=None, expires_at__gt=now) | Q(joining__isnull=False, joining__let_in_at=None)


def _sweep_invites(now: datetime) -> None:
    """Delete what is past its time and settled; its secrets need not lie in the box for ever."""
    Invite.objects.filter(expires_at__lt=now).exclude(_is_unsettled(now)).delete()
