from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.path.fading import DAYS
from amends.path.summary import Answer
from amends_web.shell.visible import check_can_be_seen

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST_TITLE = 120
# Five pages, and one for each who still differs.
LONGEST = 12_000
LONGEST_VOICE = 3_000


# What turns the order of letters round or has no width: nobody should sign what they can't see. Joiners and marks of
# direction stay, as emoji and some scripts need them.
_UNSEEN = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


class Written(forms.CharField):
    """Words with the line breaks that were typed; a space at the end of a line is no change."""

    def __init__(
        self, *, label: StrOrPromise, help_text: StrOrPromise, longest: int, rows: int, missing: StrOrPromise = ""
    ) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            max_length=longest,
            widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}),
            required=bool(missing),
            error_messages={"required": missing} if missing else None,
            validators=[check_can_be_seen] if missing else [],
        )

    def to_python(self, value: Any) -> str:
        words = super().to_python(_UNSEEN.sub("", str(value or "").replace("\r\n", "\n")))
        return "\n".join(line.rstrip() for line in words.split("\n")) if words else ""


class WordsForm(forms.Form):
    """The words of a summary; `seen` is the version that they were edited from, 0 for a new one."""

    title = forms.CharField(
        label=_("What it is about"),
        max_length=LONGEST_TITLE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Give it a name, such as “Sunday evening”.")},
        validators=[check_can_be_seen],
    )
    text = Written(
        label=_("The summary"),
        longest=LONGEST,
        rows=16,
        help_text=_("What each of you said, what you agree on, what comes next. Leave out what is not needed."),
        missing=_("Write a few words first."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput(), min_value=0, initial=0)

    def clean_title(self) -> str:
        return " ".join(_UNSEEN.sub("", self.cleaned_data["title"]).split())


class BeginForm(WordsForm):
    """A new summary, with the rounds that it is about."""

    rounds = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput())

    def __init__(self, *args: Any, rounds: Sequence[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rounds"].choices = [(str(pk), str(pk)) for pk in rounds]  # type: ignore[attr-defined]

    def round_ids(self) -> list[UUID]:
        return [UUID(pk) for pk in self.cleaned_data["rounds"]]


class VoiceForm(forms.Form):
    """Where one still differs; `seen` is the version in which it stood last, 0 where it never did."""

    text = Written(
        label=_("Where I still differ"),
        longest=LONGEST_VOICE,
        rows=5,
        help_text=_("In your own words. Nobody else can change them, and they stay in the summary word for word."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput(), min_value=0, initial=0)


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=[(answer.value, answer.value) for answer in Answer])
    seen = forms.IntegerField(min_value=1)


class KeepingForm(forms.Form):
    """After how many days what was said may go; "" keeps it."""

    days = forms.ChoiceField(label=_("What was said"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep = ("", _("Keep it"))
        words = _("Let it go after %(days)d days")
        after = [(str(days), words % {"days": days}) for days in DAYS]
        self.fields["days"].choices = [keep, *after]  # type: ignore[attr-defined]

    def number(self) -> int | None:
        return int(self.cleaned_data["days"]) if self.cleaned_data["days"] else None
