"""A protocol for the terminal: as a list, on one page to read or print, and a step at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amends.content import load_toml
from amends.content.protocols import who_words
from amends.reports.text import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from amends.content.protocols import Step, Template


def protocols_as_text(templates: Iterable[Template]) -> str:
    """Return a line for each: its name, its minutes, how strong its evidence is, its title."""
    found = list(templates)
    longest = max((len(template.id) for template in found), default=0)
    return "".join(
        f"{template.id:{longest}}  {template.minutes:3} min  {template.strength.value}  {template.title}\n"
        for template in found
    )


def protocol_as_text(template: Template, *, language: str = "en") -> str:
    """Return the whole protocol, with what has to be known before it is used."""
    words = load_toml("protocols", language)["terminal"]
    lines = [*wrapped(f"{template.title}, {words['minutes'].format(minutes=template.minutes)}"), ""]
    lines += wrapped(words["when"].format(when=template.when))
    lines += wrapped(words["who"].format(who=template.who))
    lines += ["", words["not_when"], *_listed(template.not_when), ""]
    for number, step in enumerate(template.steps, start=1):
        lines += [*_step(step, words, prefix=f"{number}. "), ""]
    lines += [*wrapped(words["too_much"].format(too_much=template.too_much)), ""]
    lines += [*wrapped(words["help"]), ""]
    lines += wrapped(words["strength"].format(strength=f"{template.strength_words} {template.shown}"))
    for source in template.sources:
        lines += wrapped(words["source"].format(source=source))
    return "\n".join(lines) + "\n"


def step_as_text(template: Template, number: int, *, language: str = "en") -> str:
    """Return one step, from 1 on, with its place among the others."""
    words = load_toml("protocols", language)["terminal"]
    prefix = f"{number}/{len(template.steps)}  "
    return "\n".join(_step(template.steps[number - 1], words, prefix=prefix)) + "\n"


def _step(step: Step, words: Mapping[str, str], *, prefix: str) -> Iterator[str]:
    yield f"{prefix}{who_words(step.speaker)}, {words['minutes'].format(minutes=step.minutes)}"
    yield from wrapped(step.say, indent=" " * len(prefix))
    if step.keep:
        yield from wrapped(words["paper"].format(ask=step.keep.ask), indent=" " * len(prefix))


def _listed(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from wrapped(line, indent="  - ", hanging="    ")
