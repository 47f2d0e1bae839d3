from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.utils.translation import gettext_lazy as _

from amends.content import load_lines
from amends.errors import PassphraseRefused
from amends.sealing import check_own_passphrase, new_passphrase

WORDS_IN_A_PASSPHRASE = 5
LONGEST_PASSPHRASE = 1024

_REFUSED = {
    "short": _("This is shorter than 15 characters. A few words in a row are easy to keep in mind."),
    "long": _("This is longer than 256 characters."),
    "repeats": _("This has too few different characters, so it would be easy to guess."),
    "common": _("Many people use this one, so it would be easy to guess."),
}


_AS_TYPED = {"autocomplete": "off", "autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}


class OffAutocomplete(forms.TextInput):
    """A field that browsers neither correct nor remember."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(_AS_TYPED | (attrs or {}))


class OfferedWords(forms.Textarea):
    """Words to write down: an input would cut five long ones off on a phone."""

    def __init__(self) -> None:
        super().__init__(_AS_TYPED | {"autocomplete": "new-password", "readonly": True, "rows": 2, "class": "code"})


class PassphraseForm(forms.Form):
    """Asks for one's passphrase: to unlock, or once more before something that can't be undone."""

    passphrase = forms.CharField(
        label=_("Your passphrase"),
        max_length=LONGEST_PASSPHRASE,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class SignInForm(PassphraseForm):
    name = forms.CharField(
        label=_("Your name here"), max_length=60, widget=OffAutocomplete({"autocomplete": "username"})
    )
    field_order = ("name", "passphrase")


class NewPassphraseForm(forms.Form):
    """A new passphrase: the five words that are offered, or one's own. `chosen` is what was decided on."""

    passphrase = forms.CharField(
        label=_("Five words for you"),
        help_text=_("They were drawn by lot just now. Nobody can show them to you again."),
        required=False,
        max_length=LONGEST_PASSPHRASE,
        widget=OfferedWords,
    )
    own = forms.CharField(
        label=_("Your own passphrase"),
        help_text=_("At least 15 characters; anything goes, also spaces. If you fill this in, it is taken instead."),
        required=False,
        max_length=LONGEST_PASSPHRASE,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    own_again = forms.CharField(
        label=_("The same once more"),
        required=False,
        max_length=LONGEST_PASSPHRASE,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    noted = forms.BooleanField(
        label=_("I have written it down, or keep it in a password manager"),
        error_messages={"required": _("Without the passphrase nobody can open your account, so please keep it first.")},
    )

    @property
    def chosen(self) -> str:
        return str(self.cleaned_data["own"] or self.cleaned_data["passphrase"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        own, offered = cleaned.get("own", ""), cleaned.get("passphrase", "")
        if own and own != cleaned.get("own_again", ""):
            self.add_error("own_again", _("These two are not the same."))
        elif own or not _is_generated(offered):
            self._check(own or offered, field="own")
        return cleaned

    def _check(self, passphrase: str, *, field: str) -> None:
        try:
            check_own_passphrase(passphrase, common=_common_passwords())
        except PassphraseRefused as refusal:
            self.add_error(field, _REFUSED[refusal.reason])


class SignUpForm(NewPassphraseForm):
    name = forms.CharField(
        label=_("Your name here"),
        help_text=_("As the others know you; a first name or a nickname is enough. You sign in with it."),
        max_length=60,
        widget=OffAutocomplete({"autocomplete": "username"}),
    )
    time_zone = forms.ChoiceField(label=_("Your time zone"), widget=forms.Select({"data-time-zone": True}))
    first_step = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput({"autocomplete": "off"}))
    next = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
    field_order = ("name", "passphrase", "own", "own_again", "noted", "time_zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"] = _time_zone_field()


class FirstSignUpForm(SignUpForm):
    """The first person on a copy is asked whose machine it is: everybody after them reads it (PRODUCT 3.3)."""

    runs_it = forms.ChoiceField(
        label=_("Who runs this copy?"),
        help_text=_("Whoever runs the machine could change the program. So everybody here is told who it is."),
        choices=[("me", _("I do")), ("other", _("Somebody else"))],
        widget=forms.RadioSelect,
    )
    host_name = forms.CharField(label=_("If somebody else: their name"), max_length=80, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("runs_it") == "other" and not cleaned.get("host_name"):
            self.add_error("host_name", _("Please write who runs it."))
        return cleaned

    @property
    def host(self) -> str:
        return str(self.cleaned_data["name" if self.cleaned_data["runs_it"] == "me" else "host_name"])


class RecoverForm(NewPassphraseForm):
    name = forms.CharField(
        label=_("Your name here"), max_length=60, widget=OffAutocomplete({"autocomplete": "username"})
    )
    recovery_key = forms.CharField(
        label=_("Your recovery key"),
        help_text=_("The 36 letters and digits from your printed sheet. Capitals and dashes do not matter."),
        max_length=100,
        widget=OffAutocomplete,
    )
    field_order = ("name", "recovery_key", "passphrase", "own", "own_again", "noted")


class RecoveryCheckForm(forms.Form):
    recovery_key = forms.CharField(
        label=_("The recovery key on your sheet"),
        help_text=_("All 36 letters and digits. Capitals and dashes do not matter."),
        max_length=100,
        widget=OffAutocomplete,
    )
    next = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)


class ChangePassphraseForm(NewPassphraseForm):
    old = forms.CharField(
        label=_("Your passphrase as it is now"),
        max_length=LONGEST_PASSPHRASE,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    field_order = ("old", "passphrase", "own", "own_again", "noted")


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("Your name here"),
        help_text=_("The people you share a space with see it, and you sign in with it."),
        max_length=60,
        widget=OffAutocomplete,
    )
    name.seen = "shared"  # type: ignore[attr-defined]
    name.seen_by = _("everybody you share a space with")  # type: ignore[attr-defined]


class SettingsForm(forms.Form):
    time_zone = forms.ChoiceField(label=_("Your time zone"))
    idle_minutes = forms.IntegerField(
        label=_("Lock after so many minutes without a touch"),
        help_text=_("From 2 to 60. Twelve hours after you signed in, it locks in any case."),
        min_value=2,
        max_value=60,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"] = _time_zone_field()


class DeleteForm(PassphraseForm):
    understood = forms.BooleanField(label=_("I have read what goes and what stays"))


def offered_passphrase() -> str:
    return new_passphrase(load_lines("passphrase_words"))


def _is_generated(passphrase: str) -> bool:
    words = passphrase.split()
    return len(words) == WORDS_IN_A_PASSPHRASE and set(words) <= _passphrase_words()


@cache
def _passphrase_words() -> frozenset[str]:
    return frozenset(load_lines("passphrase_words"))


@cache
def _common_passwords() -> frozenset[str]:
    """Django's list of 20,000 passwords that many people use (by Royce Williams, as its documentation says)."""
    return frozenset(CommonPasswordValidator().passwords)


def _time_zone_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Your time zone"),
        choices=[(zone, zone.replace("_", " ")) for zone in _time_zones()],
        widget=forms.Select({"data-time-zone": True}),
    )


@cache
def _time_zones() -> tuple[str, ...]:
    places = (zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
    return ("UTC", *sorted(places))
