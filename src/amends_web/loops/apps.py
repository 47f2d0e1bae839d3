from django.apps import AppConfig


class LoopsConfig(AppConfig):
    name = "amends_web.loops"

    def ready(self) -> None:
        from amends_web.loops import exports, panels
        from amends_web.shell import exports as registry
        from amends_web.shell.panels import register_breakdown_panel, register_space_panel, register_steps

        registry.register("loops", collect=exports.collect, erase=exports.erase)
        register_steps(panels.steps)
        register_space_panel(panels.space_panels)
        register_breakdown_panel(panels.breakdown_panels)
