"""Several files at once: read as one, asked about on one page, and one that can't be read does not sink the rest."""

from __future__ import annotations

import uuid
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from amends_web.imports.chunks import open_messages
from amends_web.imports.models import Import, Remembered
from amends_web.imports.tests.conftest import WHATSAPP, a_file, again

LATER = """\
15/03/2025, 19:31 - Ana: I am sorry, that was mean of me
15/03/2025, 19:40 - Ben: Thank you
"""
SLACK = (
    '{"id": "x", "source": "slack", "people": ["ana", "Ben M."], "messages": ['
    '{"n": 0, "from": "ana", "at": "2025-03-16T09:00:00+00:00", "text": "Coffee?"},'
    '{"n": 1, "from": "Ben M.", "at": "2025-03-16T09:05:00+00:00", "text": "Yes"}]}\n'
)
UNCLEAR = "03/04/2025, 18:05 - Ana: Are you coming?\n03/04/2025, 18:40 - Ben: Running late\n"
TABLE = "A;B;C\n2025-03-14 18:05;Ana;Are you coming?\n2025-03-14 18:06;Ben;Running late\n2025-03-14 18:09;Ana;Fine\n"
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 40


def texts(actor, row):
    keyring = again(actor)
    row.refresh_from_db()
    return [message.text for message in open_messages(row, keyring=keyring, words=row.words(keyring))]


def answer(actor, row, **data):
    return actor.client.post(reverse("imports:answer", args=[row.pk]), data | {"submission": uuid.uuid4()})


def take_seat(actor, row, **data):
    return actor.client.post(reverse("imports:take_seat", args=[row.pk]), data | {"submission": uuid.uuid4()})


def test_files_and_pasted_lines_become_one_conversation_in_the_order_of_time(ana, bring, uploads):
    response = bring(ana, LATER, file=[a_file(SLACK), a_file(WHATSAPP)])
    row = Import.objects.get()
    assert response["Location"] == reverse("imports:me", args=[row.pk])
    assert texts(ana, row)[-3:] == ["Thank you", "Coffee?", "Yes"]
    assert row.message_count == 12
    assert uploads() == []


def test_what_two_exports_share_is_taken_once_and_it_is_told_of_each_file(ana, bring):
    bring(ana, file=[a_file(WHATSAPP), a_file(LATER)])
    row = Import.objects.get()
    assert row.message_count == 10
    take_seat(ana, row, me="0")
    page = ana.client.get(reverse("imports:import", args=[row.pk])).content.decode()
    assert "What each of the 2 files told" in page
    assert "1 of them" in page


def test_every_question_stands_on_one_page_and_one_answer_settles_all(ana, bring, uploads):
    bring(ana, UNCLEAR, file=[a_file(UNCLEAR, "one.txt"), a_file(TABLE, "two.csv"), a_file(WHATSAPP)])
    row = Import.objects.get()
    page = ana.client.get(reverse("imports:questions", args=[row.pk])).content.decode()
    for words in ("A few questions", "File 1 (one.txt)", "File 2 (two.csv)", "The pasted lines", "1 more was read"):
        assert words in page
    assert len(uploads()) == 3
    columns = {"s2-time": "0", "s2-speaker": "1", "s2-text": "2", "s2-date": ""}
    response = answer(ana, row, **columns, **{"s1-date_order": "dmy", "s4-date_order": "dmy"})
    assert response["Location"] == reverse("imports:me", args=[row.pk])
    # The lines of the file and the pasted ones are the same.
    assert Import.objects.get().message_count == 9 + 3 + 2


def test_what_is_open_still_after_the_answer_is_asked_again_on_the_same_page(ana, bring):
    bring(ana, file=[a_file(UNCLEAR), a_file(TABLE)])
    row = Import.objects.get()
    columns = {"s2-time": "1", "s2-speaker": "0", "s2-text": "2", "s2-date": ""}
    response = answer(ana, row, **columns, **{"s1-date_order": "dmy"})
    assert response["Location"] == reverse("imports:questions", args=[row.pk])
    page = ana.client.get(response["Location"]).content.decode()
    assert "s1-date_order" not in page
    assert "s2-" in page


def test_answers_that_are_missing_change_nothing_and_are_pointed_at(ana, bring):
    bring(ana, file=[a_file(UNCLEAR), a_file(TABLE)])
    row = Import.objects.get()
    response = answer(ana, row, **{"s1-date_order": "dmy", "s2-speaker": "1", "s2-text": "1"})
    assert response.status_code == 422
    assert "Each needs its own" in response.content.decode()
    assert Import.objects.get().state == Import.State.ASKS


def test_one_file_that_cannot_be_read_is_named_and_the_person_may_go_on_without_it(ana, bring, uploads):
    response = bring(ana, file=[a_file(PICTURE, "photo.png"), a_file(WHATSAPP)])
    row = Import.objects.get()
    page = ana.client.get(response["Location"]).content.decode()
    for words in ("One file could not be read", "File 1 (photo.png)", "not a text file", "or go on without it"):
        assert words in page
    assert "it is not guessed here" not in page
    response = answer(ana, row)
    assert response["Location"] == reverse("imports:me", args=[row.pk])
    assert Import.objects.get().message_count == 9


def test_another_file_can_be_given_in_its_place(ana, bring):
    bring(ana, file=[a_file(PICTURE), a_file(WHATSAPP)])
    row = Import.objects.get()
    answer(ana, row, **{"s1-file": a_file(LATER)})
    assert Import.objects.get().message_count == 10


def test_another_file_that_cannot_be_read_either_is_asked_about_again(ana, bring, uploads):
    bring(ana, file=[a_file(PICTURE), a_file(WHATSAPP)])
    row = Import.objects.get()
    response = answer(ana, row, **{"s1-file": a_file(b"", "empty.txt")})
    page = ana.client.get(response["Location"]).content.decode()
    assert "File 1 (empty.txt)" in page
    assert "The file is empty" in page
    assert answer(ana, row)["Location"] == reverse("imports:me", args=[row.pk])


def test_files_of_which_none_can_be_read_are_each_named_and_nothing_is_kept(ana, bring, uploads):
    response = bring(ana, "It rained.", file=[a_file(b"", "one.txt"), a_file(PICTURE, "two.png")])
    page = response.content.decode()
    assert response.status_code == 422
    summary = page.split('class="summary"')[1].split("</ul>")[0]
    for words in ("File 1 (one.txt): The file is empty", "File 2 (two.png): This is not a text file"):
        assert words in summary
    assert not Import.objects.exists()
    assert uploads() == []


def test_every_kept_file_goes_with_the_answer_and_with_deleting(
    ana, bring, uploads, django_capture_on_commit_callbacks
):
    bring(ana, file=[a_file(PICTURE), a_file(UNCLEAR), a_file(WHATSAPP)])
    assert len(uploads()) == 3
    with django_capture_on_commit_callbacks(execute=True):
        answer(ana, Import.objects.get(), **{"s2-date_order": "dmy"})
    assert uploads() == []
    bring(ana, file=[a_file(PICTURE), a_file(UNCLEAR)])
    row = Import.objects.get(state=Import.State.ASKS)
    with django_capture_on_commit_callbacks(execute=True):
        ana.client.post(reverse("imports:delete_now", args=[row.pk]))
    assert uploads() == []


def test_going_on_without_the_only_file_leaves_nothing(ana, bring):
    bring(ana, file=[a_file(PICTURE), a_file(b"", "empty.txt"), a_file(UNCLEAR)])
    row = Import.objects.get()
    row.put(again(ana), {"asked": row.words(again(ana))["asked"][:2], "time_zone": "UTC"})
    row.save()
    assert answer(ana, row)["Location"] == reverse("imports:new")
    assert not Import.objects.exists()


def test_which_column_is_which_is_remembered_for_a_table_of_the_same_columns(ana, bring):
    bring(ana, file=a_file(TABLE))
    row = Import.objects.get()
    answer(ana, row, **{"s1-time": "0", "s1-speaker": "1", "s1-text": "2", "s1-date": ""})
    assert Remembered.objects.get().words(again(ana))["columns"] == [
        [["A", "B", "C"], {"speaker": "B", "text": "C", "time": "A"}]
    ]
    response = bring(
        ana, file=a_file("C;B;A\nhi;Ana;2025-03-14 18:05\nhello;Ben;2025-03-14 18:06\nso;Ana;2025-03-14 18:07\n")
    )
    page = ana.client.get(response["Location"]).content.decode()
    assert '<option value="2" selected>A</option>' in page
    assert '<option value="1" selected>B</option>' in page


def test_a_pasted_table_is_asked_about_as_a_file_is(ana, bring):
    bring(ana, TABLE)
    row = Import.objects.get()
    answer(ana, row, **{"s1-time": "0", "s1-speaker": "1", "s1-text": "2", "s1-date": ""})
    row.refresh_from_db()
    assert (row.state, row.message_count) == (Import.State.ASKS_ME, 3)


def test_progress_counts_the_messages_of_all_files(ana, bring, monkeypatch):
    told = []
    monkeypatch.setattr("amends_web.imports.progress.Progress.__call__", lambda _, count: told.append(count))
    # So short a file is told of only while its process starts, and that may take less than one look.
    monkeypatch.setattr("amends_web.imports.parsing.apart._TICK", 0.001)
    bring(ana, file=[a_file(WHATSAPP), a_file(LATER)])
    assert told == sorted(told)
    assert told[-1] >= 9, "the second file counts on from the nine messages of the first"


@pytest.mark.parametrize("kept", ["order", "chat"])
def test_a_question_that_the_first_version_kept_can_be_answered_still(ana, bring, kept):
    bring(ana, UNCLEAR)
    row = Import.objects.get()
    words = row.words(again(ana))
    (asked,) = words["asked"]
    old = {"source": asked["source"]}
    old |= {"orders": ["dmy", "mdy"], "example": "03/04/2025"} if kept == "order" else {"chats": ["Ben", "Cleo"]}
    row.put(again(ana), old)
    row.save()
    Import.objects.update(state=f"asks_{kept}")
    import_module("amends_web.imports.migrations.0002_several_sources").ask_on_one_page(apps, None)
    page = ana.client.get(reverse("imports:questions", args=[row.pk])).content.decode()
    assert ("4 March 2025" in page) == (kept == "order")
    assert ("Cleo" in page) == (kept == "chat")
