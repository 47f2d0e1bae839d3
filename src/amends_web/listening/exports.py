"""What this area puts into a person's own export, and what goes when they delete their account."""

from __future__ import annotations

from typing import Any

from amends.errors import Sealed
from amends_web.accounts.models import Person
from amends_web.listening.models import Draft, Receipt, Round, Said, Thought
from amends_web.listening.queries import draft_words, hashes_of, here_of, items_of, receipts_of, rounds_of, thought_of
from amends_web.shell.exports import Section
from amends_web.vault.keyring import Keyring


def collect(person: Person, keyring: Keyring) -> Section:
    """Return the rounds that one is in, with what one typed and thought in them for oneself."""
    rows = [_round(of, person, keyring) for of in rounds_of(person)]
    return Section(name="rounds", title="Rounds in which you heard each other", rows=rows)


def erase(person: Person, _keyring: Keyring) -> None:
    """Take out what this person said, signed, typed and thought; the others keep their own words."""
    for model in (Thought, Draft, Receipt, Said):
        model.objects.filter(person=person).delete()


def _round(of: Round, person: Person, keyring: Keyring) -> dict[str, Any]:
    private = draft_words(of, person, keyring)
    thoughts = thought_of(of, person)
    row: dict[str, Any] = {
        "what": "round",
        "asked_at": of.asked_at.isoformat(),
        "my_drafts": {step: text for step, text in private.items() if step != "sent"},
        "my_thoughts": thoughts.words(keyring) if thoughts else {},
    }
    try:
        here = here_of(of, person, keyring)
        items = items_of(here, keyring)
        receipts = receipts_of(here, keyring, items, hashes_of(of, keyring))
    except Sealed:
        return row | {"said": None}
    return row | {
        "topic": here.topic,
        "people": list(here.names),
        "said": [
            {"by": item.name, "kind": item.kind, "text": item.text, "verdict": item.verdict, "at": item.at.isoformat()}
            for item in items
        ],
        "receipts": [
            {"by": receipt.name, "verdict": receipt.verdict, "at": receipt.at.isoformat()} for receipt in receipts
        ],
    }
