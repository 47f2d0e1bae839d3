from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "amends_web.accounts"
