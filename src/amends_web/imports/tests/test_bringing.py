from __future__ import annotations

import json
import uuid

import pytest
from django.urls import reverse

from amends_web.imports.models import Import, ImportProgress
from amends_web.imports.tests.conftest import WHATSAPP, a_file, again

PASTED = "Ana: Are you coming?\nBen: Running late\nAna: Fine. Do what you want.\n"
TELEGRAM = {
    "name": "Ben",
    "type": "personal_chat",
    "id": 7,
    "messages": [
        {
            "id": n,
            "type": "message",
            "date": f"2025-03-14T18:0{n}:00",
            "date_unixtime": str(1741972000 + 60 * n),
            "from": name,
            "from_id": f"user{name}",
            "text": text,
            "text_entities": [],
        }
        for n, (name, text) in enumerate([("Ana", "Are you coming?"), ("Ben", "Running late"), ("Ana", "Fine")])
    ],
}


def test_the_page_says_who_sees_it_and_how_to_export(ana):
    page = ana.client.get(reverse("imports:new")).content.decode()
    for words in ("Only you", "WhatsApp", "Signal", "How to get it out"):
        assert words in page


def test_the_zone_on_the_page_is_ones_own(ana):
    ana.person.time_zone = "Asia/Kathmandu"
    ana.person.save(update_fields=["time_zone"])
    page = ana.client.get(reverse("imports:new")).content.decode()
    assert '<option value="Asia/Kathmandu" selected>' in page


@pytest.mark.parametrize(
    ("text", "file", "count"),
    [
        ("", WHATSAPP, 9),
        ("", json.dumps(TELEGRAM), 3),
        (PASTED, None, 3),
        (PASTED.replace("\n", "\r\n"), None, 3),
        (WHATSAPP, None, 9),
    ],
)
def test_what_is_brought_is_kept_whole_and_the_next_question_is_whose_seat(ana, bring, text, file, count):
    response = bring(ana, text, file=file and a_file(file))
    row = Import.objects.get()
    assert response["Location"] == reverse("imports:me", args=[row.pk])
    assert (row.state, row.message_count) == (Import.State.ASKS_ME, count)
    assert row.words(again(ana))["people"] == ["Ana", "Ben"]


def test_times_get_the_zone_that_the_person_named(ana, bring):
    bring(ana, file=a_file(WHATSAPP), time_zone="Asia/Tokyo")
    assert Import.objects.get().words(again(ana))["report"]["first_at"].endswith("+09:00")


def test_the_file_is_gone_from_the_disk_when_it_was_read(ana, bring, uploads):
    bring(ana, file=a_file(WHATSAPP))
    assert uploads() == []


def test_a_form_that_is_sent_twice_brings_one_conversation(ana, bring):
    submission = uuid.uuid4()
    first = bring(ana, file=a_file(WHATSAPP), submission=submission)
    second = bring(ana, file=a_file(WHATSAPP), submission=submission)
    assert first["Location"] == second["Location"]
    assert Import.objects.count() == 1


def test_the_list_costs_the_same_number_of_queries_for_one_and_for_five(ana, bring, django_assert_max_num_queries):
    def looked_at():
        with django_assert_max_num_queries(12) as queries:
            page = ana.client.get(reverse("imports:list")).content.decode()
        return page, len(queries)

    bring(ana, file=a_file(WHATSAPP))
    _, with_one = looked_at()
    for _ in range(4):
        bring(ana, file=a_file(WHATSAPP))
    page, with_five = looked_at()
    assert page.count("WhatsApp, brought on") == 5
    assert with_one == with_five


def test_the_list_tells_conversations_apart_and_says_what_waits(ana, bring, read):
    read(ana)
    bring(ana, file=a_file(WHATSAPP.replace("/2025", "/2024")))
    bring(ana, file=a_file("03/04/2025, 18:05 - Ana: hi\n03/04/2025, 18:06 - Ben: hi\n", name="Chat with Ben.txt"))
    page = " ".join(ana.client.get(reverse("imports:list")).content.decode().split())
    for words in (
        "9 messages, from 14 March 2025 to 15 March 2025. WhatsApp, brought on",
        "9 messages, from 14 March 2024 to 15 March 2024. WhatsApp, brought on",
        '<span class="h2">Chat with Ben.txt</span> <span class="quiet"> A question is open.',
    ):
        assert words in page
    assert page.count("Not read yet: say which seat is yours.") == 1


def test_a_large_number_of_messages_is_written_as_people_read_it(ana, bring):
    response = bring(ana, "Ana: hi\nBen: hello\n" * 600)
    assert "1,200 messages are kept." in ana.client.get(response["Location"]).content.decode()


def test_an_ambiguous_date_is_asked_with_both_days_and_never_guessed(ana, bring):
    response = bring(ana, file=a_file(ambiguous()))
    row = Import.objects.get()
    assert response["Location"] == reverse("imports:questions", args=[row.pk])
    page = ana.client.get(response["Location"]).content.decode()
    for words in ("One question", "03/04/2025", "4 March 2025", "3 April 2025", "day first", "month first"):
        assert words in page
    assert page.count('name="s1-date_order"') == 2
    assert "checked" not in page


@pytest.mark.parametrize(("order", "month"), [("dmy", "04"), ("mdy", "03")])
def test_the_answer_about_dates_is_kept_to_and_the_kept_file_goes(
    ana, bring, order, month, django_capture_on_commit_callbacks, uploads
):
    bring(ana, file=a_file(ambiguous()))
    assert len(uploads()) == 1
    row = Import.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        response = answer(ana, row, **{"s1-date_order": order})
    row.refresh_from_db()
    assert response["Location"] == reverse("imports:me", args=[row.pk])
    assert row.words(again(ana))["report"]["first_at"].startswith(f"2025-{month}-")
    assert uploads() == []


def test_pasted_lines_with_an_ambiguous_date_are_asked_about_too(ana, bring):
    bring(ana, ambiguous())
    row = Import.objects.get()
    answer(ana, row, **{"s1-date_order": "mdy"})
    row.refresh_from_db()
    assert row.words(again(ana))["report"]["first_at"].startswith("2025-03-")


def test_an_answer_that_was_not_offered_changes_nothing(ana, bring):
    bring(ana, file=a_file(ambiguous()))
    row = Import.objects.get()
    response = answer(ana, row, **{"s1-date_order": "ydm"})
    row.refresh_from_db()
    assert response.status_code == 422
    assert row.state == Import.State.ASKS


def test_an_answer_that_comes_after_the_file_is_gone_says_so(ana, bring, uploads):
    bring(ana, file=a_file(ambiguous()))
    uploads()[0].unlink()
    response = answer(ana, Import.objects.get(), **{"s1-date_order": "dmy"})
    assert response.status_code == 410
    assert b"Give them again" in response.content
    assert not Import.objects.exists()


def test_every_page_of_a_conversation_with_an_open_question_leads_to_the_question(ana, bring):
    bring(ana, file=a_file(ambiguous()))
    row = Import.objects.get()
    for name in ("import", "me", "messages", "lines"):
        response = ana.client.get(reverse(f"imports:{name}", args=[row.pk]))
        assert response["Location"] == reverse("imports:questions", args=[row.pk])


def test_of_several_chats_in_one_file_the_person_chooses(ana, bring):
    bring(ana, file=a_file(json.dumps({"chats": {"list": [TELEGRAM, TELEGRAM | {"name": "Cleo", "id": 8}]}})))
    row = Import.objects.get()
    page = ana.client.get(reverse("imports:questions", args=[row.pk])).content.decode()
    assert "Ben" in page
    assert "Cleo" in page
    response = answer(ana, row, **{"s1-chat": "1"})
    assert response["Location"] == reverse("imports:me", args=[row.pk])
    row.refresh_from_db()
    assert row.words(again(ana))["title"] == "Cleo"


def test_progress_is_told_to_the_person_who_waits_and_to_nobody_else(ana, ben):
    row = ImportProgress.objects.create(person=ana.person, submission=uuid.uuid4(), messages=15_000)
    address = reverse("imports:progress", args=[row.submission])
    assert ana.client.get(address).json() == {"messages": 15_000}
    assert ben.client.get(address).status_code == 404


def test_nothing_is_left_of_the_progress_when_it_is_done(ana, bring):
    bring(ana, file=a_file(WHATSAPP))
    bring(ana, "no conversation in this")
    assert not ImportProgress.objects.exists()


def test_an_import_that_was_cancelled_before_it_was_kept_is_not_kept(ana, bring, uploads):
    submission = uuid.uuid4()
    ana.client.post(reverse("imports:cancel"), {"submission": submission})
    response = bring(ana, file=a_file(WHATSAPP), submission=submission)
    assert response["Location"] == reverse("imports:list")
    assert not Import.objects.exists()
    assert uploads() == []


def test_an_import_that_is_cancelled_just_after_it_was_kept_is_deleted(ana, ben, bring):
    submission = uuid.uuid4()
    bring(ana, file=a_file(WHATSAPP), submission=submission)
    ben.client.post(reverse("imports:cancel"), {"submission": submission})
    assert Import.objects.count() == 1
    ana.client.post(reverse("imports:cancel"), {"submission": submission})
    assert not Import.objects.exists()


def test_a_write_that_fails_half_way_keeps_nothing(ana, bring, monkeypatch, uploads):
    def full_disk(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("amends_web.imports.bringing.ImportChunk.objects.bulk_create", full_disk)
    ana.client.raise_request_exception = False
    assert bring(ana, file=a_file(WHATSAPP)).status_code == 500
    assert not Import.objects.exists()
    assert uploads() == []


def ambiguous():
    """Two days that could both be in March and April, or in the third and fourth month."""
    return "03/04/2025, 18:05 - Ana: Are you coming?\n03/04/2025, 18:40 - Ben: Running late\n"


def answer(actor, row, **data):
    return actor.client.post(reverse("imports:answer", args=[row.pk]), data | {"submission": uuid.uuid4()})
