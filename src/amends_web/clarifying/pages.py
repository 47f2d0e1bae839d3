"""What the pages of this area share."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from amends_web.spaces.models import Space
from amends_web.vault.requests import UnlockedRequest


def space_page(
    request: UnlockedRequest, space: Space, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    frame = {"space": space, "space_name": space.words(request.keyring)["name"]}
    return render(request, f"clarifying/{template}", frame | context, status=status)
