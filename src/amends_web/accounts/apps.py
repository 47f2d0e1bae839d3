from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "amends_web.accounts"

    def ready(self) -> None:
        # Here, not above: models may not be loaded before this.
        from amends_web.accounts import exports, steps, waving
        from amends_web.shell.drafts import register_waving
        from amends_web.shell.exports import register
        from amends_web.shell.panels import register_steps

        register("accounts", collect=exports.collect_account, erase=exports.erase_account)
        register("first_steps", collect=exports.collect_first_steps, erase=exports.erase_first_steps)
        register("events", collect=exports.collect_events, erase=exports.erase_events)
        register("waved_marks", collect=exports.collect_waved_marks, erase=exports.erase_waved_marks)
        register_waving(waving.KEPT)
        register_steps(steps.recovery_key_step)
