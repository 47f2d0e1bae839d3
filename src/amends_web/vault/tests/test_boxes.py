from __future__ import annotations

import pytest

from amends.errors import NoGrant, Tampered
from amends_web.accounts.models import FirstStep
from amends_web.vault.actions import create_box, remove_from_box, share_box
from amends_web.vault.keyring import Keyring
from amends_web.vault.models import Box, Grant
from amends_web.vault.queries import private_box


def kept(actor, box, text):
    row = FirstStep(box=box, person=actor.person)
    row.put(actor.keyring, {"text": text})
    row.save()
    return FirstStep.objects.get(pk=row.pk)


def again(actor):
    """The keys as the next request would see them."""
    return Keyring(person_id=actor.person.pk, seed=actor.keyring.seed)


def test_a_private_row_opens_to_its_owner_alone(ana, ben):
    row = kept(ana, private_box(ana.person), "only mine")
    assert row.words(again(ana)) == {"text": "only mine"}
    with pytest.raises(NoGrant):
        row.words(again(ben))


def test_a_shared_box_opens_to_both_also_what_was_written_before(ana, ben, stranger):
    box = create_box(ana.keyring, kind=Box.Kind.SPACE, owner=ana.person)
    row = kept(ana, box, "before you came")
    share_box(ana.keyring, box=box, person=ben.person)
    assert row.words(again(ben)) == {"text": "before you came"}
    with pytest.raises(NoGrant):
        row.words(again(stranger))


def test_what_is_written_after_somebody_left_does_not_open_to_them(ana, ben):
    box = create_box(ana.keyring, kind=Box.Kind.SPACE, owner=ana.person)
    share_box(ana.keyring, box=box, person=ben.person)
    old_grants = list(Grant.objects.filter(box=box, person=ben.person).values())
    remove_from_box(ben.keyring, box=box, person=ben.person)
    ana.keyring = again(ana)
    row = kept(ana, box, "after")
    assert row.key_version == 2
    assert row.words(again(ana)) == {"text": "after"}
    Grant.objects.bulk_create(Grant(**values) for values in old_grants)
    with pytest.raises(NoGrant):
        row.words(again(ben))


def test_a_row_moved_into_another_row_is_refused(ana):
    one = kept(ana, private_box(ana.person), "one")
    two = kept(ana, private_box(ana.person), "two")
    FirstStep.objects.filter(pk=one.pk).update(sealed=bytes(two.sealed))
    with pytest.raises(Tampered):
        FirstStep.objects.get(pk=one.pk).words(again(ana))


def test_a_grant_that_somebody_else_signed_is_refused(ana, ben):
    box = create_box(ana.keyring, kind=Box.Kind.SPACE, owner=ana.person)
    row = kept(ana, box, "words")
    Grant.objects.filter(box=box).update(signature=b"0" * 64)
    with pytest.raises(Tampered):
        row.words(again(ana))


def test_opening_many_boxes_costs_one_query(ana, django_assert_num_queries):
    boxes = [create_box(ana.keyring, kind=Box.Kind.IMPORT, owner=ana.person) for _ in range(5)]
    rows = [kept(ana, box, "words") for box in boxes]
    keyring = again(ana)
    with django_assert_num_queries(1):
        for row in rows:
            row.words(keyring)


def test_a_box_that_others_open_too_is_not_taken_as_a_private_one(ana, ben):
    shared = create_box(ben.keyring, kind=Box.Kind.PAIR, owner=ben.person)
    share_box(ben.keyring, box=shared, person=ana.person)
    Box.objects.filter(pk=private_box(ben.person).pk).update(kind=Box.Kind.PAIR)
    Box.objects.filter(pk=shared.pk).update(kind=Box.Kind.PRIVATE)
    ben.keyring = again(ben)
    with pytest.raises(Tampered):
        kept(ben, private_box(ben.person), "only mine")
