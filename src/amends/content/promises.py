"""Words for promises: what kind of repair fits, the three lines after one that was not kept, how a range is said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from amends.content.loader import load_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What broke, as somebody says it of themselves, and what kind of repair fits it; `deeds` are to think with."""

    id: str
    broke: str
    repair: str
    deed: str
    why: str
    deeds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MendLine:
    id: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """How a promise is said in one sentence. What opens with one of `opens_cue` or `opens_act` is taken as it is."""

    with_cue: str
    without_cue: str
    act: str
    opens_cue: tuple[str, ...]
    opens_act: tuple[str, ...]

    def of(self, *, cue: str, act: str) -> str:
        """Return "When I am late, I will call you." of "I am late" and "call you", as it was typed besides."""
        deed = self._bare(act)
        said = deed if self._opens(deed, self.opens_act) else self.act.format(act=deed)
        if not self._bare(cue):
            return self.without_cue.format(act=_capital(said))
        moment = self._bare(cue)
        if self._opens(moment, self.opens_cue):
            return self.without_cue.format(act=f"{_capital(moment)}, {said}")
        return self.with_cue.format(cue=moment, act=said)

    @staticmethod
    def _bare(words: str) -> str:
        return words.strip().rstrip(" .,;")

    @staticmethod
    def _opens(words: str, openers: tuple[str, ...]) -> bool:
        plain = words.casefold().replace("'", "’")
        return any(plain == opener or plain.startswith(f"{opener} ") for opener in openers)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseWords:
    """`open` are the questions of `amends.path.vague`; `often` says, up to a part of one, how often that is."""

    fits: dict[str, Fit]
    sentence: Sentence
    open: dict[str, str]
    mend: tuple[MendLine, ...]
    too_few: str
    often: tuple[tuple[float, str], ...]

    def how_often(self, part: float) -> str:
        """Return the words for a part of one."""
        return next(words for below, words in self.often if part < below)


@cache
def promise_words(language: str = "en") -> PromiseWords:
    content = load_toml("promises", language)
    return PromiseWords(
        fits={row["id"]: Fit(**row) for row in content["fit"]},
        sentence=Sentence(**content["sentence"]),
        open=dict(content["vague"]["open"]),
        mend=tuple(MendLine(**row) for row in content["mend"]),
        too_few=content["ledger"]["too_few"],
        often=tuple((row["below"], row["words"]) for row in content["ledger"]["words"]),
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
