"""The careful pass: every message of one talk, weighed by its words, by what stands around it, and by the encoder.

A sum of weights and a small net weigh the same; how sure they are together is the mean of both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from amends.moves.alike import SOMEBODY, alike_in
from amends.moves.context import chances
from amends.moves.cues import LONGEST_READ, Cues, cues_in
from amends.moves.deciding import FEELINGS, OF_FEELINGS, OF_MOVES, Decided, laid_out, moves_in, patterns_say, talk_of
from amends.moves.encoder import encoder_of
from amends.moves.marking import (
    is_written,
    marked_message,
    names_in,
    spoken_by_all,
    unmarked,
    weigh,
    without_lone_blows,
)
from amends.moves.net import Net, net_of, signs_of
from amends.moves.values import InContext, MarkedMessage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from amends.conversation import Conversation
    from amends.moves.context import Talk
    from amends.moves.rules import Rules
    from amends.moves.values import Spoken

FURTHEST = 8.0  # log odds; the encoder's certainty counts no further


def mark_carefully(
    conversation: Conversation,
    *,
    rules: Rules,
    language: str = "en",
    progress: Callable[[int], None] | None = None,
) -> tuple[MarkedMessage, ...]:
    """Mark every message as `mark_messages` does, in some four milliseconds each; for one talk, not for a history."""
    written = [message for message in conversation.messages if is_written(message)]
    scores = encoder_of(language).scores(
        [(message.speaker or "", message.at, message.text) for message in written],
        people=names_in(conversation.people),
        progress=progress,
    )
    return marked_with(conversation, scores, rules=rules, net=net_of(language))


def marked_with(
    conversation: Conversation, scores: NDArray[np.floating], *, rules: Rules, net: Net
) -> tuple[MarkedMessage, ...]:
    """Mark every message; `scores` are the encoder's for those that somebody wrote."""
    people = names_in(conversation.people)
    written = [message for message in conversation.messages if is_written(message)]
    spoken = spoken_by_all(written, people=people, rules=rules)
    alike = [weigh(cues_alike(message.text, people=people, rules=rules), rules=rules) for message in written]
    read = [one._replace(weighed=weighed) for one, weighed in zip(spoken, alike, strict=True)]
    rows = careful_rows(talk_of(read, rules=rules), scores)
    decisions = _decided(read, rows, rules=rules, net=net)
    marked = list(map(unmarked, conversation.messages))
    # A mark stands on the words as they were written.
    for message, one, decision, row in zip(written, spoken, decisions, rows, strict=True):
        by_words = marked_message(message, one.weighed, decision, people=people, rules=rules)
        in_context = InContext(*row[-len(InContext._fields) :].tolist())
        marked[message.n] = by_words._replace(in_context=in_context)
    return without_lone_blows(marked)


def cues_alike(text: str, *, people: frozenset[str], rules: Rules, language: str = "en") -> Cues:
    """Return the cues of a text in the usual spelling, in which who somebody is reads as one (amends.moves.alike)."""
    looked_at = text[:LONGEST_READ]
    return cues_in(_cased(alike_in(language)(looked_at), looked_at), people=people | {SOMEBODY}, rules=rules)


def _cased(read: str, text: str) -> str:
    """Write it in capitals, or with one at its beginning, where the text is."""
    if text.isupper():
        return read.upper()
    return read[:1].upper() + read[1:] if text[:1].isupper() else read


def careful_rows(talk: Talk, scores: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return what is weighed for each message: its surroundings, and behind them the encoder's log odds."""
    return np.hstack([talk.rows(0, len(scores)), np.clip(scores, -FURTHEST, FURTHEST)])


def _decided(spoken: Sequence[Spoken], rows: NDArray[np.float64], *, rules: Rules, net: Net) -> Iterator[Decided]:
    weights, bias, listed = laid_out(rules.careful, width=rows.shape[1])
    by_net = net.chances(signs_of(rows, [one.speaker for one in spoken]))
    sure = (chances(rows @ weights + bias) + by_net) / 2
    least, never = patterns_say(spoken, rules=rules)
    sure_moves = np.maximum(sure[:, OF_MOVES], least)
    moves = moves_in(sure_moves, where=(sure_moves >= listed) & ~never)
    for its_moves, felt in zip(moves, sure[:, OF_FEELINGS], strict=True):
        at = int(felt.argmax())
        yield Decided(its_moves, FEELINGS[at], round(float(felt[at]), 3))
