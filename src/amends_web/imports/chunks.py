"""Messages as sealed chunks, and the manifest that finds a chunk that was dropped, moved or changed.

The server keeps chunks as rows; whoever can write to the database could take one away or swap two. The manifest lies
in the sealed words of the import and holds the number of messages and a hash of every chunk, in order.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from amends.chats.imported import speakers_of
from amends.conversation import Conversation, Message, MessageType
from amends.errors import Tampered
from amends_web.imports.models import Import, ImportChunk
from amends_web.imports.together import names_in, reports_in, shown_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from amends_web.vault.keyring import Keyring

# Messages in a chunk. Sealing 50,000 messages takes 0.05 s and opening one chunk 0.5 ms; a chunk also hides who
# wrote how much and when (SECURITY.md 2.3).
SIZE = 500


def seal_chunks(
    row: Import, conversation: Conversation, *, keyring: Keyring, names: Sequence[str], origins: Sequence[int]
) -> list[ImportChunk]:
    """Return the conversation as unsaved chunks of this import.

    `names` are everybody's, as the words of the import hold them; `origins` tells which source a message is from.
    """
    numbers = {name: number for number, name in enumerate(names)}
    stored = [_stored(message, numbers, origin) for message, origin in zip(conversation.messages, origins, strict=True)]
    chunks = []
    for number, first in enumerate(range(0, len(stored), SIZE)):
        chunk = ImportChunk(of=row, box=row.box, number=number)
        chunk.put(keyring, {"messages": stored[first : first + SIZE]})
        chunks.append(chunk)
    return chunks


def manifest_of(chunks: Sequence[ImportChunk], *, messages: int) -> dict[str, Any]:
    """Return what a later reader holds the chunks against."""
    return {"messages": messages, "chunks": [_hash(chunk) for chunk in chunks]}


def open_messages(
    row: Import, *, keyring: Keyring, words: dict[str, Any], first: int = 0, last: int | None = None
) -> tuple[Message, ...]:
    """Return the messages from `first` to `last`, both counted in; `words` are the opened words of the import.

    Reads only the chunks that hold them, with one query. Raises Tampered where a chunk is missing, changed, or in
    another's place.
    """
    total = words["manifest"]["messages"]
    last = total - 1 if last is None else min(last, total - 1)
    if last < first:
        return ()
    wanted = range(first // SIZE, last // SIZE + 1)
    chunks = row.chunks.filter(number__in=wanted).order_by("number").select_related("box")
    opened = _opened(chunks, keyring=keyring, words=words, wanted=wanted)
    people = [shown_name(words, name.unique) for name in names_in(words)]
    with _as_sealed():
        return tuple(_message(n, stored, people) for n, stored in opened if first <= n <= last)


def open_lines(
    row: Import, *, keyring: Keyring, words: dict[str, Any], numbers: Collection[int]
) -> tuple[Message, ...]:
    """Return the messages of these numbers, in order; reads only the chunks that hold them, with one query."""
    wanted = sorted({n // SIZE for n in numbers if n < words["manifest"]["messages"]})
    chunks = row.chunks.filter(number__in=wanted).order_by("number").select_related("box")
    people = [shown_name(words, name.unique) for name in names_in(words)]
    opened = _opened(chunks, keyring=keyring, words=words, wanted=wanted)
    with _as_sealed():
        return tuple(_message(n, stored, people) for n, stored in opened if n in numbers)


def messages_where(
    row: Import, *, keyring: Keyring, words: dict[str, Any], holds: Callable[[str], bool]
) -> Iterator[Message]:
    """Give the messages whose text `holds`, in order; opens one chunk after the other, and makes no other messages."""
    chunks = row.chunks.order_by("number").select_related("box")
    people = [shown_name(words, name.unique) for name in names_in(words)]
    wanted = range(len(words["manifest"]["chunks"]))
    with _as_sealed():
        for n, stored in _opened(chunks, keyring=keyring, words=words, wanted=wanted):
            if holds(stored[2]):
                yield _message(n, stored, people)


def days_of(row: Import, *, keyring: Keyring, words: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Give the number and the day ("2025-03-14") of each message that has a time, in order.

    Opens one chunk after the other, and makes no messages of them: who looks for a day mostly needs not all.
    """
    chunks = row.chunks.order_by("number").select_related("box")
    wanted = range(len(words["manifest"]["chunks"]))
    with _as_sealed():
        for n, stored in _opened(chunks, keyring=keyring, words=words, wanted=wanted):
            if stored[0] is not None:
                yield n, stored[0][:10]


def open_parts(
    row: Import, *, keyring: Keyring, words: dict[str, Any]
) -> tuple[list[Conversation], list[tuple[int, int]]]:
    """Return what is kept of each source, under the names that are its own, and of each message its source and place.

    Raises Tampered as `open_messages` does.
    """
    reports = reports_in(words)
    parts: list[list[Message]] = [[] for _ in reports]
    places = []
    names = [name.unique for name in names_in(words)]
    wanted = range(len(words["manifest"]["chunks"]))
    chunks = row.chunks.order_by("number").select_related("box")
    with _as_sealed():
        for _, stored in _opened(chunks, keyring=keyring, words=words, wanted=wanted):
            part = parts[_origin(stored)]
            places.append((_origin(stored), len(part)))
            part.append(_message(len(part), stored, names))
    conversations = [
        Conversation(source=report.source, people=speakers_of(part), messages=tuple(part), title=words["title"])
        for report, part in zip(reports, parts, strict=True)
    ]
    return conversations, places


@contextmanager
def _as_sealed() -> Iterator[None]:
    """Raise Tampered for a message that is none; to look at each beforehand would take as long as opening it."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError):
        raise Tampered from None


def _opened(
    chunks: Iterable[ImportChunk], *, keyring: Keyring, words: dict[str, Any], wanted: Sequence[int]
) -> Iterator[tuple[int, list[Any]]]:
    found = {chunk.number: chunk for chunk in chunks}
    # All of them before the first is opened: whoever stops early hears of it too.
    if any(number not in found or _hash(found[number]) != words["manifest"]["chunks"][number] for number in wanted):
        raise Tampered
    for number in wanted:
        yield from enumerate(found[number].words(keyring)["messages"], start=number * SIZE)


def _hash(chunk: ImportChunk) -> str:
    return blake2b(bytes(chunk.sealed), digest_size=32).hexdigest()


def _stored(message: Message, numbers: dict[str, int], origin: int) -> list[Any]:
    return [
        message.at and message.at.isoformat(),
        None if message.speaker is None else numbers[message.speaker],
        message.text,
        message.type.value,
        int(message.edited),
        origin,
    ]


def _message(n: int, stored: list[Any], people: list[str]) -> Message:
    at, speaker, text, kind, edited = stored[:5]
    return Message(
        n=n,
        at=at and datetime.fromisoformat(at),
        speaker=None if speaker is None else people[speaker],
        text=text,
        type=MessageType(kind),
        edited=bool(edited),
    )


def _origin(stored: list[Any]) -> int:
    # The first version knew one source only.
    return stored[5] if len(stored) > 5 else 0
