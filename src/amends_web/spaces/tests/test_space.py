"""The space itself: made alone, seen by its people and nobody else."""

from __future__ import annotations

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from amends_web.shell.exports import all_sections
from amends_web.shell.panels import Panel
from amends_web.spaces import places, urls
from amends_web.spaces.actions import add_member
from amends_web.spaces.models import Space
from amends_web.spaces.tests.at_the_door import again, fresh, invited, joined, let_in
from amends_web.vault.pins import pin_person
from amends_web.vault.queries import private_box


def page(actor, space):
    return actor.client.get(reverse("spaces:space", args=[space.pk]))


def test_a_space_is_made_with_a_name_and_works_alone(ana):
    answer = ana.client.post(reverse("spaces:create"), fresh(relation="family", name="  Mum   and me "), follow=True)
    shown = answer.content.decode()
    assert "Mum and me" in shown
    assert "Only you so far" in shown
    assert "You are here" in shown


def test_making_a_space_twice_from_one_form_makes_one(ana):
    form = fresh(relation="friends", name="The flat")
    assert len({ana.client.post(reverse("spaces:create"), form).url for _ in range(2)}) == 1
    assert Space.objects.count() == 1


@pytest.mark.parametrize(
    "sent", [{"relation": "friends", "name": ""}, {"relation": "rivals", "name": "Us"}, {"name": "x" * 61}]
)
def test_a_form_that_is_not_complete_is_shown_again(ana, sent):
    answer = ana.client.post(reverse("spaces:create"), fresh(**sent))
    assert answer.status_code == 422
    assert not Space.objects.exists()


def test_the_name_lies_sealed(ana, space):
    assert b"flat" not in bytes(space.sealed)


def test_the_page_says_where_people_are_what_is_next_and_what_is_not_built(ana, space):
    shown = page(ana, space).content.decode()
    assert shown.index("My side") < shown.index("You are here") < shown.index("Hear each other")
    assert "What is next" in shown
    assert "Look back: later" in shown


def test_a_higher_area_says_which_place_was_reached_and_what_can_be_done(ana, space, monkeypatch):
    monkeypatch.setattr(places, "_providers", [lambda request, space: [places.Place.HEAR_EACH_OTHER]])
    panel = Panel(title="A breakdown", text="Your side", url="/somewhere/", minutes=6)
    monkeypatch.setattr("amends_web.spaces.views.space_panels", lambda request, space: [panel])
    shown = page(ana, space).content.decode()
    assert shown.index("Hear each other") < shown.index("You are here")
    assert 'href="/somewhere/"' in shown


def test_the_page_costs_the_same_queries_however_many_are_here(ana, shared, actor):
    with CaptureQueriesContext(connection) as with_one:
        page(ana, shared)
    for name in ("Cleo", "Dan", "Eve"):
        add_member(keyring=again(ana), space=shared, person=actor(name).person)
    with CaptureQueriesContext(connection) as with_four:
        page(ana, shared)
    # What is read: once a minute the page also notes that somebody was here.
    reads = [sum(query["sql"].startswith("SELECT") for query in queries) for queries in (with_one, with_four)]
    assert reads[0] == reads[1]


def test_home_and_the_list_name_the_space_and_its_people(ana, shared):
    for url in (reverse("home:home"), reverse("spaces:list")):
        shown = ana.client.get(url).content.decode()
        assert "The flat" in shown
        assert "You and Ben" in shown


def _addresses(ana, ben, space, actor):
    """Every address of this area that names an object, with objects that are there."""
    invite, token, _ = invited(ana, space)
    cleo = actor("Cleo")
    joining = joined(cleo, token)
    ids = {"space_id": space.pk, "person_id": ben.person.pk, "invite_id": invite.pk, "joining_id": joining.pk}
    patterns = [pattern for pattern in urls.urlpatterns if pattern.pattern.converters]
    return [
        reverse(f"spaces:{pattern.name}", kwargs={name: ids[name] for name in pattern.pattern.converters})
        for pattern in patterns
    ]


def test_a_signed_in_stranger_finds_nothing_at_any_address(ana, ben, shared, stranger, actor):
    addresses = _addresses(ana, ben, shared, actor)
    assert len(addresses) >= 16
    for address in addresses:
        nowhere = address.replace(str(shared.pk), str(uuid.uuid4()))
        answers = [stranger.client.get(address), stranger.client.post(address, fresh())]
        assert {answer.status_code for answer in answers} == {404, 405}, address
        assert stranger.client.get(nowhere).status_code in {404, 405}


def test_somebody_signed_out_is_led_to_one_and_the_same_door(ana, ben, shared, actor):
    client = Client()
    for address in _addresses(ana, ben, shared, actor):
        for answer in (client.get(address), client.post(address, fresh())):
            assert (answer.status_code, answer.url) == (302, reverse("accounts:sign_in")), address


def test_every_address_of_the_area_is_listed(db):
    names = {pattern.name for pattern in urls.urlpatterns}
    assert names == {name for name in get_resolver().namespace_dict["spaces"][1].reverse_dict if isinstance(name, str)}


def test_an_export_holds_the_space_its_people_and_what_was_agreed_to(ana, ben, shared):
    sections = {section.name: section for section in all_sections(ben.person, again(ben))}
    (row,) = sections["spaces"].rows
    assert (row["name"], row["people"]) == ("The flat", ["Ana", "Ben"])
    assert {(row["by"], row["purpose"], row["is_signed"]) for row in sections["consents"].rows} == {
        ("Ben", "come in", True),
        ("Ana", "let in", True),
    }


@pytest.mark.parametrize("relation", sorted(set(Space.Relation.values) - {"couple"}))
def test_no_page_outside_the_couple_pack_has_words_for_couples(ana, ben, relation):
    ana.client.post(reverse("spaces:create"), fresh(relation=relation, name="Our talks"))
    space = Space.objects.get()
    shown = [page(ana, space), ana.client.get(reverse("spaces:invite", args=[space.pk]))]
    shown.append(ana.client.get(reverse("home:home")))
    invite, token, _ = invited(ana, space)
    shown.append(ana.client.get(reverse("spaces:invited", args=[invite.pk])))
    ben.client.post(reverse("spaces:open"), {"token": token})
    shown.append(ben.client.get(reverse("spaces:join")))
    joining = joined(ben, token)
    shown.append(ana.client.get(reverse("spaces:confirm", args=[joining.pk])))
    shown.append(ben.client.get(reverse("spaces:wait", args=[joining.pk])))
    let_in(ana, joining)
    shown += [page(ana, space), page(ben, space), ana.client.get(reverse("spaces:leave", args=[space.pk]))]
    for answer in shown:
        assert answer.status_code == 200
        # Random words, to type or to compare, are nobody's words for anybody.
        random_words = r'<p class="code"[^>]*>.*?</p>|<input type="hidden"[^>]*>'
        text = re.sub(random_words, "", answer.content.decode().lower())
        assert not [
            word for word in ("partner", "couple", "romantic", "relationship", "love ", "loved") if word in text
        ]


def test_pages_do_not_say_who_is_online_or_when_somebody_was_here(ana, ben, shared):
    pin_person(again(ana), private_box(ana.person), ben.person)
    before = [line for line in page(ana, shared).content.decode().split("\n") if "csrf" not in line]
    ben.client.get(reverse("spaces:space", args=[shared.pk]))
    ben.client.get(reverse("spaces:invite", args=[shared.pk]))
    ben.client.cookies.clear()
    after = [line for line in page(ana, shared).content.decode().split("\n") if "csrf" not in line]
    assert after == before


def test_what_is_going_on_and_near_comes_first_and_the_rest_stands_at_its_place(ana, space, monkeypatch):
    panels = [
        Panel(title="The dinner", text="Open to all of you", url="/the-dinner/"),
        Panel(title="Ask for a round", text="In turns", url="/round/", place="hear_each_other"),
        Panel(title="Small promises", text="For a day", url="/promises/", place="agree"),
    ]
    monkeypatch.setattr("amends_web.spaces.views.space_panels", lambda request, space: panels)
    shown = page(ana, space).content.decode()
    parts = ["The dinner", "Ask for a round", ">The way<", ">You are here<", "Agree", "Small promises", "Look back"]
    assert sorted(parts, key=shown.index) == parts
    assert shown.count("/round/") == shown.count("/promises/") == 1
