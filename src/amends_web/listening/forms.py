from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.path.floor import MOST, Pace, Verdict
from amends_web.breakdowns.forms import Words
from amends_web.breakdowns.models import Breakdown

PACES = {
    Pace.LIVE: _("Now, each on a device of their own"),
    Pace.SLOW: _("Over days, each when it suits them"),
    Pace.ONE_PHONE: _("At a table, with this one device going round"),
}
THOUGHTS = {
    Verdict.GOT_IT: _("I think I got it"),
    Verdict.MOSTLY: _("Mostly, I think"),
    Verdict.NOT_YET: _("I’m not sure"),
}


class AskForm(forms.Form):
    """What a round is about, who is in it, how it goes. Nobody but whoever asks is ticked beforehand."""

    about = forms.ChoiceField(label=_("What is it about? One thing."), required=False, widget=forms.RadioSelect)
    topic = forms.CharField(
        label=_("In a few words"),
        help_text=_("Such as “Sunday evening”. It says what it is about, not who was right."),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    people = forms.MultipleChoiceField(label=_("With whom?"), required=False, widget=forms.CheckboxSelectMultiple)
    pace = forms.ChoiceField(
        label=_("How?"), choices=[(pace.value, label) for pace, label in PACES.items()], widget=forms.RadioSelect
    )
    names = forms.CharField(
        label=_("Who sits with you?"),
        help_text=_("Names with a comma between them."),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    first = forms.ChoiceField(
        label=_("Who speaks first?"),
        choices=[("me", _("I do")), ("other", _("Somebody else"))],
        initial="me",
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, breakdowns: Sequence[tuple[Breakdown, str]], others: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.topics = {str(breakdown.pk): name for breakdown, name in breakdowns}
        self.others = list(others)
        self.fields["about"].choices = [  # type: ignore[attr-defined]
            *self.topics.items(),
            ("", _("Something else")),
        ]
        self.fields["people"].choices = self.others  # type: ignore[attr-defined]
        if not self.topics:
            self.fields["topic"].label = self.fields.pop("about").label
        if len(self.others) < 2:
            del self.fields["people"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["about"] = data.get("about", "")
        data["topic"] = self.topics.get(data["about"]) or data.get("topic", "")
        if not data["topic"]:
            self.add_error("topic", _("Say in a few words what it is about."))
        data["names"] = [name.strip()[:40] for name in data.get("names", "").split(",") if name.strip()]
        if data.get("pace") != Pace.ONE_PHONE:
            data["names"] = []
        if "people" not in self.fields:
            data["people"] = [] if data["names"] else [key for key, _name in self.others]
        self._check_people(data)
        return data

    def _check_people(self, data: dict[str, Any]) -> None:
        count = 1 + len(data.get("people", [])) + len(data["names"])
        where = "people" if "people" in self.fields else "names" if data.get("pace") == Pace.ONE_PHONE else None
        if count < 2:
            self.add_error(where, _("A round needs somebody else. Say who, or ask somebody into the space first."))
        elif count > MOST:
            self.add_error(where, _("A round has room for twelve."))


class StepForm(forms.Form):
    """`number` is that of the floor as the page showed it; a request without one is an old one."""

    number = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_number(self) -> int:
        number: int | None = self.cleaned_data["number"]
        return -1 if number is None else number


class ChunkForm(StepForm):
    words = Words(label=_("What was it like for you?"), rows=3)
    is_last = forms.BooleanField(required=False)

    words.seen = "shared"


class BackForm(StepForm):
    words = Words(label=_("What did you hear?"), rows=4)
    thought = forms.ChoiceField(
        label=_("For yourself: have you got it?"),
        choices=[(verdict.value, label) for verdict, label in THOUGHTS.items()],
        required=False,
        widget=forms.RadioSelect,
    )

    words.seen = "shared"
    thought.seen = "only_you"  # type: ignore[attr-defined]

    def clean_words(self) -> str:
        return _some(self.cleaned_data["words"])

    def clean_thought(self) -> Verdict | None:
        thought = self.cleaned_data["thought"]
        return Verdict(thought) if thought else None


class AnswerForm(StepForm):
    words = Words(
        label=_("If something is missing, or different: what?"), help_text=_("A few words help. Empty is fine."), rows=3
    )
    verdict = forms.ChoiceField(choices=[(verdict.value, verdict.value) for verdict in Verdict])

    words.seen = "shared"


class IdeaForm(forms.Form):
    words = Words(
        label=_("One small thing that could help"),
        help_text=_("Something you could do yourself, or that you could try. A no to it is fine."),
        rows=2,
    )

    words.seen = "shared"

    def clean_words(self) -> str:
        return _some(self.cleaned_data["words"])


class DraftForm(StepForm):
    words = Words()
    step = forms.ChoiceField(
        choices=[(step, step) for step in ("speaking", "reflecting", "summing", "answering", "ended")]
    )


def _some(words: str) -> str:
    if not words.strip():
        raise forms.ValidationError(_("There are no words here yet."))
    return words
