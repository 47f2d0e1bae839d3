"""Two people and a stranger, for every address; and two worlds: nothing of what one keeps reaches the other."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from amends_web.breakdowns import models as breakdowns
from amends_web.breakdowns.models import Breakdown
from amends_web.breakdowns.tests.conftest import again
from amends_web.loops import exports
from amends_web.loops.models import Answers, Loop, Share, Wording
from amends_web.loops.signing import sign
from amends_web.loops.tests.conftest import main_of, without_keys
from amends_web.loops.urls import urlpatterns
from amends_web.shell.exports import all_sections
from amends_web.spaces.blind import save_share
from amends_web.spaces.models import Member

NO_ARROW = uuid.UUID(int=1)
NAMES = [pattern.name for pattern in urlpatterns]


def addresses_of(below, arrow):
    ids = {"space_id": below.loop.space_id, "loop_id": below.loop.pk, "arrow_id": arrow, "edits": 1}
    return {
        pattern.name: reverse(f"loops:{pattern.name}", kwargs={key: ids[key] for key in pattern.pattern.converters})
        for pattern in urlpatterns
    }


@pytest.fixture
def addresses(ana, drawn):
    return addresses_of(drawn, drawn.arrows(ana)[0])


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (Loop, Answers, Share, Wording)]


def asked(client, address):
    sent = {"does": "", "text": "mine", "seen": 1, "under": "mine", "name": "mine", "submission": uuid.uuid4()}
    return client.get(address), client.post(address, sent)


def test_the_stranger_gets_404_for_every_address_and_changes_nothing(stranger, addresses):
    before = rows()
    for name in NAMES:
        answers = {response.status_code for response in asked(stranger.client, addresses[name])}
        assert answers <= {404, 405}, name
        assert 404 in answers, name
        assert rows() == before, name


def test_whoever_left_is_a_stranger(ben, addresses):
    Member.objects.filter(person=ben.person).update(left_at="2026-01-01T00:00Z")
    for name in NAMES:
        assert {response.status_code for response in asked(ben.client, addresses[name])} <= {404, 405}, name


def test_whoever_is_not_signed_in_gets_the_same_redirect_for_every_address(addresses):
    for name in NAMES:
        for response in asked(Client(), addresses[name]):
            assert (response.status_code, response.headers["Location"]) == (302, reverse("accounts:sign_in")), name


@pytest.mark.parametrize("name", ["arrow", "change", "take_out"])
def test_an_arrow_of_another_loop_is_not_there(ana, ben, drawn, addresses, name):
    nowhere = addresses_of(drawn, NO_ARROW)[name]
    assert {response.status_code for response in asked(ana.client, nowhere)} <= {404, 405}


@pytest.mark.parametrize("name", ["put_in", "arrow", "change", "take_out", "changed"])
def test_before_it_opened_no_arrow_has_an_address(ana, below, name):
    address = addresses_of(below, NO_ARROW)[name]
    assert {response.status_code for response in asked(ana.client, address)} <= {404, 405}


def seen_by(who, below, arrow=NO_ARROW):
    """Every answer that somebody gets for every address that shows something, and their own export."""
    pages = ["/", reverse("spaces:space", args=[below.loop.space_id]), *addresses_of(below, arrow).values()]
    answers = {}
    for address in pages:
        response = who.client.get(address)
        headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
        answers[address] = (response.status_code, headers, without_keys(response.content.decode()))
    own = [section for section in all_sections(who.person, again(who)) if section.name != "submissions"]
    return answers | {"export": own}


def test_ben_gets_the_same_bytes_whatever_ana_answers_ticks_shares_and_takes_back(ana, ben, below):
    before = seen_by(ben, below)
    below.post(ana, "keep", under="You never listen.", page="p")
    below.answer(ana, "under", "outside", under="afraid", outside="work", is_whole="on")
    assert seen_by(ben, below) == before
    below.share(ana)
    assert seen_by(ben, below) == before
    below.post(ana, "take_back")
    below.post(ana, "delete")
    assert seen_by(ben, below) == before


def test_ana_gets_the_same_bytes_whatever_ben_types_and_looks_at_in_the_ring(ana, ben, drawn):
    arrow = drawn.arrows(ben)[0]
    before = seen_by(ana, drawn, arrow)
    drawn.put_in(ben, "are a coward", does=ana, second_look="yes")
    drawn.post(ben, "change", arrow, does=ana.person.pk, text="are a coward", seen=1, second_look="yes")
    drawn.post(ben, "change", arrow, does=ana.person.pk, text="are a coward", seen=7)
    drawn.post(ben, "delete")
    assert seen_by(ana, drawn, arrow) == before


def test_no_typed_word_lies_in_the_database(ana, ben, below):
    below.answer(ana, "outside", outside="TWO WEEKS of nights", apart="KEPT to myself", is_whole="on")
    below.share(ana)
    below.open(ben)
    below.put_in(ana, "GO QUIET")
    below.post(ben, "put_away")
    connection.ensure_connection()
    stored = connection.connection.serialize()
    typed = (
        "TWO WEEKS",
        "KEPT to",
        "GO QUIET",
        "Sundays",
        'is_whole":',
        'is_put_away":',
        '"does":',
    )
    for words in typed:
        assert words.encode() not in stored, words


def test_a_wording_that_its_author_did_not_sign_stops_the_page_and_changes_nothing(ana, ben, drawn):
    row = Wording.objects.get(arrow=drawn.arrows(ana)[0])
    words = row.words(again(ben)) | {"text": "be a coward"}
    row.put(again(ben), words)
    row.signature = sign(again(ben), row, words)
    row.save()
    for response in (drawn.get(ana), drawn.get(ben, "arrow", row.arrow), drawn.put_in(ana, "more")):
        assert response.status_code == 409
        assert "Something here was changed" in response.content.decode()
        assert "be a coward" not in response.content.decode()
    assert Wording.objects.count() == 3


def test_a_wording_that_was_moved_to_another_number_stops_the_page(ana, drawn):
    Wording.objects.filter(arrow=drawn.arrows(ana)[0]).update(number=2)
    assert drawn.get(ana).status_code == 409


def test_an_arrow_that_was_left_out_of_the_order_stops_the_page(ana, ben, drawn):
    """Ben drops an arrow of Ana's from the list, where no step of the ring took it out."""
    arrow = drawn.arrows(ana)[0]
    loop = drawn.now()
    words = loop.words(again(ben))
    loop.put(again(ben), words | {"order": words["order"][1:]})
    loop.save()
    for response in (drawn.get(ana), drawn.get(ana, "arrow", arrow), drawn.put_in(ana, "more")):
        assert response.status_code == 409
        assert "Something here was changed" in response.content.decode()


def test_a_share_of_another_kind_opens_nothing_here(ana, ben, below, space):
    """Ben writes to the database: what Ana shared of her side stands as her answers about something else."""
    loop = below.loop
    breakdown = Breakdown(pk=loop.pk, box=space.box, space=space, begun_by=ana.person)
    breakdown.put(again(ana), {"name": "The late dinner", "day": ""})
    breakdown.save(force_insert=True)
    side = breakdowns.Share(box=space.box, breakdown=breakdown, person=ana.person)
    audience = [ana.person.pk, ben.person.pk]
    of_both_shapes = {"parts": {}, "answers": {"under": "SAID ELSEWHERE"}, "is_whole": False}
    save_share(side, again(ana), of_both_shapes, audience=audience)
    moved = Share(box=space.box, loop=loop, person=ana.person, commitment=side.commitment, signature=side.signature)
    moved.put(again(ben), side.words(again(ben)))
    moved.save(force_insert=True)
    below.open(ben)
    assert below.now().revealed_at is None


def test_a_share_that_its_author_did_not_sign_opens_nothing(ana, ben, below):
    below.answer(ana, "under", under="afraid")
    below.share(ana)
    share = Share.objects.get()
    share.put(again(ben), share.words(again(ben)) | {"answers": {"under": "nothing at all"}})
    share.save()
    below.open(ben)
    assert below.now().revealed_at is None
    assert "nothing at all" not in main_of(below.page(ben))


def test_the_export_holds_ones_own_answers_and_the_loop_once_it_is_open(ana, ben, below):
    below.answer(ana, "under", under="afraid", apart="KEPT to myself")
    below.share(ana)
    assert "afraid" not in str(exports.collect(ben.person, again(ben)))
    below.open(ben)
    below.put_in(ana, "go quiet")
    theirs, mine = exports.collect(ben.person, again(ben)), exports.collect(ana.person, again(ana))
    assert [row["what"] for row in theirs.rows] == ["my answers", "loop"]
    assert theirs.rows[1]["arrows"] == [{"whose": "Ana", "text": "go quiet", "version": 1, "by": "Ana", "before": []}]
    assert "afraid" in str(theirs)
    assert "KEPT" not in str(theirs)
    assert "KEPT to myself" in str(mine)


def test_the_export_holds_what_one_drew_also_where_another_words_it_now(ana, ben, drawn):
    arrow = drawn.arrows(ana)[0]
    drawn.post(ben, "change", arrow, does=ana.person.pk, text="shut down", seen=1)
    drawn.post(ben, "take_out", drawn.arrows(ana)[1], seen=1)
    drawn_now = exports.collect(ana.person, again(ana)).rows[1]["arrows"]
    assert [one["text"] for one in drawn_now] == ["shut down", "", "leave the room"]
    assert drawn_now[0]["before"] == [{"whose": "Ana", "text": "go quiet", "version": 1, "by": "Ana"}]
    assert drawn_now[1]["before"] == [{"whose": "Ben", "text": "ask again", "version": 1, "by": "Ana"}]
    assert drawn_now[2]["before"] == []


def test_deleting_takes_out_what_one_answered_shared_and_drew_and_the_others_keep_theirs(ana, ben, drawn):
    arrow = drawn.arrows(ana)[0]
    drawn.post(ben, "change", arrow, does=ana.person.pk, text="BEN-WORDS", seen=1)
    drawn.put_in(ben, "BEN-ARROW")
    exports.erase(ben.person, again(ben))
    page = main_of(drawn.page(ana))
    assert "BEN-" not in page
    assert "for Ben" not in page
    assert "go quiet" in page
    drawn.post(ana, "change", arrow, does=ana.person.pk, text="shut down", seen=1)
    assert "shut down" in main_of(drawn.page(ana))


def test_what_is_left_of_an_arrow_without_words_can_still_be_worded(ana, ben, drawn):
    """Ben put it in, Ana took it out, and Ben deleted his account: only that it was taken out is left."""
    drawn.put_in(ben, "BEN-ARROW")
    arrow = drawn.arrows(ana)[3]
    drawn.post(ana, "take_out", arrow, seen=1)
    exports.erase(ben.person, again(ben))
    assert len(drawn.arrows(ana)) == 3
    assert drawn.get(ana, "arrow", arrow).status_code == 200
    assert drawn.post(ana, "change", arrow, does=ana.person.pk, text="come back", seen=2).status_code == 302
    assert "come back" in main_of(drawn.page(ana))
