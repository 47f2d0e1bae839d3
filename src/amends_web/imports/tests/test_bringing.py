from __future__ import annotations

from django.urls import reverse

from amends_web.imports.models import Import
from amends_web.imports.tests.conftest import WHATSAPP, a_file


def only_import():
    return Import.objects.get()


def test_the_page_says_who_sees_it_and_how_to_export(ana):
    page = ana.client.get(reverse("imports:new")).content.decode()
    for words in ("Only you", "WhatsApp", "Telegram", "Export chat"):
        assert words in page


def test_a_file_is_read_and_the_next_question_is_whose_seat(ana, bring):
    response = bring(ana, file=a_file(WHATSAPP))
    assert response.status_code == 302, response.content.decode()
    row = only_import()
    assert response["Location"] == reverse("imports:me", args=[row.pk])
    assert (row.state, row.message_count) == (Import.State.ASKS_ME, 9)


def test_the_reading_opens_after_taking_a_seat(ana, read):
    row = read(ana)
    page = ana.client.get(reverse("imports:import", args=[row.pk])).content.decode()
    assert "The conversation with Ben" in page
