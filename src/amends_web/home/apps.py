from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from amends_web.accounts.models import Person


class HomeConfig(AppConfig):
    name = "amends_web.home"

    def ready(self) -> None:
        # Here, as models are not loaded before.
        from django.contrib.auth.signals import user_logged_out

        from amends_web.home.demo import erase_demo_of

        def leave_demo(*, user: Person | None, **_: Any) -> None:
            # Signing out by any button ends a demo: nobody knows a passphrase to come back with.
            if user is not None and user.is_demo:
                erase_demo_of(user)

        user_logged_out.connect(leave_demo, dispatch_uid="home.leave_demo", weak=False)
