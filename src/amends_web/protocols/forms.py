from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.content.protocols import LARGEST, Template, read_template, templates
from amends.content.surveillance import watching_words
from amends.errors import BadProtocol
from amends.path.surveillance import watching
from amends_web.shell.visible import check_can_be_seen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import StrOrPromise

LONGEST_TITLE = 80
LONGEST_LINE = 400
# The longest protocol of ours is half of it.
LONGEST = 4000
LONGEST_NOTE = 2000


class Said(forms.CharField):
    """Words that people here will read, with the line breaks that were typed."""

    def __init__(self, *, label: StrOrPromise, longest: int, rows: int = 2, **options: Any) -> None:
        area = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
        seen = [check_can_be_seen] if options.get("required", True) else []
        super().__init__(label=label, max_length=longest, widget=area, validators=seen, **options)

    def to_python(self, value: Any) -> str:
        words = super().to_python(str(value or "").replace("\r\n", "\n"))
        return words or ""


class ProposeForm(forms.Form):
    """What is agreed on: what it is called, when, what and who.

    `template` is the name of a protocol of the library that it was made from, `file` the text of one that somebody
    brought; both are "" for words of one's own.
    """

    title = forms.CharField(
        label=_("What you call it"),
        max_length=LONGEST_TITLE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Give it a name, such as “Phones at supper”.")},
        validators=[check_can_be_seen],
    )
    when = Said(label=_("When"), longest=LONGEST_LINE, required=False, help_text=_("What it is for, or on which days."))
    what = Said(
        label=_("What you do"),
        longest=LONGEST,
        rows=8,
        help_text=_("A line for each step. You can walk through them later, one at a time."),
        error_messages={"required": _("Write at least one line: what you do.")},
    )
    who = Said(label=_("Who"), longest=LONGEST_LINE, required=False, help_text=_("Who begins, who takes part."))
    template = forms.SlugField(required=False, widget=forms.HiddenInput)
    file = forms.CharField(required=False, max_length=LARGEST, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Decline what would have somebody watched, with why and what could stand there instead."""
        cleaned = super().clean() or {}
        template = self.made_from() if {"file", "template"} <= cleaned.keys() else None
        for name in ("what", "when", "who", "title"):
            if why := _why_declined([cleaned.get(name, "")]):
                self.add_error(name, why)
                return cleaned
        # What goes along with the lines is agreed on as well.
        if template and (why := _why_declined(_said_in(template))):
            self.add_error(None, why)
        return cleaned

    def agreed(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("title", "when", "what", "who")}

    def made_from(self) -> Template | None:
        """Return the protocol that it was made from. Hidden fields that somebody changed name none."""
        try:
            return read_template(self.cleaned_data["file"])
        except BadProtocol:
            return templates().get(self.cleaned_data["template"])


class ChangeForm(ProposeForm):
    """Other words for a protocol; `after` is the number of the newest version that was seen.

    `stands` are the newest words that stand now, with their number as "after".
    """

    after = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, stands: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stands = stands

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and (self.agreed() | {"after": cleaned["after"]}).items() <= self.stands.items():
            self.add_error(None, _("These are the words as they stand. Change some of them, or leave it."))
        return cleaned


class BringForm(forms.Form):
    """The text of a protocol that somebody wrote; `mistakes` says what to mend in it, a sentence each."""

    text = Said(
        label=_("The text of the file"),
        longest=LARGEST,
        rows=12,
        error_messages={"required": _("Paste the text of the file here.")},
    )

    def __init__(self, *args: Any, relation: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.relation = relation
        self.mistakes: tuple[str, ...] = ()

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        try:
            template = read_template(text)
        except BadProtocol as bad:
            self.mistakes = bad.sentences
            raise forms.ValidationError(_("Amends can’t read it yet; what to mend is listed here.")) from None
        if why := _why_declined(_said_in(template)):
            raise forms.ValidationError(why)
        if self.relation not in template.relations:
            raise forms.ValidationError(_("This one is written for people who stand to each other in another way."))
        return text


class NoteForm(forms.Form):
    words = Said(
        label="",
        longest=LONGEST_NOTE,
        rows=3,
        error_messages={"required": _("Nothing is written yet. You can also go on without.")},
    )

    def __init__(self, *args: Any, ask: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = ask


def _why_declined(said: Iterable[str]) -> str:
    """Return why words are declined that would have somebody watched, and what could stand there instead; or ""."""
    for found in map(watching, said):
        if found and found.is_declined:
            words = watching_words()[found.reason]
            return " ".join([words.reason, *words.instead])
    return ""


def _said_in(template: Template) -> list[str]:
    """Return what a protocol has people do; what it says of studies, and of when to leave it, is none of that."""
    asks = [step.keep.ask for step in template.steps if step.keep]
    return [template.title, template.when, template.who, template.too_much, *(one.say for one in template.steps), *asks]
