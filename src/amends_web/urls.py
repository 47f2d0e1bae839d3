"""Every address, by area."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import include, path

handler400 = "amends_web.shell.errors.bad_request"
handler403 = "amends_web.shell.errors.forbidden"
handler404 = "amends_web.shell.errors.not_found"
handler500 = "amends_web.shell.errors.server_error"

urlpatterns = [
    path("", include(f"amends_web.{area}.urls"))
    for area in (
        "shell",
        "accounts",
        "spaces",
        "pauses",
        "reminders",
        "imports",
        "breakdowns",
        "listening",
        "clarifying",
        "acknowledgements",
        "loops",
        "promises",
        "openness",
        "protocols",
        "summaries",
        "practice",
        "rhythm",
        "support",
        "home",
    )
    if find_spec(f"amends_web.{area}.urls")
]
