from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "amends_web.promises"

    def ready(self) -> None:
        from amends_web.promises import exports, panels
        from amends_web.promises.reminding import forget_for
        from amends_web.reminders.leads import register_page
        from amends_web.shell import exports as registry
        from amends_web.shell.panels import register_breakdown_panel, register_space_panel, register_steps
        from amends_web.spaces.places import register_reached
        from amends_web.spaces.returning import register_ending

        registry.register("promises", collect=exports.collect, erase=exports.erase)
        register_steps(panels.steps)
        register_space_panel(panels.space_panels)
        register_breakdown_panel(panels.breakdown_panels)
        register_reached(panels.reached)
        register_page("promise", "promises:promise")
        register_ending(forget_for)
