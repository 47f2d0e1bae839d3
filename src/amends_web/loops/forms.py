from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.content.loops import loop_words
from amends.path.loop import LONGEST, OUTSIDE
from amends_web.breakdowns.forms import Words
from amends_web.shell.visible import check_can_be_seen

if TYPE_CHECKING:
    from amends_web.loops.shown import ShownArrow, Somebody


class BeginForm(forms.Form):
    name = forms.CharField(
        label=_("A name you will all know it by"),
        help_text=_("Short and plain, such as “Sundays”. It says what it is about, not who was right."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Give it a name in a few words.")},
        validators=[check_can_be_seen],
    )


class AnswersForm(forms.Form):
    """The four prompts, each of which may stay empty, and a tick for each that may be shared. None is ticked before."""

    is_whole = forms.BooleanField(required=False)

    def __init__(self, *args: Any, others: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for prompt in loop_words().prompts:
            self.fields[prompt.name] = Words(label=prompt.label, help_text=prompt.hint, rows=3)
            tick = forms.BooleanField(required=False, label=_("%(others)s may read this") % {"others": others})
            self.fields[f"share_{prompt.name}"] = tick
        self.fields["is_whole"].label = loop_words().whole
        self.fields["is_whole"].help_text = loop_words().whole_hint

    def answers(self) -> dict[str, Any]:
        """Return what was answered, as it is kept."""
        names = loop_words().names()
        return {
            **{name: self.cleaned_data[name] for name in names},
            "is_whole": self.cleaned_data["is_whole"],
            "chosen": [name for name in names if self.cleaned_data[f"share_{name}"]],
        }

    def rows(self) -> list[dict[str, Any]]:
        """Return the fields as the page draws them, prompt by prompt."""
        return [
            {
                "title": prompt.title,
                "text": self[prompt.name],
                "share": self[f"share_{prompt.name}"],
                "whole": self["is_whole"] if prompt.name == OUTSIDE else None,
            }
            for prompt in loop_words().prompts
        ]

    @staticmethod
    def begun(words: Mapping[str, Any]) -> dict[str, Any]:
        """Return kept answers as the form takes them."""
        return {**words, **{f"share_{name}": True for name in words.get("chosen", ())}}


class SeenForm(forms.Form):
    """The number of the wording that was on the page."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def seen_number(self) -> int:
        """Return it; 0, which no wording has, where it is none."""
        return (self.cleaned_data.get("seen") or 0) if self.is_valid() else 0


class ArrowForm(SeenForm):
    """One step: whose it is, what they do, behind which one it goes."""

    does = forms.ChoiceField(
        label=_("Whose step is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pick whose step it is."), "invalid_choice": _("Pick somebody who is in it.")},
    )
    text = forms.CharField(
        label=_("What do they do?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        error_messages={"required": _("Say in a few words what is done.")},
        validators=[check_can_be_seen],
    )
    # No choice of its own: an arrow that is gone by now is no reason to lose the words; the new one goes to the end.
    after = forms.CharField(label=_("Where in the loop?"), required=False, max_length=36, widget=forms.Select)

    def __init__(self, *args: Any, people: Sequence[Somebody], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["does"].choices = [  # type: ignore[attr-defined]
            (one.id, _("%(name)s (you)") % {"name": one.name} if one.is_me else one.name) for one in people
        ]
        self.fields["text"].help_text = (
            _("It stands behind “I” or “you”, such as “go quiet”. Names instead of “me” and “you” suit both of you.")
            if len(people) == 2
            else _("It stands behind a name, such as “goes quiet”. One act, in a few words.")
        )

    def offer_places(self, arrows: Sequence[ShownArrow]) -> None:
        """Offer to put a new arrow behind any of these."""
        self.fields["after"].widget.choices = [
            ("", _("At the end")),
            *((arrow.id, _("After “%(words)s”") % {"words": arrow.words}) for arrow in arrows[:-1]),
        ]

    def clean_text(self) -> str:
        return " ".join(self.cleaned_data["text"].split())
