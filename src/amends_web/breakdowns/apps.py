from django.apps import AppConfig


class BreakdownsConfig(AppConfig):
    name = "amends_web.breakdowns"
