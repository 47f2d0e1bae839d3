"""What makes a yes to a time, and an answer that somebody showed, their own: a signature, sealed beside it.

All members open the space's box, so any of them could seal other words into it; only whoever said them can sign them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from amends.errors import Tampered
from amends.sealing import is_signed_by
from amends_web.accounts.models import Person
from amends_web.rhythm.models import Plan, SharedAnswer
from amends_web.spaces.blind import canonical
from amends_web.vault.keyring import Keyring

# The sentences stand in templates/rhythm/proposal.html; whoever changes what they mean raises this.
VERSION = "1"


def sign_yes(keyring: Keyring, plan: Plan, words: Mapping[str, Any]) -> str:
    """Return a person's signature on a time that was proposed, as it stands in `words`."""
    return keyring.sign(*_plan_statement(plan, keyring.person_id, words)).hex()


def is_own_yes(keyring: Keyring, plan: Plan, words: Mapping[str, Any], person: Person) -> bool:
    signature = bytes.fromhex(words["yes"].get(str(person.pk), ""))
    return is_signed_by(_key(keyring, person), signature, *_plan_statement(plan, person.pk, words))


def sign_answer(keyring: Keyring, row: SharedAnswer, parts: Mapping[str, str]) -> str:
    return keyring.sign(*_answer_statement(row, parts)).hex()


def open_answer(row: SharedAnswer, keyring: Keyring) -> dict[str, str]:
    """Return what somebody showed of how a step was; raises Tampered where they did not sign exactly this."""
    words = row.words(keyring)
    parts: dict[str, str] = words["parts"]
    if not is_signed_by(_key(keyring, row.person), bytes.fromhex(words["signature"]), *_answer_statement(row, parts)):
        raise Tampered
    return parts


def _key(keyring: Keyring, person: Person) -> bytes:
    # One's own key is the seed's; the database's may be swapped.
    return keyring.seed.verify_key if person.pk == keyring.person_id else bytes(person.verify_key)


def _plan_statement(plan: Plan, person_id: object, words: Mapping[str, Any]) -> tuple[object, ...]:
    said = {key: words[key] for key in ("terms", "moves", "to", "by", "people")}
    return ("check-in time", VERSION, plan.pk, plan.space_id, person_id, canonical(said))


def _answer_statement(row: SharedAnswer, parts: Mapping[str, str]) -> tuple[object, ...]:
    return ("shared answer", VERSION, row.pk, row.kind, row.about, row.person_id, canonical(parts))
