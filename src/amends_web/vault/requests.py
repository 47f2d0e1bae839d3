"""The type of a request past the lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from amends_web.accounts.models import Person
    from amends_web.vault.keyring import Keyring


class UnlockedRequest(HttpRequest):
    """A request of somebody who is signed in and whose seed is open."""

    user: Person
    keyring: Keyring
