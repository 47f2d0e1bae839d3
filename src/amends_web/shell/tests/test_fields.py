from __future__ import annotations

import re

from django import forms
from django.template import Context, Template


class Sample(forms.Form):
    words = forms.CharField(label="What happened", help_text="As a camera saw it.", widget=forms.Textarea)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, required=False)
    agreed = forms.BooleanField(label="Share", required=False)

    words.seen = "only_you"


def shown(source, **values):
    return Template("{% load shell %}" + source).render(Context(values))


def test_a_field_says_who_will_see_it_before_the_control():
    page = shown("{% field form.words %}", form=Sample())

    assert page.index("Only you") < page.index("<textarea")


def test_a_shared_field_names_with_whom():
    page = shown('{% field form.words seen="shared" seen_by=name %}', form=Sample(), name="Ben <b>")

    assert "Shared with Ben &lt;b&gt;" in page


def test_a_shared_field_is_for_whoever_comes_where_nobody_else_is_yet():
    page = shown('{% field form.words seen="shared" seen_by=name %}', form=Sample(), name="")

    assert "Shared with whoever you invite" in page


def test_a_hint_belongs_to_its_control():
    page = shown("{% field form.words %}", form=Sample())

    assert 'aria-describedby="id_words_hint"' in page
    assert 'id="id_words_hint"' in page


def test_what_is_wrong_is_tied_to_the_control():
    page = shown("{% field form.words %}", form=Sample({}))

    assert 'aria-describedby="id_words_hint id_words_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_words_error"' in page


def test_choices_stand_in_a_fieldset_with_a_legend():
    page = shown("{% field form.kind %}", form=Sample())

    assert "<fieldset" in page
    assert "<legend>Kind</legend>" in page


def test_a_single_tick_stands_before_its_words():
    page = shown("{% field form.agreed %}", form=Sample())

    assert page.index("<input") < page.index("Share")


def test_the_summary_leads_to_each_field_that_needs_a_look():
    page = shown("{% errors form %}", form=Sample({}))

    assert 'role="alert"' in page
    assert 'href="#id_words"' in page


def test_the_summary_says_all_that_is_wrong_with_a_field():
    form = Sample({})
    form.add_error("words", "They are too long.")
    page = shown("{% errors form %}", form=form)
    assert page.count('href="#id_words"') == 2
    assert "They are too long." in page


def test_a_form_with_nothing_wrong_has_no_summary():
    assert shown("{% errors form %}", form=Sample({"words": "x"})).strip() == ""


def test_each_form_gets_a_key_of_its_own():
    keys = re.findall(r'name="submission" value="([0-9a-f-]{36})"', shown("{% submission_key %}{% submission_key %}"))

    assert len(set(keys)) == 2


def test_minutes_are_said_as_about():
    assert "about 4 min" in shown("{% minutes 4 %}")
