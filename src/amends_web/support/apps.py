from __future__ import annotations

from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "amends_web.support"

    def ready(self) -> None:
        # Here, not above: models may not be loaded before this.
        from amends_web.shell import exports as registry
        from amends_web.shell.panels import register_space_panel
        from amends_web.support import exports, panels

        registry.register("put_away", collect=exports.collect, erase=exports.erase)
        register_space_panel(panels.space_panels)
