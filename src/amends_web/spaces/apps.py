from django.apps import AppConfig


class SpacesConfig(AppConfig):
    name = "amends_web.spaces"
