from django.apps import AppConfig


class SummariesConfig(AppConfig):
    name = "amends_web.summaries"

    def ready(self) -> None:
        from amends_web.shell import exports as registry
        from amends_web.shell.panels import register_space_panel, register_steps
        from amends_web.summaries import exports, panels

        registry.register("summaries", collect=exports.collect, erase=exports.erase)
        register_steps(panels.steps)
        register_space_panel(panels.space_panels)
