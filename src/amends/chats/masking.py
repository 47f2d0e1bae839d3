"""The words of a line that tell of somebody who is not there to agree: names, mentions, numbers, addresses, links.

Before a line is shown to anybody else, these are proposed to be masked. What is found is a proposal: whoever wrote the
line sees each mask and may take it off, and hide words that nothing here could know of.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

MOST_ENDING = 3  # letters that a case puts after a name ("Marka", "Markowi") or in the place of its last one ("Annie")
LEAST_STEM = 3
LEAST_SURNAME = 5  # letters, for its cases to be looked for: "Nowakiem"; a shorter one begins too many other names
SHORT = 2  # letters; a name so short is a word too often
LEAST_DIGITS = 7  # of a telephone number
LONG_NUMBER = 10

_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+|(?<![\w@.\-])(?:[a-z0-9\-]{1,63}\.){1,4}[a-z]{2,24}/[^\s<>\"]*", re.IGNORECASE
)
_EMAIL = re.compile(r"(?<![\w.+%\-])[\w.+%\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,4}")
# WhatsApp puts a mentioned name between marks of direction.
_MENTION = re.compile(r"@\u2068[^\u2069\n]{1,100}\u2069|(?<![\w@])@[\w.]{2,64}")
_PHONE = re.compile(r"(?<![\w+])\+?\(?\d[\d\u00a0 ()./\-\u2011]{5,22}\d(?!\w)")
_DATE = re.compile(r"(?:\d{1,2}([./\-])\d{1,2}\1(?:\d{4}|\d{2})|\d{4}([./\-])\d{1,2}\2\d{1,2})(?!\d)")
_SENTENCE_END = re.compile(r"[.!?…:\n][^\w\n]*\Z")
_BETWEEN_PARTS = re.compile(r"[ \u00a0.'’\-]{0,2}")
# Folded: of the Latin, Cyrillic and Greek alphabets.
_VOWELS = frozenset("aeiouyаеиоуыэюяієαεηιουω")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


class MaskKind(StrEnum):
    NAME = "name"
    MENTION = "mention"
    PHONE = "phone"
    EMAIL = "email"
    LINK = "link"
    WORDS = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """The words `text[start:end]`. `who` is the person of the conversation whose name it is, where it is one.

    `is_sure` is False where it may be a word like any other ("Will you come?"): a doubt for the author of the line.
    """

    start: int
    end: int
    kind: MaskKind
    who: str | None = None
    is_sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One word of a name; `is_word` where it is also a word like any other."""

    who: str
    is_first: bool
    is_word: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskRules:
    """What is looked for; made once by `mask_rules`, used for every line."""

    parts: Mapping[str, _Part]
    stems: Mapping[str, _Part]
    caseless: Mapping[str, str]
    hidden: tuple[tuple[str, ...], ...]
    kept: frozenset[str]


def mask_rules(*, others: Iterable[str], kept: Iterable[str] = (), hidden: Iterable[str] = ()) -> MaskRules:
    """Return what masks the names of `others`; a word that is also in a `kept` name stays.

    `hidden` are words that the author wants hidden besides.
    """
    staying = frozenset(word for name in kept for word in _folded_words(name))
    parts: dict[str, _Part] = {}
    caseless: dict[str, str] = {}
    for who in others:
        if who.lower() == who.upper():
            caseless |= {form: who for form in (who.strip(), *who.split()) if len(form) > 1 and form not in staying}
        for place, forms in enumerate(_name_words(who)):
            for word in forms - staying:
                is_word = word in _table()["words"] or len(word) <= SHORT
                parts.setdefault(word, _Part(who=who, is_first=place == 0, is_word=is_word))
    phrases = (_folded_words(phrase) for phrase in hidden)
    return MaskRules(
        parts=parts,
        stems={
            stem: part
            for word, part in parts.items()
            if not part.is_word and (part.is_first or len(word) >= LEAST_SURNAME)
            for stem in _stems(word)
        },
        caseless=caseless,
        hidden=tuple(phrase for phrase in phrases if phrase),
        kept=staying,
    )


def masks_in(text: str, rules: MaskRules) -> tuple[Mask, ...]:
    """Return what to mask in a line, in order and without overlaps; in time linear in its length."""
    words = [(match.start(), match.end(), fold(match[0])) for match in _WORD.finditer(text)]
    found = [
        *(Mask(start=one.start(), end=one.end(), kind=MaskKind.LINK) for one in _LINK.finditer(text)),
        *(Mask(start=one.start(), end=one.end(), kind=MaskKind.EMAIL) for one in _EMAIL.finditer(text)),
        *_mentions(text, rules),
        *_phones(text),
        *_hidden(words, rules),
        *_joined(text, _names(text, words, rules)),
        *_caseless(text, rules),
    ]
    return _without_overlaps(found, length=len(text))


def masked(text: str, masks: Iterable[Mask], *, stand_in: Callable[[Mask], str]) -> str:
    """Return the line with every mask in place; `masks` are in order, as `masks_in` gives them."""
    pieces, at = [], 0
    for mask in masks:
        pieces += [text[at : mask.start], stand_in(mask)]
        at = mask.end
    return "".join([*pieces, text[at:]])


def fold(word: str) -> str:
    """Return a word without case, accents and letters of one alphabet that others write differently."""
    # Taken apart, a letter may be one that has a case again: an old form of sigma.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word.casefold()).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(_LETTERS)


def _folded_words(text: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in _WORD.findall(text))


def _name_words(name: str) -> list[set[str]]:
    """Return the words of a name that stand for the person, each folded, and with its umlauts as two letters too."""
    no_names = _table()["titles"] | _table()["particles"]
    words = [word for word in _WORD.findall(name) if not word.isdigit() and len(word) > 1]
    return [{fold(word), fold(word.lower().translate(_UMLAUTS))} for word in words if fold(word) not in no_names]


def _stems(word: str) -> Iterator[str]:
    if len(word) > LEAST_STEM:
        yield word
        if word[-1] in _VOWELS or word.endswith("σ"):
            yield word[:-1]
        elif word.endswith(("ek", "ec")):
            yield word[:-2] + word[-1]


def _names(text: str, words: list[tuple[int, int, str]], rules: MaskRules) -> Iterator[Mask]:
    """Find the words that are parts of names; side by side, they are still one mask each."""
    for start, end, word in words:
        is_capital = text[start].isupper()
        part = rules.parts.get(word) or rules.parts.get(word.removesuffix("s"))
        if part is None and is_capital and word not in rules.kept:
            part = next(filter(None, map(rules.stems.get, _beginnings(word))), None)
            is_sure = False
        elif part is not None and part.is_first and not part.is_word:
            is_sure = is_capital
        else:
            is_sure = part is not None and part.is_first and not _may_begin_a_sentence(text, start, end)
            part = part if is_capital else None
        if part is not None:
            yield Mask(start=start, end=end, kind=MaskKind.NAME, who=part.who, is_sure=is_sure)


def _beginnings(word: str) -> Iterator[str]:
    return (word[: len(word) - ending] for ending in range(MOST_ENDING + 1) if len(word) - ending >= LEAST_STEM)


def _may_begin_a_sentence(text: str, start: int, end: int) -> bool:
    """Tell whether a capital says nothing: at the start of a sentence, and where all is in capitals."""
    before = text[max(0, start - 8) : start]
    is_first = bool(_SENTENCE_END.search(before)) or (start < 8 and not _WORD.search(before))
    return is_first or (end - start > 1 and text[start:end].isupper())


def _joined(text: str, names: Iterable[Mask]) -> list[Mask]:
    """Make one mask of the words of one name that stand side by side: "Cleo Marsh"."""
    joined: list[Mask] = []
    for mask in names:
        last = joined[-1] if joined else None
        if last and last.who == mask.who and _BETWEEN_PARTS.fullmatch(text, last.end, mask.start):
            joined[-1] = Mask(
                start=last.start,
                end=mask.end,
                kind=MaskKind.NAME,
                who=mask.who,
                is_sure=last.is_sure or mask.is_sure,
            )
        else:
            joined.append(mask)
    return joined


def _mentions(text: str, rules: MaskRules) -> Iterator[Mask]:
    for one in _MENTION.finditer(text):
        if not rules.kept.issuperset(_folded_words(one[0])):
            yield Mask(start=one.start(), end=one.end(), kind=MaskKind.MENTION)


def _phones(text: str) -> Iterator[Mask]:
    for one in _PHONE.finditer(text):
        digits = sum(letter.isdigit() for letter in one[0])
        if digits >= LEAST_DIGITS and not _DATE.match(one[0]):
            is_sure = one[0].lstrip("(")[0] in "+0" or digits >= LONG_NUMBER
            yield Mask(start=one.start(), end=one.end(), kind=MaskKind.PHONE, is_sure=is_sure)


def _hidden(words: list[tuple[int, int, str]], rules: MaskRules) -> Iterator[Mask]:
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for phrase in rules.hidden:
        by_first.setdefault(phrase[0], []).append(phrase)
    for place, (start, _, word) in enumerate(words):
        for phrase in by_first.get(word, ()):
            said = words[place : place + len(phrase)]
            if tuple(one for _, _, one in said) == phrase:
                yield Mask(start=start, end=said[-1][1], kind=MaskKind.WORDS)


def _caseless(text: str, rules: MaskRules) -> Iterator[Mask]:
    """Find names in scripts without capitals, which may also write words without blanks, or a letter before a name."""
    for form, who in rules.caseless.items():
        for one in re.finditer(re.escape(form), text):
            yield Mask(start=one.start(), end=one.end(), kind=MaskKind.NAME, who=who)


def _without_overlaps(found: list[Mask], *, length: int) -> tuple[Mask, ...]:
    """Keep of masks that overlap the one that was found first."""
    taken = bytearray(length)
    kept = []
    for mask in found:
        if not any(taken[mask.start : mask.end]):
            taken[mask.start : mask.end] = b"\x01" * (mask.end - mask.start)
            kept.append(mask)
    return tuple(sorted(kept, key=lambda mask: mask.start))


@cache
def _table() -> dict[str, frozenset[str]]:
    text = (files("amends.chats") / "name_words.toml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}
