from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.content.pauses import pause_words
from amends.path.pause import RETURNS, TOMORROW_EVENING, return_at

OWN_TIME = "own"


class ReturnForm(forms.Form):
    """When somebody means to be back: one of the buttons, or a time of their own."""

    back = forms.ChoiceField(choices=[(choice, choice) for choice in (*RETURNS, TOMORROW_EVENING, OWN_TIME)])
    at = forms.DateTimeField(
        label=_("A time of your own"),
        help_text=_("Between 20 minutes and 24 hours from now."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "autocomplete": "off"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        error_messages={"invalid": _("Pick a day and a time, such as 20:40 today.")},
    )

    def __init__(self, data: Any = None, *, now: datetime, **kwargs: Any) -> None:
        """`now` is in the person's own zone."""
        super().__init__(data, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        choice = cleaned.get("back")
        if choice and choice != OWN_TIME:
            # What is left in the field of a time of one's own does not stand in the way of a button.
            self.errors.pop("at", None)
        if choice == OWN_TIME and not cleaned.get("at") and "at" not in self.errors:
            self.add_error("at", _("Pick a day and a time, such as 20:40 today."))
        return cleaned

    def back_at(self) -> datetime:
        choice: str = self.cleaned_data["back"]
        if choice == OWN_TIME:
            own: datetime = self.cleaned_data["at"]
            return own
        return return_at(choice, now=self.now)


class BackForm(forms.Form):
    """A sentence to come back with: one of those on the page, one's own, or none."""

    sentence = forms.ChoiceField(label=_("A sentence to begin with"), required=False, widget=forms.RadioSelect)
    own = forms.CharField(
        label=_("Or in your own words"),
        required=False,
        max_length=280,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = pause_words().sentences
        choices = [*((str(place), words[place]) for place in range(len(words))), ("", _("Nothing yet, just go on"))]
        self.fields["sentence"].choices = choices  # type: ignore[attr-defined]

    def said(self) -> str:
        """Return one's own words where there are some, else the sentence that was picked."""
        own: str = self.cleaned_data["own"]
        picked: str = self.cleaned_data["sentence"]
        return own or (pause_words().sentences[int(picked)] if picked else "")
