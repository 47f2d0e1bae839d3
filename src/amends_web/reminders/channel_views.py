"""How somebody is told: quiet hours and words, channels, and the code that shows that a channel is theirs."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amends.errors import NotYet, Refused
from amends.outside.notices import NoticeFailed
from amends_web.reminders import notices, own, queries
from amends_web.reminders.access import channel_for
from amends_web.reminders.forms import ChatForm, CodeForm, MailForm, PushForm, WishesForm
from amends_web.reminders.models import Channel, Reminder
from amends_web.reminders.notices import Notice
from amends_web.shell.errors import refuse
from amends_web.shell.hosting import run_by
from amends_web.shell.submissions import form_key
from amends_web.vault.requests import UnlockedRequest

_FORMS: dict[str, type[MailForm | ChatForm | PushForm]] = {"mail": MailForm, "chat": ChatForm, "push": PushForm}


@require_GET
def ways_view(request: UnlockedRequest) -> HttpResponse:
    return _ways_page(request)


@require_POST
def keep_wishes_view(request: UnlockedRequest) -> HttpResponse:
    form = WishesForm(request.POST)
    if not form.is_valid():
        return _ways_page(request, form)
    own.keep_wishes(person=request.user, **form.cleaned_data)
    return redirect("reminders:ways")


@require_http_methods(["GET", "POST"])
def add_view(request: UnlockedRequest, kind: str) -> HttpResponse:
    """Take an address and send something to it at once: a code, or for a browser a push."""
    if kind not in _FORMS or (kind == Channel.Kind.MAIL and not settings.EMAIL_HOST):
        raise Http404
    form = _FORMS[kind](request.POST or None)
    if not form.is_valid():
        return _add_page(request, kind, form, status=422 if form.is_bound else 200)
    made, key = None, form_key(request)
    try:
        made = own.add_channel(person=request.user, key=key, kind=kind, address=form.cleaned_data["address"])
        if made is not None:
            _send_code(made)
    except Refused as refused:
        form.add_error(None, _refused(refused.rule))
    except NoticeFailed:
        form.add_error(None, _("Nothing could be sent there. Look at the address once more, or try it later."))
    else:
        return redirect("reminders:confirm", key)
    if made is not None:
        own.remove_channel(channel=made)
    return _add_page(request, kind, form, status=422)


@require_http_methods(["GET", "POST"])
def confirm_view(request: UnlockedRequest, channel_id: UUID) -> HttpResponse:
    """Ask for the code that was sent; of a browser, whether something came."""
    channel = channel_for(request.user, channel_id)
    if channel.confirmed_at is not None:
        return redirect("reminders:ways")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            own.confirm_channel(channel=channel, code=form.cleaned_data["code"], now=timezone.now())
        except Refused:
            form.add_error("code", _("This is another code. Look at the newest one that came."))
        except NotYet:
            form.add_error("code", _("This code is over. Have a fresh one sent."))
        else:
            return redirect("reminders:ways")
    context = {"channel": channel, "shown": _shown(channel), "form": form}
    return render(request, "reminders/confirm.html", context, status=422 if form.is_bound else 200)


@require_POST
def code_view(request: UnlockedRequest, channel_id: UUID) -> HttpResponse:
    """Send another code."""
    channel = channel_for(request.user, channel_id)
    back = reverse("reminders:confirm", args=[channel.pk])
    title = _("Nothing was sent")
    try:
        _send_code(channel)
    except Refused as refused:
        return refuse(request, title=title, sentence=_refused(refused.rule), status=429, back_url=back)
    except NoticeFailed:
        sentence = _("Nothing could be sent there just now. You can try it again later.")
        return refuse(request, title=title, sentence=sentence, status=502, back_url=back)
    return redirect(back)


@require_POST
def arrived_view(request: UnlockedRequest, channel_id: UUID) -> HttpResponse:
    own.confirm_arrival(channel=channel_for(request.user, channel_id), now=timezone.now())
    return redirect("reminders:ways")


@require_POST
def switch_view(request: UnlockedRequest, channel_id: UUID, to: str) -> HttpResponse:
    if to not in ("on", "off"):
        raise Http404
    own.switch_channel(channel=channel_for(request.user, channel_id), is_on=to == "on")
    return redirect("reminders:ways")


@require_POST
def remove_view(request: UnlockedRequest, channel_id: UUID) -> HttpResponse:
    own.remove_channel(channel=channel_for(request.user, channel_id))
    return redirect("reminders:ways")


@login_not_required
@require_GET
def service_worker_view(request: HttpRequest) -> HttpResponse:
    """The script that a browser keeps to show a push: one sentence, the same for everybody, and no page."""
    return render(request, "reminders/worker.js", content_type="text/javascript")


def _send_code(channel: Channel) -> None:
    code = own.new_code(channel=channel, now=timezone.now())
    text = _("Your code is %(code)s. Type it where you asked for it.") % {"code": code}
    notices.send(channel, Notice(id=uuid.uuid4(), title=_("A code"), text=text), now=timezone.now())


def _ways_page(request: UnlockedRequest, form: WishesForm | None = None) -> HttpResponse:
    wishes = queries.wishes_of(request.user)
    initial = {
        "quiet_from": wishes.quiet_from,
        "quiet_until": wishes.quiet_until,
        "told_of": [kind for kind in Reminder.Kind.values if kind not in wishes.left_out.split()],
        "notice": wishes.notice,
    }
    context = {
        "form": form or WishesForm(initial=initial),
        "channels": [(channel, _shown(channel)) for channel in queries.channels_of(request.user)],
        "has_mail": bool(settings.EMAIL_HOST),
        "zone": request.user.time_zone.replace("_", " "),
    }
    return render(request, "reminders/ways.html", context, status=422 if form else 200)


def _add_page(request: UnlockedRequest, kind: str, form: Form, status: int) -> HttpResponse:
    context = {
        "form": form,
        "kind": kind,
        "host": run_by() or _("whoever runs this copy"),
        "push_key": notices.push_key().public if kind == Channel.Kind.PUSH else "",
        "in_the_house": settings.CHANNELS_IN_THE_HOUSE,
    }
    return render(request, f"reminders/add_{kind}.html", context, status=status)


def _shown(channel: Channel) -> str:
    """Return how a person knows a channel of theirs: what lies behind its first words opens somebody's account."""
    address = notices.address_of(channel)
    if channel.kind == Channel.Kind.MAIL:
        return address
    if channel.kind == Channel.Kind.PUSH:
        return _("A browser, since %(day)s") % {"day": channel.made_on.isoformat()}
    service = address.partition(":")[0].removesuffix("s")
    return {"ntfy": "ntfy", "matrix": "Matrix", "tgram": "Telegram"}.get(service, "")


def _refused(rule: str) -> str:
    return {
        "room": _("You have eight ways already. Take one away first."),
        "codes": _("Six codes went out today. More can go tomorrow."),
        "demo": _("A made-up person can’t be told anything outside."),
    }[rule]
