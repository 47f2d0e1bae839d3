"""Everybody a promise is between can seal words into its box; only what each took as a step is shown as theirs."""

from __future__ import annotations

import pytest

from amends_web.breakdowns.tests.conftest import again
from amends_web.promises.models import Promise, Receiver, Step
from amends_web.promises.tests.conftest import ACT
from amends_web.spaces.actions import add_member


def steps_of(row, who):
    """The steps in their order, as somebody who opens the box reads them."""
    keyring = again(who)
    return sorted(Step.objects.filter(promise=row), key=lambda step: step.words(keyring)["place"])


def put_in(who, step, change):
    """Seal other words into a step, as whoever opens its box and writes to the database can."""
    words = step.words(again(who))
    change(words)
    step.put(again(who), words)
    step.save()


def assert_stopped(room, row, *people):
    for who in people:
        page = room.get(who, "promise", row.pk)
        assert page.status_code == 409
        assert "Something here was changed" in page.content.decode()
        assert ACT not in page.content.decode()
        assert who.client.get("/").status_code == 200
        assert str(row.pk) not in room.page(who, "promises")


def test_a_yes_that_ana_wrote_for_ben_is_shown_to_nobody(ana, ben, room, offered):
    first = steps_of(offered, ana)[0]
    forged = Step(promise=offered, box=offered.box, by=ben.person, signature=bytes(first.signature))
    forged.put(again(ana), first.words(again(ana)) | {"kind": "accepted", "terms": None, "offer": 1, "place": 1})
    forged.save()
    assert_stopped(room, offered, ana, ben)


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_other_words_in_a_promise_that_stands_are_found(ana, ben, room, agreed, who):
    put_in({"ana": ana, "ben": ben}[who], steps_of(agreed, ana)[0], lambda words: words["terms"].update(act="cook"))
    assert_stopped(room, agreed, ana, ben)


def test_a_view_turned_round_is_found(ana, ben, room, due):
    room.say(ben, due, "not")
    put_in(ana, steps_of(due, ana)[-1], lambda words: words.update(is_kept=True))
    assert_stopped(room, due, ana, ben)


def test_a_step_taken_out_of_the_middle_is_found(ana, ben, room, due):
    room.say(ben, due, "not")
    room.say(ana, due, "kept")
    steps_of(due, ana)[2].delete()
    assert_stopped(room, due, ana, ben)


def test_a_step_moved_to_another_promise_is_found(ana, ben, room, agreed):
    other = room.offer(ana, ben)
    yes = steps_of(agreed, ana)[1]
    moved = Step(promise=other, box=other.box, by=ben.person, signature=bytes(yes.signature))
    moved.put(again(ana), yes.words(again(ana)))
    moved.save()
    assert_stopped(room, other, ana, ben)


def test_a_promise_cannot_be_given_to_another_or_to_one_more(ana, ben, actor, room, agreed):
    cleo = actor("Cleo")
    added = Receiver.objects.create(promise=agreed, person=cleo.person)
    assert_stopped(room, agreed, ana, ben)
    added.delete()
    assert room.get(ana, "promise", agreed.pk).status_code == 200
    Promise.objects.filter(pk=agreed.pk).update(maker=ben.person)
    assert room.get(ana, "promise", agreed.pk).status_code == 404
    assert room.get(ben, "promise", agreed.pk).status_code == 404


def test_a_promise_in_a_box_of_somebody_elses_is_not_there(ana, ben, room, agreed):
    agreed.box.owner = ben.person
    agreed.box.save(update_fields=["owner"])
    assert room.get(ana, "promise", agreed.pk).status_code == 404


def test_an_action_on_a_changed_promise_is_refused(ana, ben, room, agreed):
    put_in(ana, steps_of(agreed, ana)[0], lambda words: words["terms"].update(act="cook"))
    before = Step.objects.count()
    for who, name in ((ana, "let_go"), (ben, "let_go")):
        assert room.post(who, name, agreed.pk).status_code == 409
    assert Step.objects.count() == before


def test_a_promise_that_was_put_before_somebody_without_a_key_stays_closed_to_them(ana, actor, room, agreed):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=room.space, person=cleo.person)
    Receiver.objects.create(promise=agreed, person=cleo.person)
    assert_stopped(room, agreed, cleo)
