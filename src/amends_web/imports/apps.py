from django.apps import AppConfig
from django.core.checks import Tags, register


class ImportsConfig(AppConfig):
    name = "amends_web.imports"

    def ready(self) -> None:
        # Here, as models are not loaded before.
        from amends_web.imports import checks, exports, panels
        from amends_web.shell import exports as registry
        from amends_web.shell import panels as places

        register(checks.uploads_are_read_apart, Tags.security, deploy=True)
        register(checks.the_model_is_used, Tags.security, deploy=True)
        registry.register("conversations", collect=exports.collect_conversations, erase=exports.erase)
        registry.register("remembered", collect=exports.collect_remembered, erase=exports.erase_remembered)
        registry.register("shared_lines", collect=exports.collect_excerpts, erase=exports.erase_nothing)
        registry.register("line_requests", collect=exports.collect_requests, erase=exports.erase_nothing)
        registry.register("lines_you_let_be_kept", collect=exports.collect_kept, erase=exports.erase_nothing)
        places.register_steps(panels.steps)
        places.register_home_panel(panels.home_panels)
        places.register_space_panel(panels.space_panels)
