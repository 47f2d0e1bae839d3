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
class PromiseWords:
    """`open` are the questions of `amends.path.vague`; `often` says, up to a part of one, how often that is."""

    fits: dict[str, Fit]
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
        open=dict(content["vague"]["open"]),
        mend=tuple(MendLine(**row) for row in content["mend"]),
        too_few=content["ledger"]["too_few"],
        often=tuple((row["below"], row["words"]) for row in content["ledger"]["words"]),
    )
