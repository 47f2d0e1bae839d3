from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "amends_web.vault"

    def ready(self) -> None:
        # Here, not above: models may not be loaded before this.
        from django.contrib.auth.signals import user_logged_out

        from amends_web.shell.exports import register
        from amends_web.vault import exports
        from amends_web.vault.sessions import close_session

        def lock(request: Any, **_: Any) -> None:
            close_session(request)

        user_logged_out.connect(lock, dispatch_uid="vault.lock", weak=False)
        register("pins", collect=exports.collect_pins, erase=exports.erase_boxes)
