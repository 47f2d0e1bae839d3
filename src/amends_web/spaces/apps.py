from __future__ import annotations

from django.apps import AppConfig


class SpacesConfig(AppConfig):
    name = "amends_web.spaces"

    def ready(self) -> None:
        # Here, not above: models are not loaded before this.
        from amends_web.shell import exports
        from amends_web.shell.panels import register_home_panel, register_steps
        from amends_web.spaces import own_data, panels

        register_steps(panels.space_steps)
        register_home_panel(panels.space_cards)
        exports.register("spaces", collect=own_data.collect_spaces, erase=own_data.leave_all_spaces)
        exports.register("consents", collect=own_data.collect_consents, erase=own_data.forget_consents)
