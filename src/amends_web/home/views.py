from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from amends.content.first_steps import first_steps
from amends_web.shell.panels import home_panels, next_steps
from amends_web.support.queries import helpline_pages

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_not_required
@require_GET
def home_view(request: HttpRequest) -> HttpResponse:
    """The front page for who is signed out; for who is signed in, at most three things to do."""
    if not request.user.is_authenticated:
        return render(request, "home/front.html")
    if getattr(request, "keyring", None) is None:
        return redirect("accounts:unlock")
    return render(request, "home/home.html", {"steps": next_steps(request), "panels": home_panels(request)})


@login_not_required
@require_GET
def expectations_view(request: HttpRequest) -> HttpResponse:
    return render(request, "home/expectations.html")


@login_not_required
@require_GET
def first_steps_view(request: HttpRequest) -> HttpResponse:
    return render(request, "home/first_steps.html", {"steps": first_steps()})


@login_not_required
@require_GET
def first_step_view(request: HttpRequest, slug: str) -> HttpResponse:
    """One first step. What is typed there stays in the open page: its fields have no names and no form."""
    step = next((step for step in first_steps() if step.slug == slug), None)
    if step is None:
        raise Http404
    countries = helpline_pages(today=timezone.localdate()) if step.slug == "get-help" else ()
    return render(request, "home/first_step.html", {"step": step, "countries": countries})
