"""Words for feelings and needs. An `id` is a concept, the same in every language; labels are translated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from amends.content.loader import LANGUAGES, load_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Feelings that lie near each other; a family is opened first, then a word is picked in it."""

    id: str
    label: str
    feelings: tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """How strong a feeling was. `before` and `after` hold {feeling}: "quite {feeling}", "{feeling}, quite a bit"."""

    id: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feelings:
    """`unsure` is the answer of whoever can't tell yet; a feeling in `strength_after` takes no strength before it."""

    families: tuple[Family, ...]
    strengths: tuple[Strength, ...]
    strength_after: frozenset[str]
    unsure: str

    def label(self, feeling_id: str) -> str:
        """Return the word for a feeling; KeyError for one that no family has."""
        return {word.id: word.label for family in self.families for word in family.feelings}[feeling_id]

    def said(self, feeling_id: str, strength_id: str) -> str:
        """Return a feeling and how strong it was, as people say it: "quite lonely"; the word alone for any other id."""
        label = self.label(feeling_id)
        for strength in self.strengths:
            if strength.id == strength_id:
                form = strength.after if feeling_id in self.strength_after else strength.before
                return form.format(feeling=label)
        return label


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """`most` is how many a person picks at the most."""

    most: int
    needs: tuple[Word, ...]

    def label(self, need_id: str) -> str:
        return {need.id: need.label for need in self.needs}[need_id]


@cache
def picker_languages() -> dict[str, str]:
    """Return the languages that feelings and needs are there in, by their code, each under its own name."""
    return {language: load_toml("feelings", language)["language"] for language in LANGUAGES}


@cache
def feelings(language: str = "en") -> Feelings:
    """Return the feelings in a language; raises FileNotFoundError where nobody has translated them."""
    content = load_toml("feelings", language)
    return Feelings(
        families=tuple(
            Family(id=family["id"], label=family["label"], feelings=tuple(Word(**word) for word in family["feelings"]))
            for family in content["family"]
        ),
        strengths=tuple(Strength(**strength) for strength in content["strength"]),
        strength_after=frozenset(content["strength_after"]),
        unsure=content["unsure"],
    )


@cache
def needs(language: str = "en") -> Needs:
    """Return the needs in a language; raises FileNotFoundError where nobody has translated them."""
    content = load_toml("needs", language)
    return Needs(most=content["most"], needs=tuple(Word(**need) for need in content["need"]))
