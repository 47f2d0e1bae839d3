"""What somebody says when they share lines, ask for lines of others, or let theirs be kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.content import load_toml
from amends_web.imports.excerpts import AS_WRITTEN, MaskChoices, first_word
from amends_web.imports.question_forms import CHOOSE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class MaskKeys(forms.MultipleChoiceField):
    """Masks by their keys; whether there are such is for the lines to tell."""

    def valid_value(self, value: object) -> bool:
        return bool(re.fullmatch(r"[0-9]{1,9}:[0-9]{1,9}:[0-9]{1,9}", str(value)))


class ShareForm(forms.Form):
    """What is shared, and how it is masked: by default everything that was found is.

    `people` are those whose names were found; each may be called something else. Values are numbers: a name may be
    anything.
    """

    note = forms.CharField(
        label=_("A line to go with them"),
        help_text=_("If you like: why these lines matter to you."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    hidden = forms.CharField(
        label=_("More words to hide"),
        help_text=_("Names of people who are not here, for example. Part them by commas."),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    # Masks to take off, as their author ticked them (masks.ShownMask.key).
    off = MaskKeys(required=False)
    # What was previewed; other lines than these are not shared.
    previewed = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    hidden.seen = "only_you"  # type: ignore[attr-defined]

    def __init__(self, *args: Any, people: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = people
        roles = load_toml("masks")["roles"]
        for number, name in enumerate(people):
            as_written = _("“%(name)s”, as it is written") % {"name": name}
            self.fields[f"role_{number}"] = forms.ChoiceField(
                label=_("Instead of “%(name)s”") % {"name": name},
                choices=[*roles.items(), (AS_WRITTEN, as_written)],
                required=False,
            )

    def roles(self) -> list[forms.BoundField]:
        return [self[f"role_{number}"] for number in range(len(self._people))]

    def choices(self) -> MaskChoices:
        """Return how to mask, as far as the form says it in a way that can be understood."""
        cleaned = getattr(self, "cleaned_data", {})
        roles = {name: cleaned.get(f"role_{number}") or "" for number, name in enumerate(self._people)}
        return MaskChoices(
            taken_off=frozenset(cleaned.get("off", ())),
            hidden=tuple(part.strip() for part in cleaned.get("hidden", "").split(",") if part.strip()),
            roles={name: role for name, role in roles.items() if role},
        )


class AskForm(forms.Form):
    """Whom to ask for their lines, by id, as somebody may come or leave meanwhile; and by number which name is theirs.

    Which name is whose is for the author to say, and for the other to confirm; where there is a choice, none is made.
    """

    person = forms.ChoiceField(label=_("Whom do you ask?"), widget=forms.RadioSelect, error_messages=CHOOSE)
    name = forms.ChoiceField(
        label=_("Which name is theirs in the conversation?"), widget=forms.RadioSelect, error_messages=CHOOSE
    )

    def __init__(self, *args: Any, people: Mapping[str, str], names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people, self._names = people, names
        numbered = {str(number): name for number, name in enumerate(names)}
        for field, choices in (("person", people), ("name", numbered)):
            self.fields[field].choices = list(choices.items())  # type: ignore[attr-defined]
            self.initial[field] = next(iter(choices)) if len(choices) == 1 else None

    def clean(self) -> dict[str, Any]:
        """Stop a slip that would show somebody's lines to somebody else: a name that is another member's own."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            person, name = self._people[cleaned["person"]], self._names[int(cleaned["name"])]
            others = [other for other in self._people.values() if other != person]
            if first_word(name) in map(first_word, others) and first_word(name) != first_word(person):
                self.add_error("name", _("This looks like the name of another person here."))
        return cleaned


class YesForm(forms.Form):
    """Which of the lines may be kept, by their places, none ticked before; and which masks their writer takes off."""

    line = forms.TypedMultipleChoiceField(coerce=int, required=False)
    off = MaskKeys(required=False)

    def __init__(self, *args: Any, places: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [(str(place), str(place)) for place in places]  # type: ignore[attr-defined]
