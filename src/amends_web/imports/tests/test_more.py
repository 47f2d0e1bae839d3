"""More of a conversation that is there already: nothing twice, and what was marked stays at its messages."""

from __future__ import annotations

import uuid

from django.urls import reverse

from amends_web.imports.models import Import, ImportReading, PickedLines
from amends_web.imports.talks import choose_talk
from amends_web.imports.tests.conftest import WHATSAPP, a_file, again
from amends_web.imports.tests.test_several import LATER, SLACK, UNCLEAR, answer, texts
from amends_web.vault.models import Box

EARLIER = """\
13/03/2025, 09:00 - Ben: Good morning
13/03/2025, 09:01 - Ana: Good morning
14/03/2025, 18:05 - Ana: Are you coming to dinner?
"""


def bring_more(actor, row, text="", **data):
    given = {"text": text, "time_zone": "Europe/Berlin", "submission": uuid.uuid4()} | data
    return actor.client.post(reverse("imports:bring_more", args=[row.pk]), given)


def test_more_of_a_conversation_is_merged_with_what_is_there_and_it_is_told(ana, read):
    row = read(ana)
    page = ana.client.get(reverse("imports:more", args=[row.pk])).content.decode()
    assert '<option value="Europe/Berlin" selected>' in page
    response = bring_more(ana, row, file=[a_file(EARLIER), a_file(LATER)])
    assert response["Location"] == reverse("imports:import", args=[row.pk]) + "?added=1"
    page = ana.client.get(response["Location"]).content.decode()
    assert "5 messages were brought, 3 of them new." in page
    assert texts(ana, row)[:2] == ["Good morning", "Good morning"]
    row.refresh_from_db()
    assert (row.state, row.message_count, row.words(again(ana))["me"]) == (Import.State.READY, 12, "Ana")


def test_the_same_file_again_adds_nothing(ana, read):
    row = read(ana)
    before = texts(ana, row)
    response = bring_more(ana, row, file=a_file(WHATSAPP))
    assert "9 messages were brought, 0 of them new." in ana.client.get(response["Location"]).content.decode()
    assert texts(ana, row) == before


def test_picked_lines_and_what_was_waved_away_stay_at_their_messages(ana, read):
    row = read(ana)
    keyring = again(ana)
    ana.client.post(reverse("imports:pick", args=[row.pk]), {"first": 0, "last": 8, "line": [3, 5]})
    claim = next(claim[0] for claim in ImportReading.objects.get(of=row).words(keyring)["claims"] if claim[1] == "hard")
    ana.client.post(reverse("imports:wave_away", args=[row.pk]), {"claim": claim})
    picked = [texts(ana, row)[n] for n in (3, 5)]
    bring_more(ana, row, file=a_file(EARLIER))
    assert [texts(ana, row)[n] for n in PickedLines.objects.get(of=row).words(keyring)["lines"]] == picked
    kept = ImportReading.objects.get(of=row).words(keyring)
    kind, n, *rest = claim.split(":")
    # Two new messages stand before, behind the notice of the app.
    moved = ":".join([kind, str(texts(ana, row).index(WHATSAPP.split("\n")[int(n)].partition(": ")[2])), *rest])
    assert kept["waved"] == [moved]
    assert moved in {one[0] for one in kept["claims"]}


def test_the_chosen_talk_stays_the_same_lines(ana, read):
    row = read(ana)
    choose_talk(row=row, keyring=again(ana), first=2, last=5)
    chosen = texts(ana, row)[2:6]
    bring_more(ana, row, file=a_file(EARLIER))
    row.refresh_from_db()
    talk = row.words(again(ana))["talk"]
    assert texts(ana, row)[talk["first"] : talk["last"] + 1] == chosen
    assert talk["first"] > 2


def test_somebody_new_is_asked_about_and_the_seat_is_proposed(ana, read):
    row = read(ana)
    response = bring_more(ana, row, file=a_file(SLACK))
    assert response["Location"] == reverse("imports:me", args=[row.pk])
    page = ana.client.get(response["Location"]).content.decode()
    assert "Ben M. (Slack, 1 message) is" in page
    assert 'value="0" checked' in page or "checked" in page
    data = {"me": "0", "same_2": "0", "same_3": "1", "submission": uuid.uuid4()}
    assert ana.client.post(reverse("imports:take_seat", args=[row.pk]), data).status_code == 302
    row.refresh_from_db()
    assert row.words(again(ana))["people"] == ["Ana", "Ben"]


def test_a_question_about_more_is_asked_while_the_conversation_stays_open_to_read(ana, read, bring):
    row = read(ana)
    response = bring_more(ana, row, file=a_file(UNCLEAR))
    asking = Import.objects.get(state=Import.State.ASKS)
    assert response["Location"] == reverse("imports:questions", args=[asking.pk])
    assert ana.client.get(reverse("imports:import", args=[row.pk])).status_code == 200
    response = answer(ana, asking, **{"s1-date_order": "dmy"})
    assert response["Location"] == reverse("imports:import", args=[row.pk]) + "?added=1"
    assert Import.objects.get().message_count == 11
    assert Box.objects.filter(kind=Box.Kind.IMPORT).count() == 1


def test_deleting_the_conversation_deletes_what_was_to_come_to_it(
    ana, read, uploads, django_capture_on_commit_callbacks
):
    row = read(ana)
    bring_more(ana, row, file=a_file(UNCLEAR))
    with django_capture_on_commit_callbacks(execute=True):
        ana.client.post(reverse("imports:delete_now", args=[row.pk]))
    assert not Import.objects.exists()
    assert not Box.objects.filter(kind=Box.Kind.IMPORT).exists()
    assert uploads() == []


def test_what_cannot_be_read_says_so_and_changes_nothing(ana, read):
    row = read(ana)
    response = bring_more(ana, row, file=a_file(b"", "empty.txt"))
    assert response.status_code == 422
    assert "The file is empty" in response.content.decode()
    row.refresh_from_db()
    assert (row.state, row.message_count) == (Import.State.READY, 9)


def test_a_cancelled_addition_adds_nothing(ana, read):
    row = read(ana)
    submission = uuid.uuid4()
    ana.client.post(reverse("imports:cancel"), {"submission": submission})
    response = bring_more(ana, row, file=a_file(LATER), submission=submission)
    assert response["Location"] == reverse("imports:import", args=[row.pk])
    row.refresh_from_db()
    assert row.message_count == 9


def test_a_conversation_that_the_first_version_kept_takes_more(ana, read):
    row = read(ana)
    keyring = again(ana)
    words = row.words(keyring)
    for key in ("names", "same", "sources"):
        del words[key]
    row.put(keyring, words)
    row.save()
    bring_more(ana, row, file=a_file(LATER))
    row.refresh_from_db()
    assert (row.message_count, row.words(again(ana))["people"]) == (10, ["Ana", "Ben"])


def test_that_a_clock_was_put_back_is_told_after_more_came_too(ana, bring):
    bring(ana, file=[a_file(WHATSAPP), a_file(WHATSAPP.replace(", 18:", ", 09:").replace(", 19:", ", 10:"))])
    row = Import.objects.get()
    assert (row.message_count, row.words(again(ana))["report"]["doubts"]) == (9, ["other_clock"])
    bring_more(ana, row, file=a_file(LATER))
    row.refresh_from_db()
    assert (row.message_count, row.words(again(ana))["report"]["doubts"]) == (10, ["other_clock"])
