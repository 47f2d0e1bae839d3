"""Each version holds the hash of the one before; what is not as it was signed is shown to nobody."""

from __future__ import annotations

import pytest
from django.http import Http404
from django.utils import timezone

from amends.sealing import new_seed
from amends_web.accounts.models import Person
from amends_web.breakdowns.tests.conftest import again
from amends_web.spaces.actions import leave_space
from amends_web.summaries.access import summary_for
from amends_web.summaries.actions import edit_summary
from amends_web.summaries.models import Reply, Version
from amends_web.summaries.signing import hash_of, reply_statement, version_statement
from amends_web.vault.pins import pin_person
from amends_web.vault.queries import private_box


@pytest.fixture
def agreed(ana, ben, desk):
    """Three versions, the last of which both have approved."""
    desk.begin(ana)
    desk.edit(ben, "Ben’s words.", seen=1)
    desk.differ(ana, "I see it otherwise.")
    return desk.agree(ana, ben, seen=3)


def seal(who, row, change, statement):
    """Seal other words into a row, signed by `who`: what somebody with the space's key and the database can do."""
    words = row.words(again(who))
    change(words)
    row.put(again(who), words)
    row.signature = who.keyring.sign(*statement(row, words))
    row.save()


def is_stopped(desk, who):
    response = desk.get(who, "summary")
    return response.status_code == 409 and "Something here was changed" in response.content.decode()


def test_each_version_holds_the_hash_of_the_one_before(ana, ben, agreed):
    words = [row.words(again(ben)) for row in Version.objects.order_by("number")]
    assert [one["previous"] for one in words] == ["", hash_of(words[0]), hash_of(words[1])]


def test_words_of_an_agreed_version_that_ana_changed_are_shown_to_nobody(ana, ben, agreed):
    row = Version.objects.get(number=3)
    seal(ana, row, lambda words: words.update(text="It was all Ben."), version_statement)
    for who in (ana, ben):
        assert is_stopped(agreed, who)
        for copy in ("print", "text", "pdf", "version"):
            assert agreed.get(who, copy, 3).status_code == 409
        assert who.client.get("/").status_code == 200
        assert "is not shown" in agreed.page(who, "summaries")


def test_an_earlier_version_that_was_written_anew_is_found(ana, ben, agreed):
    seal(ana, Version.objects.get(number=1), lambda words: words.update(text="Another beginning."), version_statement)
    assert is_stopped(agreed, ben)


def test_an_approval_that_ana_made_for_ben_is_found(ana, ben, desk):
    desk.begin(ana).agree(ana, seen=1)
    row = Version.objects.get()
    reply = Reply(box=row.box, to=row, person=ben.person)
    words = Reply.objects.get().words(again(ana)) | {"person": str(ben.person.pk)}
    reply.put(again(ana), words)
    reply.signature = ana.keyring.sign(*reply_statement(reply, words))
    reply.save()
    for who in (ana, ben):
        assert is_stopped(desk, who)


def test_an_approval_of_another_version_agrees_to_nothing(ana, ben, desk):
    desk.begin(ana).agree(ana, ben, seen=1)
    desk.edit(ana, "Other words.", seen=1)
    Reply.objects.update(to=Version.objects.get(number=2))
    assert is_stopped(desk, ben)


def test_a_version_without_ben_is_no_agreement_behind_his_back(ana, ben, desk):
    desk.begin(ana)
    desk.edit(ana, "Other words.", seen=1)
    row = Version.objects.get(number=2)
    seal(ana, row, lambda words: words["people"].pop(str(ben.person.pk)), version_statement)
    assert is_stopped(desk, ben)
    assert is_stopped(desk, ana)


def test_a_key_in_bens_name_that_is_not_his_is_found(ana, ben, desk):
    desk.begin(ana)
    row = Version.objects.get()
    key = ana.keyring.seed.verify_key.hex()
    seal(ana, row, lambda words: words["people"].update({str(ben.person.pk): key}), version_statement)
    assert is_stopped(desk, ben)
    assert is_stopped(desk, ana)


def test_a_version_that_is_moved_to_another_place_is_found(ana, ben, agreed):
    Version.objects.filter(number=3).update(number=4)
    assert is_stopped(agreed, ben)


def test_a_summary_with_a_key_that_is_not_what_ana_confirmed_with_ben_is_found(ana, ben, desk):
    pin_person(again(ana), private_box(ana.person), ben.person)
    Person.objects.filter(pk=ben.person.pk).update(verify_key=new_seed().verify_key)
    desk.begin(ana)
    assert is_stopped(desk, ana)


def test_a_version_that_was_taken_out_of_the_middle_is_found(ana, ben, agreed):
    Version.objects.filter(number=2).delete()
    for who in (ana, ben):
        assert is_stopped(agreed, who)


def test_a_beginning_that_was_taken_away_is_found(ana, ben, agreed):
    Version.objects.filter(number=1).delete()
    for who in (ana, ben):
        assert is_stopped(agreed, who)


def test_what_ben_signs_of_a_version_that_was_followed_by_another_agrees_to_nothing(ana, ben, desk):
    desk.begin(ben).agree(ana, seen=1)
    desk.edit(ana, "Other words.", seen=1)
    row = Version.objects.get(number=1)
    late = Reply(box=row.box, to=row, person=ben.person)
    words = Reply.objects.get().words(again(ben)) | {"person": str(ben.person.pk)}
    late.put(again(ben), words)
    late.signature = ben.keyring.sign(*reply_statement(late, words))
    late.save()
    for who in (ana, ben):
        page = desk.page(who, "summary")
        assert "is agreed, and stays so" not in page
        assert "Agreed." not in page


def test_a_summary_that_was_taken_away_just_before_is_not_there(ana, ben, desk):
    desk.begin(ana)
    stale = summary_for(ben.person, desk.summary.pk)
    desk.post(ana, "withdraw")
    with pytest.raises(Http404):
        edit_summary(
            keyring=again(ben), person=ben.person, summary=stale, seen=1, title="x", text="x", now=timezone.now()
        )


def test_words_that_are_written_while_somebody_leaves_are_sealed_with_the_new_key(ana, ben, cleo, desk):
    desk.begin(ana)
    stale = summary_for(ben.person, desk.summary.pk)
    leave_space(keyring=again(cleo), person=cleo.person, space=desk.space, is_told=False, now=timezone.now())
    edit_summary(keyring=again(ben), person=ben.person, summary=stale, seen=1, title="x", text="x", now=timezone.now())
    first, second = Version.objects.order_by("number")
    assert second.key_version > first.key_version
