"""What two people do at a space's door, through its pages."""

from __future__ import annotations

import uuid

from django.urls import reverse

from amends_web.spaces.models import Invite, Joining
from amends_web.vault.keyring import Keyring
from amends_web.vault.pins import safety_words_with


def again(actor):
    """The keys as the next request would see them."""
    return Keyring(person_id=actor.person.pk, seed=actor.keyring.seed)


def fresh(**data):
    """The fields of a form that was just opened."""
    return {"submission": str(uuid.uuid4()), **data}


def invited(actor, space, message="No rush."):
    """Make an invite through the pages; returns it with its token and its six words."""
    made = actor.client.post(reverse("spaces:make_invite", args=[space.pk]), fresh(message=message))
    assert made.status_code == 302
    invite = Invite.objects.get(pk=made.url.rstrip("/").rsplit("/", 1)[-1])
    words = invite.words(again(actor))
    return invite, words["token"], words["typed"]


def opened(client, **secret):
    return client.post(reverse("spaces:open"), secret)


def joined(actor, token):
    """Open an invite and press Join; returns the joining."""
    assert opened(actor.client, token=token).status_code == 302
    answer = actor.client.post(reverse("spaces:accept"), fresh())
    assert answer.status_code == 302
    return Joining.objects.get(person=actor.person, let_in_at=None)


def let_in(asker, joining):
    compared = safety_words_with(asker.person, joining.person)
    return asker.client.post(reverse("spaces:let_in", args=[joining.pk]), {"compared": compared})


def go_in(guest, joining, **options):
    compared = safety_words_with(guest.person, joining.invite.asked_by)
    return guest.client.post(reverse("spaces:enter", args=[joining.pk]), {"compared": compared}, **options)
