"""Which messages are in a language that is not read, told over many of them and never by one alone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from unicodedata import category

from amends.content import load_toml
from amends.conversation import MessageType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from amends.conversation import Conversation
    from amends.reading.talks import Talk

# Of the words of one person in a talk, so many are marks of English in whatever English there is; below it py3langid is
# asked, and both have to say no. Figures: docs/reading-card.md.
ENOUGH_MARKS = 0.05
MOST_ENGLISH = 0.05  # what py3langid may give English, and what grew out of it, of a text in another language
SURE = 0.8  # what it has to give a language that is named
ENOUGH_WORDS = 20  # of a text that is surely enough; a list of some names is in no language
ENOUGH_LETTERS = 60  # of a text that tells its language
ENOUGH_IN_A_TALK = 120  # the same of one talk among others, where what this person else writes speaks against it
LOOKED_AT = 2_000  # characters
_ENGLISHES = frozenset({"en", "pcm"})  # Nigerian Pidgin, and what py3langid takes for it, is read
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Languages:
    """`unread` are the numbers of messages in `others`, of which nothing is said; in `is_declined` it is all of them.

    `others` are ISO 639 codes, that of most messages first; "" is one that could not be told.
    """

    others: tuple[str, ...] = ()
    unread: frozenset[int] = frozenset()
    is_declined: bool = False


def languages_of(conversation: Conversation, talks: Sequence[Talk], *, language: str = "en") -> Languages:
    """Tell which messages are in other languages: what one person wrote in a talk is in one.

    Where that is too little to tell, it is taken for what this person writes at other times, or else for what everybody
    writes; where all of it is too little, it is read.
    """
    written = [(one.n, one.speaker or "", one.text) for one in conversation.messages if one.type is MessageType.TEXT]
    by_person: defaultdict[str, list[str]] = defaultdict(list)
    for _, speaker, text in written:
        by_person[speaker].append(text)
    marks = _marks(language)

    @cache
    def at_other_times(speaker: str) -> str | None:
        of_one = _language_of(by_person[speaker], marks)
        return of_one if of_one is not None else everybody()

    @cache
    def everybody() -> str | None:
        return _language_of([text for _, _, text in written], marks)

    found: dict[int, str] = {}
    for numbers, speaker, texts in _parts(talks, written):
        told = _language_of(texts, marks, enough=ENOUGH_IN_A_TALK)
        if told is None:
            told = at_other_times(speaker)
        if told not in {None, language}:
            found |= dict.fromkeys(numbers, told or "")
    others = tuple(code for code, _ in Counter(found.values()).most_common())
    return Languages(others=others, unread=frozenset(found), is_declined=bool(found) and len(found) == len(written))


def _parts(
    talks: Sequence[Talk], written: Sequence[tuple[int, str, str]]
) -> Iterable[tuple[list[int], str, list[str]]]:
    """Give what each person wrote in each talk."""
    ends = iter(talk.last for talk in talks)
    end, part = -1, -1
    parts: defaultdict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
    for n, speaker, text in written:
        while n > end:
            end, part = next(ends), part + 1
        parts[part, speaker].append((n, text))
    return (([n for n, _ in said], speaker, [text for _, text in said]) for (_, speaker), said in parts.items())


def _language_of(texts: Iterable[str], marks: frozenset[str], *, enough: int = ENOUGH_LETTERS) -> str | None:
    """Return the code of a language, "" for one that can't be told but is not English; None where it is too little."""
    text = _beginning(texts)
    words = _WORD.findall(text.lower().replace("’", "'"))
    share_of_marks = sum(map(marks.__contains__, words)) / max(1, len(words))
    if len(words) >= ENOUGH_WORDS and share_of_marks >= ENOUGH_MARKS:
        return "en"
    # With the vowel signs of Hindi, Lao and others, which are no letters of their own; without emoji.
    if sum(category(sign)[0] in "LM" for sign in text) < enough:
        return None
    if share_of_marks >= ENOUGH_MARKS:
        return "en"
    ranked = _identifier().rank(text)
    if sum(share for code, share in ranked if code in _ENGLISHES) > MOST_ENGLISH:
        return "en"
    code, share = ranked[0]
    if share >= SURE:
        return str(code)
    return "" if len(words) >= ENOUGH_WORDS else "en"


def _beginning(texts: Iterable[str]) -> str:
    taken: list[str] = []
    length = 0
    for text in texts:
        if length >= LOOKED_AT:
            break
        taken.append(text)
        length += len(text) + 1
    return " ".join(taken)[:LOOKED_AT]


@cache
def _marks(language: str) -> frozenset[str]:
    words: Mapping[str, Any] = load_toml("language", language)
    return frozenset(words["marks"].replace("’", "'").split())


@cache
def _identifier() -> Any:
    # Its model takes a second and 100 MB to load, which no English talk has to pay.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
