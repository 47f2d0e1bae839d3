from __future__ import annotations

import re
import uuid

import pytest
from django.urls import reverse

from amends.errors import UnknownSpeaker
from amends_web.imports.actions import take_seat
from amends_web.imports.course import course_of
from amends_web.imports.models import Import, ImportReading, Remembered
from amends_web.imports.readings import Claim, claims_from
from amends_web.imports.tests.conftest import WHATSAPP, a_file, again
from amends_web.imports.waved import is_waved, keys_of


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
    assert course_of([], places=[]) is None
    assert course_of([(0, 5, 0.2, 0.1)], places=[]) is None


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
    course = course_of([(n, n, tension, 0.0) for n, tension in enumerate(tensions)], places=[])
    assert (course.peak, course.ends_calm) == (peak, ends_calm)


def test_the_band_of_a_short_stretch_in_a_long_talk_is_wide_enough_to_be_seen_and_stays_inside():
    course = course_of([(0, 49_999, 0.1, 0.1), (50_000, 99_999, 0.2, 0.1)], places=[(99_998, 99_999)])
    ((left, width),) = course.bands
    assert width == 6.0
    assert left + width <= course.width


def test_each_place_to_look_has_a_band_of_its_own():
    points = [(n, n, 0.5, 0.1) for n in range(60)]
    assert course_of(points, places=[(30, 34), (6, 11)]).bands == ((300.0, 50.0), (60.0, 60.0))


def wave(actor, row, key):
    return actor.client.post(reverse("imports:wave_away", args=[row.pk]), {"claim": key})


def test_what_was_waved_away_stays_away_when_the_conversation_is_deleted_and_brought_again(ana, read):
    row = read(ana)
    for claim in claims_from(kept(ana, row)):
        wave(ana, row, claim.key)
    assert claims_from(kept(ana, row)) == []
    ana.client.post(reverse("imports:delete_now", args=[row.pk]))
    again_brought = read(ana)
    assert again_brought.pk != row.pk
    assert claims_from(kept(ana, again_brought)) == []
    assert "Nothing stood out." in page_of(ana, again_brought)


def test_what_one_waved_away_is_still_told_to_another(ana, ben, read):
    row = read(ana)
    for claim in claims_from(kept(ana, row)):
        wave(ana, row, claim.key)
    assert claims_from(kept(ben, read(ben)))


def test_what_was_waved_away_of_one_line_is_still_told_of_the_same_words_at_another_time(ana, read):
    row = read(ana)
    claim = next(one for one in claims_from(kept(ana, row)) if one.kind == "hard")
    wave(ana, row, claim.key)
    moved = WHATSAPP.replace("14/03/2025", "16/05/2025").replace("15/03/2025", "17/05/2025")
    later = read(ana, moved + "17/05/2025, 19:32 - Ben: ok\n")
    assert claim.key in {one.key for one in claims_from(kept(ana, later))}


def a_claim(kind, *lines, **detail):
    return Claim(key=":".join([kind, *map(str, lines[:1])]), kind=kind, lines=lines, confidence=0.9, detail=detail)


def test_a_place_that_was_waved_away_does_not_come_back_a_line_further_on_nor_as_the_second_one():
    waved = keys_of(a_claim("stretch", 4, 5, 6, 7))
    assert is_waved(a_claim("stretch", 6, 7, 8, 9), waved)
    assert is_waved(a_claim("or_here", 2, 3, 4), waved)
    assert not is_waved(a_claim("or_here", 8, 9, 10), waved)
    assert not is_waved(a_claim("question", 5), waved)


def test_what_is_kept_of_what_was_waved_away_holds_no_words(ana, read):
    row = read(ana)
    for claim in claims_from(kept(ana, row)):
        wave(ana, row, claim.key)
    waved = Remembered.objects.get(owner=ana.person).words(again(ana))["waved"]
    assert waved
    assert all(re.fullmatch("[0-9a-f]{24}", one) for one in waved)


def page_with(actor, row, *claims, lines=None):
    """Return the page of a reading that holds just these claims, as they are kept."""
    reading = ImportReading.objects.select_related("box").get(of=row)
    cited = {str(n): ["2025-03-14T18:41:00+00:00", "Ana", f"words {n}", "text", 0] for one in claims for n in one.lines}
    words = reading.words(again(actor)) | {"lines": cited, "waved": []}
    words["claims"] = [[one.key, one.kind, one.lines, one.confidence, one.detail] for one in claims]
    reading.put(again(actor), words)
    reading.save()
    return page_of(actor, row)


def test_a_second_place_to_look_stands_under_the_first_as_a_stretch(ana, read):
    page = page_with(ana, read(ana), a_claim("stretch", 4, 5, 6), a_claim("or_here", 1, 2, 3))
    second = page.split('id="stretch"')[1].split('id="or_here"')[1]
    assert "Or here" in second
    assert [f"words {n}" in second for n in range(1, 7)] == [True, True, True, False, False, False]
    assert page.count('class="band"') == 2


def test_what_each_may_have_needed_is_a_question_to_oneself_or_to_the_other(ana, read):
    needs = (a_claim("need", 3, who="Ana", need="respect"), a_claim("need", 4, who="Ben", need="honesty"))
    page = page_with(ana, read(ana), *needs)
    assert "You could ask yourself: did I need respect?" in page
    assert re.search("<p>[^<]*Ben[^<]*“Did you need honesty[?]”</p>", page)


def test_a_silence_stands_beside_what_was_usual(ana, read):
    page = page_with(ana, read(ana), a_claim("silence", 3, 4, hours=30.0, usual_minutes=25))
    assert "Nobody wrote for 30 hours." in page
    assert re.search(r"Usual there: 25\s+minutes", page)


def test_a_promise_is_its_own_words_with_who_and_by_when(ana, read):
    promise = a_claim("promise", 3, start=0, end=5, due="2025-03-16")
    page = page_with(ana, read(ana), promise)
    assert "Ana: “words”" in page
    assert "By 16 March 2025, as the words say." in page


def test_ones_own_change_is_told_without_a_figure_and_can_be_waved_away_for_good(ana, read):
    row = read(ana)
    months = ["2024-09-01", "2024-12-01", "2025-01-01", "2025-03-01"]
    change = a_claim("change", months=months, hurting="fewer", healing="not_clear")
    page = page_with(ana, row, change)
    told = "From January 2025 to March 2025, fewer of your words may have landed hard than from September 2024"
    assert told in page
    wave(ana, row, "change")
    assert told not in page_of(ana, row)


GERMAN = """\
14/03/2025, 18:05 - Ana: Kommst du heute zum Essen? Ich habe schon angefangen zu kochen
14/03/2025, 18:40 - Ben: Bin spät dran, tut mir leid, ich beeile mich jetzt wirklich und komme gleich nach Hause
14/03/2025, 18:41 - Ana: Das machst du immer. Du denkst nie an mich, nur an deine Arbeit
14/03/2025, 18:42 - Ben: Das ist nicht fair, ich musste noch etwas fertig machen, und du weißt das auch ganz genau
14/03/2025, 18:43 - Ana: Egal. Mach doch, was du willst
"""


def test_a_conversation_in_another_language_is_declined_in_plain_words_and_stays_to_be_used(ana, read):
    row = read(ana, GERMAN)
    page = page_of(ana, row)
    assert "This conversation seems to be in German. Only English is read here, so nothing is said about it." in page
    for said in ("It stayed mostly calm.", "What follows are guesses", "Nothing stood out."):
        assert said not in page
    assert "Mach doch, was du willst" in page_of(ana, row, "messages")
    assert "Mach doch, was du willst" in page_of(ana, row, "lines")


def test_of_a_conversation_that_is_partly_in_another_language_only_the_english_is_read(ana, read):
    row = read(ana, WHATSAPP + GERMAN.replace("14/03/2025", "18/03/2025"))
    page = page_of(ana, row)
    assert "5 messages seem to be in German. Only English is read here, so nothing is said about them." in page
    assert "How some of your words may have landed" in page
    lines = kept(ana, row)["lines"]
    assert not [n for claim in claims_from(kept(ana, row)) for n in claim.lines if "willst" in lines[str(n)][2]]


def test_a_reading_that_the_first_version_kept_says_nothing_of_languages(ana, read):
    row = read(ana)
    reading = ImportReading.objects.select_related("box").get(of=row)
    words = reading.words(again(ana))
    del words["languages"]
    reading.put(again(ana), words)
    reading.save()
    assert "Only English is read here" not in page_of(ana, row)
