"""The server holds the floor: whoever has it not sends nothing, and nothing is taken twice."""

from __future__ import annotations

import pytest

from amends_web.listening.models import Round, Said, Seat
from amends_web.listening.tests.conftest import HTMX, again, asked, main


def test_when_ana_has_the_floor_bens_send_is_refused_and_his_words_are_given_back(ana, ben, talk):
    response = talk.back(ben, "my side is different")
    assert response.status_code == 409
    assert "so this was not sent" in main(response)
    assert "my side is different" in main(response)
    assert not Said.objects.exists()
    assert "my side is different" not in talk.page(ana)


def test_a_replayed_request_gets_409_and_is_taken_once(ana, ben, talk):
    talk.say(ana, "one")
    number = talk.now().number
    assert talk.back(ben, "two", number=number).status_code == 302
    for _ in range(3):
        replayed = talk.back(ben, "two", number=number)
        assert replayed.status_code == 409
        assert "This had arrived already. Nothing was sent twice." in main(replayed)
    talk.answer(ana, "not_yet")
    assert talk.back(ben, "two", number=number).status_code == 409
    assert Said.objects.count() == 3


def test_a_repeat_over_htmx_answers_409_with_the_round_as_it_stands(ana, talk):
    data = {"number": talk.now().number, "words": "one", "is_last": "on"}
    ana.client.post(talk.url("say"), data, **HTMX)
    replayed = ana.client.post(talk.url("say"), data, **HTMX)
    assert replayed.status_code == 409
    assert '<div id="round"' in replayed.content.decode()


@pytest.mark.parametrize("number", ["", "x", "-1", "999", "1e3"])
def test_a_request_without_the_number_of_the_floor_is_refused(ana, talk, number):
    response = ana.client.post(talk.url("say"), {"words": "one", "number": number})
    assert response.status_code in {409, 422}
    assert not Said.objects.exists()


@pytest.mark.parametrize("name", ["say", "back", "answer", "leave_it", "more", "no_more"])
def test_no_step_of_anas_turn_is_bens_to_take(ana, ben, talk, name):
    before = talk.now().number
    assert talk.post(ben, name, words="x", verdict="got_it").status_code == 409
    assert talk.now().number == before


def test_ben_cannot_say_that_ana_was_got(ana, ben, talk):
    talk.say(ana, "one")
    talk.back(ben, "two")
    assert talk.answer(ben, "got_it").status_code == 409
    assert talk.post(ben, "no_more").status_code == 409
    assert "Is that it?" in talk.page(ana)


def test_the_rounds_turn_ends_only_on_anas_word(ana, ben, talk):
    talk.say(ana, "one")
    talk.back(ben, "two")
    for name in ("no_more", "leave_it", "more"):
        talk.post(ben, name)
    assert talk.floor(ana).ended == ()
    talk.answer(ana, "got_it")
    talk.post(ana, "no_more")
    assert len(talk.floor(ana).ended) == 1


def test_a_yes_that_was_forged_into_the_database_opens_nothing(ana, ben, space):
    """Ana holds the space's key and, as the host, the database: she writes Ben's yes and the floor herself."""
    talk = asked(ana, space)
    seat = Seat.objects.select_related("box").get(person=ben.person)
    seat.put(again(ana), {"name": "", "yes_at": "2026-11-26T17:00:00+00:00"})
    seat.signature = again(ana).sign("round", "1", talk.pk, seat.number, seat.person_id, "2026-11-26T17:00:00+00:00")
    seat.save()
    talk.post(ana, "yes")
    assert "Waiting" in talk.page(ana)
    row = talk.now()
    words = row.words(again(ana))
    words["floor"]["step"] = "speaking"
    row.put(again(ana), words)
    row.save()
    response = talk.get(ben)
    assert response.status_code == 409
    assert "it began without a yes" in main(response)


def test_a_floor_at_a_seat_that_nobody_has_stops_its_own_page_alone(ana, ben, talk):
    row = talk.now()
    words = row.words(again(ana))
    words["floor"]["turn"] = 9
    row.put(again(ana), words)
    row.save()
    assert talk.get(ben).status_code == 409
    assert ben.client.get("/").status_code == 200


def test_a_got_it_that_was_forged_into_the_database_is_not_shown(ana, ben, talk):
    talk.say(ana, "one")
    talk.back(ben, "two")
    talk.answer(ana, "not_yet", "no")
    row = Said.objects.select_related("box").order_by("number").last()
    row.put(again(ben), row.words(again(ben)) | {"verdict": "got_it"})
    row.save()
    assert "Something here was changed" in main(talk.get(ana))


def test_two_sends_at_once_for_one_floor_are_one(ana, talk):
    number = talk.now().number
    answers = [talk.say(ana, words, number=number).status_code for words in ("one", "two")]
    assert answers == [302, 409]
    assert Round.objects.get().said.count() == 1
