from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.content.drills import Drill, Skill
from amends_web.breakdowns.forms import Words

if TYPE_CHECKING:
    from collections.abc import Sequence


class AnswerForm(forms.Form):
    """An answer to a card. It may stay empty: some say it aloud."""

    words = Words(rows=4)

    def __init__(self, *args: Any, skill: Skill, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = skill.ask


class PlanForm(forms.Form):
    """One's own plan: one moment, one act (Gollwitzer and Sheeran 2006)."""

    when = forms.CharField(
        label=_("If …"), max_length=300, error_messages={"required": _("Write the moment in which you would use it.")}
    )
    then = forms.CharField(
        label=_("… then …"), max_length=300, error_messages={"required": _("Write the one thing that you would do.")}
    )

    when.seen = then.seen = "only_you"  # type: ignore[attr-defined]

    def __init__(self, *args: Any, skill: Skill, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, example in (("when", skill.when), ("then", skill.then)):
            self.fields[name].help_text = _("For example: %(example)s") % {"example": example}
            self.fields[name].widget.attrs["autocomplete"] = "off"


class TogetherForm(forms.Form):
    """Which card people of a space do together."""

    card = forms.ChoiceField(
        label=_("Which card?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pick a card."), "invalid_choice": _("Pick a card of the list.")},
    )

    def __init__(self, *args: Any, cards: Sequence[tuple[Skill, Drill]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cards = {card.name: card for _, card in cards}
        choices = [(card.name, f"{skill.title}: “{card.line}”") for skill, card in cards]
        self.fields["card"].choices = choices  # type: ignore[attr-defined]

    def picked(self) -> Drill:
        return self.cards[self.cleaned_data["card"]]
