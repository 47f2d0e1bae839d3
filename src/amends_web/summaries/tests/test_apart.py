"""Two people and a stranger on every page; nothing that one types and does not share reaches the other."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from amends_web.breakdowns.tests.conftest import again
from amends_web.shell.exports import all_sections
from amends_web.spaces.actions import add_member, leave_space
from amends_web.spaces.models import Member
from amends_web.summaries import exports
from amends_web.summaries.models import Keeping, Reply, Summary, Version
from amends_web.summaries.tests.conftest import TEXT, TITLE, without_keys
from amends_web.summaries.urls import urlpatterns

NAMES = [pattern.name for pattern in urlpatterns]
DISSENT = "I HAD CALLED TWICE"


@pytest.fixture
def addresses(ana, ben, desk):
    desk.begin(ana)
    desk.differ(ben, DISSENT)
    ids = {"space_id": desk.space.pk, "summary_id": desk.summary.pk, "number": 1}
    return {
        pattern.name: reverse(f"summaries:{pattern.name}", kwargs={key: ids[key] for key in pattern.pattern.converters})
        for pattern in urlpatterns
    }


def rows():
    models = (Summary, Version, Reply, Keeping)
    return [list(model.objects.order_by("pk").values()) for model in models]


FORM = {"title": "x", "text": "x", "seen": 2, "answer": "approve", "days": "7"}


def test_the_stranger_gets_404_for_every_address_and_changes_nothing(stranger, addresses):
    before = rows()
    for name in NAMES:
        address = addresses[name]
        answers = {stranger.client.get(address).status_code, stranger.client.post(address, FORM).status_code}
        assert answers <= {404, 405}, name
        assert 404 in answers, name
        assert rows() == before, name


def test_whoever_left_is_a_stranger(ben, addresses):
    Member.objects.filter(person=ben.person).update(left_at="2026-01-01T00:00Z")
    for name in NAMES:
        answers = {ben.client.get(addresses[name]).status_code, ben.client.post(addresses[name], FORM).status_code}
        assert answers <= {404, 405}, name


def test_whoever_is_not_signed_in_gets_the_same_redirect_for_every_address(addresses):
    client = Client()
    for name in NAMES:
        for response in (client.get(addresses[name]), client.post(addresses[name])):
            assert (response.status_code, response.headers["Location"]) == (302, reverse("accounts:sign_in")), name


def test_whoever_came_later_sees_nothing_of_a_summary_between_the_others(ana, actor, addresses, desk):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=desk.space, person=cleo.person)
    for name in ("summary", "edit", "differ", "version", "print", "text", "pdf"):
        assert cleo.client.get(addresses[name]).status_code == 404
    assert TITLE not in desk.page(cleo, "summaries")
    assert TITLE not in cleo.client.get("/").content.decode()
    assert TITLE not in str(exports.collect(cleo.person, again(cleo)))


def seen_by(who, desk, addresses):
    """Every answer that somebody gets for every address that shows something, and their own export."""
    pages = ["/", reverse("spaces:space", args=[desk.space.pk]), *addresses.values()]
    answers = {}
    for address in pages:
        response = who.client.get(address)
        content = b"" if address.endswith("/pdf/") else response.content
        answers[address] = (response.status_code, without_keys(content.decode()))
    own = [section for section in all_sections(who.person, again(who)) if section.name != "submissions"]
    return answers | {"export": own}


def test_ana_gets_the_same_bytes_whatever_ben_looks_at_picks_types_and_chooses(ana, ben, desk, addresses):
    before = seen_by(ana, desk, addresses)
    for name in ("summaries", "new", "keeping", "summary", "edit", "differ"):
        desk.get(ben, name)
    desk.get(ben, "pdf", 2)
    desk.post(ben, "write", piece=["round-1", "news-1"])
    words = {"title": "x", "text": "You never listen.", "seen": 2}
    for name in ("begin", "save", "keep_voice"):
        desk.post(ben, name, **words, second_look="yes")
    desk.post(ben, "save", title="", text="", seen=2)
    desk.post(ben, "keep", days="30")
    assert seen_by(ana, desk, addresses) == before


def test_no_typed_word_lies_in_the_database(ana, ben, desk, addresses):
    desk.agree(ana, ben, seen=2)
    desk.post(ben, "keep", days="30")
    connection.ensure_connection()
    stored = connection.connection.serialize()
    for words in (TITLE, *filter(None, TEXT.split("\n")), DISSENT, "approve", '"days"'):
        assert words.encode() not in stored, words


def queries_for(who, address):
    with CaptureQueriesContext(connection) as found:
        assert who.client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("name", ["summaries", "new", "summary", "version", "edit", "differ", "text", "keeping"])
def test_more_summaries_and_versions_take_no_more_queries(ana, ben, desk, addresses, name):
    few = {page: queries_for(ana, address) for page, address in (("home", "/"), (name, addresses[name]))}
    seen = 2
    for number in range(3):
        desk.edit(ana, f"Text {number}", seen=seen + number)
    desk.agree(ben, seen=seen + 3)
    for number in range(3):
        desk.post(ana, "begin", title=f"Another {number}", text="Words.", seen=0, audience=desk.audience(ana))
    assert {page: queries_for(ana, address) for page, address in (("home", "/"), (name, addresses[name]))} == few


def test_the_export_holds_every_version_with_what_shows_that_it_is_as_signed(ana, ben, desk, addresses):
    desk.agree(ana, ben, seen=2)
    mine = exports.collect(ben.person, again(ben))
    assert [(row["version"], row["is_agreed"]) for row in mine.rows] == [(1, False), (2, True)]
    assert DISSENT in mine.rows[1]["text"]
    assert mine.rows[1]["signed"]["previous"] == mine.rows[0]["hash"]


@pytest.mark.parametrize("name", ["/", "summaries", "new", "summary", "edit", "differ", "version", "text", "keeping"])
def test_whoever_leaves_in_silence_looks_to_ana_as_before(ana, ben, desk, addresses, name):
    desk.approve(ben, seen=2)
    address = addresses.get(name, name)
    before = without_keys(ana.client.get(address).content.decode())
    leave_space(keyring=again(ben), person=ben.person, space=desk.space, is_told=False, now=timezone.now())
    assert without_keys(ana.client.get(address).content.decode()) == before


def test_where_somebody_left_and_told_it_nothing_new_is_agreed_and_what_was_agreed_stays(ana, ben, desk, addresses):
    desk.agree(ana, ben, seen=2)
    leave_space(keyring=again(ben), person=ben.person, space=desk.space, is_told=True, now=timezone.now())
    page = desk.page(ana, "summary")
    assert "Agreed by all of you" in page
    assert "no new version of it can be agreed" in page
    assert "Approve these words" not in page
    assert desk.edit(ana, "New words.", seen=2).status_code == 302
    assert "a former member approved it on" in desk.page(ana, "version", 2)


def deleted(who):
    exports.erase(who.person, again(who))
    who.person.delete()


def test_what_both_signed_stays_for_ana_when_ben_deletes_his_account(ana, ben, desk, addresses):
    desk.agree(ana, ben, seen=2)
    desk.edit(ben, "A draft that nobody signed.", seen=2)
    deleted(ben)
    page = desk.page(ana, "summary")
    assert "Agreed by all of you" in page
    assert DISSENT in page
    assert "a former member approved it on" in page
    assert "A draft that nobody signed." not in page
    assert list(Version.objects.values_list("number", flat=True)) == [2]


def test_after_that_nothing_new_is_agreed_without_him(ana, ben, desk, addresses):
    desk.agree(ana, ben, seen=2)
    deleted(ben)
    desk.edit(ana, "A new text.", seen=2)
    desk.approve(ana, seen=3)
    page = desk.page(ana, "summary")
    assert "no new version of it can be agreed" in page
    assert "A draft. Nothing in it is agreed." in page


def test_a_draft_goes_with_the_account_and_with_the_last_one_all_goes(ana, ben, desk, addresses):
    desk.approve(ana, seen=2)
    desk.post(ben, "keep", days="30")
    deleted(ben)
    assert [len(some) for some in rows()] == [0, 0, 0, 0]


def test_with_the_last_account_what_was_agreed_goes_too(ana, ben, desk, addresses):
    desk.agree(ana, ben, seen=2)
    deleted(ben)
    exports.erase(ana.person, again(ana))
    assert not Summary.objects.exists()
