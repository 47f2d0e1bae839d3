"""Messages as sealed chunks, and the manifest that finds a chunk that was dropped, moved or changed.

The server keeps chunks as rows; whoever can write to the database could take one away or swap two. The manifest lies
in the sealed words of the import and holds the number of messages and a hash of every chunk, in order.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from amends.conversation import Message, MessageType
from amends.errors import Tampered
from amends_web.imports.models import Import, ImportChunk

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from amends.conversation import Conversation
    from amends_web.vault.keyring import Keyring

# Messages in a chunk. Sealing 50,000 messages takes 0.05 s and opening one chunk 0.5 ms; a chunk also hides who
# wrote how much and when (SECURITY.md 2.3).
SIZE = 500


def seal_chunks(row: Import, conversation: Conversation, *, keyring: Keyring) -> list[ImportChunk]:
    """Return the conversation as unsaved chunks of this import."""
    numbers = {name: number for number, name in enumerate(conversation.people)}
    chunks = []
    for number, first in enumerate(range(0, len(conversation.messages), SIZE)):
        chunk = ImportChunk(of=row, box=row.box, number=number)
        messages = conversation.messages[first : first + SIZE]
        chunk.put(keyring, {"messages": [_stored(message, numbers) for message in messages]})
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
    return tuple(message for message in opened if first <= message.n <= last)


def _opened(chunks: Iterable[ImportChunk], *, keyring: Keyring, words: dict[str, Any], wanted: range) -> list[Message]:
    found = {chunk.number: chunk for chunk in chunks}
    people = words["people"]
    messages = []
    for number in wanted:
        chunk = found.get(number)
        if chunk is None or _hash(chunk) != words["manifest"]["chunks"][number]:
            raise Tampered
        for n, stored in enumerate(chunk.words(keyring)["messages"], start=number * SIZE):
            messages.append(_message(n, stored, people))
    return messages


def _hash(chunk: ImportChunk) -> str:
    return blake2b(bytes(chunk.sealed), digest_size=32).hexdigest()


def _stored(message: Message, numbers: dict[str, int]) -> list[Any]:
    return [
        message.at and message.at.isoformat(),
        None if message.speaker is None else numbers[message.speaker],
        message.text,
        message.type.value,
        int(message.edited),
    ]


def _message(n: int, stored: list[Any], people: list[str]) -> Message:
    at, speaker, text, kind, edited = stored
    return Message(
        n=n,
        at=at and datetime.fromisoformat(at),
        speaker=None if speaker is None else people[speaker],
        text=text,
        type=MessageType(kind),
        edited=bool(edited),
    )
