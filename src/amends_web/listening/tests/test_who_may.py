"""The stranger, whoever is not in the round, whoever left, and whoever is not signed in."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from amends_web.listening.models import Draft, Receipt, Round, Said, Seat, Thought
from amends_web.listening.tests.conftest import again, asked
from amends_web.listening.urls import urlpatterns
from amends_web.spaces.actions import add_member
from amends_web.spaces.models import Member
from amends_web.vault.queries import private_box


@pytest.fixture
def addresses(talk, space):
    """Every address of this area but one's own page, which shows nothing of anybody else."""
    ids = {"space_id": space.pk, "round_id": talk.pk}
    return {
        pattern.name: reverse(f"listening:{pattern.name}", kwargs={key: ids[key] for key in pattern.pattern.converters})
        for pattern in urlpatterns
        if pattern.name != "mine"
    }


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (Round, Seat, Said, Receipt, Draft, Thought)]


def is_not_there(who, address):
    sent = {"words": "x", "number": "1", "verdict": "got_it", "step": "speaking"}
    answers = {who.client.get(address).status_code, who.client.post(address, sent).status_code}
    return 404 in answers and answers <= {404, 405}


def test_the_stranger_gets_404_for_every_address_and_changes_nothing(stranger, addresses):
    before = rows()
    assert [name for name in addresses if not is_not_there(stranger, addresses[name])] == []
    assert rows() == before


def test_whoever_left_is_a_stranger(ana, addresses):
    Member.objects.filter(person=ana.person).update(left_at="2026-01-01T00:00Z")
    assert [name for name in addresses if not is_not_there(ana, addresses[name])] == []


def test_somebody_of_the_space_who_was_not_asked_is_a_stranger_to_the_round(ana, actor, space, addresses):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    assert [name for name in addresses if not is_not_there(cleo, addresses[name])] == ["ask", "create"]


def test_whoever_is_not_signed_in_gets_the_same_redirect_for_every_address(addresses):
    client = Client()
    for address in (*addresses.values(), reverse("listening:mine")):
        for response in (client.get(address), client.post(address)):
            assert (response.status_code, response.headers["Location"]) == (302, reverse("accounts:sign_in"))


def test_a_page_that_acts_does_not_answer_a_get(ana, addresses):
    acting = set(addresses) - {"ask", "round", "look", "receipt"}
    for name in acting:
        assert ana.client.get(addresses[name]).status_code == 405


def test_nobody_says_yes_or_not_now_for_somebody_else(ana, ben, space):
    talk = asked(ana, space)
    talk.post(ana, "yes", seat="1")
    assert "Would now be all right?" in talk.page(ben)
    talk.post(ben, "withdraw")
    assert Round.objects.count() == 1


def test_a_round_that_lies_in_a_box_of_somebody_elses_stays_closed_and_ones_own_pages_go_on(ana, ben, talk, space):
    Round.objects.update(box=private_box(ana.person))
    for page in ("/", reverse("spaces:space", args=[space.pk])):
        answer = ben.client.get(page)
        assert answer.status_code == 200
        assert str(talk.pk) not in answer.content.decode()
    assert talk.get(ben).status_code == 409
