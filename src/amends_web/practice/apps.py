from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "amends_web.practice"

    def ready(self) -> None:
        from amends_web.practice import exports, panels
        from amends_web.shell import exports as registry
        from amends_web.shell.panels import register_space_panel, register_steps

        registry.register("practice", collect=exports.collect, erase=exports.erase)
        register_steps(panels.steps)
        register_space_panel(panels.space_panels)
