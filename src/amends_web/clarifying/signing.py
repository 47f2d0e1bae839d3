"""What makes words between two their author's own: a signature, sealed beside them.

Both open the box, so either of them could seal other words into it; only the author can sign them.
"""

from __future__ import annotations

import json
from typing import Any

from amends.errors import Tampered
from amends.sealing import is_signed_by
from amends_web.accounts.models import Person
from amends_web.clarifying.models import Cue, Question, Reply
from amends_web.vault.keyring import Keyring

Row = Question | Cue | Reply


def sign(keyring: Keyring, row: Row, step: str, said: dict[str, Any]) -> str:
    """Return a person's signature on what they said at one step of a row."""
    return keyring.sign(*_statement(row, step, said)).hex()


def check(keyring: Keyring, row: Row, step: str, said: dict[str, Any], *, by: Person, signature: str) -> None:
    """Raise Tampered where this is not what `by` signed at that step."""
    # One's own key is the seed's; the database's may be swapped.
    key = keyring.seed.verify_key if by.pk == keyring.person_id else bytes(by.verify_key)
    if not is_signed_by(key, bytes.fromhex(signature), *_statement(row, step, said)):
        raise Tampered


def _statement(row: Row, step: str, said: dict[str, Any]) -> tuple[object, ...]:
    words = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return ("clarifying", step, row.pk, words)
