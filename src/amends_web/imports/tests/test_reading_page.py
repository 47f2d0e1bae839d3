from __future__ import annotations

import re
import uuid

import pytest
from django.urls import reverse

from amends.errors import UnknownSpeaker
from amends_web.imports.actions import take_seat
from amends_web.imports.course import course_of
from amends_web.imports.models import Import, ImportReading
from amends_web.imports.readings import claims_from
from amends_web.imports.tests.conftest import WHATSAPP, a_file, again


def page_of(actor, row, name="import"):
    return actor.client.get(reverse(f"imports:{name}", args=[row.pk])).content.decode()


def kept(actor, row):
    return ImportReading.objects.get(of=row).words(again(actor))


def test_the_report_says_how_many_messages_from_when_to_when_and_what_was_not_read(ana, read):
    page = page_of(ana, read(ana, "Exported on Friday\n" + WHATSAPP))
    assert "9 messages" in page
    assert "from 14 March 2025 to 15 March 2025" in page
    assert "1 line could not be read: line 1." in page


def test_a_report_without_unread_lines_says_that_every_line_was_read(ana, read):
    assert "Every line was read." in page_of(ana, read(ana))


def test_ones_own_hard_words_are_shown_with_what_they_may_have_done(ana, read):
    page = page_of(ana, read(ana, me="0"))
    assert "How some of your words may have landed" in page
    assert "may have" in page


def test_no_mark_ever_stands_on_another_persons_message(ana, read):
    row = read(ana, me="1")
    own = [claim for claim in claims_from(kept(ana, row)) if claim.kind in ("hard", "kind")]
    assert {kept(ana, row)["lines"][str(n)][1] for claim in own for n in claim.lines} <= {"Ben"}
    assert "pathetic" not in "".join(re.findall(r'<span class="mark">(.*?)</span>', page_of(ana, row)))


def test_what_is_kept_of_a_reading_names_no_move_of_anybody_else(ana, read):
    row = read(ana, me="none")
    assert not [claim for claim in claims_from(kept(ana, row)) if "move" in claim.detail]


def test_the_course_is_a_picture_with_its_words(ana, read):
    page = page_of(ana, read(ana))
    assert '<svg viewBox="0 0 600 140"' in page
    assert re.search(r"<desc[^>]*>It (was most tense|stayed mostly calm)", page)
    assert " style=" not in page


def test_a_claim_that_was_waved_away_is_never_shown_again_even_after_changing_seats(ana, read):
    row = read(ana)
    claim = next(claim for claim in claims_from(kept(ana, row)) if claim.kind == "hard")
    response = ana.client.post(reverse("imports:wave_away", args=[row.pk]), {"claim": claim.key})
    assert response["Location"].endswith("#hard")
    assert claim.key not in page_of(ana, row)
    for me in ("1", "0"):
        ana.client.post(reverse("imports:take_seat", args=[row.pk]), {"me": me, "submission": uuid.uuid4()})
    assert claim.key not in page_of(ana, row)


def test_waving_away_what_is_not_there_changes_nothing(ana, read):
    row = read(ana)
    before = kept(ana, row)
    ana.client.post(reverse("imports:wave_away", args=[row.pk]), {"claim": "hard:99999:contempt"})
    assert kept(ana, row) == before


def test_words_are_never_taken_for_markup(ana, read):
    text = WHATSAPP.replace("Running late", '<script>alert("x")</script>').replace("Ben:", "<i>Ben:")
    row = read(ana, text)
    for name in ("import", "messages", "lines", "me"):
        page = page_of(ana, row, name)
        assert "<script>alert" not in page
        assert "<i>Ben" not in page


def test_pasted_lines_without_times_can_be_read_too(ana, read):
    row = read(ana, "Ana: You never listen.\nBen: Sorry, I was wrong.\nAna: Fine.\n")
    assert "3 messages" in page_of(ana, row)


def test_a_name_that_is_nobodys_is_refused(ana, bring):
    bring(ana, file=a_file(WHATSAPP))
    row = Import.objects.get()
    assert ana.client.post(reverse("imports:take_seat", args=[row.pk]), {"me": "7"}).status_code == 422
    with pytest.raises(UnknownSpeaker):
        take_seat(row=row, keyring=again(ana), me="Cleo")


def test_a_course_of_fewer_than_two_points_is_not_drawn():
    assert course_of([], stretch=()) is None
    assert course_of([(0, 5, 0.2, 0.1)], stretch=()) is None


@pytest.mark.parametrize(
    ("tensions", "peak", "ends_calm"),
    [
        ([0.9, 0.1, 0.1, 0.0], "start", True),
        ([0.0, 0.9, 0.2, 0.2], "start", True),
        ([0.1, 0.1, 0.9, 0.1], "middle", True),
        ([0.1, 0.1, 0.4, 0.9], "end", False),
        ([0.0, 0.1, 0.1, 0.0], "", True),
    ],
)
def test_the_course_in_words(tensions, peak, ends_calm):
    course = course_of([(n, n, tension, 0.0) for n, tension in enumerate(tensions)], stretch=())
    assert (course.peak, course.ends_calm) == (peak, ends_calm)


def test_the_band_of_a_short_stretch_in_a_long_talk_is_wide_enough_to_be_seen_and_stays_inside():
    course = course_of([(0, 49_999, 0.1, 0.1), (50_000, 99_999, 0.2, 0.1)], stretch=(99_998, 99_999))
    assert course.band_width == 6.0
    assert course.band_x + course.band_width <= course.width
