"""Pages that are the same for everybody: nothing that somebody does on them can be seen from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from amends.content.private_check import private_check
from amends_web.support.queries import helpline_pages

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_not_required
@require_GET
def check_view(request: HttpRequest) -> HttpResponse:
    """The private check. It takes no answer: there is no form, and no address that could receive one."""
    context = {"check": private_check(), "countries": helpline_pages(today=timezone.localdate())}
    return render(request, "support/check.html", context)


@login_not_required
@require_GET
def help_view(request: HttpRequest) -> HttpResponse:
    countries = helpline_pages(today=timezone.localdate())
    context = {"countries": countries, "has_doubt": any(shown.is_doubtful for shown in countries)}
    return render(request, "support/help.html", context)


@login_not_required
@require_GET
def hosting_view(request: HttpRequest) -> HttpResponse:
    return render(request, "support/hosting.html")
