"""Rows that do not open: damaged on the disk, or planted by whoever writes to the database. Pages stand beside them."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from datetime import datetime
from uuid import uuid4

import pytest
from conftest import again
from django.apps import apps
from django.db import transaction
from django.urls import resolve
from django.utils import timezone
from tests import test_canary as rooms
from tests.journeys import first_session as steps
from tests.journeys.every_room import use_every_room
from tests.journeys.people import at_home, people_in
from tests.journeys.visitor import Visitor

from amends.errors import NoGrant, Tampered
from amends.path.checkin import Terms
from amends.sealing import seal_value
from amends_web.accounts.actions import keep_first_step, keep_recovery_key, note_event, wave_mark_away
from amends_web.accounts.models import Person
from amends_web.acknowledgements.actions import set_pace
from amends_web.breakdowns.actions import begin_breakdown, mark_part
from amends_web.breakdowns.models import Breakdown
from amends_web.promises.actions import note_break
from amends_web.reminders.own import make_feed
from amends_web.rhythm.actions import propose_time
from amends_web.spaces.actions import add_member, create_space, make_invite
from amends_web.spaces.consents import keep_consent, new_consent, sign_consent
from amends_web.support.actions import put_away
from amends_web.vault.models import SealedRow
from amends_web.vault.pins import pin_person
from amends_web.vault.queries import private_box

SAID = "One thing here does not open"


def all_rooms():
    """Two people who used every room; returns them and the address of their space."""
    (ana, ben), _, space = people_in("friends", ["Ana", "Ben"])
    of_ana = use_every_room(ana, ben, space)
    rooms.take_a_break(ana, space, of_ana)
    return ana, ben, space


@pytest.fixture
def visited(monkeypatch):
    """The pages that visitors come to, one for each view, by their area: {area: {(visitor, view): path}}."""
    found = defaultdict(dict)

    def took(visitor, response, url):
        took_before(visitor, response, url)
        if response.request["REQUEST_METHOD"] == "GET" and response.status_code == 200:
            view = resolve(visitor.path)
            found[view.app_name][visitor, view.view_name] = visitor.path
        return visitor

    took_before = Visitor._took
    monkeypatch.setattr(Visitor, "_took", took)
    return found


def fill_the_rest(ana, space):
    """Keep what no page of a room keeps, as of accounts and doors."""
    keyring = again(ana)
    own = {"keyring": keyring, "person": ana.person}
    breakdown = Breakdown.objects.get()
    note_event(event="signed_in", **own)
    keep_recovery_key(recovery_key="3PD0-08KZ", **own)
    keep_first_step(key=uuid4(), text="a first step", **own)
    wave_mark_away(rule="you-always", **own)
    pin_person(keyring, private_box(ana.person), Person.objects.get(name="Ben"))
    make_invite(space=space, message="Come in", now=timezone.now(), **own)
    consent = new_consent("join", run_by="Ana", at=timezone.now())
    signature = sign_consent(keyring, consent, space=space)
    keep_consent(keyring, consent, space=space, person=ana.person, signature=signature)
    make_feed(title="together", now=timezone.now(), **own)
    put_away(space=space, today=timezone.localdate(), **own)
    note_break(breakdown=breakdown.pk, fit="skill", **own)
    set_pace(space=space, not_before=None, days_between=1, **own)
    share = breakdown.shares.exclude(person=ana.person).get()
    mark_part(share=share, part="felt", is_news=True, **own)
    terms = Terms(start=datetime(2027, 1, 3, 19), zone="UTC", weeks=1, minutes=15)  # noqa: DTZ001 (a clock's)
    propose_time(space=space, terms=terms, now=timezone.now(), **own)


def without_a_name(words):
    """Yield these words without each of their names, also deeper down."""
    for name, value in words.items():
        yield {other: words[other] for other in words if other != name}
        for changed in deeper(value, without_a_name):
            yield words | {name: changed}


def with_something_else(words):
    """Yield these words with something else in the place of each, also deeper down."""
    for name, value in words.items():
        yield words | {name: ["something else"] if isinstance(value, dict | int) else 7}
        for changed in deeper(value, with_something_else):
            yield words | {name: changed}


def deeper(value, change):
    if isinstance(value, dict):
        yield from change(value)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield from ([changed] for changed in change(value[0]))


def damaged():
    """Yield, for each kind of sealed row there is, its name, while none of its rows opens."""
    for model in apps.get_models():
        if issubclass(model, SealedRow) and model.objects.exists():
            with transaction.atomic():
                model.objects.update(sealed=b"\x01not what anybody sealed")
                yield model._meta.label
                transaction.set_rollback(True)


@pytest.mark.slow
def test_home_stands_whatever_row_does_not_open_and_the_page_of_the_space_is_calm(db):
    ana, ben, space = all_rooms()
    looked_at = []
    for label in damaged():
        for person in (ana, ben):
            home = person.client.get("/")
            assert (home.status_code, b"Would now be all right?" in home.content) == (200, True), label
            assert person.client.get(space).status_code in {200, 409}, label
        looked_at.append(label)
    assert len(looked_at) > 30


def opened_by(row, *people):
    """The keys of one of these people that open a row, and its words."""
    for who in people:
        keyring = again(who)
        with suppress(NoGrant):
            return keyring, row.words(keyring)
    raise AssertionError(f"nobody opens {row._meta.label}")


def opens_with(row, keyring, words):
    row.put(keyring, words)
    with suppress(Tampered):
        return row.words(keyring) == words
    return False


def in_other_shapes(row, keyring, words):
    """Return words of other shapes than a row's: all that open all the same, and one that does not."""
    bare = words
    while smaller := [changed for changed in without_a_name(bare) if opens_with(row, keyring, changed)]:
        bare = smaller[0]
    others = [*without_a_name(words), *with_something_else(words)]
    closed = [changed for changed in others if not opens_with(row, keyring, changed)]
    assert closed, f"{row._meta.label} opens whatever it holds"
    odd = [changed for changed in with_something_else(words) if opens_with(row, keyring, changed)]
    return [bare, *odd, closed[0]]


@pytest.mark.slow
def test_a_row_without_a_name_or_with_something_else_in_its_place_breaks_no_page(db, visited):
    ana, ben = at_home("Ana"), at_home("Ben")
    people = [actor for _, actor in (ana, ben)]
    space = create_space(keyring=people[0].keyring, person=people[0].person, relation="friends", name="Us")
    add_member(keyring=again(people[0]), space=space, person=people[1].person)
    use_every_room(ana[0], ben[0], f"/spaces/{space.pk}/")
    fill_the_rest(people[0], space)
    homes = {(who, "home"): "/" for who, _ in (ana, ben)}

    looked_at, broken = [], []
    for row in [model.objects.last() for model in apps.get_models() if issubclass(model, SealedRow)]:
        if row is None:
            continue
        keyring, words = opened_by(row, *people)
        for changed in in_other_shapes(row, keyring, words):
            row.put(keyring, changed)
            row.save()
            for (who, _view), path in (homes | visited[row._meta.app_label]).items():
                who.client.raise_request_exception = False
                if who.client.get(path).status_code >= 500:
                    broken.append((row._meta.label, path, changed))
        row.put(keyring, words)
        row.save()
        looked_at.append(row._meta.label)
    assert broken == []
    assert len(looked_at) > 50


def test_one_row_that_does_not_open_costs_no_other_and_the_page_says_that_it_is_left_out(db):
    (ana, _), _, space = people_in("friends", ["Ana", "Ben"])
    steps.name_the_breakdown(ana, space, name="The late dinner")
    steps.name_the_breakdown(ana, space, name="The keys")
    assert SAID not in ana.go("/").text
    Breakdown.objects.filter(pk=Breakdown.objects.latest("begun_at").pk).update(sealed=b"\x01planted")

    assert SAID in ana.go("/").text
    assert ana.text.count("Write your side of") == 1
    assert SAID in ana.go(space).text
    assert "The late dinner" in ana.text
    assert "The keys" not in ana.text


def test_a_page_that_needs_what_does_not_open_says_so_in_one_sentence(db, caplog):
    (ana, _), _, space = people_in("friends", ["Ana", "Ben"])
    breakdown = steps.name_the_breakdown(ana, space)
    Breakdown.objects.update(sealed=b"\x01planted")

    answer = ana.client.get(breakdown)
    assert answer.status_code == 409
    assert b"nothing was deleted now" in answer.content
    (record,) = [record for record in caplog.records if record.name == "amends_web.vault.middleware"]
    assert record.exc_text.startswith("Tampered\n")


@pytest.mark.parametrize("words", [{}, {"name": "The keys"}, {"name": ["x"], "day": "yesterday"}])
def test_a_row_of_another_shape_that_a_member_sealed_costs_no_other(ana, words):
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="Us")
    here = {"keyring": ana.keyring, "person": ana.person, "space": space, "day": None}
    begin_breakdown(name="The late dinner", **here)
    row = begin_breakdown(name="The keys", **here)
    row.put(ana.keyring, words)
    row.save()

    for page in ("/", f"/spaces/{space.pk}/"):
        shown = ana.client.get(page).content.decode()
        assert SAID in shown
        assert "Write your side of" in shown or "The late dinner" in shown


@pytest.mark.parametrize("words", [b"no JSON", b"\xff", b"", b"[]"])
def test_a_row_that_a_member_sealed_with_something_else_in_it_does_not_open(ana, words):
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="Us")
    key = ana.keyring.box_key(space.box_id, space.key_version)
    space.sealed = seal_value(key, words, *space._place())
    with pytest.raises(Tampered):
        space.words(ana.keyring)
