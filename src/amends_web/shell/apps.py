from __future__ import annotations

from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "amends_web.shell"
    label = "shell"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Here, not above: models may not be loaded before this.
        from amends_web.shell import exports, submissions

        exports.register("submissions", collect=submissions.collect, erase=submissions.erase)
