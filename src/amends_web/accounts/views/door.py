"""In and out: sign up, sign in, unlock, lock, sign out, and the page that stops where keys were swapped."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amends.errors import WrongPassphrase
from amends_web.accounts.actions import (
    NameTaken,
    keep_first_step,
    keep_recovery_key,
    note_event,
    open_account,
    prepare_account,
    save_account,
    sign_in,
)
from amends_web.accounts.attempts import TooSoon, attempt_key
from amends_web.accounts.devices import remember_device
from amends_web.accounts.events import Event
from amends_web.accounts.forms import FirstSignUpForm, PassphraseForm, SignInForm, SignUpForm, offered_passphrase
from amends_web.accounts.models import Person
from amends_web.shell.hosting import name_host, run_by
from amends_web.shell.submissions import once
from amends_web.vault.middleware import open_while_locked
from amends_web.vault.pins import swapped_people
from amends_web.vault.sessions import browser_name, close_session

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from amends.sealing import Seed
    from amends_web.vault.keyring import Keyring
    from amends_web.vault.requests import UnlockedRequest

_WRONG = _("This name and this passphrase do not go together.")
# What a browser forgets on locking. Cookies stay: the session is locked, not lost, and the device stays known.
_FORGET = '"cache", "storage"'


@login_not_required
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def sign_up_view(request: HttpRequest) -> HttpResponse:
    """Make an account. A first step, written before, may come along from another page: then the form is shown."""
    if is_signed_in(request):
        return redirect("home:home")
    if "submission" not in request.POST:
        return _sign_up_page(request, _fresh_sign_up(request))
    form = _sign_up_form()(request.POST)
    if form.is_valid():
        try:
            response = redirect(_signed_up(request, form))
        except NameTaken:
            form.add_error("name", gettext("Somebody here has this name already. Please take another one."))
        else:
            # Nobody is signed in where the same form arrived twice: the first copy is.
            if is_signed_in(request):
                remember_device(request, response, person=cast("Person", request.user))
            return response
    return _sign_up_page(request, form, status=422)


@login_not_required
@require_POST
@sensitive_post_parameters()
def sign_up_another_view(request: HttpRequest) -> HttpResponse:
    """The same form with five other words."""
    return _sign_up_page(request, _fresh_sign_up(request))


@login_not_required
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def sign_in_view(request: HttpRequest) -> HttpResponse:
    if getattr(request, "keyring", None) is not None:
        return redirect("home:home")
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        opened = opened_or_none(request, form, name=form.cleaned_data["name"], field=None)
        if opened:
            return enter(request, *opened, event=Event.SIGNED_IN)
    return _door_page(request, "accounts/sign_in.html", form)


@open_while_locked
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def unlock_view(request: HttpRequest) -> HttpResponse:
    person = cast("Person", request.user)
    if getattr(request, "keyring", None) is not None:
        return redirect(local_path(request))
    form = PassphraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        opened = opened_or_none(request, form, name=person.sign_in_name, field="passphrase")
        if opened:
            return enter(request, *opened)
    return _door_page(request, "accounts/unlock.html", form)


@open_while_locked
@require_POST
def lock_view(request: HttpRequest) -> HttpResponse:
    close_session(request)
    response = redirect("accounts:unlock")
    response.headers["Clear-Site-Data"] = _FORGET
    return response


@open_while_locked
@require_POST
def sign_out_view(request: HttpRequest) -> HttpResponse:
    close_session(request)
    logout(request)
    response = redirect("accounts:sign_in")
    response.headers["Clear-Site-Data"] = _FORGET
    # Without the key, nobody who signs in here next can take what was shared from this phone.
    response.delete_cookie(settings.ARRIVAL_COOKIE_NAME, samesite="Strict")
    return response


@require_GET
def stop_view(request: UnlockedRequest) -> HttpResponse:
    """Says whose keys were changed behind their back, and what to do about it."""
    swapped = swapped_people(request.keyring, request.user)
    if not swapped:
        return redirect("home:home")
    others = [person for person in swapped if person != request.user]
    return render(request, "accounts/stop.html", {"others": others, "is_own": len(others) < len(swapped)})


def opened_or_none(request: HttpRequest, form: Form, *, name: str, field: str | None) -> tuple[Person, Seed] | None:
    """Open an account with the form's passphrase; where it does not open, write why into the form."""
    try:
        return open_account(
            name=name,
            passphrase=form.cleaned_data[field or "passphrase"],
            attempt=attempt_key(request, name=name),
        )
    except TooSoon as wait:
        form.add_error(None, wait_sentence(wait))
    except WrongPassphrase:
        form.add_error(field, gettext("This is not your passphrase.") if field else _WRONG)
    return None


def is_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def wait_sentence(wait: TooSoon) -> str:
    if wait.seconds > 90:
        return gettext("Please wait %(minutes)d minutes, then try again.") % {"minutes": -(-wait.seconds // 60)}
    return gettext("Please wait %(seconds)d seconds, then try again.") % {"seconds": wait.seconds}


def enter(request: HttpRequest, person: Person, seed: Seed, *, event: Event | None = None) -> HttpResponse:
    """Sign in whoever opened their seed, and lead them where they wanted to go."""
    keyring = sign_in(request, person=person, seed=seed)
    response = redirect(_after_opening(request, person=person, keyring=keyring))
    is_new = remember_device(request, response, person=person)
    if event == Event.SIGNED_IN and is_new:
        event = Event.NEW_DEVICE
    if event:
        note(request, person=person, keyring=keyring, event=event)
    return response


def note(request: HttpRequest, *, person: Person, keyring: Keyring, event: Event) -> None:
    note_event(person=person, keyring=keyring, event=event, browser=browser_name(request.headers.get("User-Agent", "")))


def local_path(request: HttpRequest) -> str:
    """Return where the page was asked to lead next, if that is on this site; else home."""
    path = request.POST.get("next") or request.GET.get("next") or ""
    is_here = url_has_allowed_host_and_scheme(
        path, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return path if is_here and path.startswith("/") else reverse("home:home")


def _after_opening(request: HttpRequest, *, person: Person, keyring: Keyring) -> str:
    if swapped_people(keyring, person):
        return reverse("accounts:stop")
    return local_path(request)


def _door_page(request: HttpRequest, template: str, form: Form) -> HttpResponse:
    # A wait or a refusal is 422 alike: the same page for a name that somebody has and one that nobody has.
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, "next": local_path(request)}, status=status)


def _sign_up_form() -> type[SignUpForm]:
    is_first = not run_by() and not Person.objects.filter(is_demo=False).exists()
    return FirstSignUpForm if is_first else SignUpForm


def _fresh_sign_up(request: HttpRequest) -> SignUpForm:
    kept = {name: request.POST.get(name, "") for name in ("name", "first_step", "runs_it", "host_name")}
    kept["next"] = request.POST.get("next") or request.GET.get("next", "")
    kept["time_zone"] = request.POST.get("time_zone", "UTC")
    return _sign_up_form()(initial=kept | {"passphrase": offered_passphrase()})


def _sign_up_page(request: HttpRequest, form: SignUpForm, *, status: int = 200) -> HttpResponse:
    has_first_step = bool(form["first_step"].value())
    return render(request, "accounts/sign_up.html", {"form": form, "has_first_step": has_first_step}, status=status)


def _signed_up(request: HttpRequest, form: SignUpForm) -> str:
    """Make the account and sign in; raises NameTaken. The derivation comes first, outside the transaction."""
    account = prepare_account(
        name=form.cleaned_data["name"], passphrase=form.chosen, time_zone=form.cleaned_data["time_zone"]
    )

    def act() -> str:
        save_account(account)
        person, keyring = account.person, account.keyring
        keep_recovery_key(person=person, keyring=keyring, recovery_key=account.recovery_key)
        if form.cleaned_data["first_step"].strip():
            keep_first_step(person=person, keyring=keyring, key=uuid4(), text=form.cleaned_data["first_step"])
        if isinstance(form, FirstSignUpForm):
            name_host(name=form.host)
        sign_in(request, person=person, seed=keyring.seed)
        note(request, person=person, keyring=keyring, event=Event.SIGNED_UP)
        url = reverse("accounts:recovery_key")
        onward = local_path(request)
        return url if onward == reverse("home:home") else f"{url}?{urlencode({'next': onward})}"

    return once(request, act)
