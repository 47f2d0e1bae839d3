"""Passphrase and recovery key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amends.errors import BadRecoveryKey
from amends_web.accounts.actions import (
    change_passphrase,
    confirm_recovery_key,
    open_by_recovery,
    renew_recovery_key,
    sign_in,
)
from amends_web.accounts.attempts import TooSoon, attempt_key
from amends_web.accounts.devices import remember_device
from amends_web.accounts.events import Event
from amends_web.accounts.forms import (
    ChangePassphraseForm,
    NewPassphraseForm,
    PassphraseForm,
    RecoverForm,
    RecoveryCheckForm,
    offered_passphrase,
)
from amends_web.accounts.queries import pending_recovery_key
from amends_web.accounts.views.door import local_path, note, opened_or_none, wait_sentence

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from amends.sealing import Seed
    from amends_web.accounts.models import Person
    from amends_web.vault.requests import UnlockedRequest

_BAD_KEY = {
    "length": _("A recovery key has 36 letters and digits; this has more or fewer."),
    "letters": _("There is a sign in it that no recovery key has: only letters and digits, and never U."),
    "typing": _("One of the signs is mistyped. Please compare it with the printed one, group by group."),
    "other": _("This is a recovery key, but not the one that opens this account now."),
}


@require_GET
def recovery_key_view(request: UnlockedRequest) -> HttpResponse:
    """Show the recovery key to print, until it was typed back."""
    key = pending_recovery_key(request.user, request.keyring)
    if not key:
        return redirect("accounts:recovery_key_new")
    return render(request, "accounts/recovery_key.html", {"key": key, "next": local_path(request)})


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def recovery_key_check_view(request: UnlockedRequest) -> HttpResponse:
    form = RecoveryCheckForm(request.POST or None, initial={"next": local_path(request)})
    if form.is_valid():
        try:
            confirm_recovery_key(person=request.user, typed=form.cleaned_data["recovery_key"])
        except BadRecoveryKey as mistake:
            form.add_error("recovery_key", _BAD_KEY[mistake.reason])
        else:
            return redirect(local_path(request))
    context = {"form": form, "next": local_path(request)}
    return render(request, "accounts/recovery_key_check.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def recovery_key_new_view(request: UnlockedRequest) -> HttpResponse:
    """Make a new recovery key in the place of the old one."""
    form = PassphraseForm(request.POST or None)
    if form.is_valid() and opened_or_none(request, form, name=request.user.sign_in_name, field="passphrase"):
        renew_recovery_key(person=request.user, keyring=request.keyring)
        note(request, person=request.user, keyring=request.keyring, event=Event.RECOVERY_KEY_MADE)
        return redirect("accounts:recovery_key")
    return render(request, "accounts/recovery_key_new.html", {"form": form}, status=422 if form.is_bound else 200)


@login_not_required
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def recover_view(request: HttpRequest) -> HttpResponse:
    """Open an account with its recovery key, and give it a new passphrase and a new key."""
    if request.method == "GET":
        return _recover_page(request, RecoverForm(initial={"passphrase": offered_passphrase()}))
    form = RecoverForm(request.POST)
    opened = _recovered(request, form) if form.is_valid() else None
    if opened is None:
        return _recover_page(request, form)
    person, seed = opened
    response = redirect("accounts:recovery_key")
    change_passphrase(person=person, seed=seed, passphrase=form.chosen)
    keyring = sign_in(request, person=person, seed=seed)
    renew_recovery_key(person=person, keyring=keyring)
    remember_device(request, response, person=person)
    note(request, person=person, keyring=keyring, event=Event.RECOVERED)
    return response


@login_not_required
@require_POST
@sensitive_post_parameters()
def recover_another_view(request: HttpRequest) -> HttpResponse:
    kept = {name: request.POST.get(name, "") for name in ("name", "recovery_key")}
    return _recover_page(request, RecoverForm(initial=kept | {"passphrase": offered_passphrase()}))


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def passphrase_view(request: UnlockedRequest) -> HttpResponse:
    """Change the passphrase: asks for the old one, and ends every other session."""
    if request.method == "GET":
        return _passphrase_page(request, ChangePassphraseForm(initial={"passphrase": offered_passphrase()}))
    form = ChangePassphraseForm(request.POST)
    if not form.is_valid() or not opened_or_none(request, form, name=request.user.sign_in_name, field="old"):
        return _passphrase_page(request, form)
    change_passphrase(person=request.user, seed=request.keyring.seed, passphrase=form.chosen)
    keyring = sign_in(request, person=request.user, seed=request.keyring.seed)
    note(request, person=request.user, keyring=keyring, event=Event.PASSPHRASE_CHANGED)
    return redirect("accounts:settings")


@require_POST
def passphrase_another_view(request: UnlockedRequest) -> HttpResponse:
    return _passphrase_page(request, ChangePassphraseForm(initial={"passphrase": offered_passphrase()}))


def _recovered(request: HttpRequest, form: RecoverForm) -> tuple[Person, Seed] | None:
    name = form.cleaned_data["name"]
    try:
        return open_by_recovery(
            name=name,
            recovery_key=form.cleaned_data["recovery_key"],
            attempt=attempt_key(request, name=name, kind="recovery"),
        )
    except TooSoon as wait:
        form.add_error(None, wait_sentence(wait))
    except BadRecoveryKey as mistake:
        if mistake.reason == "other":
            form.add_error(None, gettext("This name and this recovery key do not go together."))
        else:
            form.add_error("recovery_key", _BAD_KEY[mistake.reason])
    return None


def _recover_page(request: HttpRequest, form: RecoverForm) -> HttpResponse:
    return render(request, "accounts/recover.html", {"form": form}, status=_status(form))


def _passphrase_page(request: HttpRequest, form: ChangePassphraseForm) -> HttpResponse:
    return render(request, "accounts/passphrase.html", {"form": form}, status=_status(form))


def _status(form: NewPassphraseForm) -> int:
    return 422 if form.is_bound else 200
