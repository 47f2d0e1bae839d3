"""The forms of what only the person can settle: one for each kind of question, and who is who.

Values are numbers wherever a choice is somebody's word: a name may be anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from amends.chats.same_people import alike
from amends_web.imports.questions import Given, unreadable
from amends_web.imports.remembered import known_columns
from amends_web.imports.shown import example_dates
from amends_web.imports.sources import Source
from amends_web.imports.together import names_in, roots_in, shown_as, shown_name
from amends_web.imports.words import app_name, refusal_of

if TYPE_CHECKING:
    from amends.chats.same_people import Name
    from amends_web.vault.uploads import SealedUpload

NOBODY = "none"
CHOOSE = {"required": _("Choose one of these.")}
CHOOSE_COLUMN = {"required": _("Choose a column.")}


class QuestionForm(forms.Form):
    """What one source waits for; `known` is what the person said before (remembered.remembered)."""

    def __init__(self, *args: Any, given: Given, known: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.given = given
        self.known = known
        self.ask(given.question)

    def ask(self, question: Mapping[str, Any]) -> None:
        """Fill the fields with what there is to choose from."""
        raise NotImplementedError

    def answered(self) -> Given | None:
        """Return the source with the answer, to be read again; None where the person goes on without it."""
        raise NotImplementedError


class DateOrderForm(QuestionForm):
    date_order = forms.ChoiceField(label=_("Which number is the day?"), widget=forms.RadioSelect, error_messages=CHOOSE)

    date_order.seen = "only_you"  # type: ignore[attr-defined]

    def ask(self, question: Mapping[str, Any]) -> None:
        field = self.fields["date_order"]
        field.help_text = gettext("The first date is %(date)s. Nothing else there says which number is the day.") % {
            "date": question["example"]
        }
        orders = {"dmy": gettext("day first"), "mdy": gettext("month first"), "ymd": gettext("year first")}
        field.choices = [  # type: ignore[attr-defined]
            (order, f"{date_format(day, 'j F Y')} ({orders[order]})" if day else orders[order])
            for order, day in example_dates(question["example"], question["orders"])
        ]

    def answered(self) -> Given:
        return Given(source=replace(self.given.source, date_order=self.cleaned_data["date_order"]))


class ChatForm(QuestionForm):
    chat = forms.ChoiceField(
        label=_("Which chat is it?"),
        help_text=_("There are several chats in it. Only the one that you choose is kept."),
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )

    chat.seen = "only_you"  # type: ignore[attr-defined]

    def ask(self, question: Mapping[str, Any]) -> None:
        self._chats: list[str] = question["chats"]
        self.fields["chat"].choices = [(str(n), name) for n, name in enumerate(self._chats)]  # type: ignore[attr-defined]

    def answered(self) -> Given:
        return Given(source=replace(self.given.source, chat=self._chats[int(self.cleaned_data["chat"])]))


class ColumnsForm(QuestionForm):
    """Which column of a table tells what."""

    speaker = forms.ChoiceField(label=_("Who said it"), error_messages=CHOOSE_COLUMN)
    text = forms.ChoiceField(label=_("The words"), error_messages=CHOOSE_COLUMN)
    time = forms.ChoiceField(label=_("When it was said"), required=False)
    date = forms.ChoiceField(label=_("The day, if it has a column of its own"), required=False)

    ROLES: ClassVar = ("speaker", "text", "time", "date")

    def ask(self, question: Mapping[str, Any]) -> None:
        self.columns: list[str] = question["columns"]
        likely = known_columns(self.known, self.columns) or question["proposed"]
        for role in self.ROLES:
            field = self.fields[role]
            none = ("", gettext("no column") if not field.required else gettext("Choose a column"))
            field.choices = [none, *((str(n), name) for n, name in enumerate(self.columns))]  # type: ignore[attr-defined]
            if likely.get(role) in self.columns:
                field.initial = str(self.columns.index(likely[role]))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = [cleaned[role] for role in self.ROLES if cleaned.get(role)]
        if len(chosen) != len(set(chosen)):
            self.add_error(None, _("One column was chosen for two things. Each needs its own."))
        return cleaned

    def chosen(self) -> dict[str, str]:
        """Return the name of the column of each role, once the form is valid."""
        numbers = {role: self.cleaned_data[role] for role in self.ROLES if self.cleaned_data[role]}
        return {role: self.columns[int(number)] for role, number in numbers.items()}

    def answered(self) -> Given:
        return Given(source=replace(self.given.source, columns=self.chosen()))


class AnotherForm(QuestionForm):
    """A file in the place of one that could not be read, or none."""

    file = forms.FileField(label=_("Another file in its place"), required=False, allow_empty_file=True)

    file.seen = "only_you"  # type: ignore[attr-defined]

    def ask(self, question: Mapping[str, Any]) -> None:
        self.refusal = refusal_of(question["reason"])
        self.fields["file"].help_text = gettext("Leave this empty to go on without it.")

    def answered(self) -> Given | None:
        upload: SealedUpload | None = self.cleaned_data["file"]
        return None if upload is None else given_of(upload, time_zone=self.given.source.time_zone)


FORMS: Mapping[str, type[QuestionForm]] = {
    "date_order": DateOrderForm,
    "chat": ChatForm,
    "columns": ColumnsForm,
    "unreadable": AnotherForm,
}


def given_of(upload: SealedUpload, *, time_zone: str) -> Given:
    """Return an uploaded file as a source that is to be read, or that is too large to be."""
    source = Source(time_zone=time_zone, file_name=upload.file_name, key=upload.key, name=upload.name or "")
    return Given(source=source, question=unreadable("too_large") if upload.too_large else {})


def source_name(source: Source, number: int, *, of: int) -> str:
    """Return how a page calls one source of several; a file's own name is for the person who gave it alone."""
    if source.pasted:
        return gettext("The pasted lines")
    name = source.name or gettext("A file")
    return name if of == 1 else gettext("File %(number)d (%(name)s)") % {"number": number, "name": name}


class PeopleForm(forms.Form):
    """Who is me, and who is one person under several names.

    Only names of further sources, and further ones of a first source of three and more, are asked about, and only
    whether they are somebody's who was named before: so no two answers contradict each other.
    """

    me = forms.ChoiceField(label=_("Which of these is you?"), widget=forms.RadioSelect, error_messages=CHOOSE)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    me.seen = "only_you"  # type: ignore[attr-defined]

    def __init__(
        self, *args: Any, words: Mapping[str, Any], is_seated: bool, known: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._names = names_in(words)
        self._roots = roots_in(words)
        self._sources = words.get("sources", [])
        self._numbers = {name.unique: str(number) for number, name in enumerate(self._names)}
        persons = [name for name in self._names if name.unique not in self._roots]
        me = self.fields["me"]
        me.choices = [  # type: ignore[attr-defined]
            *((self._numbers[one.unique], self._called(one, words)) for one in persons),
            (NOBODY, _("I’m not in it")),
        ]
        me.initial = self._seat(persons, words) if is_seated else self._likely(known)
        self.asked = self._further()
        for name in self.asked:
            self.fields[f"same_{self._numbers[name.unique]}"] = self._same_field(name)

    @property
    def same_fields(self) -> list[forms.BoundField]:
        return [self[f"same_{self._numbers[name.unique]}"] for name in self.asked]

    @property
    def is_open(self) -> bool:
        """Whether somebody has a name of which it is not known whose it is."""
        return any(name.conversation > 0 and name.unique not in self._roots for name in self.asked)

    @property
    def has_several_sources(self) -> bool:
        return len(self._sources) > 1

    def roots(self) -> dict[str, str]:
        """Return, for each further name of somebody, the first one that they have; once the form is valid."""
        asked = {name.unique for name in self.asked}
        roots = {unique: root for unique, root in self._roots.items() if unique not in asked}
        for name in self.asked:
            chosen = self.cleaned_data[f"same_{self._numbers[name.unique]}"]
            if chosen:
                other = self._names[int(chosen)].unique
                roots[name.unique] = roots.get(other, other)
        return roots

    def seat(self) -> str | None:
        """Return the name that is shown of whom they said they are; None for somebody who is not in it."""
        chosen = self.cleaned_data["me"]
        if chosen == NOBODY:
            return None
        unique = self._names[int(chosen)].unique
        roots = self.roots()
        return shown_as(self._names, roots).get(unique, unique)

    def people(self) -> list[list[str]]:
        """Return the names of each person, as their sources have them."""
        return list(self._people().values())

    def own_names(self) -> list[str]:
        """Return the names of whom they said they are."""
        if self.cleaned_data["me"] == NOBODY:
            return []
        unique = self._names[int(self.cleaned_data["me"])].unique
        return self._people()[self.roots().get(unique, unique)]

    def _people(self) -> dict[str, list[str]]:
        roots = self.roots()
        people: dict[str, list[str]] = {}
        for name in self._names:
            people.setdefault(roots.get(name.unique, name.unique), []).append(name.shown)
        return people

    def _further(self) -> list[Name]:
        first = [name for name in self._names if name.conversation == 0]
        return (first[1:] if len(first) > 2 else []) + self._names[len(first) :]

    def _same_field(self, name: Name) -> forms.ChoiceField:
        before = self._names[: self._names.index(name)]
        alone = ("", gettext("somebody of their own"))
        root = self._roots.get(name.unique)
        return forms.ChoiceField(
            label=gettext("%(name)s is") % {"name": self._described(name)},
            choices=[alone, *((self._numbers[one.unique], self._placed(one)) for one in before)],
            initial="" if root is None else self._numbers[root],
            required=False,
        )

    def _called(self, one: Name, words: Mapping[str, Any]) -> str:
        """Return a person's names, in the order of the sources."""
        theirs = [name.shown for name in self._names if self._roots.get(name.unique, name.unique) == one.unique]
        return ", ".join(dict.fromkeys([shown_name(words, one.unique), *theirs]))

    def _described(self, name: Name) -> str:
        if not self.has_several_sources:
            return name.unique
        count = ngettext("%(count)d message", "%(count)d messages", name.messages) % {"count": name.messages}
        return f"{name.shown} ({self._app(name)}, {count})"

    def _placed(self, name: Name) -> str:
        return f"{name.shown} ({self._app(name)})" if self.has_several_sources else name.unique

    def _app(self, name: Name) -> str:
        return app_name(self._sources[name.conversation]["source"])

    def _seat(self, persons: Sequence[Name], words: Mapping[str, Any]) -> str:
        """Return whom they said they are."""
        shown = {shown_name(words, one.unique): one.unique for one in persons}
        return NOBODY if words["me"] is None else self._numbers[shown[words["me"]]]

    def _likely(self, known: Mapping[str, Any]) -> str | None:
        """Return who has a name that was theirs before, where that is one person alone."""
        own = {alike(name) for name in known["me"]}
        fitting = {self._roots.get(name.unique, name.unique) for name in self._names if alike(name.shown) in own}
        return self._numbers[fitting.pop()] if len(fitting) == 1 else None
