from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "amends_web.reminders"

    def ready(self) -> None:
        from amends_web.reminders import exports, panels
        from amends_web.shell import exports as registry
        from amends_web.shell.panels import register_steps

        registry.register("reminders", collect=exports.collect, erase=exports.erase)
        registry.register("ways", collect=exports.collect_ways, erase=exports.erase_ways)
        register_steps(panels.steps)
