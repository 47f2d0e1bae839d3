"""What passes between two people, each piece signed by whoever it is from, and opened only as they signed it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from amends.errors import Tampered
from amends.path.own_it import Event, Kind
from amends.sealing import is_signed_by
from amends_web.acknowledgements.models import Acknowledgement, Piece
from amends_web.spaces.blind import canonical
from amends_web.vault.keyring import Keyring

_OF_THE_AUTHOR = frozenset({Kind.IMPACT, Kind.SENT, Kind.NUDGE})
# What each answer is one to.
_ANSWERED = {Kind.CHECK: Kind.IMPACT, Kind.RESPONSE: Kind.SENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A piece as it was signed: what the rules look at, and its words."""

    event: Event
    impact: str
    words: str

    @property
    def shown(self) -> str:
        """Name exactly these words, so that what somebody answers is what they saw."""
        return digest(self.event.text, self.words, self.impact)


def digest(*texts: str) -> str:
    """Return what ties what is sent to its preview, and an answer to what was shown: other words have another."""
    return hashlib.blake2b(repr(texts).encode(), digest_size=16).hexdigest()


def answered_by(kind: Kind, passed: Sequence[Passed]) -> str:
    """Name the words to which an answer of this kind is one now, or "" where it would be no answer to any."""
    return next((one.shown for one in reversed(passed) if one.event.kind == _ANSWERED.get(kind)), "")


def add_piece(
    keyring: Keyring, row: Acknowledgement, event: Event, *, place: int, words: str = "", impact: str = "", to: str = ""
) -> None:
    """Keep one more piece from whoever's keyring this is, signed; `place` is how many there were before.

    `to` names the words that are answered.
    """
    piece = Piece(acknowledgement=row, box=row.box, by_id=keyring.person_id)
    content = {
        "kind": event.kind.value,
        "at": event.at.isoformat(),
        "place": place,
        "answer": event.answer,
        "part": event.part,
        "text": event.text,
        "words": words,
        "impact": impact,
        "to": to,
    }
    piece.put(keyring, content)
    piece.signature = keyring.sign(*_statement(piece, content))
    piece.save(force_insert=True)


def open_pieces(pieces: Iterable[Piece], keyring: Keyring) -> list[Passed]:
    """Return what passed, in its order.

    Raises Tampered where a piece is not what the one whose turn it was signed, or an answer not one to what is there.
    """
    passed: list[Passed] = []
    for content in sorted((_open(piece, keyring) for piece in pieces), key=lambda content: content["place"]):
        event = Event(
            kind=Kind(content["kind"]),
            at=datetime.fromisoformat(content["at"]),
            answer=content["answer"],
            part=content["part"],
            text=content["text"],
        )
        # Older pieces do not say what they answer.
        if "to" in content and content["to"] != answered_by(event.kind, passed):
            raise Tampered
        passed.append(Passed(event=event, impact=content["impact"], words=content["words"]))
    return passed


def _open(piece: Piece, keyring: Keyring) -> dict[str, Any]:
    content = piece.words(keyring)
    row = piece.acknowledgement
    from_whom = row.author_id if content["kind"] in _OF_THE_AUTHOR else row.recipient_id
    if piece.by_id != from_whom:
        raise Tampered
    if not is_signed_by(bytes(piece.by.verify_key), bytes(piece.signature), *_statement(piece, content)):
        raise Tampered
    return content


def _statement(piece: Piece, content: dict[str, Any]) -> tuple[object, ...]:
    row = piece.acknowledgement
    ids = (piece.pk, row.pk, row.breakdown_id, row.author_id, row.recipient_id, piece.by_id)
    return ("acknowledgement", *ids, canonical(content))
