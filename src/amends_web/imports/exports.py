"""What a person takes along of this area, and what goes with their account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from amends_web.imports.actions import delete_imports_of
from amends_web.imports.chunks import open_messages
from amends_web.imports.models import Import
from amends_web.imports.queries import picked_lines, shared_excerpts
from amends_web.shell.exports import Section
from amends_web.spaces.queries import spaces_of

if TYPE_CHECKING:
    from amends.conversation import Message
    from amends_web.accounts.models import Person
    from amends_web.vault.keyring import Keyring


def collect_conversations(person: Person, keyring: Keyring) -> Section:
    rows = Import.objects.filter(owner=person).select_related("box").order_by("created_on", "pk")
    return Section(
        name="conversations",
        title=_("Conversations you brought"),
        rows=[_conversation(row, keyring) for row in rows if not row.is_asking],
    )


def collect_excerpts(person: Person, keyring: Keyring) -> Section:
    rows = [
        {
            "shared_by": excerpt.author.name,
            "shared_at": excerpt.shared_at.isoformat(),
            "note": excerpt.note,
            "lines": [
                {"from": line.speaker, "at": line.at and line.at.isoformat(), "text": line.text}
                for line in excerpt.lines
            ],
        }
        for space in spaces_of(person)
        for excerpt in shared_excerpts(space, keyring)
    ]
    return Section(name="shared_lines", title=_("Lines that were shared with you, or by you"), rows=rows)


def erase(person: Person, keyring: Keyring) -> None:
    delete_imports_of(person=person, keyring=keyring)


def erase_nothing(person: Person, keyring: Keyring) -> None:
    """One's own excerpts go with `erase`; those of others are theirs."""


def _conversation(row: Import, keyring: Keyring) -> dict[str, Any]:
    words = row.words(keyring)
    return {
        "title": words["title"],
        "source": words["source"],
        "people": words["people"],
        "you": words["me"],
        "brought_on": row.created_on.isoformat(),
        "report": words["report"],
        "lines_you_picked": list(picked_lines(row, keyring=keyring)),
        "messages": [_message(message) for message in open_messages(row, keyring=keyring, words=words)],
    }


def _message(message: Message) -> dict[str, Any]:
    return {
        "n": message.n,
        "from": message.speaker,
        "at": message.at and message.at.isoformat(),
        "text": message.text,
        "type": message.type.value,
    }
