from django.apps import AppConfig


class OpennessConfig(AppConfig):
    name = "amends_web.openness"

    def ready(self) -> None:
        from amends_web.openness import exports, panels
        from amends_web.openness.actions import forget_yes
        from amends_web.reminders.panels import leave_to_area
        from amends_web.shell import exports as registry
        from amends_web.shell.panels import register_space_panel, register_steps
        from amends_web.spaces.returning import register_ending

        registry.register("openness", collect=exports.collect, erase=exports.erase)
        leave_to_area("gesture")
        register_steps(panels.steps)
        register_space_panel(panels.space_panels)
        register_ending(forget_yes)
