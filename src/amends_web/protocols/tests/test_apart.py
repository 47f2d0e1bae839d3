"""Two people and a stranger, for every address; and two worlds: nothing of what one keeps reaches the other."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from amends_web.breakdowns.tests.conftest import again
from amends_web.protocols import exports
from amends_web.protocols.models import Acceptance, Note, Protocol, Version
from amends_web.protocols.tests.conftest import WORDS, main_of, without_keys
from amends_web.protocols.urls import urlpatterns
from amends_web.shell.exports import all_sections
from amends_web.spaces.actions import create_space, leave_space
from amends_web.spaces.models import Member
from amends_web.vault.models import Box

NAMES = [pattern.name for pattern in urlpatterns]


@pytest.fixture
def addresses(ana, ben, room):
    ids = {
        "space_id": room.space.pk,
        "protocol_id": room.agree(ana, ben).pk,
        "note_id": room.note(ana).pk,
        "name": "third-view",
        "number": 1,
    }
    return {
        pattern.name: reverse(f"protocols:{pattern.name}", kwargs={key: ids[key] for key in pattern.pattern.converters})
        for pattern in urlpatterns
    }


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (Protocol, Version, Acceptance, Note)]


def test_the_stranger_gets_404_for_every_address_and_changes_nothing(stranger, addresses):
    before = rows()
    for name in NAMES:
        answers = {
            stranger.client.get(addresses[name]).status_code,
            stranger.client.post(addresses[name], {**WORDS, "after": 1, "words": "x"}).status_code,
        }
        assert answers <= {404, 405}, name
        assert 404 in answers, name
        assert rows() == before, name


def test_whoever_left_is_a_stranger(ana, addresses):
    Member.objects.filter(person=ana.person).update(left_at="2026-01-01T00:00Z")
    before = rows()
    for name in NAMES:
        answers = {ana.client.get(addresses[name]).status_code, ana.client.post(addresses[name]).status_code}
        assert answers <= {404, 405}, name
        assert rows() == before, name


def test_whoever_is_not_signed_in_gets_the_same_redirect_for_every_address(addresses):
    client = Client()
    for name in NAMES:
        for response in (client.get(addresses[name]), client.post(addresses[name])):
            assert (response.status_code, response.headers["Location"]) == (302, reverse("accounts:sign_in")), name


def test_no_page_is_kept_by_the_browser(ana, addresses):
    for name in NAMES:
        response = ana.client.get(addresses[name])
        assert response.status_code == 405 or "no-store" in response.headers["Cache-Control"], name


def test_a_protocol_of_another_space_of_ones_own_is_not_in_this_one(ana, ben, room, addresses):
    other = create_space(keyring=again(ben), person=ben.person, relation="friends", name="Elsewhere")
    assert WORDS["title"] not in ben.client.get(reverse("protocols:protocols", args=[other.pk])).content.decode()


def seen_by(who, room, addresses):
    """Every answer that somebody gets for every address that shows something, and their own export."""
    pages = ["/", reverse("spaces:space", args=[room.space.pk]), *addresses.values()]
    answers = {}
    for address in pages:
        response = who.client.get(address)
        answers[address] = (response.status_code, without_keys(response.content.decode()))
    own = [section for section in all_sections(who.person, again(who)) if section.name != "submissions"]
    return answers | {"export": own}


def test_ana_gets_the_same_bytes_whatever_ben_reads_walks_through_and_writes_for_himself(ana, ben, room, addresses):
    waiting = room.propose(ana, title="Thanks first")
    before = seen_by(ana, room, addresses)
    room.page(ben, "protocol", waiting.pk)
    for number in (1, 2, 3):
        room.keep(ben, "third-view", number, "BEN-ALONE she is never wrong")
    room.post(ben, "read", text="format: 1\nnonsense")
    room.post(ben, "send", title="", what="BEN-DRAFT")
    assert seen_by(ana, room, addresses) == before


def test_no_typed_word_lies_in_the_database(ana, ben, room, addresses):
    room.propose(ana, template="soft-start")
    room.note(ben, "third-view", 1, "BEN-ALONE he was tired")
    connection.ensure_connection()
    stored = connection.connection.serialize()
    for words in (*WORDS.values(), "A walk on Sunday", "BEN-ALONE", "soft-start", "Rogers", "third-view"):
        assert words.encode() not in stored, words


def test_pages_ask_as_often_for_one_protocol_as_for_many(ana, ben, room):
    def queries(who, url):
        with CaptureQueriesContext(connection) as seen:
            assert who.client.get(url).status_code == 200
        # Reads: once a minute a page also notes that somebody was here.
        return sum(query["sql"].startswith("SELECT") for query in seen)

    first = room.agree(ana, ben)
    room.propose(ana, title="Thanks first")
    room.note(ana)
    pages = ("/", room.url("protocols"), room.url("protocol", first.pk))
    before = [queries(ben, url) for url in pages]
    for number in range(4):
        room.agree(ana, ben, title=f"No {number}")
        room.propose(ana, title=f"Waits {number}")
        room.note(ana)
        room.change(ben, first, what=f"Phones off, {number}.")
        room.accept(ana, first)
    assert [queries(ben, url) for url in pages] == before


def test_the_export_holds_the_versions_and_of_notes_only_ones_own(ana, ben, room, addresses):
    room.note(ben, "third-view", 1, "BEN-ALONE he was tired")
    assert "BEN-ALONE" not in str(exports.collect(ana.person, again(ana)))
    mine = exports.collect(ben.person, again(ben))
    assert [row["what"] for row in mine.rows] == ["how we talk", "a note"]
    assert mine.rows[0]["words"]["title"] == WORDS["title"]
    assert mine.rows[0]["holds"] is True


def test_deleting_takes_ones_own_out_and_leaves_the_others_what_they_agreed_on(ana, ben, cleo, room):
    room.join(cleo, ana)
    agreed, alone = room.agree(ben, ana, cleo), room.propose(ben, title="Nobody said yes")
    room.note(ben)
    exports.erase(ben.person, again(ben))
    Member.objects.filter(person=ben.person).delete()
    assert not Note.objects.exists()
    assert not Protocol.objects.filter(pk=alone.pk).exists()
    assert not Acceptance.objects.filter(person=ben.person).exists()
    assert room.live(ana, agreed) == 1
    assert "Ben" not in main_of(room.page(cleo, "protocol", agreed.pk))


def test_words_go_with_the_last_of_those_who_said_yes_to_them(ana, ben, cleo, room):
    room.join(cleo, ana)
    protocol = room.propose(ben)
    room.accept(ana, protocol)
    exports.erase(ben.person, again(ben))
    assert Version.objects.get().proposed_by is None
    exports.erase(ana.person, again(ana))
    assert not Protocol.objects.exists()
    assert not Version.objects.exists()


def test_what_ben_wrote_for_himself_is_in_his_export_also_after_he_left(ana, ben, room):
    room.note(ben, "third-view", 1, "BEN-ALONE he was tired")
    room.note(ben, words="A walk on Sunday")
    leave_space(keyring=again(ben), person=ben.person, space=room.space, is_told=False, now=timezone.now())
    kept = str(exports.collect(ben.person, again(ben)).rows)
    assert "BEN-ALONE" in kept
    assert "A walk on Sunday" not in kept
    assert "BEN-ALONE" not in str(exports.collect(ana.person, again(ana)).rows)


def test_whoever_left_and_told_is_a_former_member_at_what_they_wrote_for_all(ana, ben, room):
    room.note(ben)
    leave_space(keyring=again(ben), person=ben.person, space=room.space, is_told=False, now=timezone.now())
    assert "From Ben, for everybody here" in main_of(room.page(ana, "protocols"))
    room.space.members.filter(person=ben.person).update(is_told=True)
    assert "From a former member, for everybody here" in main_of(room.page(ana, "protocols"))


def test_deleting_the_space_takes_all_of_it(ana, ben, room, addresses):
    Box.objects.get(pk=room.space.box_id).delete()
    assert [len(some) for some in rows()] == [0, 0, 0, 0]
