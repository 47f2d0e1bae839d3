"""Which marks the second look leaves out for somebody, as long as their words are open in this browser."""

from __future__ import annotations

from typing import Any

from amends_web.accounts.actions import wave_mark_away
from amends_web.accounts.queries import waved_rules
from amends_web.shell.drafts import Waving


def _read(request: Any) -> frozenset[str]:
    keyring = getattr(request, "keyring", None)
    return frozenset() if keyring is None else waved_rules(request.user, keyring)


def _wave(request: Any, rule: str) -> None:
    if getattr(request, "keyring", None) is not None:
        wave_mark_away(person=request.user, keyring=request.keyring, rule=rule)


KEPT = Waving(read=_read, wave=_wave)
