"""A long history as the talks it is made of, and which of them may be the one that matters."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import accumulate, pairwise
from statistics import median
from typing import TYPE_CHECKING

from amends.reading.course import tension_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from amends.conversation import Conversation, Message
    from amends.moves import MarkedMessage

# The least silence that parts two talks. What people do online comes in bouts about an hour apart (Halfaker et al.,
# "User Session Identification Based on Strong Regularities in Inter-activity Time", 2015); but a talk that goes wrong
# has silences of its own, while somebody drives home or does not answer: a day stays one talk, and a night parts two.
LEAST = timedelta(hours=6)
FEW = 30  # gaps; fewer tell no rhythm, and LEAST alone parts talks
BINS_AN_OCTAVE = 4
WINDOW = 12  # messages of a stretch
TENSE = 0.12  # mean tension of a stretch from which a talk got tense; no calm one among the labelled talks reached it
LONG = 3  # times the usual silence between two talks
LEAST_LONG = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """The messages `first` to `last`, both counted in, with no silence between them that would part talks.

    `messages` counts what people sent (no lines of the app), `people` who did. The times are None where the source
    has none, and `silence_after` is None for the last talk.
    """

    first: int
    last: int
    messages: int
    people: int
    started: datetime | None
    ended: datetime | None
    silence_after: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkProposal:
    """A talk that may be the one that matters, and why.

    `tension` is that of its tensest stretch, of everybody in it: it is about the talk, and about no one in it.
    `broke_down` says that it got tense and seems to have ended without a way back (see Outcome).
    """

    talk: Talk
    tension: float
    got_tense: bool
    long_silence_after: bool
    broke_down: bool = False


def talks_of(conversation: Conversation) -> tuple[Talk, ...]:
    """Split a conversation at its silences. The talks hold every message once, in order."""
    spoken = [message for message in conversation.messages if message.speaker is not None]
    gaps = [_gap(one, other) for one, other in pairwise(spoken)]
    least = parting_silence(gaps)
    talks, first, begun = [], 0, 0
    for place, gap in enumerate(gaps, start=1):
        if gap is not None and gap >= least:
            # Lines of the app between two talks stay with the one before.
            talks.append(_talk(spoken[begun:place], first=first, last=spoken[place].n - 1, silence_after=gap))
            first, begun = spoken[place].n, place
    if conversation.messages:
        last = len(conversation.messages) - 1
        talks.append(_talk(spoken[begun:], first=first, last=last, silence_after=None))
    return tuple(talks)


def parting_silence(gaps: Sequence[timedelta | None]) -> timedelta:
    """Return the silence that parts two talks of these people: where their short gaps end and the long ones begin.

    Gaps within a talk and between talks make two hills on a scale of doublings; the cut between them is the one that
    sets the two groups furthest apart (Otsu, "A Threshold Selection Method from Gray-Level Histograms", 1979). So
    people who write once a day are not cut at every night. Linear in the number of gaps.
    """
    bins = Counter(_bin(gap) for gap in gaps if gap is not None)
    total = bins.total()
    if total < FEW:
        return LEAST
    weight = sum(place * count for place, count in bins.items())
    best, cut = 0.0, 0.0
    count_below, weight_below = 0, 0
    for place, above in pairwise(sorted(bins)):
        count_below += bins[place]
        weight_below += place * bins[place]
        count_above = total - count_below
        apart = weight_below / count_below - (weight - weight_below) / count_above
        score = count_below * count_above * apart * apart
        if score > best:
            best, cut = score, (place + 1 + above) / 2
    return max(LEAST, timedelta(minutes=2 ** (cut / BINS_AN_OCTAVE)))


def proposals_of(talks: Sequence[Talk], marked: Sequence[MarkedMessage]) -> tuple[TalkProposal, ...]:
    """Return the talks between at least two people as proposals, the likeliest first: the tensest.

    Only what the stretch as a whole was like is weighed; who said what is not.
    """
    tension = [0.0, *accumulate(map(tension_in, marked))]
    silences = [talk.silence_after.total_seconds() for talk in talks if talk.silence_after is not None]
    long = max(LEAST_LONG, timedelta(seconds=LONG * median(silences))) if silences else LEAST_LONG
    proposals = [
        TalkProposal(
            talk=talk,
            tension=round(tensest, 3),
            got_tense=tensest >= TENSE,
            long_silence_after=talk.silence_after is not None and talk.silence_after >= long,
        )
        for talk in talks
        if talk.people > 1
        for tensest in [_tensest(tension, talk)]
    ]
    return tuple(sorted(proposals, key=lambda one: (-one.tension, one.talk.first)))


def part_of(conversation: Conversation, *, first: int, last: int) -> Conversation:
    """Return the messages `first` to `last` as a conversation of their own, between the same people, from 0 on."""
    messages = conversation.messages[first : last + 1]
    return replace(conversation, messages=tuple(replace(message, n=n) for n, message in enumerate(messages)))


def _gap(one: Message, other: Message) -> timedelta | None:
    return None if one.at is None or other.at is None else other.at - one.at


def _bin(gap: timedelta) -> int:
    # Most exports tell no seconds, so what is shorter than a minute is a minute.
    return math.floor(BINS_AN_OCTAVE * math.log2(max(1.0, gap.total_seconds() / 60)))


def _talk(spoken: Sequence[Message], *, first: int, last: int, silence_after: timedelta | None) -> Talk:
    return Talk(
        first=first,
        last=last,
        messages=len(spoken),
        people=len({message.speaker for message in spoken}),
        started=spoken[0].at if spoken else None,
        ended=spoken[-1].at if spoken else None,
        silence_after=silence_after,
    )


def _tensest(sums: Sequence[float], talk: Talk) -> float:
    """Return the mean tension of the tensest WINDOW messages; a shorter talk counts as that long."""
    starts = range(talk.first, max(talk.first, talk.last + 1 - WINDOW) + 1)
    return max(sums[min(start + WINDOW, talk.last + 1)] - sums[start] for start in starts) / WINDOW
