from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.content.clarifying import clarifying_words
from amends.content.feelings import Family, Word, feelings
from amends.errors import Refused
from amends.path.clarify import Pick, check_readings
from amends.path.guess import UNSURE, Felt, Kind
from amends_web.shell.visible import check_can_be_seen

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from amends_web.accounts.models import Person

# A message of a chat, and a letter; past it, a browser stops taking more.
LONGEST_LINE = 1000
LONGEST = 5000


class Said(forms.CharField):
    """Words that somebody else will read, with the line breaks that were typed."""

    def __init__(
        self,
        *,
        label: StrOrPromise,
        help_text: StrOrPromise = "",
        missing: StrOrPromise = "",
        longest: int = LONGEST_LINE,
        rows: int = 2,
    ) -> None:
        area = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
        errors = {"required": missing} if missing else None
        super().__init__(
            label=label,
            help_text=help_text,
            required=bool(missing),
            max_length=longest,
            widget=area,
            error_messages=errors,
            validators=[check_can_be_seen] if missing else [],
        )

    def to_python(self, value: Any) -> str:
        words = super().to_python(str(value or "").replace("\r\n", "\n"))
        return words or ""


class ToForm(forms.Form):
    """A form for one other member of a space; where there is only one, nobody is asked whom it is for."""

    to = forms.ChoiceField(
        label=_("Whom is it for?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pick one person."), "invalid_choice": _("Pick somebody who is here.")},
    )

    def __init__(self, *args: Any, others: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = others
        self.fields["to"].choices = [(str(other.pk), other.name) for other in others]  # type: ignore[attr-defined]
        if len(others) == 1:
            self.fields["to"].widget = forms.HiddenInput()
            self.fields["to"].initial = str(others[0].pk)

    def person(self) -> Person:
        return next(other for other in self.others if str(other.pk) == self.cleaned_data["to"])


class AskForm(ToForm):
    line = Said(
        label=_("The line"), help_text=_("As it was written, or as you remember it."), missing=_("Which line is it?")
    )
    one = Said(label=_("One way to read it"), missing=_("Write one way to read it."))
    two = Said(
        label=_("Another way to read it"), help_text=_("It can be a kind one."), missing=_("Write another way too.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("one") and cleaned.get("two"):
            try:
                check_readings(cleaned["one"], cleaned["two"])
            except Refused:
                self.add_error("two", _("This is the same as the first. Write another way to read it."))
        return cleaned


class PickForm(forms.Form):
    """One tap: which of the two was meant, or something else; words are welcome and not needed."""

    pick = forms.ChoiceField(choices=[(pick.value, pick.value) for pick in Pick])
    said = Said(label=_("In your own words, if you like"))


class FeltForm(forms.Form):
    """One tone, or one feeling and how strong it was; or that it is hard to say."""

    word = forms.ChoiceField(
        label=_("In a word"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pick a word, or that it is hard to say.")},
    )
    strength = forms.ChoiceField(label=_("How strong?"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind == Kind.TONE:
            words = [*clarifying_words().tones, Word(id=UNSURE, label=clarifying_words().unsure_tone)]
            self.fields["word"].choices = [(word.id, word.label) for word in words]  # type: ignore[attr-defined]
            del self.fields["strength"]
            return
        self.unsure = Word(id=UNSURE, label=feelings().unsure)
        words = [word for family in feelings().families for word in family.feelings]
        choices = [(word.id, word.label) for word in [*words, self.unsure]]
        self.fields["word"].choices = choices  # type: ignore[attr-defined]
        strengths = [(strength.id, strength.label) for strength in feelings().strengths]
        self.fields["strength"].choices = strengths  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        word = cleaned.get("word")
        if self.kind == Kind.FEELING and word and word != UNSURE and not cleaned.get("strength"):
            self.add_error("strength", _("Pick how strong it was."))
        return cleaned

    def felt(self) -> Felt:
        word: str = self.cleaned_data["word"]
        strength: str = self.cleaned_data.get("strength", "")
        return Felt(word=word, strength="" if word == UNSURE else strength)

    def families(self) -> tuple[Family, ...]:
        return feelings().families

    def family_open(self) -> str:
        """Return the family of the word that is picked already, so that the page opens it."""
        picked = self["word"].value()
        return next((one.id for one in self.families() if any(word.id == picked for word in one.feelings)), "")


class AboutForm(ToForm):
    """What a cue is about; beside it on the page stands a FeltForm."""

    about = Said(label=_("The line"), missing=_("Say in a few words which one."))

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == Kind.FEELING:
            self.fields["about"].label = _("The moment")
            self.fields["about"].help_text = _("A few words are enough, such as “when I came home on Sunday”.")


class ReplyForm(forms.Form):
    words = Said(label=_("Your answer"), longest=LONGEST, rows=5)
