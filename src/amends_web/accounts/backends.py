"""Django asks a backend who a session's person is; who may sign in is decided in actions.py."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from amends_web.accounts.models import Person


class SeedBackend(BaseBackend):
    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """Never: a person is signed in by opening their seed, which `actions.sign_in` does."""

    def get_user(self, user_id: Any) -> Person | None:
        return Person.objects.filter(pk=user_id).first()
