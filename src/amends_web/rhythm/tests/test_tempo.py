"""What was too long or too fast changes the next round and check-in for all, from its beginning, without a name."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils import timezone

from amends_web.acknowledgements.models import Acknowledgement
from amends_web.acknowledgements.tests.conftest import Owning
from amends_web.breakdowns.actions import begin_breakdown
from amends_web.breakdowns.tests.conftest import again
from amends_web.listening.models import Round
from amends_web.listening.queries import here_of
from amends_web.listening.tests import conftest as listening
from amends_web.rhythm.models import CheckIn, Tempo
from amends_web.rhythm.tempo import begin_step
from amends_web.rhythm.tests.conftest import main_of
from amends_web.rhythm.tests.test_private import seen_by
from amends_web.spaces.actions import add_member


@pytest.fixture
def rounds(ana, ben, space):
    """A round that both said yes to and that is over, and a way to another."""

    def another(who=ana, other=ben):
        talk = listening.asked(who, space)
        talk.post(other, "yes")
        return talk

    first = another()
    first.turn(ana, ben, "one", "two")
    first.turn(ben, ana, "three", "four")
    return SimpleNamespace(first=first, another=another)


def one_more(held, who):
    """Another check-in that was held as this one was."""
    row = CheckIn(box=held.box, space=held.space, revealed_at=timezone.now())
    row.put(again(who), held.words(again(who)))
    row.save(force_insert=True)


def size_for(who, talk):
    floor = here_of(talk.now(), who.person, again(who)).floor
    return floor.most_speeches, floor.most_chunks


def test_ben_says_too_long_and_the_next_round_is_shorter_for_both(ana, ben, room, rounds):
    assert size_for(ana, rounds.first) == (3, 3)
    room.answer(ben, "round", rounds.first.pk, wish="too_long")
    following = rounds.another()
    assert size_for(ana, following) == size_for(ben, following) == (2, 3)


def test_too_fast_lets_the_next_round_be_said_back_sooner(ana, ben, room, rounds):
    room.answer(ben, "round", rounds.first.pk, wish="too_fast")
    following = rounds.another()
    assert size_for(ana, following) == (3, 2)
    following.say(ana, "one", is_last=False)
    following.say(ana, "two", is_last=False)
    assert "Is that it?" in following.page(ben)


def test_a_round_that_goes_on_is_left_as_it_is(ana, ben, room, rounds):
    going = rounds.another()
    room.answer(ben, "round", rounds.first.pk, wish="too_long")
    assert size_for(ana, going) == (3, 3)


def test_the_next_check_in_is_shorter_and_slower_for_both(ana, ben, room, held):
    room.answer(ana, "check-in", held.pk, wish="too_long")
    room.answer(ben, "check-in", held.pk, wish="too_fast")
    following = room.begin(ana)
    words = following.words(again(ben))
    assert (words["minutes"], words["is_slow"]) == (10, True)
    for who in (ana, ben):
        assert "Take a minute before you write." in room.page(who, "part", following.pk, "thanks")


@pytest.mark.parametrize("wish", ["", "too_long", "too_fast"])
def test_whoever_takes_a_round_back_and_asks_again_learns_nothing_of_a_wish_in_between(ana, ben, room, rounds, wish):
    assert size_for(ana, listening.asked(ana, room.space)) == (3, 3)
    for _ in range(2):
        Round.objects.filter(asked_by=ana.person).latest("asked_at").delete()
        room.answer(ben, "round", rounds.first.pk, wish=wish)
        assert size_for(ana, listening.asked(ana, room.space)) == (3, 3)
    begun = room.begin(ana, how="live").words(again(ana))
    assert (begun["minutes"], begun["is_slow"]) == (15, False)


@pytest.mark.parametrize("wish", ["", "too_long", "too_fast"])
def test_whoever_ends_a_check_in_and_begins_another_learns_nothing_of_a_wish_in_between(ana, ben, room, held, wish):
    for _ in range(2):
        begun = room.begin(ana, how="live")
        words = begun.words(again(ana))
        assert (words["minutes"], words["is_slow"]) == (15, False)
        assert room.post(ana, "end", begun.pk).status_code == 302
        room.answer(ben, "check-in", held.pk, wish=wish)
    assert size_for(ana, listening.asked(ana, room.space)) == (3, 3)


def test_a_round_that_one_holds_alone_at_one_phone_takes_up_no_wish_and_asks_for_none(ana, ben, room, rounds):
    listening.asked(ana, room.space)
    Round.objects.latest("asked_at").delete()
    room.answer(ben, "round", rounds.first.pk, wish="too_long")
    alone = listening.asked(ana, room.space, pace="one_phone")
    assert size_for(ana, alone) == (3, 3)
    for seat in (0, 1):
        alone.post(ana, "yes", seat=seat)
    alone.post(ana, "stop")
    assert "And the next one?" not in room.page(ana, "answer", "round", alone.pk)
    assert size_for(ana, listening.asked(ana, room.space)) == (3, 3)


def test_what_was_wished_meanwhile_is_taken_up_after_the_step_that_is_held_then(ana, ben, room, rounds):
    following = rounds.another()
    room.answer(ben, "round", rounds.first.pk, wish="too_long")
    assert size_for(ana, following) == (3, 3)
    following.post(ana, "stop")
    assert size_for(ana, rounds.another()) == (2, 3)


def test_until_the_next_one_begins_ana_gets_the_same_bytes_whether_ben_wished_it_or_not(ana, ben, room, held):
    before = seen_by(ana, room, held)
    room.answer(ben, "check-in", held.pk, wish="too_long")
    assert seen_by(ana, room, held) == before
    room.answer(ben, "check-in", held.pk)
    assert seen_by(ana, room, held) == before


@pytest.mark.parametrize("wishers", [("ana",), ("ben",), ("ana", "ben")])
def test_the_next_one_is_the_same_whoever_wished_it_and_however_many(ana, ben, room, held, wishers):
    for name in wishers:
        room.answer({"ana": ana, "ben": ben}[name], "check-in", held.pk, wish="too_long")
    following = room.begin(ben)
    words = following.words(again(ana))
    assert words.pop("people") == sorted(str(who.person.pk) for who in (ana, ben))
    assert words == {"how": "apart", "minutes": 10, "is_slow": False, "without": [], "place": 0, "is_over": False}
    for who in (ana, ben):
        page = room.page(who, "check_in", following.pk)
        assert not any(word in page for word in ("too long", "wished", "shorter"))


def test_a_wish_lies_in_the_space_without_a_name_and_every_answer_writes_the_row_anew(ana, ben, room, held):
    room.answer(ana, "check-in", held.pk)
    before = Tempo.objects.get()
    room.answer(ben, "check-in", held.pk, wish="too_long")
    row = Tempo.objects.get()
    assert bytes(row.sealed) != bytes(before.sealed)
    words = row.words(again(ana))
    assert words == {"shorter": 0, "slower": 0, "wishes": ["too_long"], "held": words["held"]}
    room.answer(ana, "check-in", held.pk, heard="yes")
    assert bytes(Tempo.objects.get().sealed) != bytes(row.sealed)
    assert {field.name for field in Tempo._meta.get_fields()} == {"id", "box", "key_version", "sealed", "space"}


def test_it_changes_by_one_step_at_each_beginning_and_leads_back(ana, ben, room, held):
    lengths = []
    for wish in ("too_long", "too_long", "too_long", "more_time", "more_time", ""):
        room.answer(ben, "check-in", held.pk, wish=wish)
        lengths.append(begin_step(room.space, again(ana)).shorter)
        one_more(held, ana)
    assert lengths == [1, 2, 2, 1, 0, 0]


def test_after_a_round_and_a_check_in_each_is_asked_privately(ana, ben, room, rounds, held):
    for who in (ana, ben):
        assert "How was that for you?" in rounds.first.page(who)
        assert "How was that for you?" in room.page(who, "check_in", held.pk)
    page = room.get(ana, "answer", "round", rounds.first.pk)
    for question in ("Did I feel heard?", "Was it fair?", "Anything to change about how we do this?"):
        assert question in main_of(page)


def test_how_what_was_owned_was_is_asked_of_its_two_and_of_nobody_else(ana, ben, actor, room):
    breakdown = begin_breakdown(keyring=again(ana), person=ana.person, space=room.space, name="The dinner", day=None)
    owning = Owning(breakdown, ana, ben).sent()
    assert "How was that for you?" not in main_of(ben.client.get(owning.url("from")))
    owning.respond("thank_you")
    about = Acknowledgement.objects.get().pk
    url = room.url("answer", "acknowledgement", about)
    for who, page in ((ben, owning.url("from")), (ana, owning.url("sent"))):
        assert url in who.client.get(page).content.decode()
        assert "And the next one?" not in room.page(who, "answer", "acknowledgement", about)
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=room.space, person=cleo.person)
    assert cleo.client.get(url).status_code == 404
    page = ben.client.get(url).content.decode()
    assert "Shared with Ana" in page
    assert "Cleo" not in page


def test_a_check_in_that_a_break_keeps_from_beginning_takes_up_no_wish(ana, ben, room, held):
    room.answer(ben, "check-in", held.pk, wish="too_long")
    room.take_a_break(ben)
    assert room.post(ana, "begin_now", how="live", length="15").status_code == 409
    assert CheckIn.objects.count() == 1
    assert Tempo.objects.get().words(again(ana))["wishes"] == ["too_long"]
