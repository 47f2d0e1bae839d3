"""What the pages of this area share."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from amends_web.spaces.models import Space
from amends_web.vault.requests import UnlockedRequest


def space_page(
    request: UnlockedRequest, space: Space, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    frame = {"space": space, "space_name": space.words(request.keyring)["name"]}
    return render(request, f"protocols/{template}", frame | context, status=status)


def changed_meanwhile() -> str:
    return _("Somebody proposed other words in the meantime. Yours are still here: look at theirs, then send yours.")


def another_step() -> str:
    return _("What you agreed on has changed, and this step too. Your words are still here: look who would see them.")
