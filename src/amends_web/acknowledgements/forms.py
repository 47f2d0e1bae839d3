from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.content.own_it import OwnPage, own_it
from amends.path.own_it import Check
from amends.path.pace import FARTHEST, MOST_DAYS_BETWEEN
from amends_web.breakdowns.forms import Words


class OwnPageForm(forms.Form):
    """A page for oneself, field by field. Every field may stay empty."""

    def __init__(self, *args: Any, page: OwnPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in page.fields:
            self.fields[field.name] = Words(label=field.label, help_text=field.hint, rows=3)


class DraftForm(forms.Form):
    """What somebody writes to one other; theirs alone until they send it."""

    text = Words(rows=8)

    def __init__(self, *args: Any, label: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].help_text = hint


class CheckForm(forms.Form):
    answer = forms.ChoiceField(
        choices=[(check.value, check.value) for check in Check],
        error_messages={"required": _("Pick one of the three, or leave it.")},
    )
    missing = forms.CharField(
        label=_("What is missing, if you want to say"),
        help_text=_("Goes with “mostly” and “not yet”."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )

    # What names the words that were shown.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    missing.seen = "shared"  # type: ignore[attr-defined]


class RespondForm(forms.Form):
    answer = forms.ChoiceField()
    part = forms.ChoiceField(label=_("Something is missing. Which part?"), required=False, widget=forms.RadioSelect)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        content = own_it()
        self.fields["answer"].choices = [  # type: ignore[attr-defined]
            (choice.id, choice.label) for choice in content.responses
        ]
        self.fields["part"].choices = [  # type: ignore[attr-defined]
            (prompt.part, prompt.short) for prompt in content.prompts
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") != "missing":
            cleaned["part"] = ""
        elif not cleaned.get("part"):
            self.add_error("part", _("Pick the part that is missing."))
        return cleaned


class PaceForm(forms.Form):
    not_before = forms.DateField(
        label=_("Not before this day"),
        help_text=_("Leave it empty for any day."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
    )
    days_between = forms.IntegerField(
        label=_("Days between two steps"),
        help_text=_("0 for no wait."),
        min_value=0,
        max_value=MOST_DAYS_BETWEEN,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    not_before.seen = days_between.seen = "shared"  # type: ignore[attr-defined]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_not_before(self) -> date | None:
        day: date | None = self.cleaned_data["not_before"]
        if day and day > self.today + FARTHEST - timedelta(days=1):
            raise forms.ValidationError(_("Pick a day within a year; you can move it later."))
        return day
