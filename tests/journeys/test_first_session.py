"""PRODUCT 5.1, walked through the pages by two people, with a stranger trying every door."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from django.urls import get_resolver
from tests.journeys import first_session as steps
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return steps.whole_first_session()


def test_two_people_come_from_nothing_to_the_same_map(session):
    ana, ben, place = session
    for person in (ana, ben):
        person.go(f"{place['breakdown']}map/")
        assert person.status == 200
        for side in (steps.ANA, steps.BEN):
            for words in (side.meant, side.thought, side.impact, side.expected):
                assert words in person.text
    assert "Nobody broke a rule here." in ana.text


def test_neither_ever_gets_what_the_other_kept_for_themselves(session):
    ana, ben, _ = session
    for mine, theirs in ((steps.ANA, ben), (steps.BEN, ana)):
        for words in (mine.facts, mine.story, mine.question):
            assert words.encode() not in theirs.seen


def test_the_wait_says_nothing_but_waiting():
    ana = steps.sign_up("Ana", first=True)
    space = steps.make_space(ana)
    breakdown = steps.name_the_breakdown(ana, space)
    steps.write_my_side(ana, breakdown, steps.ANA)
    _, words = steps.invite(ana, space)
    ben = steps.join("Ben", words)
    steps.let_in(ana, ben, space)
    before = ben.go(f"{breakdown}wait/").status, ben.body
    steps.share_my_side(ana, breakdown, steps.ANA)
    steps.write_my_side(ben, breakdown, steps.BEN)
    assert (ben.go(f"{breakdown}wait/").status, ben.body) == before
    assert ana.go(f"{breakdown}wait/").body == before[1]
    assert ben.go(f"{breakdown}map/").path != f"{breakdown}map/"
    assert ana.go(f"{breakdown}map/").path != f"{breakdown}map/"
    assert steps.BEN.meant.encode() not in ana.seen
    for words in (steps.ANA.meant, steps.ANA.thought, steps.ANA.impact):
        assert words.encode() not in ben.seen
    steps.share_my_side(ben, breakdown, steps.BEN)
    assert steps.ANA.meant in ben.go(f"{breakdown}map/").text
    assert steps.BEN.meant in ana.go(f"{breakdown}map/").text


def test_a_side_can_be_written_before_anybody_else_is_here():
    ana = steps.sign_up("Ana", first=True)
    breakdown = steps.name_the_breakdown(ana, steps.make_space(ana))
    steps.write_my_side(ana, breakdown, steps.ANA)
    assert steps.ANA.meant in ana.go(f"{breakdown}side/meant/").text


def test_a_form_that_is_sent_twice_counts_once():
    ana = steps.sign_up("Ana", first=True)
    steps.make_space(ana)
    url, data = ana.sent
    first = ana.path
    again = ana.client.post(url, data, follow=True)
    assert again.redirect_chain[-1][0] == first
    assert ana.go("/spaces/").text.count("Our talks") == 1


def test_somebody_who_said_no_costs_nothing_and_is_not_announced():
    ana = steps.sign_up("Ana", first=True)
    space = steps.make_space(ana)
    _, words = steps.invite(ana, space)
    before = without_keys(ana.go(space).body)
    Visitor().go("/join/").press("Open the invite", typed=words).press("No")
    assert without_keys(ana.go(space).body) == before


def test_leaving_takes_one_step_and_leaves_the_own_side_to_its_writer(session):
    ana, ben, place = session
    ben.go(f"{place['space']}leave/").press("Leave")
    assert ben.go(place["space"]).status == 404
    assert ben.go(f"{place['breakdown']}map/").status == 404
    assert steps.BEN.facts in exported(ben)["everything"]
    assert ana.go(place["space"]).status == 200


def test_ones_export_holds_ones_own_words_and_what_one_was_shown(session):
    ana, _, _ = session
    everything = exported(ana)["everything"]
    for words in (steps.ANA.facts, steps.ANA.story, steps.BEN.meant):
        assert words in everything
    assert steps.BEN.facts not in everything


def test_deleting_an_account_takes_its_private_words_along(session):
    ana, ben, place = session
    ben.go("/account/delete/").press("Delete it", passphrase=ben.passphrase, understood="on")
    signed_in = Visitor().go("/sign-in/").press("Sign in", name="Ben", passphrase=ben.passphrase)
    assert signed_in.path == "/sign-in/"
    assert ana.go(f"{place['breakdown']}map/").status == 200


def test_a_space_of_co_parents_has_no_words_of_a_couple():
    ana = steps.sign_up("Ana", first=True)
    space = steps.make_space(ana, relation="coparents")
    breakdown = steps.name_the_breakdown(ana, space)
    steps.write_my_side(ana, breakdown, steps.ANA)
    _, words = steps.invite(ana, space)
    ben = steps.join("Ben", words)
    steps.let_in(ana, ben, space)
    steps.write_my_side(ben, breakdown, steps.BEN)
    steps.share_my_side(ana, breakdown, steps.ANA)
    steps.share_my_side(ben, breakdown, steps.BEN)
    for person in (ana, ben):
        person.go(f"{breakdown}map/")
        pages = person.seen.decode()
        # The page that makes a space offers all five relations.
        pages = re.sub(r"<form[^>]*/spaces/create/.*?</form>", "", pages, flags=re.DOTALL)
        assert not re.search(r"\b(partner|spouse|husband|wife|love|romantic|couple)\b", pages, re.IGNORECASE)


def test_every_address_is_not_there_for_a_stranger_and_the_same_door_for_anybody_signed_out(session):
    ana, _, place = session
    stranger = steps.sign_up("Stranger")
    addresses = addresses_of_objects(ana, place)
    assert len(addresses) > 30
    nobody = Visitor()
    for address in addresses:
        for send in (stranger.client.get, stranger.client.post):
            # 405: the address takes the other method, whoever asks.
            assert send(address).status_code in {404, 405}, address
        for send in (nobody.client.get, nobody.client.post):
            answer = send(address)
            assert (answer.status_code, answer.headers.get("Location")) == (302, "/sign-in/"), address


def addresses_of_objects(visitor, place):
    """Every address that names an object, from the list of all addresses, with the objects of this session in it."""
    from amends_web.breakdowns.models import Share
    from amends_web.imports.models import Import
    from amends_web.spaces.models import Invite, Joining, Member

    space_id, breakdown_id, import_id = (place[name].split("/")[2] for name in ("space", "breakdown", "conversation"))
    assert Import.objects.filter(pk=import_id).exists()
    known = {
        "space_id": space_id,
        "breakdown_id": breakdown_id,
        "import_id": import_id,
        "invite_id": str(Invite.objects.get().pk),
        "joining_id": str(Joining.objects.get().pk),
        "person_id": str(Member.objects.last().person_id),
        "share_id": str(Share.objects.first().pk),
        "excerpt_id": space_id,
        "request_id": space_id,
        "kept_id": space_id,
        "step_id": space_id,
        "submission": space_id,
        "mark": "0" * 16,
        "part": "meant",
    }

    def unknown(kind, name):
        return "1" if kind == "int" else space_id if name.endswith("_id") else "meant"

    found = []
    for route in routes(get_resolver().url_patterns):
        names = re.findall(r"<\w+:(\w+)>", route)
        if not any(name.endswith("_id") for name in names):
            continue
        filled = re.sub(r"<(\w+):(\w+)>", lambda part: known.get(part[2], unknown(part[1], part[2])), route)
        found.append(f"/{filled}")
    return found


def routes(patterns, before=""):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def without_keys(body):
    """A page without its fresh form keys, which differ at every look."""
    return re.sub(rb'value="[^"]*"', b"", body)


def exported(visitor):
    visitor.go("/account/export/").press("", passphrase=visitor.passphrase)
    with zipfile.ZipFile(io.BytesIO(visitor.body)) as archive:
        names = archive.namelist()
        data = json.loads(archive.read("data.json"))
    return {"names": names, "everything": json.dumps(data, ensure_ascii=False)}
