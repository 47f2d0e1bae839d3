from django.apps import AppConfig


class ListeningConfig(AppConfig):
    name = "amends_web.listening"

    def ready(self) -> None:
        from amends_web.listening import exports, panels
        from amends_web.shell import exports as registry
        from amends_web.shell.panels import register_space_panel, register_steps
        from amends_web.spaces.places import register_reached

        registry.register("rounds", collect=exports.collect, erase=exports.erase)
        register_steps(panels.steps)
        register_reached(panels.reached)
        register_space_panel(panels.space_panels)
