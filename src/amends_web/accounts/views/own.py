"""One's own settings, sessions, list of what happened, kept first steps; taking everything along, deleting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amends.drafts import reasons_of_marks
from amends_web.accounts.access import first_step_for, session_for
from amends_web.accounts.actions import (
    NameTaken,
    change_settings,
    delete_account,
    delete_first_step,
    end_session,
    keep_first_step,
    mark_again,
    rename_person,
)
from amends_web.accounts.archive import archive_of
from amends_web.accounts.events import Event
from amends_web.accounts.forms import DeleteForm, NameForm, PassphraseForm, SettingsForm
from amends_web.accounts.queries import events_of, first_steps_of, open_sessions, waved_rules
from amends_web.accounts.views.door import note, opened_or_none
from amends_web.shell.submissions import form_key
from amends_web.vault.sessions import close_other_sessions

if TYPE_CHECKING:
    from uuid import UUID

    from amends_web.vault.requests import UnlockedRequest


@require_GET
def settings_view(request: UnlockedRequest) -> HttpResponse:
    return _settings_page(request)


@require_POST
def rename_view(request: UnlockedRequest) -> HttpResponse:
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            rename_person(person=request.user, name=form.cleaned_data["name"])
        except NameTaken:
            form.add_error("name", gettext("Somebody here has this name already. Please take another one."))
        else:
            note(request, person=request.user, keyring=request.keyring, event=Event.NAME_CHANGED)
            return redirect("accounts:settings")
    return _settings_page(request, name_form=form)


@require_POST
def change_settings_view(request: UnlockedRequest) -> HttpResponse:
    form = SettingsForm(request.POST)
    if not form.is_valid():
        return _settings_page(request, form=form)
    change_settings(person=request.user, **form.cleaned_data)
    return redirect("accounts:settings")


@require_GET
def sessions_view(request: UnlockedRequest) -> HttpResponse:
    sessions = open_sessions(request.user, token=request.COOKIES.get(settings.UNLOCK_COOKIE_NAME, ""))
    return render(request, "accounts/sessions.html", {"sessions": sessions})


@require_POST
def end_session_view(request: UnlockedRequest, mark: str) -> HttpResponse:
    end_session(session_for(request.user, mark))
    note(request, person=request.user, keyring=request.keyring, event=Event.SESSIONS_ENDED)
    return redirect("accounts:sessions")


@require_POST
def end_other_sessions_view(request: UnlockedRequest) -> HttpResponse:
    close_other_sessions(request, person=request.user)
    note(request, person=request.user, keyring=request.keyring, event=Event.SESSIONS_ENDED)
    return redirect("accounts:sessions")


@require_GET
def events_view(request: UnlockedRequest) -> HttpResponse:
    return render(request, "accounts/events.html", {"events": events_of(request.user, request.keyring)})


@require_GET
def first_steps_view(request: UnlockedRequest) -> HttpResponse:
    return render(request, "accounts/first_steps.html", {"steps": first_steps_of(request.user, request.keyring)})


@require_POST
def keep_first_step_view(request: UnlockedRequest) -> HttpResponse:
    """Keep what somebody who is signed in wrote on a first-step page."""
    text = request.POST.get("first_step", "").strip()[:20_000]
    if text:
        keep_first_step(person=request.user, keyring=request.keyring, key=form_key(request), text=text)
    return redirect("accounts:first_steps")


@require_POST
def delete_first_step_view(request: UnlockedRequest, step_id: UUID) -> HttpResponse:
    delete_first_step(first_step_for(request.user, step_id))
    return redirect("accounts:first_steps")


@require_GET
def marks_view(request: UnlockedRequest) -> HttpResponse:
    """Show the kinds of marks that were waved away, each with a way back."""
    reasons = reasons_of_marks()
    waved = [(rule, reasons[rule]) for rule in sorted(waved_rules(request.user, request.keyring)) if rule in reasons]
    return render(request, "accounts/marks.html", {"waved": waved})


@require_POST
def mark_again_view(request: UnlockedRequest) -> HttpResponse:
    mark_again(person=request.user, keyring=request.keyring, rule=request.POST.get("rule", ""))
    return redirect("accounts:marks")


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def export_view(request: UnlockedRequest) -> HttpResponse:
    """Hand out everything as one ZIP file; it is made in memory and never lies on the disk."""
    form = PassphraseForm(request.POST or None)
    if not (form.is_valid() and opened_or_none(request, form, name=request.user.sign_in_name, field="passphrase")):
        return render(request, "accounts/export.html", {"form": form}, status=422 if form.is_bound else 200)
    note(request, person=request.user, keyring=request.keyring, event=Event.EXPORTED)
    archive = archive_of(request.user, request.keyring, now=timezone.now())
    response = HttpResponse(archive, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{timezone.localdate():%Y-%m-%d}.zip"'
    return response


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def delete_view(request: UnlockedRequest) -> HttpResponse:
    form = DeleteForm(request.POST or None)
    if not (form.is_valid() and opened_or_none(request, form, name=request.user.sign_in_name, field="passphrase")):
        return render(request, "accounts/delete.html", {"form": form}, status=422 if form.is_bound else 200)
    delete_account(person=request.user, keyring=request.keyring)
    logout(request)
    response = render(request, "accounts/deleted.html")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    for name in (settings.UNLOCK_COOKIE_NAME, settings.DEVICE_COOKIE_NAME, settings.ARRIVAL_COOKIE_NAME):
        response.delete_cookie(name, samesite="Strict")
    return response


def _settings_page(
    request: UnlockedRequest, *, name_form: NameForm | None = None, form: SettingsForm | None = None
) -> HttpResponse:
    person = request.user
    context = {
        "name_form": name_form or NameForm(initial={"name": person.name}),
        "form": form or SettingsForm(initial={"time_zone": person.time_zone, "idle_minutes": person.idle_minutes}),
    }
    return render(request, "accounts/settings.html", context, status=422 if name_form or form else 200)
