"""What a partner, a host or a stranger could try with what was brought and shared, and what comes of it."""

from __future__ import annotations

import re
import secrets
import uuid

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amends.chats import read_pasted
from amends.errors import TooLarge
from amends.reading import read_conversation
from amends.sealing import new_box_key, new_seed, seal_grant
from amends_web.accounts.models import Person
from amends_web.imports import actions, talks
from amends_web.imports.bringing import add_to_import, say_who_is_who
from amends_web.imports.chunks import open_messages
from amends_web.imports.models import Import, LinesRequest, PickedLines
from amends_web.imports.parsing import wire
from amends_web.imports.tests.conftest import WHATSAPP, a_file, again
from amends_web.imports.tests.test_arriving import share as share_from_the_phone
from amends_web.imports.tests.test_consents import TALK, ask, page_of, say_yes, share_all
from amends_web.shell.exports import all_sections
from amends_web.spaces.actions import add_member, leave_space
from amends_web.vault.keyring import grant_statement
from amends_web.vault.models import Box, Grant


@pytest.fixture
def excerpt(ana, read, space):
    return share_all(ana, read(ana, TALK), space)


def test_whoever_is_asked_is_the_one_who_was_chosen_though_somebody_left_meanwhile(ana, ben, actor, excerpt, space):
    add_member(keyring=again(ana), space=space, person=actor("Dora").person)
    page = page_of(ana, "ask", excerpt.pk)
    chosen = re.search(r'name="person" value="([^"]+)"[^>]*>\s*(?:<span>)?\s*Ben', page)[1]
    leave_space(keyring=again(ben), person=ben.person, space=space, is_told=True, now=timezone.now())
    data = {"person": chosen, "name": "0", "submission": uuid.uuid4()}
    assert ana.client.post(reverse("imports:ask_now", args=[excerpt.pk]), data).status_code == 422
    assert not LinesRequest.objects.exists()


def test_the_words_that_the_author_hides_are_told_to_nobody_who_is_asked(ana, ben, read, space):
    row = read(ana, TALK)
    ana.client.post(reverse("imports:pick", args=[row.pk]), {"first": 0, "last": 5, "line": [0, 1, 2, 3, 4, 5]})
    data = {"hidden": "work", "submission": uuid.uuid4()}
    page = ana.client.post(reverse("imports:look_again", args=[row.pk, space.pk]), data).content.decode()
    data["previewed"] = re.search(r'name="previewed" value="(\w+)"', page)[1]
    ana.client.post(reverse("imports:share_lines", args=[row.pk, space.pk]), data)
    ask(ana, space.excerpts.get())
    asked = page_of(ben, "asked", LinesRequest.objects.get().pk)
    assert "I had to work, [someone] can tell you" in asked


def test_whoever_is_asked_does_not_learn_what_they_are_called_in_the_others_phone(ana, ben, read, space):
    ask(ana, share_all(ana, read(ana, TALK.replace("Wow. Fine.", "What is The Problem now?")), space))
    page = page_of(ben, "asked", LinesRequest.objects.get().pk)
    assert "What is The Problem now?" in page
    assert "show “The Problem”" not in page


def test_whoever_says_yes_is_told_that_who_joins_later_reads_it_too(ana, ben, actor, excerpt, space):
    ask(ana, excerpt)
    assert "and whoever joins later, may read" in page_of(ben, "asked", LinesRequest.objects.get().pk)
    say_yes(ben, 1)
    dora = actor("Dora")
    add_member(keyring=again(ana), space=space, person=dora.person)
    assert "Running late, sorry" in page_of(dora, "shared", space.pk)


def test_a_new_name_of_somebody_who_left_is_told_to_nobody_who_stayed(ana, ben, excerpt, space):
    ask(ana, excerpt)
    say_yes(ben, 1)
    leave_space(keyring=again(ben), person=ben.person, space=space, is_told=True, now=timezone.now())
    Person.objects.filter(pk=ben.person.pk).update(name="Benedikta")
    page = page_of(ana, "shared", space.pk)
    assert "Running late, sorry" in page
    assert "Benedikta" not in page
    assert "Benedikta" not in str(all_sections(ana.person, again(ana)))


def test_a_new_name_of_an_author_who_left_is_told_to_nobody_who_stayed(ana, ben, excerpt, space):
    ask(ana, excerpt)
    leave_space(keyring=again(ana), person=ana.person, space=space, is_told=True, now=timezone.now())
    Person.objects.filter(pk=ana.person.pk).update(name="Anastasia")
    pages = page_of(ben, "shared", space.pk) + page_of(ben, "asked", LinesRequest.objects.get().pk)
    assert "Anastasia" not in pages
    assert "Anastasia" not in str(all_sections(ben.person, again(ben)))


@pytest.mark.parametrize("owner", ["ana", None])
def test_a_question_that_the_host_planted_is_not_read_as_if_the_author_asked(ana, ben, excerpt, owner):
    """The host knows the key of a box that it made, and can seal to anybody's public key."""
    host, key = new_seed(), new_box_key()
    box = Box.objects.create(kind=Box.Kind.REQUEST, owner=ana.person if owner else None)
    place = {"box": box.pk, "version": 1, "person": ben.person.pk}
    sealed = seal_grant(key, public_key=bytes(ben.person.public_key), **place)
    signature = host.sign(*grant_statement(box.pk, 1, ben.person.pk, sealed))
    grant = Grant.objects.create(
        box=box,
        version=1,
        person=ben.person,
        sealed=sealed,
        given_by=ana.person.pk,
        giver_verify_key=host.verify_key,
        signature=signature,
    )
    row = LinesRequest(of=Import.objects.get(), excerpt=excerpt, asked=ben.person, box=box)

    class HostsKeys:
        def box_key(self, *_):
            return key

    row.put(HostsKeys(), {"lines": [{"place": 1, "at": None, "text": "I hate you", "masks": []}]})
    row.save(force_insert=True)
    assert grant.pk
    response = ben.client.get(reverse("imports:asked", args=[row.pk]))
    assert response.status_code in {404, 409}
    assert "I hate you" not in response.content.decode()


def test_whoever_signs_out_leaves_nothing_waiting_for_the_next_in_that_browser(ana, ben):
    share_from_the_phone(ana.client, a_file(WHATSAPP))
    ana.client.post(reverse("accounts:sign_out"))
    assert not ana.client.cookies[settings.ARRIVAL_COOKIE_NAME].value


@pytest.mark.parametrize("page", ["accounts:sign_in", "imports:bring"])
def test_a_strangers_file_never_touches_the_disk(db, monkeypatch, page):
    written = []
    monkeypatch.setattr("amends_web.vault.uploads.data_folder", written.append)
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.CSRF_COOKIE_NAME] = secrets.token_hex(16)
    response = client.post(reverse(page), {"file": a_file("x" * 5000), "csrfmiddlewaretoken": "x" * 32})
    assert response.status_code < 500
    assert written == []


def renamed(ana, row):
    """What another window does meanwhile: say who is who, which seals every message anew."""
    meanwhile = Import.objects.select_related("box", "owner").get(pk=row.pk)
    say_who_is_who(row=meanwhile, keyring=again(ana), roots={"Ben": "Ana"})


def messages(ana, row):
    row = Import.objects.select_related("box").get(pk=row.pk)
    return len(open_messages(row, keyring=again(ana), words=row.words(again(ana))))


def test_said_twice_at_once_who_is_who_is_said_once(ana, read):
    row = read(ana, WHATSAPP)
    ana.client.post(reverse("imports:pick", args=[row.pk]), {"first": 0, "last": 8, "line": [3]})
    renamed(ana, row)
    say_who_is_who(row=row, keyring=again(ana), roots={"Ben": "Ana"})
    assert messages(ana, row) == row.message_count
    assert PickedLines.objects.select_related("box").get(of=row).words(again(ana)) == {"lines": [3]}


def test_more_is_added_to_a_conversation_as_it_is_by_then(ana, read):
    row = read(ana, WHATSAPP)
    renamed(ana, row)
    add_to_import(row=row, keyring=again(ana), imported=[read_pasted("Ana: hi\nBen: ho\n")])
    assert messages(ana, row) == row.message_count


def test_a_conversation_still_opens_where_a_seat_was_taken_while_it_was_sealed_anew(ana, read, monkeypatch):
    row = read(ana, WHATSAPP)

    def meanwhile(*args, **kwargs):
        renamed(ana, row)
        return read_conversation(*args, **kwargs)

    monkeypatch.setattr(actions, "read_conversation", meanwhile)
    actions.take_seat(row=row, keyring=again(ana), me="Ana")
    assert messages(ana, row) == row.message_count
    assert row.state == Import.State.ASKS_ME


def test_a_conversation_that_was_deleted_while_a_seat_was_taken_is_said_to_be_gone(ana, read, monkeypatch):
    row = read(ana, WHATSAPP)

    def meanwhile(*args, **kwargs):
        Import.objects.all().delete()
        return read_conversation(*args, **kwargs)

    monkeypatch.setattr(actions, "read_conversation", meanwhile)
    page = ana.client.post(reverse("imports:take_seat", args=[row.pk]), {"me": "0", "submission": uuid.uuid4()})
    assert page.status_code == 410
    assert "deleted in another window" in page.content.decode()


def test_a_conversation_still_opens_where_a_talk_was_chosen_while_it_was_sealed_anew(ana, read, monkeypatch):
    row = read(ana, WHATSAPP)

    def meanwhile(*args, **kwargs):
        renamed(ana, row)
        return read_conversation(*args, **kwargs)

    monkeypatch.setattr(talks, "read_conversation", meanwhile)
    talks.choose_talk(row=row, keyring=again(ana), first=0, last=3)
    assert messages(ana, row) == row.message_count


def test_more_messages_than_the_server_has_room_for_are_refused(monkeypatch):
    monkeypatch.setattr(wire, "MOST_MESSAGES", 1)
    lines = list(wire.lines_of(read_pasted("Ana: hi\nBen: ho\n")))
    with pytest.raises(TooLarge):
        wire.imported_from(lines, progress=lambda _: None)


def test_a_file_that_no_question_asked_for_is_not_kept(ana, bring, uploads, django_capture_on_commit_callbacks):
    bring(ana, file=[a_file("3/4/25, 18:05 - Ana: hi\n3/5/25, 18:06 - Ben: ho\n"), a_file(b"\x00\x01")])
    row = Import.objects.get()
    page = ana.client.get(reverse("imports:questions", args=[row.pk])).content.decode()
    order, file = re.search(r'name="(s\d-date_order)"', page)[1], re.search(r'name="(s\d-file)"', page)[1]
    given = {order: "dmy", file: a_file(b"\x00\x02"), "junk": a_file("x" * 5000), "submission": uuid.uuid4()}
    with django_capture_on_commit_callbacks(execute=True):
        ana.client.post(reverse("imports:answer", args=[row.pk]), given)
    row.refresh_from_db()
    assert row.is_asking
    assert len(uploads()) == 2
