from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from amends_web.imports.question_forms import given_of, source_name
from amends_web.imports.questions import Given
from amends_web.imports.sources import Source
from amends_web.imports.words import refusal_of

# At once; each is read in a process of its own.
MOST_FILES = 20


@cache
def time_zones() -> tuple[tuple[str, str], ...]:
    """Every zone by name; read once, as it means looking through a folder of 600 files."""
    return tuple((name, name.replace("_", " ")) for name in sorted(available_timezones()) if name != "localtime")


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002  (Django's own)
        return files.getlist(name)


class FilesField(forms.FileField):
    """Any number of files."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        return [super(FilesField, self).clean(file, initial) for file in data]


class BringForm(forms.Form):
    """Files, pasted lines or both, and the zone for times that name none."""

    file = FilesField(
        label=_("The exported files"),
        help_text=_("As the apps exported them. Several become one conversation. Photos are not needed."),
        required=False,
        # An empty file gets its own sentence from the reader.
        allow_empty_file=True,
    )
    text = forms.CharField(
        label=_("Or paste the lines"),
        help_text=_("Copied chat lines, or lines like “Ben: I am late”. Up to 2 MB; give longer ones as a file."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
    )
    time_zone = forms.ChoiceField(
        label=_("Where was the phone?"),
        help_text=_("Most exports do not say which time zone their times are in."),
        choices=time_zones,
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)

    file.seen = "only_you"  # type: ignore[attr-defined]
    text.seen = "only_you"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["text"] = cleaned.get("text", "").replace("\r\n", "\n")
        if not cleaned.get("file") and not cleaned["text"].strip() and not self.errors:
            self.add_error(None, _("Choose a file, or paste the lines."))
        if len(cleaned.get("file", ())) > MOST_FILES:
            message = _(
                "These are more than %(most)d files. Give up to %(most)d now, and the others afterwards by "
                "“Bring more of this conversation”."
            )
            self.add_error("file", message % {"most": MOST_FILES})
        return cleaned

    def given(self) -> list[Given]:
        """Return what was given, not read yet; once the form is valid."""
        zone = self.cleaned_data["time_zone"]
        files = [given_of(upload, time_zone=zone) for upload in self.cleaned_data["file"]]
        text = self.cleaned_data["text"]
        return [*files, *([Given(source=Source(time_zone=zone, pasted=text))] if text.strip() else [])]

    def refuse(self, given: Sequence[Given]) -> None:
        """Say of each thing that was given why it could not be read."""
        for number, one in enumerate(given, start=1):
            sentence = refusal_of(one.question["reason"])
            if one.source.pasted:
                self.add_error("text", sentence)
            elif len(given) == 1:
                self.add_error("file", sentence)
            else:
                self.add_error("file", f"{source_name(one.source, number, of=len(given))}: {sentence}")


class AnswerForm(forms.Form):
    """What goes with the answers to every question."""

    submission = forms.UUIDField()


class TalkForm(forms.Form):
    """One of the talks that were proposed, by its first message."""

    first = forms.IntegerField(min_value=0)
    submission = forms.UUIDField()


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose a day."), "invalid": _("Write the day like this: 2025-03-14.")},
    )


class DaysForm(forms.Form):
    """A part of a conversation by its days, both counted in."""

    since = _day(_("From"))
    until = _day(_("To"))
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and cleaned["since"] > cleaned["until"]:
            self.add_error("until", _("This day is before the first one."))
        return cleaned

    def add_nothing_written(self) -> None:
        self.add_error(None, _("Nothing was written on these days."))


class DayForm(forms.Form):
    day = _day(_("Go to a day"))


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Find words"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class LineNumbers(forms.TypedMultipleChoiceField):
    """Numbers of lines; whether they are among the shown ones is for the action to see."""

    def valid_value(self, value: object) -> bool:
        text = str(value)
        return text.isascii() and text.isdigit() and len(text) < 10


class PickForm(forms.Form):
    """The lines that were shown, from `first` to `last`, and which of them were ticked."""

    first = forms.IntegerField(min_value=0)
    last = forms.IntegerField(min_value=0)
    line = LineNumbers(coerce=int, required=False)

    def __init__(self, *args: Any, total: int, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._total = total
        self._most = most

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self._is_a_page(cleaned["first"], cleaned["last"]):
            self.add_error(None, _("These lines could not be kept. Look at them again."))
        return cleaned

    def shown(self) -> range:
        return range(self.cleaned_data["first"], self.cleaned_data["last"] + 1)

    def _is_a_page(self, first: int, last: int) -> bool:
        return first <= last < min(first + self._most, self._total)


class ModelForm(forms.Form):
    all_agreed = forms.BooleanField(
        label=_("Everybody whose words are in this talk knows of it and said yes"),
        error_messages={"required": _("Tick this if all of you said yes. If not, leave it: nothing is lost.")},
    )


class WaveForm(forms.Form):
    claim = forms.CharField(max_length=80)
