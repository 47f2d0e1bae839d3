from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from amends.content.feelings import feelings, needs, picker_languages
from amends.content.my_side import Question, channels, moment_kinds, my_side

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# As long as a long letter; past it, a browser stops taking more.
LONGEST = 5000


class Words(forms.CharField):
    """Somebody's own words, for themselves until they share them."""

    seen = "only_you"

    def __init__(self, *, label: StrOrPromise = "", help_text: StrOrPromise = "", rows: int = 4) -> None:
        area = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
        super().__init__(label=label, help_text=help_text, required=False, max_length=LONGEST, widget=area)

    def to_python(self, value: Any) -> str:
        """Return the words with the line breaks that were typed, not those that forms are sent with."""
        words = super().to_python(str(value or "").replace("\r\n", "\n"))
        return words or ""


class BeginForm(forms.Form):
    name = forms.CharField(
        label=_("A name you will all know it by"),
        help_text=_("Short and plain, such as “The late dinner”. It says what it was, not who was right."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    day = forms.DateField(
        label=_("The day"),
        help_text=_("If it was more than one, take the last. You can leave it empty."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"day": today})
        self.today = today

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        if day and day > self.today:
            raise forms.ValidationError(_("This day has not been yet."))
        return day


class KindsForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=_("What kind of moment was it, for you?"),
        help_text=_("Pick any that fit, or none."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    channel = forms.ChoiceField(label=_("Where was it?"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in (("kinds", moment_kinds()), ("channel", channels())):
            self.fields[name].choices = [(option.id, option.label) for option in options]  # type: ignore[attr-defined]
            self.fields[name].seen = "only_you"  # type: ignore[attr-defined]


class AskForm(forms.Form):
    line = Words(label=_("The line, as you remember it"), rows=2)
    one = Words(label=_("One way to read it"), rows=2)
    two = Words(label=_("Another way to read it"), rows=2)


class AnswerForm(forms.Form):
    """One question of a side. Every field may stay empty."""

    template = "breakdowns/answers/words.html"

    def __init__(self, *args: Any, question: Question, other: str, language: str = "en", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = question
        self.other = other
        self.language = language
        self.dress()

    def dress(self) -> None:
        """Give the fields the question's words."""
        field = self.fields["text"]
        field.label = self.asked.label.format(other=self.other)
        field.help_text = self.asked.hint

    def answer(self) -> dict[str, Any]:
        """Return what was answered, as it is kept."""
        return dict(self.cleaned_data)

    def languages(self) -> dict[str, str]:
        return picker_languages()


class WordsForm(AnswerForm):
    text = Words()


class ExpectedForm(AnswerForm):
    text = Words()
    how = forms.ChoiceField(required=False, widget=forms.RadioSelect)

    def dress(self) -> None:
        super().dress()
        content = my_side()
        self.fields["how"].label = content.how_label
        self.fields["how"].choices = [(how.id, how.label) for how in content.hows]  # type: ignore[attr-defined]
        self.fields["how"].seen = "only_you"  # type: ignore[attr-defined]


class StoryForm(AnswerForm):
    template = "breakdowns/answers/story.html"

    you = Words()
    us = Words(rows=3)
    question = Words(rows=2)

    def dress(self) -> None:
        content = my_side()
        self.fields["you"].label = self.asked.label.format(other=self.other)
        self.fields["you"].help_text = self.asked.hint
        self.fields["us"].label = content.story_us
        self.fields["question"].label = content.story_question
        self.fields["question"].help_text = content.story_question_hint


class FeltForm(AnswerForm):
    """The picker: families, words, how strong. Plain checkboxes and radio buttons, so that a keyboard is enough."""

    template = "breakdowns/answers/felt.html"

    feelings = forms.MultipleChoiceField(required=False)
    unsure = forms.BooleanField(required=False)
    text = Words(rows=2)

    def dress(self) -> None:
        super().dress()
        self.fields["text"].help_text = ""  # the page says it above the picker
        self.content = feelings(self.language)
        strengths = [(strength.id, strength.label) for strength in self.content.strengths]
        words = [word for family in self.content.families for word in family.feelings]
        self.fields["feelings"].choices = [(word.id, word.label) for word in words]  # type: ignore[attr-defined]
        for word in words:
            self.fields[f"strength-{word.id}"] = forms.ChoiceField(choices=strengths, required=False)

    def answer(self) -> dict[str, Any]:
        return {
            "feelings": [
                {"id": feeling, "strength": self.cleaned_data[f"strength-{feeling}"]}
                for feeling in self.cleaned_data["feelings"]
            ],
            "unsure": self.cleaned_data["unsure"],
            "text": self.cleaned_data["text"],
        }

    def families(self) -> list[dict[str, Any]]:
        """Return the picker as the page draws it: each family with its words, each word with its strength."""
        if self.is_bound:
            picked = {
                name: self.data.get(f"strength-{name}", "") for name in cast("QueryDict", self.data).getlist("feelings")
            }
        else:
            picked = {picked["id"]: picked["strength"] for picked in self.initial.get("feelings", ())}
        return [
            {
                "label": family.label,
                "words": [
                    {"id": word.id, "label": word.label, "is_on": word.id in picked, "strength": picked.get(word.id)}
                    for word in family.feelings
                ],
                "count": sum(word.id in picked for word in family.feelings),
            }
            for family in self.content.families
        ]


class NeedsForm(AnswerForm):
    template = "breakdowns/answers/needs.html"

    needs = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    text = Words(rows=2)

    def dress(self) -> None:
        super().dress()
        self.fields["text"].help_text = ""
        self.content = needs(self.language)
        self.fields["needs"].label = _("Pick up to three")
        self.fields["needs"].seen = "only_you"  # type: ignore[attr-defined]
        self.fields["needs"].choices = [  # type: ignore[attr-defined]
            (need.id, need.label) for need in self.content.needs
        ]

    def clean_needs(self) -> list[str]:
        picked: list[str] = self.cleaned_data["needs"]
        if len(picked) > self.content.most:
            raise forms.ValidationError(
                _("You picked %(count)d. Which %(most)d say the most?"),
                params={"count": len(picked), "most": self.content.most},
            )
        return picked


FORMS: dict[str, type[AnswerForm]] = {
    "facts": WordsForm,
    "expected": ExpectedForm,
    "felt": FeltForm,
    "needs": NeedsForm,
    "story": StoryForm,
    "meant": WordsForm,
    "thought": WordsForm,
    "impact": WordsForm,
}


class ChoiceForm(forms.Form):
    """Which parts to share. Nothing is ticked beforehand."""

    parts = forms.MultipleChoiceField(
        error_messages={"required": _("Pick at least one part, or leave it for later.")},
    )
    previewed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
