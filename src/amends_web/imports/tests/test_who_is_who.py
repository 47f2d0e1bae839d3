"""Who is one person under several names: proposed, said, remembered, and said anew."""

from __future__ import annotations

import re

from django.urls import reverse

from amends_web.imports import exports
from amends_web.imports.chunks import open_messages
from amends_web.imports.models import Import, Remembered
from amends_web.imports.tests.conftest import WHATSAPP, a_file, again
from amends_web.imports.tests.test_several import LATER, SLACK, take_seat

# The same chat from the other phone: another zone of names.
THEIRS = WHATSAPP.replace("Ana:", "Ana 🌻 Lee:").replace("Ben:", "Benjamin:")


def the_people(actor, row):
    row.refresh_from_db()
    return row.words(again(actor))["people"]


def me_page(actor, row):
    return actor.client.get(reverse("imports:me", args=[row.pk])).content.decode()


def test_for_one_file_of_two_people_nothing_but_the_seat_is_asked(ana, bring):
    bring(ana, file=a_file(WHATSAPP))
    page = me_page(ana, Import.objects.get())
    assert page.count('type="radio"') == 3
    assert "<select" not in page
    assert "two names" not in page


def test_for_one_file_of_three_names_two_names_can_be_one_person(ana, bring):
    bring(ana, file=a_file(WHATSAPP + "15/03/2025, 20:00 - Ben new phone: Hi, it is me\n"))
    row = Import.objects.get()
    page = me_page(ana, row)
    assert "Does somebody have two names here?" in page
    take_seat(ana, row, me="0", same_1="", same_2="1")
    assert the_people(ana, row) == ["Ana", "Ben"]


def test_near_identical_names_of_two_apps_are_proposed_as_one_and_others_are_not(ana, bring):
    bring(ana, file=[a_file(WHATSAPP), a_file(SLACK)])
    row = Import.objects.get()
    page = me_page(ana, row)
    assert "Ana, ana" in page
    assert "Ben M. (Slack, 1 message) is" in page
    assert the_people(ana, row) == ["Ana", "Ben", "Ben M."]


def test_what_the_person_says_is_shown_everywhere_and_remembered(ana, bring):
    bring(ana, file=[a_file(WHATSAPP), a_file(SLACK)])
    row = Import.objects.get()
    take_seat(ana, row, me="0", same_2="0", same_3="1")
    assert the_people(ana, row) == ["Ana", "Ben"]
    keyring = again(ana)
    speakers = [one.speaker for one in open_messages(row, keyring=keyring, words=row.words(keyring))]
    assert speakers[-2:] == ["Ana", "Ben"]
    assert row.words(keyring)["me"] == "Ana"
    assert Remembered.objects.get().words(keyring) == {
        "people": [["Ana", "ana"], ["Ben", "Ben M."]],
        "me": ["Ana", "ana"],
        "columns": [],
        "waved": [],
    }
    bring(ana, file=[a_file(LATER), a_file(SLACK)])
    again_row = Import.objects.exclude(pk=row.pk).get()
    assert the_people(ana, again_row) == ["Ana", "Ben"]
    assert re.search(r'value="0"[^>]*checked', me_page(ana, again_row))


def test_one_chat_from_two_phones_is_one_chat_once_it_is_said_who_is_who(ana, bring):
    bring(ana, file=[a_file(WHATSAPP), a_file(THEIRS)])
    row = Import.objects.get()
    # The notice of the app itself stands in both, and was taken once.
    assert (row.message_count, "other_names" in row.words(again(ana))["report"]["doubts"]) == (17, True)
    assert "the same messages under other names" in me_page(ana, row)
    take_seat(ana, row, me="0", same_2="0", same_3="1")
    row.refresh_from_db()
    assert (row.message_count, row.words(again(ana))["report"]["doubts"]) == (9, [])
    assert "under other names" not in me_page(ana, row)


def test_of_several_files_the_first_may_have_somebody_of_two_names_too(ana, bring):
    bring(ana, file=[a_file(WHATSAPP + "15/03/2025, 20:00 - Ben new phone: Hi, it is me\n"), a_file(SLACK)])
    row = Import.objects.get()
    take_seat(ana, row, me="0", same_1="", same_2="1", same_3="0", same_4="2")
    assert the_people(ana, row) == ["Ana", "Ben"]


def test_two_people_of_one_name_can_be_told_apart_and_put_together_again(ana, bring):
    bring(ana, file=[a_file(WHATSAPP), a_file(SLACK.replace("Ben M.", "Ben"))])
    row = Import.objects.get()
    assert the_people(ana, row) == ["Ana", "Ben"]
    take_seat(ana, row, me="0", same_2="0", same_3="")
    assert the_people(ana, row) == ["Ana", "Ben", "Ben (2)"]
    assert Remembered.objects.get().words(again(ana))["people"] == [["Ana", "ana"]]
    take_seat(ana, row, me="0", same_2="0", same_3="1")
    assert the_people(ana, row) == ["Ana", "Ben"]


def test_somebody_of_two_names_is_me_by_either(ana, bring):
    bring(ana, file=[a_file(WHATSAPP), a_file(SLACK)])
    row = Import.objects.get()
    take_seat(ana, row, me="3", same_2="0", same_3="1")
    row.refresh_from_db()
    assert row.words(again(ana))["me"] == "Ben"


def test_what_one_person_said_of_names_is_proposed_to_nobody_else(ana, ben, bring):
    bring(ana, file=[a_file(WHATSAPP), a_file(SLACK)])
    take_seat(ana, Import.objects.get(), me="0", same_2="0", same_3="1")
    bring(ben, file=[a_file(WHATSAPP), a_file(SLACK)])
    row = Import.objects.get(owner=ben.person)
    assert the_people(ben, row) == ["Ana", "Ben", "Ben M."]
    assert "checked" not in me_page(ben, row)


def test_an_answer_that_was_not_offered_is_not_taken(ana, bring):
    bring(ana, file=[a_file(WHATSAPP), a_file(SLACK)])
    row = Import.objects.get()
    for data in ({"me": "0", "same_2": "3"}, {"me": "9"}, {"me": "0", "same_2": "x"}):
        assert take_seat(ana, row, **data).status_code == 422


def test_what_is_remembered_goes_with_the_person_and_away_with_their_account(ana, bring):
    bring(ana, file=[a_file(WHATSAPP), a_file(SLACK)])
    take_seat(ana, Import.objects.get(), me="0", same_2="0", same_3="1")
    section = exports.collect_remembered(ana.person, again(ana))
    assert section.rows == [
        {"names_of_one_person": ["Ana", "ana"]},
        {"names_of_one_person": ["Ben", "Ben M."]},
        {"your_names": ["Ana", "ana"]},
    ]
    exports.erase_remembered(ana.person, again(ana))
    assert not Remembered.objects.exists()
