"""What makes words that go to others their author's own: a signature, sealed beside them.

Everybody whom they are for opens the box, so each of them could seal other words into it; only the author can sign.
"""

from __future__ import annotations

import json
from typing import Any

from amends.errors import Tampered
from amends.sealing import is_signed_by
from amends_web.accounts.models import Person
from amends_web.openness.models import Entry, Note, SharedThings
from amends_web.vault.keyring import Keyring

Row = Entry | Note | SharedThings


def put_signed(keyring: Keyring, row: Row, said: dict[str, Any]) -> None:
    """Seal what the keyring's owner says, with their signature; the caller saves the row."""
    row.put(keyring, {"said": said, "signature": keyring.sign(*_statement(row, said)).hex()})


def opened(row: Row, keyring: Keyring, *, by: Person) -> dict[str, Any]:
    """Return what `by` said in a row; raises Tampered where it is not what they signed there."""
    words = row.words(keyring)
    said: dict[str, Any] = words["said"]
    # One's own key is the seed's; the database's may be swapped.
    key = keyring.seed.verify_key if by.pk == keyring.person_id else bytes(by.verify_key)
    if not is_signed_by(key, bytes.fromhex(words["signature"]), *_statement(row, said)):
        raise Tampered
    return said


def _statement(row: Row, said: dict[str, Any]) -> tuple[object, ...]:
    """Return what is signed: the words, and what lies open of where and when they were said."""
    words = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return ("openness", type(row).__name__, row.pk, *_place(row), words)


def _place(row: Row) -> tuple[object, ...]:
    if isinstance(row, Entry):
        return (row.agreement.space_id, row.agreement_id, row.number)
    return (row.space_id, row.sent_on if isinstance(row, Note) else row.shared_on)
