from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "amends_web.vault"
