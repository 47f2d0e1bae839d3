from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.content.reminders import reminder_words
from amends.outside.notices import NoticeFailed, check_chat_address, check_push_address

_OFF = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class WishesForm(forms.Form):
    """When nothing is sent, of what somebody is told, and what a notice says."""

    quiet_from = forms.TimeField(
        label=_("Nothing is sent from"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Pick a time, such as 21:00.")},
    )
    quiet_until = forms.TimeField(
        label=_("Until"),
        help_text=_("On your own clock. What falls in between waits for the end. The same time twice: nothing waits."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Pick a time, such as 08:00.")},
    )
    told_of = forms.MultipleChoiceField(
        label=_("What you are told about outside Amends"),
        help_text=_("The rest is on your start page alone."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    notice = forms.ChoiceField(label=_("What it says"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["told_of"].choices = list(reminder_words().kinds.items())  # type: ignore[attr-defined]
        notices = reminder_words().notices.items()
        choices = [(key, f"{words.title}: “{words.text}”") for key, words in notices]
        self.fields["notice"].choices = choices  # type: ignore[attr-defined]


class MailForm(forms.Form):
    address = forms.EmailField(
        label=_("Your mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs=_OFF),
        error_messages={"invalid": _("This is no mail address. One looks like name@example.org.")},
    )


class ChatForm(forms.Form):
    address = forms.CharField(
        label=_("The address of your channel"),
        help_text=_("In one of the forms below."),
        max_length=500,
        widget=forms.TextInput(attrs=_OFF),
    )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        try:
            check_chat_address(address)
        except NoticeFailed:
            message = _("This is no address of ntfy, Matrix or Telegram. The forms they have stand below the field.")
            raise forms.ValidationError(message) from None
        return address


class PushForm(forms.Form):
    """What a browser got from its push service; filled in by the page's script."""

    address = forms.CharField(max_length=1000, widget=forms.HiddenInput)

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        try:
            check_push_address(address)
        except NoticeFailed:
            raise forms.ValidationError(_("This browser gave no address that can be used.")) from None
        return address


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code that came"),
        help_text=_("Six digits."),
        max_length=20,
        widget=forms.TextInput(attrs=_OFF | {"inputmode": "numeric"}),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


class TitleForm(forms.Form):
    title = forms.ChoiceField(label=_("What every entry is called"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].choices = list(reminder_words().titles.items())  # type: ignore[attr-defined]
