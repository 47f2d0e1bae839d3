"""The lines of OurFamilyWizard's report without the PDF: what a page can say, thousands of times a second.

A PDF takes far longer to be drawn than its lines to be read, and one that is damaged is hardly ever a report still.
A line is written with its place before it (`54 738 Message 1 of 2`), a form feed before the first of a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from amends.chats.files.pdf import Line, Pdf
from amends.chats.formats.ourfamilywizard import read_ourfamilywizard
from bench.fuzz.damage import Seed

if TYPE_CHECKING:
    from pathlib import Path

    from amends.chats import Imported
    from amends.chats.said import Said

_PAGE = "\f"
_MESSAGES = 12
_STEP = 14.0  # points from line to line


@dataclass(frozen=True)
class Report:
    """Stands for `Member` and for the `Pdf` that it gives."""

    shown: list[list[Line]]

    def once(self, _look: object) -> Report:
        return self

    def pages(self) -> list[list[Line]]:
        return self.shown


def read(text: str, said: Said) -> Imported:
    """Read as `amends.chats.formats.ourfamilywizard` does, past the opening of the file."""
    report: Any = Report([list(map(_line, page.split("\n"))) for page in text.split(_PAGE)])
    return read_ourfamilywizard(report, said)


def seeds(exports: Path) -> list[Seed]:
    """Return the lines of the reports of the tests, and a report in which each message holds a word of its own."""
    reports = [Pdf(path.read_bytes()).pages() for path in sorted(exports.glob("ourfamilywizard/*.pdf"))]
    return [_seed_of(report) for report in reports] + [_seed_of(_marked(), marked=True)]


def _line(written: str) -> Line:
    left, _, rest = written.partition(" ")
    height, _, text = rest.partition(" ")
    try:
        return Line(float(left), float(height), text)
    except ValueError:
        return Line(0.0, 0.0, written)


def _seed_of(pages: list[list[Line]], *, marked: bool = False) -> Seed:
    written = _PAGE.join("\n".join(f"{line.left:g} {line.height:g} {line.text}" for line in page) for page in pages)
    return Seed(records=tuple(written.split("\n")), between="\n", marked=marked, whole=True)


def _marked() -> list[list[Line]]:
    """Write a message to a page, without what may be left out: quotes, to whom it went, the subject of an answer."""
    pages = (
        (
            f"Message {number} of {_MESSAGES}",
            f"Sent: 12/{number:02}/2025 {number}:05 PM",
            f"From: {'Ana' if number % 2 else 'Ben'} Ruiz",
            "Subject: Holidays",
            f"That was q{number}z then.",
        )
        for number in range(1, _MESSAGES + 1)
    )
    return [[Line(54.0, 738.0 - _STEP * n, text) for n, text in enumerate(page)] for page in pages]
