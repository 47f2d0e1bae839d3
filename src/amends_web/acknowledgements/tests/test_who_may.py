"""The stranger, whoever left, whoever is not signed in, and ids that somebody made up."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from amends_web.acknowledgements.models import Acknowledgement, Hearing, OwnPace, OwnPages, Piece
from amends_web.acknowledgements.tests.conftest import again, main
from amends_web.acknowledgements.urls import urlpatterns
from amends_web.spaces.actions import add_member
from amends_web.spaces.models import Member

NAMES = [pattern.name for pattern in urlpatterns]
# What is random in every answer: form keys.
_KEYS = re.compile(r'name="(?:csrfmiddlewaretoken|submission|page)" value="[^"]*"')
# These are the recipient's: the other one is the author.
OF_RECIPIENT = {"from", "check", "respond", "heard"}


@pytest.fixture
def address(owning, space, ana, ben):
    owning.sent()

    def of(name, other=None):
        ids = {
            "space_id": space.pk,
            "breakdown_id": owning.breakdown.pk,
            "other_id": other or (ana if name in OF_RECIPIENT else ben).person.pk,
            "name": "lists",
            "thing": "words",
        }
        pattern = next(pattern for pattern in urlpatterns if pattern.name == name)
        return reverse(f"acknowledgements:{name}", kwargs={key: ids[key] for key in pattern.pattern.converters})

    return of


def rows():
    models = (Acknowledgement, Hearing, OwnPace, OwnPages, Piece)
    return [list(model.objects.order_by("pk").values()) for model in models]


def answers(client, url):
    data = {
        "text": "x",
        "mine": "x",
        "how": "now",
        "answer": "thank_you",
        "days_between": "1",
        "submission": uuid.uuid4(),
    }
    return {client.get(url).status_code, client.post(url, data).status_code}


def test_the_stranger_gets_404_for_every_address_and_changes_nothing(stranger, address):
    before = rows()
    for name in NAMES:
        found = answers(stranger.client, address(name))
        assert found <= {404, 405}, name
        assert 404 in found, name
        assert rows() == before, name


@pytest.mark.parametrize("name", NAMES)
def test_whoever_left_is_a_stranger(ana, ben, address, name):
    who = ben if name in OF_RECIPIENT else ana
    Member.objects.filter(person=who.person).update(left_at="2026-01-01T00:00Z")
    before = rows()
    assert answers(who.client, address(name)) <= {404, 405}
    assert rows() == before


def test_whoever_is_not_signed_in_gets_the_same_redirect_for_every_address(address):
    client = Client()
    for name in NAMES:
        for response in (client.get(address(name)), client.post(address(name))):
            assert (response.status_code, response.headers["Location"]) == (302, reverse("accounts:sign_in")), name


@pytest.mark.parametrize("name", [name for name in NAMES if name in OF_RECIPIENT | {"sent", "send", "remind", "words"}])
def test_nobody_writes_to_themselves_or_to_somebody_outside(ana, stranger, address, name):
    before = rows()
    for other in (ana.person.pk, stranger.person.pk, uuid.uuid4()):
        assert answers(ana.client, address(name, other)) <= {404, 405}
    assert rows() == before


def test_to_whoever_left_in_silence_everything_looks_as_before(ana, ben, owning):
    owning.sent()
    pages = [owning.url("sent"), owning.url("words"), owning.url("impact"), "/"]
    before = [main(ana.client.get(page)) for page in pages]
    Member.objects.filter(person=ben.person).update(left_at="2026-01-01T00:00Z")
    assert [_KEYS.sub("", main(ana.client.get(page))) for page in pages] == [_KEYS.sub("", page) for page in before]


def test_what_is_from_somebody_who_left_and_told_it_is_led_to_no_more(ana, ben, owning):
    owning.sent()
    Member.objects.filter(person=ana.person).update(left_at="2026-01-01T00:00Z", is_told=True)
    for page in ("/", reverse("breakdowns:breakdown", args=[owning.breakdown.pk])):
        assert "omething from Ana" not in ben.client.get(page).content.decode()
    assert ben.client.get(owning.url("from")).status_code == 404


def test_a_piece_that_was_written_into_the_database_stops_the_page(ana, ben, owning):
    owning.sent()
    owning.respond("not_now")
    answer = Piece.objects.get(by=ben.person)
    # Ana has the key of the box: she could seal other words, but not sign them as Ben.
    words = answer.words(again(ana)) | {"answer": "thank_you"}
    answer.put(again(ana), words)
    answer.signature = ana.keyring.sign("acknowledgement", answer.pk)
    answer.save()
    owning.write("words", "More of it.")
    looks = [(ana, page) for page in ("sent", "words", "impact")] + [(ben, "from")]
    answers = [who.client.get(owning.url(page)) for who, page in looks]
    for response in [*answers, owning.preview("words"), owning.pass_on("words"), owning.respond("thank_you")]:
        assert response.status_code == 409
        assert "Something here was changed" in response.content.decode()
        assert "upstairs" not in response.content.decode()


def test_ana_cannot_answer_for_ben_in_her_own_name(ana, ben, owning):
    owning.sent()
    owning.respond("not_now")
    Piece.objects.filter(by=ben.person).update(by=ana.person)
    assert ben.client.get(owning.url("from")).status_code == 409


def test_words_that_were_put_before_somebody_without_a_key_stay_closed_and_their_own_pages_go_on(
    ana, actor, owning, space
):
    owning.sent()
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    Acknowledgement.objects.update(recipient=cleo.person)
    address = reverse("acknowledgements:from", args=[owning.breakdown.pk, ana.person.pk])
    for page in ("/", reverse("breakdowns:breakdown", args=[owning.breakdown.pk])):
        answer = cleo.client.get(page)
        assert answer.status_code == 200
        assert address not in answer.content.decode()
    assert cleo.client.get(address).status_code == 409
