from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from amends.conversation import Conversation, Message
from amends.errors import Tampered
from amends.sealing import is_signed_by
from amends_web.imports.chunks import open_messages
from amends_web.imports.models import Import, ImportReading, PickedLines, SharedExcerpt

if TYPE_CHECKING:
    from amends_web.accounts.models import Person
    from amends_web.spaces.models import Space
    from amends_web.vault.keyring import Keyring

PAGE = 100
# Enough to find a line again; who finds more looks for narrower words.
MOST_FOUND = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One conversation in the list of one's own; `people` is empty while a question is open."""

    row: Import
    title: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptLine:
    """A line of a shared excerpt; `text` is None where it was left out, as somebody else wrote it."""

    speaker: str | None
    at: datetime | None
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """What a member of a space sees of lines that somebody shared."""

    id: UUID
    author: Person
    shared_at: datetime
    lines: tuple[ExcerptLine, ...]
    note: str


def own_imports(person: Person, *, keyring: Keyring) -> list[Listed]:
    """Return this person's conversations, the newest first; the number of queries does not grow with them."""
    rows = Import.objects.filter(owner=person).select_related("box").order_by("-created_on", "-pk")
    listed = []
    for row in rows:
        words = row.words(keyring)
        listed.append(Listed(row=row, title=words.get("title", ""), people=tuple(words.get("people", ()))))
    return listed


def has_imports(person: Person) -> bool:
    return Import.objects.filter(owner=person).exists()


def conversation_of(row: Import, *, keyring: Keyring, words: dict[str, Any]) -> Conversation:
    """Return the whole conversation; `words` are the import's own. Raises Tampered."""
    return Conversation(
        source=words["source"],
        people=tuple(words["people"]),
        messages=open_messages(row, keyring=keyring, words=words),
        title=words["title"],
    )


def messages_with(row: Import, *, keyring: Keyring, words: dict[str, Any], said: str) -> list[Message]:
    """Return the first messages whose words hold `said`, whatever the case.

    There is no index, as one would have to be sealed too: opening and looking through 50,000 takes 0.2 s.
    """
    wanted = said.casefold()
    found = (
        message for message in open_messages(row, keyring=keyring, words=words) if wanted in message.text.casefold()
    )
    return [message for message, _ in zip(found, range(MOST_FOUND), strict=False)]


def reading_words(row: Import, *, keyring: Keyring) -> dict[str, Any]:
    """Return the kept reading of a conversation that is ready: of the chosen talk, where one is chosen.

    As `readings.stored` wrote it, with the "waved" claims and the "proposals" of talks.
    """
    kept = ImportReading.objects.get(of=row).words(keyring)
    return kept | (kept.get("part") or {})


def picked_lines(row: Import, *, keyring: Keyring) -> tuple[int, ...]:
    kept = PickedLines.objects.filter(of=row).first()
    return () if kept is None else tuple(kept.words(keyring)["lines"])


def lines_to_share(row: Import, *, keyring: Keyring, words: dict[str, Any], author: Person) -> list[dict[str, Any]]:
    """Return the picked lines as a space would see them: one's own in full, of others' only that there was one.

    The names of the export stay out of it: they are what the importer called people in their own phone.
    """
    numbers = set(picked_lines(row, keyring=keyring))
    if not numbers:
        return []
    messages = open_messages(row, keyring=keyring, words=words, first=min(numbers), last=max(numbers))
    return [
        _line_to_share(message, is_own=message.speaker is not None and message.speaker == words["me"], author=author)
        for message in messages
        if message.n in numbers
    ]


def shared_excerpts(space: Space, keyring: Keyring) -> list[Excerpt]:
    """Return what was shared in a space, in order; raises Tampered where the author's signature does not fit."""
    rows = SharedExcerpt.objects.filter(space=space).select_related("author").order_by("shared_at", "pk")
    return [_excerpt(row, keyring=keyring) for row in rows]


def excerpt_statement(row: SharedExcerpt, words: dict[str, Any]) -> tuple[object, ...]:
    """Return what the author of an excerpt signs."""
    said = json.dumps(words, sort_keys=True, separators=(",", ":"))
    return ("excerpt", row.pk, row.space_id, row.author_id, said)


def _line_to_share(message: Message, *, is_own: bool, author: Person) -> dict[str, Any]:
    return {
        "from": author.name if is_own else None,
        "at": message.at and message.at.isoformat(),
        "text": message.text if is_own else None,
    }


def _excerpt(row: SharedExcerpt, *, keyring: Keyring) -> Excerpt:
    words = row.words(keyring)
    if not is_signed_by(bytes(row.author.verify_key), bytes(row.signature), *excerpt_statement(row, words)):
        raise Tampered
    return Excerpt(
        id=row.pk,
        author=row.author,
        shared_at=row.shared_at,
        lines=tuple(excerpt_line(line) for line in words["lines"]),
        note=words["note"],
    )


def excerpt_line(line: dict[str, Any]) -> ExcerptLine:
    """Return a line as it is kept or previewed; the time is the wall clock where it was written."""
    at = line["at"] and datetime.fromisoformat(line["at"]).replace(tzinfo=None)
    return ExcerptLine(speaker=line["from"], at=at, text=line["text"])
