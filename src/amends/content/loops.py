"""Words for “What was this really about?”: the four prompts, and how the arrows of a loop begin."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from amends.content.loader import load_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One of the four; `shared` heads the answer once all have shared."""

    name: str
    title: str
    label: str
    hint: str
    shared: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopWords:
    """`mine` and `theirs` begin the arrows of a loop of two, `named` of more: the first, the second, all after."""

    prompts: tuple[Prompt, ...]
    whole: str
    whole_hint: str
    whole_shared: str
    again: str
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    named: tuple[str, ...]

    def names(self) -> tuple[str, ...]:
        return tuple(prompt.name for prompt in self.prompts)


@cache
def loop_words(language: str = "en") -> LoopWords:
    content = load_toml("loops", language)
    return LoopWords(
        prompts=tuple(Prompt(**prompt) for prompt in content["prompt"]),
        whole=content["whole"],
        whole_hint=content["whole_hint"],
        whole_shared=content["whole_shared"],
        again=content["again"],
        mine=content["two"]["mine"],
        theirs=content["two"]["theirs"],
        named=content["more"]["named"],
    )
