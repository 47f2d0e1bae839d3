"""The figures of docs/reading-card.md, written by `make train` between two marks of the page, never by hand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from amends.moves.values import Move

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Figures = Mapping[str, float]

CARD = Path(__file__).parent.parent / "docs/reading-card.md"
BEGINS, ENDS = "<!-- Written by `make train`. -->\n", "<!-- So far. -->\n"

# What a row is called, the figures in it, and what is asked of it: the linear floor, the least that counts, the aim.
ROWS = (
    ("moves, micro-F1 / macro-F1", ("moves, micro-F1", "moves, macro-F1"), (".53 / .54", ".62 / .61", ".75 / .72")),
    ("feeling, accuracy", ("feeling, accuracy",), (".45", ".56", ".70")),
    (
        "turning point, there or not / within 2 messages",
        ("turning point, there or not", "turning point, within 2"),
        (".76 / .49", ".86 / .65", ".92 / .75"),
    ),
    ("missed bids, F1", ("missed bids, F1",), ("0", ".40", ".65")),
    ("open questions, F1", ("open questions, F1",), ("0", ".60", ".75")),
    ("outcome, accuracy", ("outcome, accuracy",), ("", "", "")),
    (
        "false hurting marks per 100 messages of calm talk",
        ("false hurting marks per 100, calm talks",),
        ("10", "1", ""),
    ),
    ("own words shown: precision / recall", ("shown, precision", "shown, recall"), ("", ".90", "")),
)
CALLED = {Move.NONAPOLOGY: "apology in form only"}


def write_card(careful: Mapping[str, Figures], fast: Mapping[str, Figures]) -> None:
    """Put the figures of both passes into the card."""
    made = "".join(f"{line}\n" for line in lines(careful, fast))
    page = CARD.read_text(encoding="utf-8")
    between = re.compile(f"{re.escape(BEGINS)}.*?{re.escape(ENDS)}", re.DOTALL)
    CARD.write_text(between.sub(lambda _: f"{BEGINS}\n{made}\n{ENDS}", page), encoding="utf-8")


def lines(careful: Mapping[str, Figures], fast: Mapping[str, Figures]) -> Iterator[str]:
    """Give the lines of the tables."""
    yield "| | careful pass | development half | fast pass | linear floor | least | to reach |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for called, names, asked in ROWS:
        figures = [_cell(names, of) for of in (careful["all"], careful["development half"], fast["all"])]
        yield f"| {' | '.join([called, *figures, *asked])} |"
    yield ""
    tenths = {name: share for name, share in careful["calibration"].items() if name.startswith("said")}
    yield f"| said with a confidence of | {' | '.join(name[5:15] for name in tenths)} |"
    yield f"|{' --- |' * (len(tenths) + 1)}"
    yield f"| was right | {' | '.join(map(_number, tenths.values()))} |"
    yield ""
    for name, error in careful["calibration"].items():
        if name not in tenths:
            yield f"- {name}: {_number(error, 3)}"
    yield ""
    yield "| move | F1 | shown: right | shown: of those there |"
    yield "| --- | --- | --- | --- |"
    for move in Move:
        names = (f"  {move}, F1", f"  {move}, shown: precision", f"  {move}, shown: recall")
        figures = [_cell((name,), careful["all"], 2) for name in names]
        yield f"| {' | '.join([CALLED.get(move, move.replace('_', ' ')), *figures])} |"


def _cell(names: tuple[str, ...], figures: Figures, places: int = 3) -> str:
    return " / ".join(_number(figures[name], places) for name in names) if set(names) <= figures.keys() else ""


def _number(figure: float, places: int = 2) -> str:
    return f"{figure:.{places}f}".removeprefix("0")
