from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from amends_web.imports.finding import compared

START = datetime(2025, 3, 14, 8)  # noqa: DTZ001  (the wall clock of a phone, as in an export)


@pytest.fixture
def talk(ana, read):
    """A conversation of 250 messages, on three pages."""
    return read(
        ana,
        "".join(
            f"{START + timedelta(minutes=n):%d/%m/%Y, %H:%M} - {'Ben' if n % 2 else 'Ana'}: message number {n}\n"
            for n in range(250)
        ),
    )


def look(actor, row, **query):
    return actor.client.get(reverse("imports:messages", args=[row.pk]), query).content.decode()


@pytest.mark.parametrize(
    ("page", "first", "last"),
    [("1", 0, 99), ("2", 100, 199), ("3", 200, 249), ("99", 200, 249), ("0", 0, 99), ("-1", 0, 99), ("x", 0, 99)],
)
def test_the_messages_are_read_a_hundred_at_a_time(ana, talk, page, first, last):
    shown = look(ana, talk, page=page)
    assert f'id="m{first}"' in shown
    assert f'id="m{last}"' in shown
    assert f'id="m{first - 1}"' not in shown
    assert f'id="m{last + 1}"' not in shown


def test_times_are_shown_as_the_phone_showed_them(ana, talk):
    assert "14 Mar 2025, 08:00" in look(ana, talk)


def test_a_page_costs_the_same_number_of_queries_in_a_longer_conversation(
    ana, read, talk, django_assert_max_num_queries
):
    short = read(ana, "Ana: hi\nBen: hello\n")
    counts = []
    for row in (talk, short):
        with django_assert_max_num_queries(12) as queries:
            look(ana, row)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_words_are_found_whatever_the_case_and_lead_to_their_place(ana, talk):
    page = ana.client.post(reverse("imports:search", args=[talk.pk]), {"q": "NUMBER 14"}).content.decode()
    assert "11 lines" in page
    assert "?page=2#m140" in page


@pytest.mark.parametrize(
    ("said", "sought"),
    [
        ("At the Café?", "cafe"),
        ("At the cafe?", "CAFÉ"),
        ("At the Cafe\u0301", "café"),
        ("İstanbul, IŞIK", "istanbul"),
        ("Łódź", "lodz"),
        ("Straße", "STRASSE"),
        ("I don’t know", "don't  know"),
        ("I don't know", "don’t know"),
        ("❤\ufe0f", "❤"),
        ("❤", "❤\ufe0f"),
        ("👩\u200d👧 soon", "👩\u200d👧"),
        ("\u200eתודה\u200f רבה", "תודה רבה"),
        ("שָׁלוֹם", "שלום"),
        ("Всё хорошо", "все"),
        ("ありがとう", "ありがとう"),
    ],
)
def test_words_are_found_however_a_keyboard_writes_them(ana, read, said, sought):
    row = read(ana, f"Ana: {said}\nBen: nothing of it\nAna: nor here\n")
    page = ana.client.post(reverse("imports:search", args=[row.pk]), {"q": sought}).content.decode()
    assert "1 line<" in page


def test_signs_that_are_words_of_their_own_stay_apart():
    assert compared("कि") != compared("कु")
    assert compared("ใน") != compared("นา")


def test_where_nothing_is_found_it_says_what_to_try(ana, talk):
    page = ana.client.post(reverse("imports:search", args=[talk.pk]), {"q": "zebra"}).content.decode()
    assert "No line has these words. A part of one word may find more." in page


def test_many_finds_are_cut_and_said_to_be_so(ana, talk):
    page = ana.client.post(reverse("imports:search", args=[talk.pk]), {"q": "message"}).content.decode()
    assert "Many lines have these words" in page


def test_looking_for_words_takes_no_address_that_would_hold_them(ana, talk):
    assert ana.client.get(reverse("imports:search", args=[talk.pk]), {"q": "message"}).status_code == 405


def test_looking_for_nothing_goes_back_to_the_messages(ana, talk):
    response = ana.client.post(reverse("imports:search", args=[talk.pk]), {"q": ""})
    assert response["Location"] == reverse("imports:messages", args=[talk.pk])


@pytest.mark.parametrize(
    ("day", "place"),
    [
        ("2025-03-14", "?page=1#m0"),
        ("2025-03-15", "?page=2#m120"),
        ("2020-01-01", "?page=1#m0"),
        ("2030-01-01", "?page=2#m129"),
    ],
)
def test_a_day_leads_to_its_first_message_and_a_day_after_all_to_the_last(ana, read, day, place):
    times = [START + timedelta(days=0 if n < 120 else 2, minutes=n) for n in range(130)]
    row = read(ana, "".join(f"{at:%d/%m/%Y, %H:%M} - {'Ben' if at.minute % 2 else 'Ana'}: hello\n" for at in times))
    response = ana.client.post(reverse("imports:go_to_day", args=[row.pk]), {"day": day})
    assert response["Location"] == reverse("imports:messages", args=[row.pk]) + place


@pytest.mark.parametrize("day", ["", "soon", "14/03/2025 <b>"])
def test_what_is_no_day_leads_back_to_the_messages(ana, talk, day):
    response = ana.client.post(reverse("imports:go_to_day", args=[talk.pk]), {"day": day})
    assert response["Location"] == reverse("imports:messages", args=[talk.pk])


def test_entries_that_are_no_plain_words_say_what_they_are(ana, read):
    row = read(
        ana,
        "14/03/2025, 18:05 - Ana: <Media omitted>\n"
        "14/03/2025, 18:06 - Ben: This message was deleted\n"
        "14/03/2025, 18:07 - Ana: I meant six <This message was edited>\n"
        "14/03/2025, 18:08 - Ben: ok\n",
    )
    page = look(ana, row).replace("\n</span>", "</span>")
    for words in ("a photo or file", "a deleted message", "edited"):
        assert f'<span class="quiet">{words}</span>' in page
    assert page.count("I meant six") == 1
    assert "This message was" not in page


def test_lines_without_times_have_no_day_to_go_to(ana, read):
    assert 'type="date"' not in look(ana, read(ana, "Ana: hi\nBen: hello\n"))
