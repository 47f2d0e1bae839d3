from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.content.promises import promise_words
from amends.content.surveillance import WatchingWords, watching_words
from amends.errors import Refused
from amends.path.promise import MOST_TIMES, Terms, check_terms
from amends.path.surveillance import watching
from amends.path.vague import open_questions
from amends_web.accounts.models import Person
from amends_web.promises.queries import day_named_in

LONGEST = 280

# How often, as the beginning of a rule of RFC 5545; its end is a number of times.
REPEATS = {
    "": _("Once"),
    "FREQ=DAILY": _("Every day"),
    "FREQ=WEEKLY": _("Every week"),
    "FREQ=WEEKLY;INTERVAL=2": _("Every other week"),
    "FREQ=MONTHLY": _("Every month"),
}
_LAST_DAY_OF_EVERY_MONTH = 28


class Line(forms.CharField):
    """A line or two that somebody else will read."""

    def __init__(self, **kwargs: Any) -> None:
        area = forms.Textarea(attrs={"rows": 2, "autocomplete": "off"})
        super().__init__(max_length=LONGEST, **{"widget": area} | kwargs)

    def to_python(self, value: Any) -> str:
        words = super().to_python(str(value or "").replace("\r\n", "\n"))
        return words or ""


class TermsForm(forms.Form):
    """One deed, its cue and its day. `is_asked` where it is taken once it is sent on as it is; `declined` where not.

    There is no field for whose promise it is: whoever sends it makes it.
    """

    cue = Line(
        label=_("When or if … (you can leave this empty)"),
        help_text=_("What you will notice in that moment, such as “I leave the office late”."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    act = Line(
        label=_("I will …"),
        help_text=_("One small thing that somebody could see or hear, such as “call you from the station”."),
        error_messages={"required": _("What will you do? One small thing is enough.")},
    )
    day = forms.DateField(
        label=_("For which day, or by when?"),
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _("When? Pick a day."), "invalid": _("Pick a day, such as 2026-12-24.")},
    )
    at = forms.TimeField(
        label=_("At what time? (you can leave this empty)"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "autocomplete": "off"}, format="%H:%M"),
        error_messages={"invalid": _("Pick a time, such as 18:30.")},
    )
    repeat = forms.ChoiceField(label=_("How often?"), choices=list(REPEATS.items()), required=False)
    times = forms.IntegerField(
        label=_("How many times, if more than once?"),
        help_text=_("Then you look at it again together."),
        required=False,
        min_value=2,
        max_value=MOST_TIMES,
        widget=forms.NumberInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, person: Person, now: datetime, **kwargs: Any) -> None:
        """`now` is on the person's own clock."""
        super().__init__(*args, **kwargs)
        self.person = person
        self.now = now
        self.is_asked = False
        self.declined: WatchingWords | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._look_at_words(f"{cleaned.get('cue', '')}. {cleaned.get('act', '')}", cleaned.get("act", ""))
        if not cleaned.get("day"):
            self._offer_the_day_that_is_named(f"{cleaned.get('act', '')} {cleaned.get('cue', '')}")
        elif cleaned.get("repeat") == "FREQ=MONTHLY" and cleaned["day"].day > _LAST_DAY_OF_EVERY_MONTH:
            self.add_error("day", _("Not every month has this day. Pick one up to the 28th."))
        if cleaned.get("repeat") and not cleaned.get("times") and "times" not in self.errors:
            self.add_error("times", _("How many times? Say a number, such as 4."))
        if not self.errors:
            self._check_terms()
        return cleaned

    def terms(self) -> Terms:
        cleaned = self.cleaned_data
        rule = f"{cleaned['repeat']};COUNT={cleaned['times']}" if cleaned["repeat"] else ""
        return Terms(
            cue=cleaned["cue"],
            act=cleaned["act"],
            day=cleaned["day"],
            at=cleaned["at"],
            zone=self.person.zone.key,
            rule=rule,
        )

    def _look_at_words(self, all_words: str, act: str) -> None:
        """Turn away what would watch somebody; ask once about what is no deed yet, or may cut somebody off."""
        found = watching(all_words)
        if found and found.is_declined:
            self.declined = watching_words()[found.reason]
            self.add_error("act", _now("This can’t be promised here. Why, and what could be, stands at the top."))
            return
        questions = [promise_words().open[question] for question in open_questions(act)]
        questions += [watching_words()[found.reason].reason] if found else []
        if questions and self.data.get("as_it_is") != "yes":
            self.is_asked = True
            self.add_error("act", " ".join(questions))

    def _offer_the_day_that_is_named(self, words: str) -> None:
        named = day_named_in(words, now=self.now)
        if named.day is None or "day" not in self.errors:
            return
        data = cast(QueryDict, self.data).copy()
        data["day"] = named.day.isoformat()
        self.data = data
        shown = date_format(named.day, "l j F")
        self.errors["day"] = self.error_class(
            [
                _now("You wrote “%(words)s”. Is that %(day)s? It is filled in below.")
                % {"words": named.words, "day": shown}
            ]
        )

    def _check_terms(self) -> None:
        try:
            check_terms(self.terms(), now=self.now)
        except Refused as refused:
            if refused.rule == "far":
                self.add_error("day", _("That is more than a year off. Pick a nearer end: it can be promised again."))
            else:
                self.add_error("day", _("That time is over already. Pick one that is still to come."))


class OfferForm(TermsForm):
    """A promise, to one or several; `deed` is for its maker's own eyes. It does not begin with a day that is over."""

    to = forms.MultipleChoiceField(
        label=_("To whom?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pick whom it is for."), "invalid_choice": _("Pick somebody who is here.")},
    )
    deed = forms.ChoiceField(
        label=_("What kind of deed is it? (you can leave this)"), required=False, widget=forms.RadioSelect
    )
    shows_break = forms.MultipleChoiceField(
        label=_("What broke, as you see it of yourself"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("You noted something else meanwhile. Look at it again.")},
    )

    def __init__(
        self, *args: Any, others: Sequence[Person], breakdown: str = "", break_noted: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._leave_out_a_day_that_is_over()
        self.others = others
        self.breakdown = breakdown
        self.break_noted = break_noted
        self.fields["to"].choices = [(str(other.pk), other.name) for other in others]  # type: ignore[attr-defined]
        if len(others) == 1:
            self.fields["to"].widget = forms.MultipleHiddenInput()
            self.fields["to"].initial = [str(others[0].pk)]
        deeds = [(fit.id, fit.deed) for fit in promise_words().fits.values()]
        self.fields["deed"].choices = [*deeds, ("", _("Something else"))]  # type: ignore[attr-defined]
        if break_noted:
            broke = promise_words().fits[break_noted].broke
            shows = _now("Show with it how I see the break: “%(broke)s”") % {"broke": broke}
            self.fields["shows_break"].choices = [(break_noted, shows)]  # type: ignore[attr-defined]
        else:
            del self.fields["shows_break"]

    def _leave_out_a_day_that_is_over(self) -> None:
        named: date | None = self.initial.get("day")
        if named and named < self.now.date():
            self.initial = {**self.initial, "day": None}
            self.fields["day"].help_text = _now(
                "The day that your words name, %(day)s, is over. Pick one that is still to come."
            ) % {"day": date_format(named, "l j F Y")}

    def people(self) -> list[Person]:
        return [other for other in self.others if str(other.pk) in self.cleaned_data["to"]]

    def break_words(self) -> str:
        """Return what stands with it of the kind of break, or ""."""
        shown = self.shown_break()
        return promise_words().fits[shown].broke if shown else ""

    def shown_break(self) -> str:
        return self.break_noted if self.cleaned_data.get("shows_break") else ""


class WarnForm(forms.Form):
    text = Line(
        label=_("Your heads-up"),
        help_text=_("Such as “It may get later on Friday. I call you by six.”"),
        error_messages={"required": _("Write a line, so that they know what to expect.")},
    )


class SayForm(forms.Form):
    """How one saw one time: kept, or not; a line is welcome and not needed."""

    offer = forms.IntegerField(min_value=1)
    on = forms.DateField(input_formats=["%Y-%m-%d"])
    seen = forms.ChoiceField(choices=[("kept", "kept"), ("not", "not")])
    text = Line(label=_("In your own words, if you like"), required=False)


class MendForm(forms.Form):
    """Own, impact, new plan: three lines of content, each of them needed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in promise_words().mend:
            self.fields[line.id] = Line(
                label=line.label, help_text=line.hint, error_messages={"required": _("One line is enough.")}
            )


def rule_parts(rule: str) -> tuple[str, int | None]:
    """Return how often and how many times a rule says, as the fields of TermsForm have it."""
    repeat, _sep, times = rule.rpartition(";COUNT=")
    return (repeat, int(times)) if repeat in REPEATS and re.fullmatch(r"[0-9]+", times) else ("", None)


def fields_of(terms: Terms) -> dict[str, Any]:
    """Return what a TermsForm begins with, to change these terms."""
    repeat, times = rule_parts(terms.rule)
    day: date = terms.day
    return {"cue": terms.cue, "act": terms.act, "day": day, "at": terms.at, "repeat": repeat, "times": times}
