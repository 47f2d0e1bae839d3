from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.content.rhythm import AgendaPart, rhythm_words
from amends.path.checkin import EVERY, LENGTHS, How, Terms
from amends.path.feedback import Wish
from amends.path.pulse import Answer, Item
from amends_web.breakdowns.forms import Words
from amends_web.rhythm.private import SHOWABLE

EVERY_WORDS = {1: _("Every week"), 2: _("Every two weeks"), 4: _("Every four weeks")}
LENGTH_WORDS = {15: _("About 15 minutes"), 30: _("About 30 minutes")}
HOW_WORDS = {
    How.LIVE: _("Together now, each on a device of their own"),
    How.APART: _("Each when it suits them; it opens for all at once"),
}
_AT = {"type": "datetime-local", "autocomplete": "off"}


class TimeForm(forms.Form):
    """A time that comes again, on the clock of whoever proposes it."""

    first = forms.DateTimeField(
        label=_("The first one"),
        help_text=_("A day and a time that most weeks leave free."),
        widget=forms.DateTimeInput(attrs=_AT, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        error_messages={
            "required": _("Pick a day and a time for the first one."),
            "invalid": _("Pick a day and a time, such as Sunday at 19:00."),
        },
    )
    weeks = forms.TypedChoiceField(
        label=_("How often?"), coerce=int, choices=[(weeks, EVERY_WORDS[weeks]) for weeks in EVERY], initial=1,
        widget=forms.RadioSelect,
    )  # fmt: skip
    minutes = forms.TypedChoiceField(
        label=_("How long?"), coerce=int, choices=[(length, LENGTH_WORDS[length]) for length in LENGTHS], initial=15,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def terms(self, zone: str) -> Terms:
        first: datetime = self.cleaned_data["first"]
        return Terms(
            start=first.replace(tzinfo=None),
            zone=zone,
            weeks=self.cleaned_data["weeks"],
            minutes=self.cleaned_data["minutes"],
        )


class MoveForm(forms.Form):
    to = forms.DateTimeField(
        label=_("When instead?"),
        widget=forms.DateTimeInput(attrs=_AT, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        error_messages={"required": _("Pick a day and a time."), "invalid": _("Pick a day and a time.")},
    )


class BeginForm(forms.Form):
    """How a check-in goes; how long, where none was planned."""

    how = forms.ChoiceField(
        label=_("How?"), choices=[(how.value, label) for how, label in HOW_WORDS.items()], widget=forms.RadioSelect
    )
    length = forms.TypedChoiceField(
        label=_("How long?"), coerce=int, choices=[(length, LENGTH_WORDS[length]) for length in LENGTHS], initial=15,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, is_planned: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_planned:
            del self.fields["length"]


class PartForm(forms.Form):
    """What somebody writes for one part of the agenda; nothing is fine, too."""

    words = Words(rows=3)

    def __init__(self, *args: Any, part: AgendaPart, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = part.ask
        self.fields["words"].help_text = part.hint


class TopicForm(forms.Form):
    text = forms.CharField(
        label=_("Something you would like to bring up"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say in a few words what it is.")},
    )

    text.seen = "only_you"  # type: ignore[attr-defined]


class PulseForm(forms.Form):
    """How far each sentence holds; any of them, and at least one."""

    when = forms.ChoiceField(
        choices=[(when, when) for when in ("before", "after")], required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = rhythm_words()
        answers = [(answer.id, answer.label) for answer in words.answers]
        for item in words.items:
            self.fields[item.id] = forms.ChoiceField(
                label=item.title, choices=answers, required=False, widget=forms.RadioSelect
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(item.value) for item in Item):
            self.add_error(None, _("Pick a word for at least one sentence. The others can stay empty."))
        return cleaned

    def sentences(self) -> list[forms.BoundField]:
        return [self[item.value] for item in Item]

    def answers(self) -> dict[str, str]:
        return {item.value: Answer(self.cleaned_data[item]).value for item in Item if self.cleaned_data[item]}


class AnswerForm(forms.Form):
    """How a step was, for whoever answers; each of them can stay empty."""

    heard = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    fair = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    change = Words(label=_("Anything to change about how we do this?"), rows=3)
    wish = forms.ChoiceField(
        label=_("And the next one?"),
        help_text=_(
            "What you pick here changes the next round or check-in of all of you, from its beginning. No page says "
            "whose wish it was. Between two people it can be guessed: whoever did not wish it knows that."
        ),
        required=False,
        widget=forms.RadioSelect,
    )
    show = forms.MultipleChoiceField(
        label=_("Show some of it?"),
        help_text=_("Nothing is ticked unless you tick it. You see exactly what would be shown first."),
        choices=[
            ("heard", _("Whether I felt heard")),
            ("fair", _("Whether it was fair")),
            ("change", _("What I would change")),
        ],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    heard.seen = fair.seen = "only_you"  # type: ignore[attr-defined]

    def __init__(self, *args: Any, asks_wish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = rhythm_words()
        choices = [(word.id, word.label) for word in words.words]
        for question in words.questions:
            self.fields[question.id].label = question.title
            self.fields[question.id].choices = choices  # type: ignore[attr-defined]
        wishes = [(wish.id, wish.label) for wish in words.wishes]
        self.fields["wish"].choices = [*wishes, ("", _("It was about right"))]  # type: ignore[attr-defined]
        if not asks_wish:
            del self.fields["wish"]

    def answer(self) -> dict[str, str]:
        said = {name: self.cleaned_data[name] for name in SHOWABLE}
        wish = self.cleaned_data.get("wish") or ""
        return said | {"wish": Wish(wish).value if wish else ""}


class AboutAmendsForm(forms.Form):
    text = Words(label=_("What about Amends itself?"), help_text=_("What helped, what got in the way."), rows=5)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(_("There are no words here yet."))
        return text
