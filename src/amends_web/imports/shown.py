"""Messages and claims as a page shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from amends.content import load_toml
from amends.reading import Direction, Months, OwnChange
from amends.reports.head import language_lines
from amends.reports.sections import change_lines, need_question
from amends_web.imports.readings import Claim, claims_from

if TYPE_CHECKING:
    from amends.conversation import Message

# Messages on one page of a conversation.
PAGE = 100
# Claims of one kind that are shown at once; the rest is folded away.
AT_ONCE = 6
SURE = 0.75
LIKELY = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message; `at` is the wall clock where it was written, without a zone, so that no page moves it."""

    n: int
    at: datetime | None
    speaker: str | None
    text: str
    type: str
    edited: bool
    is_mine: bool

    @property
    def page(self) -> int:
        return self.n // PAGE + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownClaim:
    """`sure` is "fairly", "maybe" or "guess"; `before`, `quote` and `after` are the one line's text around its words.

    `sentences` are what the claim says where its kind alone does not; `hours`, `usual_minutes` and `due` belong to
    silences and promises. A claim about the whole has no `lines`.
    """

    key: str
    lines: tuple[Line, ...]
    sure: str
    before: str = ""
    quote: str = ""
    after: str = ""
    sentences: tuple[str, ...] = ()
    hours: float = 0.0
    usual_minutes: int | None = None
    due: date | None = None

    @property
    def days(self) -> float:
        return self.hours / 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The claims of one kind, in the order of the talk: the surest ones, and the rest."""

    first: tuple[ShownClaim, ...]
    rest: tuple[ShownClaim, ...]


def line_of(message: Message, *, me: str | None) -> Line:
    return Line(
        n=message.n,
        at=message.at and message.at.replace(tzinfo=None),
        speaker=message.speaker,
        text=message.text,
        type=message.type.value,
        edited=message.edited,
        is_mine=message.speaker is not None and message.speaker == me,
    )


def groups_of(words: dict[str, Any], *, me: str | None) -> dict[str, Group]:
    """Return the claims of a kept reading by kind, those waved away left out."""
    by_kind: dict[str, list[Claim]] = {}
    for claim in claims_from(words):
        by_kind.setdefault(claim.kind, []).append(claim)
    return {kind: _group(claims, words["lines"], me=me) for kind, claims in by_kind.items()}


def languages_of(words: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a page says of other languages in a kept reading, and whether nothing of it was read."""
    # What was kept by the first version was all read as English.
    kept = words.get("languages", {"others": [], "unread": 0, "is_declined": False})
    return {"lines": language_lines(**kept, words=load_toml("reports")), "is_declined": kept["is_declined"]}


def wall_clock(at: str | None) -> datetime | None:
    """Return a kept time as the phone showed it, without a zone, so that no page moves it."""
    return datetime.fromisoformat(at).replace(tzinfo=None) if at else None


def example_dates(example: str, orders: Iterable[str]) -> list[tuple[str, date | None]]:
    """Return each order with the day that the example would then be; None where it can't be told."""
    numbers = [int(number) for number in re.findall(r"\d+", example)[:3]]
    return [(order, _date(numbers, order)) for order in orders]


def _group(claims: list[Claim], lines: Mapping[str, Any], *, me: str | None) -> Group:
    surest = {claim.key for claim in sorted(claims, key=lambda claim: -claim.confidence)[:AT_ONCE]}
    shown = [(claim.key in surest, _shown(claim, lines, me=me)) for claim in claims]
    return Group(
        first=tuple(claim for is_first, claim in shown if is_first),
        rest=tuple(claim for is_first, claim in shown if not is_first),
    )


def _shown(claim: Claim, lines: Mapping[str, Any], *, me: str | None) -> ShownClaim:
    cited = tuple(_line(n, lines[str(n)], me=me) for n in claim.lines)
    text = cited[0].text if cited else ""
    start, end = claim.detail.get("start", 0), claim.detail.get("end", len(text))
    due = claim.detail.get("due")
    return ShownClaim(
        key=claim.key,
        lines=cited,
        sure="fairly" if claim.confidence >= SURE else "maybe" if claim.confidence >= LIKELY else "guess",
        before=text[:start],
        quote=text[start:end],
        after=text[end:],
        sentences=_sentences(claim, me=me),
        hours=claim.detail.get("hours", 0.0),
        usual_minutes=claim.detail.get("usual_minutes"),
        due=due and date.fromisoformat(due),
    )


def _sentences(claim: Claim, *, me: str | None) -> tuple[str, ...]:
    if claim.kind in {"hard", "kind"}:
        return (load_toml("imports")["own"][claim.kind][claim.detail["move"]],)
    if claim.kind == "need":
        detail = claim.detail
        return (need_question(detail["need"], who=detail["who"], seat=me, words=load_toml("reports")),)
    if claim.kind == "change":
        return change_lines(_change(claim.detail), load_toml("reports"))
    return ()


def _change(detail: Mapping[str, Any]) -> OwnChange:
    before, until, since, last = (date.fromisoformat(month) for month in detail["months"])
    return OwnChange(
        before=Months(first=before, last=until),
        since=Months(first=since, last=last),
        hurting=Direction(detail["hurting"]),
        healing=Direction(detail["healing"]),
    )


def _line(n: int, kept: list[Any], *, me: str | None) -> Line:
    # Readings that were kept by the first version do not tell whether a line was edited.
    at, speaker, text, kind, edited = [*kept, 0][:5]
    return Line(
        n=n,
        at=wall_clock(at),
        speaker=speaker,
        text=text,
        type=kind,
        edited=bool(edited),
        is_mine=speaker is not None and speaker == me,
    )


def _date(numbers: list[int], order: str) -> date | None:
    if len(numbers) != 3:
        return None
    parts = dict(zip(order, numbers, strict=True))
    year = parts["y"] + 2000 if parts["y"] < 100 else parts["y"]
    try:
        return date(year, parts["m"], parts["d"])
    except ValueError:
        return None
