"""The text of a PDF, line by line as its pages show it, within limits: a PDF is a program that strangers wrote."""

from __future__ import annotations

import io
import logging
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from amends.errors import TooLarge, UnreadableExport

if TYPE_CHECKING:
    import pypdf

MAX_PDF = 32 * 1024**2
MAX_PAGES = 5_000
MAX_WORK = (
    64 * 1024**2
)  # bytes of what draws the pages, and entries of the fonts of each; 5,000 full pages take a third
_STREAM = 4 * 1024**2  # bytes of one part of a page, unpacked; a full page of text takes some thousand
_SAME_LINE = 0.4  # of the size of the letters: text that stands no further up or down is on the line
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f]{1,16})>\s*<([0-9A-Fa-f]{1,16})>\s*[<\[]")

# It warns of broken parts by quoting them, and they may be somebody's words.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


class Line(NamedTuple):
    """A line of a page: how far from its left side it begins, how far from its foot it stands, and its text."""

    left: float
    height: float
    text: str


class Pdf:
    """The lines of the pages of a PDF, from the top down. What stands in forms within a page is left out."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._reader: pypdf.PdfReader | None = None
        self._read: list[list[Line]] = []
        self._work = 0

    def pages(self, *, first: int = MAX_PAGES + 1) -> list[list[Line]]:
        """Return the lines of each of the first pages; a page is read once, however often it is asked for.

        Raises UnreadableExport("broken_file") for what is no PDF, or is damaged or locked, TooLarge for one past a
        limit.
        """
        import pypdf

        # What the limits of pypdf do not bound, this module does: how much there is in all, and forms, which may nest.
        with pypdf.apply_configuration(
            xform_maximum_invocations_per_extraction=0,
            array_based_stream_maximum_output_length=_STREAM,
            zlib_maximum_output_length=_STREAM,
            lzw_maximum_output_length=_STREAM,
            run_length_maximum_output_length=_STREAM,
        ):
            try:
                if self._reader is None:
                    self._reader = pypdf.PdfReader(io.BytesIO(self._data))
                pages = self._reader.pages
                for number in range(len(self._read), min(first, len(pages))):
                    self._read.append(self._lines_within_limits(pages[number]))
            except TooLarge:
                raise
            except Exception:  # noqa: BLE001  (a library that meets a broken or hostile file may raise nearly anything)
                raise UnreadableExport(reason="broken_file") from None
        return self._read[:first]

    def _lines_within_limits(self, page: pypdf.PageObject) -> list[Line]:
        self._work += _work_of(page)
        if len(self._read) == MAX_PAGES:
            raise TooLarge(limit=MAX_PAGES, unit="pages")
        if self._work > MAX_WORK:
            raise TooLarge(limit=MAX_WORK)
        return _lines_of(page)


def load() -> None:
    """Import the reader of PDFs, which takes as long as all of Amends: so only where a PDF may come."""
    # The filters are what pypdf itself imports in the middle of its work, when it may be too late for that.
    import pypdf.filters  # noqa: F401


def _work_of(page: pypdf.PageObject) -> int:
    """Return how much is to be done for the text of a page."""
    contents = page.get_contents()
    resources: Any = page.get("/Resources")
    fonts: Any = (resources.get_object() if resources is not None else {}).get("/Font")
    kinds = fonts.get_object().values() if fonts is not None else ()
    return (len(contents.get_data()) if contents is not None else 0) + sum(_work_of_font(kind) for kind in kinds)


def _work_of_font(font: Any) -> int:
    """Return how many characters a font names; a range of them is short to write and long to follow."""
    names = font.get_object().get("/ToUnicode")
    data = names.get_object().get_data() if names is not None and hasattr(names.get_object(), "get_data") else b""
    ranges = (found for block in _RANGES.findall(data) for found in _RANGE.findall(block))
    return len(data) + sum(max(0, int(last, 16) - int(first, 16)) for first, last in ranges)


def _lines_of(page: pypdf.PageObject) -> list[Line]:
    """Put the pieces of text that a page draws, in whatever order, in the order in which they are read."""
    pieces: list[tuple[float, float, float, str]] = []

    def see(text: str, page_matrix: list[float], matrix: list[float], _font: object, size: float) -> None:
        words = text.strip("\n")
        if words.strip():
            left = matrix[4] * page_matrix[0] + matrix[5] * page_matrix[2] + page_matrix[4]
            height = matrix[4] * page_matrix[1] + matrix[5] * page_matrix[3] + page_matrix[5]
            pieces.append((height, left, abs(size * matrix[3] * page_matrix[3]), words))

    page.extract_text(orientations=(0,), visitor_text=see)
    pieces.sort(key=lambda piece: (-piece[0], piece[1]))
    lines: list[list[tuple[float, float, float, str]]] = []
    for piece in pieces:
        if lines and lines[-1][0][0] - piece[0] <= _SAME_LINE * lines[-1][0][2]:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [_joined(sorted(line, key=lambda piece: piece[1])) for line in lines]


def _joined(pieces: list[tuple[float, float, float, str]]) -> Line:
    text = pieces[0][3]
    for _, _, _, words in pieces[1:]:
        text += words if text.endswith(" ") or words.startswith(" ") else f" {words}"
    return Line(pieces[0][1], pieces[0][0], text.strip())
