from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from amends_web.imports.sources import Source

if TYPE_CHECKING:
    from amends_web.vault.uploads import SealedUpload

NOBODY = "none"


@cache
def time_zones() -> tuple[tuple[str, str], ...]:
    """Every zone by name; read once, as it means looking through a folder of 600 files."""
    return tuple((name, name.replace("_", " ")) for name in sorted(available_timezones()) if name != "localtime")


class BringForm(forms.Form):
    """A file or pasted lines, one of the two, and the zone for times that name none."""

    file = forms.FileField(
        label=_("The exported file"),
        help_text=_("The file as the app exported it (.txt, .zip or .json). Photos are not needed."),
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
        upload: SealedUpload | None = cleaned.get("file")
        cleaned["text"] = cleaned.get("text", "").replace("\r\n", "\n")
        has_text = bool(cleaned["text"].strip())
        if upload is None and not has_text and "text" not in self.errors:
            self.add_error(None, _("Choose a file, or paste the lines."))
        if upload is not None and has_text:
            self.add_error(None, _("Give a file or paste the lines: one of the two at a time."))
        return cleaned

    def source(self) -> Source:
        """Return what was given, once the form is valid."""
        upload: SealedUpload | None = self.cleaned_data["file"]
        zone = self.cleaned_data["time_zone"]
        if upload is None:
            return Source(time_zone=zone, pasted=self.cleaned_data["text"])
        return Source(time_zone=zone, file_name=upload.file_name, key=upload.key, name=upload.name or "")


class OrderForm(forms.Form):
    """Which number of a date is the day."""

    date_order = forms.ChoiceField()
    submission = forms.UUIDField()

    def __init__(self, *args: Any, orders: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date_order"].choices = [(order, order) for order in orders]  # type: ignore[attr-defined]

    def answered(self, source: Source) -> Source:
        return replace(source, date_order=self.cleaned_data["date_order"])


class ChatForm(forms.Form):
    """Which of the chats in one file. Values are numbers: a name may be anything."""

    chat = forms.ChoiceField(label=_("Which chat is it?"), widget=forms.RadioSelect)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    chat.seen = "only_you"  # type: ignore[attr-defined]

    def __init__(self, *args: Any, chats: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._chats = chats
        self.fields["chat"].choices = [(str(number), name) for number, name in enumerate(chats)]  # type: ignore[attr-defined]

    def answered(self, source: Source) -> Source:
        return replace(source, chat=self._chats[int(self.cleaned_data["chat"])])


class SeatForm(forms.Form):
    """Which of the people is me. Values are numbers: a name may be anything."""

    me = forms.ChoiceField(label=_("Which of these is you?"), widget=forms.RadioSelect)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    me.seen = "only_you"  # type: ignore[attr-defined]

    def __init__(self, *args: Any, people: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = people
        names = [(str(number), name) for number, name in enumerate(people)]
        self.fields["me"].choices = [*names, (NOBODY, _("I’m not in it"))]  # type: ignore[attr-defined]

    def seat(self) -> str | None:
        """Return the chosen name, or None for somebody who is not in it; once the form is valid."""
        chosen = self.cleaned_data["me"]
        return None if chosen == NOBODY else self._people[int(chosen)]


class TalkForm(forms.Form):
    """One of the talks that were proposed, by its first message."""

    first = forms.IntegerField(min_value=0)
    submission = forms.UUIDField()


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d")
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


class ShareForm(forms.Form):
    note = forms.CharField(
        label=_("A line to go with them"),
        help_text=_("If you like: why these lines matter to you."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    # What was previewed; other lines than these are not shared.
    previewed = forms.CharField(widget=forms.HiddenInput, max_length=64)


class WaveForm(forms.Form):
    claim = forms.CharField(max_length=80)
