"""The second look at one's own draft, as any writing page includes it."""

from __future__ import annotations

import html
import re

import pytest
from django import forms
from django.core.cache import cache
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from amends.drafts import Kind, check_draft
from amends_web.shell.drafts import LOOKS_A_MINUTE, look_at

DODGE = "I'm sorry if you were upset but you never listen"
ADDRESS = "/second-look/acknowledgement/words/"
AS_HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "look-id_words"}


class Sample(forms.Form):
    words = forms.CharField(label="Your part", widget=forms.Textarea)
    more = forms.CharField(label="And", widget=forms.Textarea)


@pytest.fixture(autouse=True)
def no_looks_yet():
    cache.clear()


def look(who, text=DODGE, **data):
    return who.client.post(ADDRESS, {"words": text, **data}, **AS_HTMX)


def shown(source, **values):
    return Template("{% load shell %}" + source).render(Context(values))


def marked(page):
    return re.findall(r'<span class="mark">(.*?)</span>', page)


def test_the_web_marks_what_the_library_marks(ana):
    page = look(ana).content.decode()
    marks = check_draft(DODGE, kind=Kind.ACKNOWLEDGEMENT).marks
    assert marked(page) == [DODGE[mark.start : mark.end] for mark in marks] == ["if", "but", "never"]
    for mark in marks:
        assert mark.reason in page
    assert "your own part" in page.split("Still open")[1]
    assert "Here already" not in page


def test_a_plain_apology_is_credited_and_can_be_sent_as_it_is(ana):
    page = look(ana, "yeah that was on me").content.decode()
    assert "Nothing stands out." in page
    assert "your own part" in page.split("Still open")[0].split("Here already")[1]
    assert "Send it as it is if you like." in page
    assert "<button" not in page


@pytest.mark.parametrize(("kind", "text"), [("reply", "At least you had the cat."), ("loop", "are a coward")])
def test_where_a_page_has_a_rule_of_its_own_a_look_says_of_marks_alone_that_they_can_stay(ana, kind, text):
    def page(words):
        return ana.client.post(f"/second-look/{kind}/words/", {"words": words}, **AS_HTMX).content.decode()

    assert "You can leave every mark." in page(text)
    for words in (text, "go out at six"):
        assert "Send it as it is" not in page(words)
    assert "You can leave every mark." not in page("go out at six")


def test_the_words_around_a_mark_stand_as_they_were_typed(ana):
    page = look(ana, "I <b>shouted</b>. Sorry if you were upset.").content.decode()
    assert "<b>" not in page
    assert 'Sorry <span class="mark">if</span> you were upset.' in page


def test_whoever_hears_the_page_is_told_in_one_polite_sentence(ana):
    page = look(ana).content.decode()
    said = re.search(r'<p hx-swap-oob="innerHTML:#look-id_words-said">(.*?)</p>', page)[1]
    assert said.startswith("Marked: “if”, “but”, “never”. Still open: your own part")
    region = shown('{% second_look "acknowledgement" form.words %}', form=Sample())
    assert re.search(r'<p class="unseen" role="status" id="look-id_words-said"></p>', region)


def test_a_look_that_is_shown_already_is_not_said_again(ana):
    seen = re.search(r'name="look_seen" value="(\w+)"', look(ana).content.decode())[1]
    assert look(ana, look_seen=seen).status_code == 204
    assert look(ana, DODGE + " to me, you never do", look_seen=seen).status_code == 200


def test_nothing_of_a_draft_is_written_to_the_database_or_the_log(ana, caplog):
    with caplog.at_level("DEBUG", logger="django"), CaptureQueriesContext(connection) as queries:
        look(ana, "sorry if the MARMALADE upset you")
    assert "MARMALADE" not in str(queries.captured_queries) + caplog.text
    assert not any(query["sql"].startswith(("INSERT", "DELETE")) for query in queries.captured_queries)


def test_an_answer_is_kept_by_no_browser(ana):
    assert look(ana).headers["Cache-Control"] == "no-store"


def test_a_stranger_to_this_copy_and_who_is_locked_get_the_door(client, ana, settings):
    assert client.post(ADDRESS, {"words": DODGE}).status_code == 302
    del ana.client.cookies[settings.UNLOCK_COOKIE_NAME]
    assert ana.client.post(ADDRESS, {"words": DODGE}).status_code == 302


def test_a_kind_that_is_none_is_not_there(ana):
    assert ana.client.post("/second-look/verdict/words/", {"words": "x"}).status_code == 404
    assert ana.client.get(ADDRESS).status_code == 405


def test_past_so_many_looks_a_minute_there_is_a_rest_for_this_person_alone(ana, ben, monkeypatch):
    monkeypatch.setattr("amends_web.shell.drafts.time.time", lambda: 1_000_000.0)
    answers = [look(ana, "my bad").status_code for _ in range(LOOKS_A_MINUTE + 1)]
    assert answers == [200] * LOOKS_A_MINUTE + [429]
    assert look(ben).status_code == 200
    monkeypatch.setattr("amends_web.shell.drafts.time.time", lambda: 1_000_060.0)
    assert look(ana).status_code == 200


def test_what_becomes_of_the_words_is_said_before_the_field():
    source = '{% second_look_note %}{% field form.words %}{% second_look "reply" form.words %}'
    page = shown(source, form=Sample())
    before = page.split("<textarea")[0]
    assert "Only you see the second look." in before
    assert "is never kept" in before


def test_without_scripts_there_is_a_button_and_the_marks_are_there_with_the_page():
    page = shown('{% second_look "acknowledgement" form.words %}', form=Sample({"words": DODGE}))
    assert '<noscript><p><button type="submit" class="link" name="second_look"' in page
    assert marked(page) == ["if", "but", "never"]


def test_only_the_draft_itself_is_sent_along():
    page = shown('{% second_look "opening" form.words form.more %}', form=Sample())
    assert 'hx-params="csrfmiddlewaretoken,look_seen,wave,words,more"' in page
    assert 'hx-post="/second-look/opening/words,more/"' in page
    assert "from:(#id_words, #id_more)" in page


def test_of_a_draft_in_several_fields_nothing_is_said_to_be_open():
    assert look_at(["my bad", ""], kind=Kind.ACKNOWLEDGEMENT).open == ()
    assert look_at(["my bad"], kind=Kind.ACKNOWLEDGEMENT).open != ()


def test_an_empty_draft_shows_nothing():
    page = shown('{% second_look "reply" form.words %}', form=Sample())
    assert "Nothing stands out" not in page
    assert "Still open" not in page


def test_no_look_holds_a_number_a_grade_or_a_word_of_its_own_to_send(ana):
    for text in (DODGE, "my bad", "I'm a terrible person", ""):
        page = html.unescape(re.sub(r"<[^>]*>", " ", look(ana, text).content.decode()))
        assert not re.search(r"\d|score|grade|perfect|well done|!", page)


def test_line_breaks_of_a_form_move_no_mark(ana):
    page = look(ana, "I shouted.\r\nSorry if you were upset.").content.decode()
    assert marked(page) == ["if"]


def test_a_field_that_is_named_again_and_again_is_looked_at_once(ana):
    response = ana.client.post(ADDRESS.replace("words", ",".join(["words"] * 3)), {"words": DODGE}, **AS_HTMX)
    assert marked(response.content.decode()) == ["if", "but", "never"]
