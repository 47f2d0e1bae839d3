from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "amends_web.imports"

    def ready(self) -> None:
        # Here, as models are not loaded before.
        from amends_web.imports import exports, panels
        from amends_web.shell import exports as registry
        from amends_web.shell import panels as places

        registry.register("conversations", collect=exports.collect_conversations, erase=exports.erase)
        registry.register("shared_lines", collect=exports.collect_excerpts, erase=exports.erase_nothing)
        places.register_steps(panels.steps)
        places.register_home_panel(panels.home_panels)
        places.register_space_panel(panels.space_panels)
