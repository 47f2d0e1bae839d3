from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from amends_web.imports.models import Import, ImportReading
from amends_web.imports.queries import reading_words
from amends_web.imports.readings import claims_from
from amends_web.imports.talks import LONG, chosen_talk, proposals_from
from amends_web.imports.tests.conftest import again

START = datetime(2025, 3, 14, 18)  # noqa: DTZ001  (the wall clock of a phone, as in an export)
CALM = ("Are you coming at six?", "Yes, see you then", "I bring the bread", "Lovely, thank you")
TENSE = (
    "You always do this. You never think of me.",
    "That is not fair, you are the selfish one",
    "You are pathetic",
    "Whatever. You never listen, you liar",
    "I hate how you treat me",
    "Shut up, you idiot",
)


def lines(texts, day):
    """Lines in turn of Ana and Ben, a minute after each other, on the evening of the n-th day."""
    start = START + timedelta(days=day)
    return "".join(
        f"{start + timedelta(minutes=n):%d/%m/%Y, %H:%M} - {'Ben' if n % 2 else 'Ana'}: {text}\n"
        for n, text in enumerate(texts)
    )


HISTORY = "".join(
    [*(lines(CALM, day) for day in range(12)), lines(TENSE, 12), *(lines(CALM, day) for day in range(20, 24))]
)
TENSE_FIRST, TENSE_LAST = 48, 53


@pytest.fixture
def row(ana, read):
    return read(ana, HISTORY)


def page(actor, row, name="talk"):
    return actor.client.get(reverse(f"imports:{name}", args=[row.pk])).content.decode()


def post(actor, row, name, **data):
    return actor.client.post(reverse(f"imports:{name}", args=[row.pk]), {"submission": uuid.uuid4(), **data})


def kept(actor, row):
    return reading_words(row, keyring=again(actor))


def test_the_tense_talk_is_proposed_first_with_its_reason_in_neutral_words(ana, row):
    first, *others = proposals_from(kept(ana, row))
    assert (first.first, first.last, first.got_tense, first.long_silence_after) == (TENSE_FIRST, TENSE_LAST, True, True)
    assert [one.is_last for one in others] == [True]
    shown = page(ana, row)
    assert "26 March 2025, 18:00 to 18:05" in shown
    assert "It got tense, and seems to have ended without a way back." in shown
    assert "6 messages, 5 minutes" in shown
    assert "It is the last talk." in shown


def test_the_talks_that_are_proposed_name_nobody_and_quote_nobody(ana, row):
    main = page(ana, row).split("<main")[1].split("</main>")[0]
    assert "Ben" not in main
    assert "selfish" not in main


def test_a_chosen_talk_is_read_by_itself_and_its_lines_keep_their_numbers(ana, row):
    assert chosen_talk(kept(ana, row)) is None
    response = post(ana, row, "choose_talk", first=TENSE_FIRST)
    assert response["Location"] == reverse("imports:import", args=[row.pk])
    chosen = chosen_talk(kept(ana, row))
    assert (chosen.first, chosen.last) == (TENSE_FIRST, TENSE_LAST)
    claims = claims_from(kept(ana, row))
    assert claims
    assert all(TENSE_FIRST <= n <= TENSE_LAST for claim in claims for n in claim.lines)
    hard = [claim for claim in claims if claim.kind == "hard"]
    words = {kept(ana, row)["lines"][str(n)][2] for claim in hard for n in claim.lines}
    assert words <= {text for n, text in enumerate(TENSE) if n % 2 == 0}
    assert kept(ana, row)["course"][-1][1] == TENSE_LAST - TENSE_FIRST
    shown = page(ana, row, "import")
    assert "The talk that you chose" in shown
    assert "26 March 2025, 18:00 to 18:05" in shown


def test_the_choice_can_be_changed_to_days_and_back_to_the_whole(ana, row):
    post(ana, row, "choose_talk", first=TENSE_FIRST)
    post(ana, row, "choose_days", since="2025-03-15", until="2025-03-16")
    chosen = chosen_talk(kept(ana, row))
    assert (chosen.first, chosen.last) == (4, 11)
    post(ana, row, "choose_whole")
    assert chosen_talk(kept(ana, row)) is None
    assert "The talk that you chose" not in page(ana, row, "import")


@pytest.mark.parametrize(
    ("since", "until", "sentence"),
    [
        ("2024-01-01", "2024-02-01", "Nothing was written on these days."),
        ("2025-03-04", "2025-03-02", "This day is before the first one."),
        ("", "2025-03-02", "Choose a day."),
        ("yesterday", "2025-03-02", "Write the day like this: 2025-03-14."),
    ],
)
def test_days_on_which_there_is_nothing_are_said_so(ana, row, since, until, sentence):
    response = post(ana, row, "choose_days", since=since, until=until)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert chosen_talk(kept(ana, row)) is None


def test_of_a_talk_that_found_a_way_back_the_silence_after_is_told(ana, row):
    reading = ImportReading.objects.select_related("box").get(of=row)
    words = reading.words(again(ana))
    words["proposals"][0][-1] = False
    reading.put(again(ana), words)
    reading.save()
    assert "It got tense, and there was a long silence after." in page(ana, row)


def test_talks_that_the_first_version_proposed_are_still_there(ana, row):
    reading = ImportReading.objects.select_related("box").get(of=row)
    words = reading.words(again(ana))
    before = proposals_from(words)
    words["proposals"] = [one[:8] for one in words["proposals"]]
    assert [one.first for one in proposals_from(words)] == [one.first for one in before]
    assert not any(one.broke_down for one in proposals_from(words))


def test_what_was_not_proposed_is_not_chosen(ana, row):
    for first in ("1", "x", "-1", str(10**9)):
        assert post(ana, row, "choose_talk", first=first)["Location"] == reverse("imports:talk", args=[row.pk])
    assert chosen_talk(kept(ana, row)) is None


def test_the_choice_outlives_a_change_of_seats_and_what_was_waved_away_stays_away(ana, row):
    post(ana, row, "choose_talk", first=TENSE_FIRST)
    claim = claims_from(kept(ana, row))[0]
    ana.client.post(reverse("imports:wave_away", args=[row.pk]), {"claim": claim.key})
    post(ana, row, "take_seat", me="1")
    assert chosen_talk(kept(ana, row)).first == TENSE_FIRST
    assert claim.key not in {one.key for one in claims_from(kept(ana, row))}
    own = [one for one in claims_from(kept(ana, row)) if one.kind == "hard"]
    assert {kept(ana, row)["lines"][str(n)][1] for one in own for n in one.lines} <= {"Ben"}


def test_the_choice_stays_at_its_messages_when_more_is_brought(ana, row):
    post(ana, row, "choose_talk", first=TENSE_FIRST)
    before = kept(ana, row)["lines"]
    earlier = "".join(lines(CALM, day) for day in range(-20, -10))
    brought = {"text": earlier, "time_zone": "Europe/Berlin"}
    post(ana, row, "bring_more", **brought)
    row.refresh_from_db()
    chosen = chosen_talk(kept(ana, row))
    moved = 10 * len(CALM)
    assert (chosen.first, chosen.last) == (TENSE_FIRST + moved, TENSE_LAST + moved)
    assert kept(ana, row)["lines"] == {str(int(n) + moved): line for n, line in before.items()}


def test_a_short_conversation_goes_to_its_reading_and_a_long_one_is_asked_first(ana, bring):
    for texts, name in ((CALM, "import"), (CALM * (LONG // 4), "talk")):
        bring(ana, lines(texts, 0))
        row = Import.objects.get(state=Import.State.ASKS_ME)
        response = post(ana, row, "take_seat", me="0")
        assert response["Location"] == reverse(f"imports:{name}", args=[row.pk])


def test_one_talk_alone_needs_no_choice(ana, read):
    row = read(ana, lines(CALM, 0))
    assert "Look at one talk of it" not in page(ana, row, "import")
    assert proposals_from(kept(ana, row)) == []


def test_lines_without_times_have_no_days_to_choose(ana, read):
    row = read(ana, "Ana: hello\nBen: hi\nAna: bye\n")
    assert 'type="date"' not in page(ana, row)


def test_before_a_seat_is_taken_there_is_no_talk_to_choose(ana, bring):
    bring(ana, HISTORY)
    row = Import.objects.get()
    response = ana.client.get(reverse("imports:talk", args=[row.pk]))
    assert response["Location"] == reverse("imports:me", args=[row.pk])
    for name in ("choose_talk", "choose_days", "choose_whole"):
        assert post(ana, row, name).status_code == 404


def test_others_find_no_talk_to_choose(ana, ben, row):
    for name in ("choose_talk", "choose_days", "choose_whole"):
        assert post(ben, row, name, first=TENSE_FIRST).status_code == 404
    assert ImportReading.objects.get(of=row).words(again(ana))["part"] is None


def test_a_longer_history_costs_no_more_queries(ana, read, row, django_assert_max_num_queries):
    counts = []
    for one in (row, read(ana, lines(CALM, 0) + lines(TENSE, 5))):
        with django_assert_max_num_queries(15) as queries:
            page(ana, one)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert re.search(r"<h1>", page(ana, row))
