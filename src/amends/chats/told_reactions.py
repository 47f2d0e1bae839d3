"""Reactions that came to a phone as words: “Liked “See you””, from an iPhone or by RCS."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from amends.conversation import MessageType

if TYPE_CHECKING:
    from amends.chats.timeline import Entry, Timeline

_GAVE = (
    r"(?:Loved|Liked|Disliked|Laughed at|Emphasized|Questioned|Reacted \S{1,16} to|"
    r"Removed an? (?:heart|like|dislike|laugh|exclamation|question mark) from"
)
_REACTION = re.compile(_GAVE + r"|\S{1,16} to)\s“(.{1,2000})”\s*", re.DOTALL)
_TO_NO_WORDS = re.compile(
    _GAVE + r")\s(?:an? (?:image|photo|picture|video|movie|sticker|attachment|audio message|location|link|contact))\s*"
)


class ToldReactions:
    """Adds entries to a timeline, at first those that are no such reaction for sure.

    What reads like one is a reaction where the words in it were said; elsewhere it is text. So `settle` comes last.
    To a photo and its kin, of which there are no words, it is one at once.
    """

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._perhaps: list[tuple[Entry, str]] = []

    def add(self, entry: Entry) -> None:
        """Add an entry, or keep it until all the others are there."""
        reaction = _REACTION.fullmatch(entry.text)
        if reaction is None:
            if _TO_NO_WORDS.fullmatch(entry.text):
                entry.type = MessageType.REACTION
            self._timeline.add(entry)
        else:
            self._perhaps.append((entry, reaction[1]))

    def settle(self) -> None:
        """Add what was kept."""
        texts = self._timeline.texts() if self._perhaps else set()
        for entry, quoted in self._perhaps:
            if quoted in texts:
                entry.type = MessageType.REACTION
            self._timeline.add(entry)
