"""What the pages of this area share: their frame, and one's own side."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from amends.content.my_side import Question, my_side
from amends_web.breakdowns.models import Breakdown
from amends_web.breakdowns.queries import day_words, side_words, today_for
from amends_web.spaces.models import Space
from amends_web.spaces.queries import name_list, others
from amends_web.vault.requests import UnlockedRequest


def breakdown_page(
    request: UnlockedRequest, breakdown: Breakdown, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    words = breakdown.words(request.keyring)
    frame = {
        "breakdown": breakdown,
        "name": words["name"],
        "day": day_words(words["day"], today_for(request.user)),
        "with_whom": with_whom(request, breakdown.space),
    }
    return render(request, template, frame | context, status=status)


def own_side(request: UnlockedRequest, breakdown: Breakdown) -> dict[str, Any]:
    return side_words(request.keyring, request.user, breakdown)


def question_url(breakdown: Breakdown, question: Question | None = None) -> str:
    name = question.name if question else my_side().questions[0].name
    return reverse("breakdowns:question", args=[breakdown.pk, name])


def with_whom(request: UnlockedRequest, space: Space) -> str:
    return name_list(others(space, request.user)) or _("whoever you invite")
