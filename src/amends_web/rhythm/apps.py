from django.apps import AppConfig


class RhythmConfig(AppConfig):
    name = "amends_web.rhythm"

    def ready(self) -> None:
        from amends_web.listening.sizes import register_size
        from amends_web.reminders.leads import register_page
        from amends_web.rhythm import exports, panels
        from amends_web.rhythm.actions import forget_yes
        from amends_web.rhythm.tempo import size_of_round
        from amends_web.shell import exports as registry
        from amends_web.shell.panels import register_after_panel, register_space_panel, register_steps
        from amends_web.spaces.places import register_reached
        from amends_web.spaces.returning import register_ending

        registry.register("rhythm", collect=exports.collect, erase=exports.erase)
        register_steps(panels.steps)
        register_space_panel(panels.space_panels)
        register_after_panel(panels.after_panels)
        register_reached(panels.reached)
        register_size(size_of_round)
        register_ending(forget_yes)
        register_page("checkin", "rhythm:check_ins")
