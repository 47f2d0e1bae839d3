from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.content.openness import openness_words
from amends.content.surveillance import WatchingWords, watching_words
from amends.path.gesture import MOST_THINGS
from amends.path.openness import MOST_ITEMS, listed
from amends.path.surveillance import Watching, watching
from amends_web.clarifying.forms import LONGEST, Said

if TYPE_CHECKING:
    from amends_web.accounts.models import Person

_WATCHING = _("A line here is about watching somebody, so it can’t stand. Take it out, or put something else there.")
# One line of a list, as people read it on a phone.
LONGEST_ITEM = 200


class ToForm(forms.Form):
    """A form for other members of a space; where there is only one, nobody is asked. Nobody is ticked beforehand."""

    to = forms.MultipleChoiceField(
        label=_("Whom is it for?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one person."), "invalid_choice": _("Pick people who are here.")},
    )

    def __init__(self, *args: Any, others: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = others
        self.fields["to"].choices = [(str(other.pk), other.name) for other in others]  # type: ignore[attr-defined]
        if len(others) == 1:
            self.fields["to"].widget = forms.MultipleHiddenInput()
            self.fields["to"].initial = [str(others[0].pk)]

    def people(self) -> list[Person]:
        return [other for other in self.others if str(other.pk) in self.cleaned_data["to"]]


class LinesForm(forms.Form):
    """A list, one item a line; `cleaned_data["items"]` is a tuple of them.

    `declined` tells why a list can't stand, where an item would have somebody watched; `asked` what to think about
    where there can be a good reason for it.
    """

    most = MOST_ITEMS
    may_be_empty = False
    # An item goes on from this; alone, "my passwords" says nothing yet.
    start = ""

    items = Said(label=_("One a line"), missing=_("Write at least one line."), longest=LONGEST, rows=5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declined: WatchingWords | None = None
        self.asked: WatchingWords | None = None

    def clean_items(self) -> tuple[str, ...]:
        items = listed(self.cleaned_data["items"])
        if not items and not self.may_be_empty:
            raise forms.ValidationError(_("Write at least one line."))
        if len(items) > self.most:
            raise forms.ValidationError(_("Keep it to %(most)s lines: take some out."), params={"most": self.most})
        if any(len(item) > LONGEST_ITEM for item in items):
            raise forms.ValidationError(_("Keep each line under %(most)s letters."), params={"most": LONGEST_ITEM})
        found = first_watching(items, start=self.start)
        if found is not None:
            words = watching_words()[found.reason]
            if found.is_declined:
                self.declined = words
                raise forms.ValidationError(_WATCHING)
            self.asked = words
        return items


class TellForm(LinesForm):
    """What somebody tells unasked."""

    start = openness_words().start

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].label = _("I will tell you unasked about …")
        self.fields["items"].help_text = _(
            "One a line. What happens on your side: for what somebody else should tell, you can ask them."
        )


class ChangeForm(TellForm):
    """Another version of a list; `seen` is the number of the one that it was written on."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput())


class OfferForm(ToForm, TellForm):
    field_order = ("to", "items")


class ThingsForm(LinesForm):
    """Small things that land with oneself. An empty list is one too."""

    most = MOST_THINGS
    may_be_empty = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].required = False
        self.fields["items"].label = _("Small things that land with me")
        self.fields["items"].help_text = _("One a line. Something that somebody could do in a few minutes.")


class SuggestForm(forms.Form):
    item = Said(
        label=_("An item that you would like to see there"),
        missing=_("Write the item."),
        longest=LONGEST_ITEM,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declined: WatchingWords | None = None

    def clean_item(self) -> str:
        items = listed(self.cleaned_data["item"])
        if len(items) != 1:
            raise forms.ValidationError(_("Suggest one item at a time."))
        found = first_watching(items, start=openness_words().start)
        if found is not None and found.is_declined:
            self.declined = watching_words()[found.reason]
            raise forms.ValidationError(_WATCHING)
        return items[0]


class TextForm(forms.Form):
    """The words of a note."""

    text = Said(label=_("Your words"), missing=_("Write what you would like them to know."), longest=LONGEST, rows=4)


class NoteForm(ToForm, TextForm):
    field_order = ("to", "text")


class PlanForm(forms.Form):
    """A reminder for oneself: what one means to do, and a cue or a time for it."""

    act = forms.CharField(
        label=_("What I mean to do"),
        max_length=LONGEST_ITEM,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write what you mean to do.")},
    )
    cue = forms.CharField(
        label=_("When …"),
        help_text=_("One cue, such as “I have made my own coffee”. A plan with a cue is kept more often."),
        required=False,
        max_length=LONGEST_ITEM,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    at = forms.DateTimeField(
        label=_("Remind me at"),
        help_text=_("If you like. The reminder that goes out says nothing of what it is about."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "autocomplete": "off"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        error_messages={"invalid": _("Pick a day and a time, such as Friday 18:30.")},
    )
    field_order = ("cue", "act", "at")


def first_watching(items: Iterable[str], *, start: str = "") -> Watching | None:
    """Return by which words of a list somebody would be watched, what is declined first; None where there are none."""
    found = [one for item in items for text in (item, f"{start} {item}") if (one := watching(text))]
    return min(found, key=lambda one: not one.is_declined, default=None)
