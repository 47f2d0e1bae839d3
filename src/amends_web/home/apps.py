from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "amends_web.home"
