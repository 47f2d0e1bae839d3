"""What home asks somebody to do about their account."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext

from amends_web.shell.panels import Step
from amends_web.vault.requests import UnlockedRequest


def recovery_key_step(request: UnlockedRequest) -> Iterator[Step]:
    if request.user.recovery_checked or request.user.is_demo:
        return
    yield Step(
        title=gettext("Print your recovery key"),
        hint=gettext("It opens your account if the passphrase is ever lost. Nothing else does."),
        url=reverse("accounts:recovery_key"),
        minutes=3,
        order=10,
        seen=gettext("Only you"),
    )
