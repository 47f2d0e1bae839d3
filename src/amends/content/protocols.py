"""Protocols: how people can talk about something, step by step, as plain text that anybody can write.

docs/protocols.md has the format. A file that is given here may come from anywhere: it is read line by line, within
limits, and every mistake in it is told with its line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from amends.content.loader import LANGUAGES, load_toml
from amends.content.relations import relations
from amends.errors import BadProtocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FORMAT = 1
LARGEST = 32 * 1024  # bytes of a file; the longest of ours is a tenth of it
MOST_STEPS = 30
MOST_MINUTES = 120
LONGEST = {"title": 80, "say": 500, "keep": 120}
LONGEST_OTHER = 400

EVERYONE = "everyone"
_TOP = ("format", "id", "title", "for", "minutes", "source", "strength", "shown", "not when", "when", "who", "too much")
_SEVERAL = ("source", "not when")
_BELOW_A_STEP = ("say", "keep")
# Where a word for couples is no slip: studies name whom they looked at.
_ABOUT_STUDIES = ("source", "shown")

_LINE = re.compile(r"([A-Za-z]+(?: [a-z]+)?)[ \t]*:(.*)")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_STEP = re.compile(r"(one|other|each|all),\s*([0-9]{1,3}) min")
_KEEP = re.compile(r"(all|me),\s*(.+)")
_UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


class Speaker(StrEnum):
    """Who speaks at a step; with more than two, "other" is whoever comes next."""

    ONE = "one"
    OTHER = "other"
    EACH = "each"
    ALL = "all"


class Strength(StrEnum):
    STRONG = "S"
    MODERATE = "M"
    WEAK = "W"
    CONTESTED = "C"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """What can be written down at a step. `is_shared`: everybody in the space sees it, else its writer alone."""

    ask: str
    is_shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    speaker: Speaker
    minutes: int
    say: str
    keep: Keep | None

    @property
    def line(self) -> str:
        """Return the step as people would agree on it: who speaks, how long, and what."""
        return f"{who_words(self.speaker)}, {self.minutes} min: {self.say}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A protocol as it was written. `shown` is what the sources found, `relations` are those whom it is for.

    `not_when` is when it should be left, `when` and `who` what it is for, `too_much` what to do when it gets too much.
    """

    id: str
    title: str
    relations: tuple[str, ...]
    minutes: int
    sources: tuple[str, ...]
    strength: Strength
    shown: str
    not_when: tuple[str, ...]
    when: str
    who: str
    too_much: str
    steps: tuple[Step, ...]

    @property
    def strength_words(self) -> str:
        words: str = load_toml("protocols")["strength"][self.strength.value]
        return words


@dataclass(frozen=True, slots=True)
class _Line:
    """One "name: value" with the number of its first line."""

    number: int
    name: str
    value: str


@cache
def templates(language: str = "en") -> dict[str, Template]:
    """Return the protocols that come with Amends, by their id, in the order of their titles."""
    if language not in LANGUAGES:
        raise FileNotFoundError(f"no content in the language {language!r}")
    folder = files("amends.content").joinpath(language, "protocols")
    read = [read_template(file.read_text(encoding="utf-8")) for file in folder.iterdir() if file.name.endswith(".txt")]
    return {template.id: template for template in sorted(read, key=lambda one: one.title)}


def templates_for(relation: str) -> list[Template]:
    return [template for template in templates().values() if relation in template.relations]


def who_words(speaker: Speaker) -> str:
    words: str = load_toml("protocols")["who"][speaker.value]
    return words


def read_template(text: str) -> Template:
    """Return the protocol in a file; raises BadProtocol with every mistake in it."""
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise BadProtocol(mistakes=((1, "large", ""),))
    lines, mistakes = _lines(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    mistakes += [*_misplaced(lines), *_wrong_values(lines), *_missing(lines), *_wrong_steps(lines)]
    if not mistakes:
        mistakes += [*_sum(lines), *_couple_words(lines)]
    if mistakes:
        raise BadProtocol(mistakes=tuple(sorted(mistakes, key=lambda mistake: mistake[0])))
    return _template(lines)


Mistake = tuple[int, str, str]


def _lines(text: str) -> tuple[list[_Line], list[Mistake]]:
    """Take a text apart; a line that begins with a space goes on with the one above, "#" begins a remark."""
    lines: list[_Line] = []
    mistakes: list[Mistake] = []
    for number, raw in enumerate(text.split("\n"), start=1):
        stripped = raw.strip()
        if _UNSHOWN.search(raw):
            mistakes.append((number, "signs", ""))
        elif not stripped or raw.startswith("#"):
            continue
        elif raw[0] in " \t" and lines:
            above = lines[-1]
            lines[-1] = _Line(above.number, above.name, f"{above.value} {stripped}".strip())
        elif match := _LINE.fullmatch(raw):
            lines.append(_Line(number, match[1].lower(), match[2].strip()))
        else:
            mistakes.append((number, "line", ""))
    return lines, mistakes


def _misplaced(lines: list[_Line]) -> Iterator[Mistake]:
    """Yield names that the format lacks, that stand in the wrong half, or twice."""
    seen: set[str] = set()
    in_steps = False
    for line in lines:
        if line.name == "step":
            in_steps, seen = True, seen - set(_BELOW_A_STEP)
            continue
        if line.name not in (*_TOP, *_BELOW_A_STEP):
            yield line.number, "unknown", ""
        elif line.name in seen and line.name not in _SEVERAL:
            yield line.number, "twice", line.name
        elif (line.name in _BELOW_A_STEP) != in_steps:
            yield line.number, "above" if in_steps else "below", line.name
        seen.add(line.name)


def _wrong_values(lines: list[_Line]) -> Iterator[Mistake]:
    for line in lines:
        if line.name not in (*_TOP, *_BELOW_A_STEP, "step"):
            continue
        if not line.value:
            yield line.number, "empty", line.name
        elif len(line.value) > LONGEST.get(line.name, LONGEST_OTHER):
            yield line.number, "long", line.name
        elif not _is_right(line):
            yield line.number, line.name, ""


def _is_right(line: _Line) -> bool:
    match line.name:
        case "format":
            return line.value == str(FORMAT)
        case "id":
            return len(line.value) <= 40 and bool(_ID.fullmatch(line.value))
        case "for":
            return line.value == EVERYONE or set(_relations(line.value)) <= set(relations())
        case "minutes":
            return _is_minutes(line.value)
        case "strength":
            return line.value in set(Strength)
        case "step":
            match = _STEP.fullmatch(line.value)
            return match is not None and _is_minutes(match[2])
        case "keep":
            return bool(_KEEP.fullmatch(line.value))
        case _:
            return True


def _missing(lines: list[_Line]) -> Iterator[Mistake]:
    there = {line.name for line in lines}
    yield from ((1, "missing", name) for name in _TOP if name not in there)


def _wrong_steps(lines: list[_Line]) -> Iterator[Mistake]:
    steps = [line for line in lines if line.name == "step"]
    if not steps:
        yield 1, "no_step", ""
    if len(steps) > MOST_STEPS:
        yield steps[MOST_STEPS].number, "many", ""
    for step, below in _by_step(lines):
        if not any(line.name == "say" for line in below):
            yield step.number, "no_say", ""


def _sum(lines: list[_Line]) -> Iterator[Mistake]:
    (whole,) = (line for line in lines if line.name == "minutes")
    if int(whole.value) != sum(step.minutes for step in _steps(lines)):
        yield whole.number, "sum", ""


def _couple_words(lines: list[_Line]) -> Iterator[Mistake]:
    if _relations_of(lines) == ("couple",):
        return
    words = re.compile(r"\b(?:" + "|".join(load_toml("protocols")["couple"]["words"]) + r")\b", re.IGNORECASE)
    for line in lines:
        if line.name not in (*_ABOUT_STUDIES, "for") and words.search(line.value):
            yield line.number, "couple", ""


def _template(lines: list[_Line]) -> Template:
    one = {line.name: line.value for line in lines}
    return Template(
        id=one["id"],
        title=one["title"],
        relations=_relations_of(lines),
        minutes=int(one["minutes"]),
        sources=tuple(line.value for line in lines if line.name == "source"),
        strength=Strength(one["strength"]),
        shown=one["shown"],
        not_when=tuple(line.value for line in lines if line.name == "not when"),
        when=one["when"],
        who=one["who"],
        too_much=one["too much"],
        steps=tuple(_steps(lines)),
    )


def _by_step(lines: Iterable[_Line]) -> list[tuple[_Line, list[_Line]]]:
    steps: list[tuple[_Line, list[_Line]]] = []
    for line in lines:
        if line.name == "step":
            steps.append((line, []))
        elif steps:
            steps[-1][1].append(line)
    return steps


def _steps(lines: list[_Line]) -> Iterator[Step]:
    for step, below in _by_step(lines):
        who, _, minutes = step.value.removesuffix(" min").partition(",")
        values = {line.name: line.value for line in below}
        yield Step(speaker=Speaker(who), minutes=int(minutes), say=values["say"], keep=_keep(values.get("keep")))


def _keep(value: str | None) -> Keep | None:
    match = _KEEP.fullmatch(value) if value else None
    return Keep(ask=match[2], is_shared=match[1] == "all") if match else None


def _relations(value: str) -> list[str]:
    return [name.strip() for name in value.split(",")]


def _relations_of(lines: list[_Line]) -> tuple[str, ...]:
    (value,) = (line.value for line in lines if line.name == "for")
    wanted = set(relations()) if value == EVERYONE else set(_relations(value))
    return tuple(name for name in relations() if name in wanted)


def _is_minutes(value: str) -> bool:
    return bool(re.fullmatch("[0-9]{1,3}", value)) and 1 <= int(value) <= MOST_MINUTES
