"""Labelled conversations as a corpus of ConvoKit, for measuring how well Amends reads.

It names everybody's moves, as a labelled line does: it is for whoever brings a corpus, and no page and no export is
made of it. Written for ConvoKit 5.0.0 (Chang et al. 2020), which reads it with its labels as metadata.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from amends.content import load_toml
from amends.reports.breakdowns import conversation_labels, message_labels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amends.conversation import Conversation, Message
    from amends.moves import MarkedMessage
    from amends.reading import Reading

FORMAT, VERSION = "amends.corpus", 1

# An app's own lines: ConvoKit wants a speaker for each.
NOBODY = ""

_TEXT, _NUMBER, _LIST, _TABLE = ([f"<class '{kind}'>"] for kind in ("str", "int", "list", "dict"))
_INDEX = {
    "utterances-index": {"n": _NUMBER, "type": _TEXT, "moves": _LIST, "feeling": _TEXT},
    "speakers-index": {"name": _TEXT},
    "conversations-index": {
        "source": _TEXT,
        "kind": _TEXT,
        "turning_point": _NUMBER,
        "outcome": _TEXT,
        "missed_bids": _LIST,
        "open_questions": _LIST,
        "concerns": _TABLE,
    },
    "overall-index": {"format": _TEXT, "version": _NUMBER, "note": _TEXT},
    "version": 1,
    "vectors": [],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusTalk:
    """What one conversation adds to a corpus: its utterances, and by their ids its speakers and itself."""

    utterances: tuple[Mapping[str, Any], ...]
    speakers: Mapping[str, Any]
    conversations: Mapping[str, Any]


def corpus_talk(conversation: Conversation, reading: Reading, *, name: str) -> CorpusTalk:
    """Return the parts of a conversation. No other conversation of the corpus may have this `name`.

    Each utterance answers the one before. People are told apart by conversation: who is Ana in one may be another
    Ana elsewhere. A time without a zone is written as if it were UTC.
    """
    speakers: dict[str | None, str] = {person: f"{name}/{place}" for place, person in enumerate(conversation.people)}
    if any(message.speaker is None for message in conversation.messages):
        speakers[None] = NOBODY
    about = {"source": conversation.source, "kind": conversation.kind, **conversation_labels(conversation, reading)}
    return CorpusTalk(
        utterances=tuple(
            _utterance(message, marked, name=name, speaker=speakers[message.speaker])
            for message, marked in zip(conversation.messages, reading.marked, strict=True)
        ),
        speakers={speaker: _with_meta({"name": person or ""}) for person, speaker in speakers.items()},
        conversations={name: _with_meta(about)},
    )


def corpus_files(language: str = "en") -> dict[str, str]:
    """Return the files that say what the corpus is, by their names; the rest is written from its talks."""
    note = load_toml("reports", language)["corpus"]["note"]
    return {
        "README.md": f"{note}\n",
        "corpus.json": corpus_json({"format": FORMAT, "version": VERSION, "note": note}),
        "index.json": corpus_json(_INDEX),
    }


def corpus_json(value: Mapping[str, Any]) -> str:
    """Return one line of JSON in ASCII: ConvoKit reads files in whatever encoding the machine is set to."""
    return f"{json.dumps(value)}\n"


def _utterance(message: Message, marked: MarkedMessage, *, name: str, speaker: str) -> dict[str, Any]:
    return {
        "id": f"{name}#{message.n}",
        "conversation_id": name,
        "text": message.text,
        "speaker": speaker,
        "meta": {"n": message.n, "type": message.type.value, **message_labels(marked)},
        "reply-to": f"{name}#{message.n - 1}" if message.n else None,
        "timestamp": _seconds(message),
        "vectors": [],
    }


def _seconds(message: Message) -> int | None:
    """Return the seconds since 1970."""
    if message.at is None:
        return None
    at = message.at if message.at.tzinfo is not None else message.at.replace(tzinfo=UTC)
    return int(at.timestamp())


def _with_meta(meta: Mapping[str, Any]) -> dict[str, Any]:
    return {"meta": meta, "vectors": []}
