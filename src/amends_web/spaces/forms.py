from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from amends.content.relations import RelationWords, relations

_NO_KEEPING = {"autocomplete": "off"}


class SpaceForm(forms.Form):
    relation = forms.ChoiceField(label=_("Who is it with?"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("A name for the space"),
        help_text=_("A neutral one, such as “Our talks”. Whoever comes in reads it."),
        max_length=60,
        widget=forms.TextInput(attrs=_NO_KEEPING),
    )
    name.seen = "shared"  # type: ignore[attr-defined]
    name.seen_by = _("whoever you invite")  # type: ignore[attr-defined]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(pack.id, _with_hint(pack)) for pack in relations().values()]
        self.fields["relation"].choices = choices  # type: ignore[attr-defined]


def _with_hint(pack: RelationWords) -> SafeString:
    return format_html('<span>{}<br><span class="quiet">{}</span></span>', pack.title, pack.hint)


class InviteForm(forms.Form):
    message = forms.CharField(
        label=_("What for, in your words"),
        help_text=_("A line or two. What happened can wait until they are here."),
        initial=_("I’d like us to understand what happened. No rush, and no is fine."),
        max_length=500,
        widget=forms.Textarea(attrs=_NO_KEEPING | {"rows": 3}),
    )
    message.seen = "shared"  # type: ignore[attr-defined]
    message.seen_by = _("whoever opens the link")  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """Six words, for whoever has no link, or no JavaScript."""

    typed = forms.CharField(
        label=_("The six words"),
        help_text=_("As they were given to you. Capitals and what stands between them do not matter."),
        max_length=200,
        widget=forms.TextInput(attrs=_NO_KEEPING | {"autocapitalize": "none", "spellcheck": "false"}),
    )


class LeaveForm(forms.Form):
    is_told = forms.BooleanField(label=_("Tell the others now that I left"), required=False)
