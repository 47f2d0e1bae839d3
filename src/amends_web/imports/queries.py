from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from amends.conversation import Conversation, Message
from amends.errors import Tampered
from amends.sealing import is_signed_by
from amends_web.imports.chunks import days_of, messages_where, open_messages
from amends_web.imports.consents import kept_words
from amends_web.imports.finding import compared
from amends_web.imports.models import Import, ImportReading, KeptLines, LinesRequest, PickedLines, SharedExcerpt
from amends_web.imports.questions import given_from
from amends_web.imports.shown import wall_clock
from amends_web.imports.words import app_name
from amends_web.spaces.queries import members

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amends_web.accounts.models import Person
    from amends_web.spaces.models import Space
    from amends_web.vault.keyring import Keyring

PAGE = 100
# Enough to find a line again; who finds more looks for narrower words.
MOST_FOUND = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One conversation in the list of one's own; `people`, `app` and the times are empty while a question is open.

    The times are the wall clock where it was written. While a question is open, the title is what its files are called.
    """

    row: Import
    title: str
    people: tuple[str, ...]
    app: str
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptLine:
    """A line of a shared excerpt; `text` is None where it was left out, as somebody else wrote it.

    `person` is whoever let a line of theirs be kept; else None, and `speaker` is the author.
    """

    speaker: str | None
    at: datetime | None
    text: str | None
    person: Person | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """What a member of a space sees of lines that somebody shared.

    `own_kept` is the id of the member's own lines in it, where they let some be kept, and `question` the id of the
    question for them. To its author alone: `asked` is whom they asked, and `may_ask` whether there is anything to ask
    for, and anybody who was not asked yet. Whoever left is named nowhere by the name that they have now.
    """

    id: UUID
    author: Person
    author_name: str
    shared_at: datetime
    lines: tuple[ExcerptLine, ...]
    note: str
    own_kept: UUID | None
    question: UUID | None
    asked: tuple[str, ...]
    may_ask: bool

    @property
    def leaves_out(self) -> bool:
        return any(line.text is None for line in self.lines)


def own_imports(person: Person, *, keyring: Keyring) -> list[Listed]:
    """Return this person's conversations, the newest first; the number of queries does not grow with them."""
    rows = Import.objects.filter(owner=person).select_related("box").order_by("-created_on", "-pk")
    return [listed(row, keyring=keyring) for row in rows]


def listed(row: Import, *, keyring: Keyring) -> Listed:
    words = row.words(keyring)
    if row.is_asking:
        files = ", ".join(one.source.name for one in given_from(words) if one.source.name)
        return Listed(row=row, title=files, people=(), app="", first_at=None, last_at=None)
    return Listed(
        row=row,
        title=words["title"],
        people=tuple(words["people"]),
        app=app_name(words["source"]),
        first_at=wall_clock(words["report"]["first_at"]),
        last_at=wall_clock(words["report"]["last_at"]),
    )


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
    """Return the first messages whose words hold `said`, as people compare words (finding).

    There is no index, as one would have to be sealed too: opening and looking through 50,000 takes 0.2 s.
    """
    wanted = compared(" ".join(said.split()))
    found = messages_where(row, keyring=keyring, words=words, holds=lambda text: wanted in compared(text))
    return list(islice(found, MOST_FOUND))


def first_since(row: Import, *, keyring: Keyring, words: dict[str, Any], day: date) -> int:
    """Return the number of the first message of a day or later; of the last one, where nothing is so late."""
    late = (n for n, on in days_of(row, keyring=keyring, words=words) if on >= day.isoformat())
    return next(late, max(0, row.message_count - 1))


def reading_words(row: Import, *, keyring: Keyring) -> dict[str, Any]:
    """Return the kept reading of a conversation that is ready: of the chosen talk, where one is chosen.

    As `readings.stored` wrote it, with the "waved" claims and the "proposals" of talks.
    """
    kept = ImportReading.objects.get(of=row).words(keyring)
    return kept | (kept.get("part") or {})


def picked_lines(row: Import, *, keyring: Keyring) -> tuple[int, ...]:
    kept = PickedLines.objects.filter(of=row).first()
    return () if kept is None else tuple(kept.words(keyring)["lines"])


def shared_excerpts(space: Space, keyring: Keyring) -> list[Excerpt]:
    """Return what was shared in a space, in order; raises Tampered where the author's signature does not fit."""
    rows = (
        SharedExcerpt.objects.filter(space=space)
        .select_related("author", "space", "left_out")
        .prefetch_related(
            Prefetch("kept", KeptLines.objects.select_related("person", "excerpt")),
            Prefetch("requests", LinesRequest.objects.order_by("asked_on", "pk")),
        )
        .order_by("shared_at", "pk")
    )
    here = {member.person_id: member.person.name for member in members(space)}
    return [_excerpt(row, keyring=keyring, here=here) for row in rows]


def has_new_question(person: Person, space: Space, *, since: date) -> bool:
    """Say whether this person was asked for lines since a day, and has let none be kept there."""
    asked = LinesRequest.objects.filter(excerpt__space=space, asked=person, asked_on__gte=since)
    return asked.exclude(excerpt__kept__person=person).exists()


def has_kept_lines(person: Person) -> bool:
    return KeptLines.objects.filter(person=person).exists()


def own_kept_lines(person: Person) -> list[KeptLines]:
    """Return where this person let lines of theirs be kept, also in spaces that they have left; the newest first."""
    rows = KeptLines.objects.filter(person=person).select_related("box", "person", "excerpt__space__box")
    return list(rows.order_by("-excerpt__shared_at", "pk"))


def excerpt_statement(row: SharedExcerpt, words: dict[str, Any]) -> tuple[object, ...]:
    """Return what the author of an excerpt signs."""
    said = json.dumps(words, sort_keys=True, separators=(",", ":"))
    return ("excerpt", row.pk, row.space_id, row.author_id, said)


def _excerpt(row: SharedExcerpt, *, keyring: Keyring, here: Mapping[UUID, str]) -> Excerpt:
    former = _("a former member")
    words = row.words(keyring)
    if not is_signed_by(bytes(row.author.verify_key), bytes(row.signature), *excerpt_statement(row, words)):
        raise Tampered
    lines = [excerpt_line(line) for line in words["lines"]]
    for kept in row.kept.all():
        for place, text in kept_words(kept, keyring=keyring).items():
            # Whoever lets lines be kept speaks for themselves alone: only where a line was left out.
            if not 0 <= place < len(lines) or lines[place].text is not None:
                raise Tampered
            lines[place] = replace(
                lines[place], speaker=here.get(kept.person_id, former), text=text, person=kept.person
            )
    reader = keyring.person_id
    is_author = row.author_id == reader
    asked = {request.asked_id for request in row.requests.all()}
    return Excerpt(
        id=row.pk,
        author=row.author,
        author_name=here.get(row.author_id, former),
        shared_at=row.shared_at,
        lines=tuple(lines),
        note=words["note"],
        own_kept=next((kept.pk for kept in row.kept.all() if kept.person_id == reader), None),
        question=next((request.pk for request in row.requests.all() if request.asked_id == reader), None),
        asked=tuple(here.get(request.asked_id, former) for request in row.requests.all()) if is_author else (),
        may_ask=is_author and hasattr(row, "left_out") and not here.keys() <= asked | {reader},
    )


def excerpt_line(line: dict[str, Any]) -> ExcerptLine:
    """Return a line as it is kept; the time is the wall clock where it was written."""
    return ExcerptLine(speaker=line["from"], at=wall_clock(line["at"]), text=line["text"])
