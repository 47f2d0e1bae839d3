"""Where we still differ: each one's own words, kept word for word, changed by nobody else."""

from __future__ import annotations

import re
from html import unescape

import pytest

from amends_web.breakdowns.tests.conftest import again
from amends_web.summaries.models import Version
from amends_web.summaries.signing import version_statement
from amends_web.summaries.tests.conftest import TEXT, main_of

DISSENT = "I had called twice.\n  And “nobody answered” is not how I’d say it <b>!"


def written_under(page, name):
    """What stands under somebody's name where they differ."""
    found = re.search(rf'<h4 class="who">{name}</h4>\s*<p class="quoted">(.*?)</p>', page, re.DOTALL)
    return unescape(found[1]) if found else None


def test_dissent_is_kept_word_for_word_and_always_shown(ana, ben, desk):
    desk.begin(ana)
    assert "Nobody has written anything here." in desk.page(ben, "summary")
    desk.differ(ben, DISSENT)
    desk.edit(ana, "Another text.", seen=2)
    for who in (ana, ben):
        assert written_under(desk.page(who, "summary"), "Ben") == DISSENT
    desk.agree(ana, ben, seen=3)
    assert written_under(desk.page(ana, "summary"), "Ben") == DISSENT


def test_each_has_their_own_and_no_form_reaches_anothers(ana, ben, desk):
    desk.begin(ana)
    desk.differ(ben, DISSENT)
    desk.post(ana, "keep_voice", text="I saw no call.", seen=0, person=ben.person.pk, author=ben.person.pk)
    page = desk.page(ben, "summary")
    assert written_under(page, "Ben") == DISSENT
    assert written_under(page, "Ana") == "I saw no call."
    assert "I saw no call." not in desk.page(ben, "differ")


def test_dissent_clears_approvals_too(ana, ben, desk):
    desk.begin(ana).agree(ana, seen=1)
    desk.differ(ben, "I had called twice.")
    page = desk.page(ana, "summary")
    assert "Ana approved it on" not in page
    assert "What changed since you approved it" in page
    assert "I had called twice." in re.sub(r"<[^>]*>", "", re.search(r"<ins>.*</ins>", page, re.DOTALL)[0])


def test_only_its_author_takes_it_out(ana, ben, desk):
    desk.begin(ana)
    desk.differ(ben, DISSENT)
    assert desk.differ(ben, "", seen=2).status_code == 302
    assert written_under(desk.page(ana, "summary"), "Ben") is None


def test_an_edit_of_the_text_is_not_in_the_way_of_ones_own_words(ana, ben, desk):
    desk.begin(ana)
    desk.edit(ana, "Another text.", seen=1)
    assert desk.differ(ben, "Written on the first version.", seen=0).status_code == 302
    page = desk.page(ana, "summary")
    assert "Another text." in page
    assert written_under(page, "Ben") == "Written on the first version."


def test_ones_own_words_from_another_window_are_not_lost(ana, ben, desk):
    desk.begin(ana)
    desk.differ(ben, "From one window.")
    response = desk.differ(ben, "From the other window.")
    page = main_of(response.content.decode())
    assert response.status_code == 409
    assert "From one window." in page
    assert "From the other window." in page
    assert 'name="seen" value="2"' in response.content.decode()
    assert desk.differ(ben, "From both windows.", seen=2).status_code == 302
    assert written_under(desk.page(ana, "summary"), "Ben") == "From both windows."


def sealed_in(who, row, change):
    """Seal other words into a version and sign it as one's own, as whoever opens the box and has the database can."""
    words = row.words(again(who))
    change(words)
    row.put(again(who), words)
    row.signature = who.keyring.sign(*version_statement(row, words))
    row.save()


@pytest.mark.parametrize(
    "change",
    [
        lambda ben: lambda words: words["voices"][ben].update(text="I was wrong."),
        lambda ben: lambda words: words["voices"].pop(ben),
        lambda ben: lambda words: words["voices"][ben].update(number=3),
    ],
)
def test_dissent_that_was_changed_by_another_hand_in_the_database_is_found(ana, ben, desk, change):
    desk.begin(ana)
    desk.differ(ben, DISSENT)
    desk.edit(ana, "Another text.", seen=2)
    sealed_in(ana, Version.objects.get(number=3), change(str(ben.person.pk)))
    for who in (ana, ben):
        response = desk.get(who, "summary")
        assert response.status_code == 409
        assert "Something here was changed" in response.content.decode()
        assert who.client.get("/").status_code == 200
        assert desk.get(who, "summaries").status_code == 200


def test_the_text_below_dissent_stays_as_it_was(ana, ben, desk):
    desk.begin(ana)
    desk.differ(ben, DISSENT)
    assert TEXT in main_of(desk.page(ana, "edit"))
