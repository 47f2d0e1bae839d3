from django.apps import AppConfig


class ProtocolsConfig(AppConfig):
    name = "amends_web.protocols"

    def ready(self) -> None:
        from amends_web.protocols import exports, panels
        from amends_web.protocols.actions import forget_yes
        from amends_web.shell import exports as registry
        from amends_web.shell.panels import register_space_panel, register_steps
        from amends_web.spaces.returning import register_ending

        registry.register("protocols", collect=exports.collect, erase=exports.erase)
        register_steps(panels.steps)
        register_space_panel(panels.space_panels)
        register_ending(forget_yes)
