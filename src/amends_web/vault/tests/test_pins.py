from __future__ import annotations

import pytest

from amends.errors import SwappedKeys, Tampered
from amends.sealing import new_box_key, new_seed, seal_grant
from amends_web.accounts.models import FirstStep, Person
from amends_web.vault.actions import create_box, remove_from_box, share_box
from amends_web.vault.keyring import Keyring, grant_statement
from amends_web.vault.models import Box, Grant, Pin
from amends_web.vault.pins import is_pinned, pin_person, safety_words_with, swapped_people
from amends_web.vault.queries import private_box


def swap_keys(person):
    """Do what a host could do: put keys of one's own in the place of somebody's."""
    seed = new_seed()
    Person.objects.filter(pk=person.pk).update(public_key=seed.public_key, verify_key=seed.verify_key)
    person.refresh_from_db()
    return seed


def again(actor):
    return Keyring(person_id=actor.person.pk, seed=actor.keyring.seed)


def confirm(ana, ben):
    pin_person(ana.keyring, private_box(ana.person), ben.person)


def test_both_see_the_same_safety_words_and_a_third_pair_sees_others(ana, ben, stranger):
    words = safety_words_with(ana.person, ben.person)
    assert words == safety_words_with(ben.person, ana.person)
    assert len(words.split()) == 5
    assert words != safety_words_with(ana.person, stranger.person)


def test_swapped_keys_change_the_safety_words(ana, ben):
    before = safety_words_with(ana.person, ben.person)
    swap_keys(ben.person)
    assert safety_words_with(ana.person, ben.person) != before


def test_nobody_is_swapped_while_all_is_well(ana, ben):
    confirm(ana, ben)
    assert is_pinned(ana.keyring, ana.person, ben.person)
    assert not is_pinned(ben.keyring, ben.person, ana.person)
    assert swapped_people(ana.keyring, ana.person) == []


def test_a_swapped_key_is_found_by_who_pinned_it(ana, ben, stranger):
    confirm(ana, ben)
    swap_keys(ben.person)
    assert swapped_people(ana.keyring, ana.person) == [ben.person]
    assert swapped_people(stranger.keyring, stranger.person) == []


def test_a_change_of_the_signing_key_alone_is_found(ana, ben):
    confirm(ana, ben)
    Person.objects.filter(pk=ben.person.pk).update(verify_key=new_seed().verify_key)
    assert swapped_people(ana.keyring, ana.person) == [ben.person]


def test_a_person_finds_their_own_swapped_key_without_any_pin(ana):
    swap_keys(ana.person)
    assert swapped_people(ana.keyring, ana.person) == [ana.person]


def test_somebody_who_deleted_their_account_is_not_swapped(ana, ben):
    confirm(ana, ben)
    ben.person.delete()
    assert swapped_people(ana.keyring, ana.person) == []


def test_pinning_twice_keeps_one_pin_and_other_keys_are_refused(ana, ben):
    confirm(ana, ben)
    confirm(ana, ben)
    assert Pin.objects.count() == 1
    swap_keys(ben.person)
    with pytest.raises(SwappedKeys):
        confirm(ana, ben)


def test_nothing_is_shared_with_swapped_keys(ana, ben):
    box = create_box(ana.keyring, kind=Box.Kind.SPACE, owner=ana.person)
    confirm(ana, ben)
    swap_keys(ben.person)
    with pytest.raises(SwappedKeys):
        share_box(ana.keyring, box=box, person=ben.person)
    assert not Grant.objects.filter(box=box, person=ben.person).exists()


def test_a_new_key_of_a_box_does_not_go_to_swapped_keys(ana, ben, stranger):
    box = create_box(ana.keyring, kind=Box.Kind.SPACE, owner=ana.person)
    share_box(ana.keyring, box=box, person=ben.person)
    share_box(ana.keyring, box=box, person=stranger.person)
    confirm(ana, ben)
    swap_keys(ben.person)
    remove_from_box(ana.keyring, box=box, person=stranger.person)
    assert set(Grant.objects.filter(box=box, version=2).values_list("person", flat=True)) == {ana.person.pk}


def test_a_key_planted_into_ones_private_box_is_refused(ana):
    box = private_box(ana.person)
    key, host = new_box_key(), new_seed()
    sealed = seal_grant(key, public_key=bytes(ana.person.public_key), box=box.pk, version=2, person=ana.person.pk)
    Grant.objects.create(
        box=box,
        version=2,
        person=ana.person,
        sealed=sealed,
        given_by=ana.person.pk,
        giver_verify_key=host.verify_key,
        signature=host.sign(*grant_statement(box.pk, 2, ana.person.pk, sealed)),
    )
    Box.objects.filter(pk=box.pk).update(version=2)
    row = FirstStep(box=private_box(ana.person), person=ana.person)
    with pytest.raises(Tampered):
        row.put(again(ana), {"text": "only mine"})


def test_a_pin_that_was_changed_is_refused_and_not_passed_over(ana, ben):
    confirm(ana, ben)
    pin = Pin.objects.get()
    sealed = bytearray(pin.sealed)
    sealed[40] ^= 1
    Pin.objects.filter(pk=pin.pk).update(sealed=bytes(sealed))
    with pytest.raises(Tampered):
        swapped_people(again(ana), ana.person)
