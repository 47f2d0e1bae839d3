from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out

if TYPE_CHECKING:
    from django.http import HttpRequest


class VaultConfig(AppConfig):
    name = "amends_web.vault"

    def ready(self) -> None:
        user_logged_out.connect(_lock, dispatch_uid="vault.lock")


def _lock(*, request: HttpRequest, **_kwargs: Any) -> None:
    """Whoever signs out, in whatever way ("Leave this page" is one), leaves nothing unlocked."""
    # Here, not above: models may not be loaded before this.
    from amends_web.vault.sessions import close_session

    close_session(request)
