"""Tables of messages: text with separators, as CSV and its kin."""

from __future__ import annotations

import csv
import re
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from amends.chats.formats.columns import are_few, are_names, looks_like_messages, which_columns
from amends.chats.formats.heads import find_head
from amends.chats.formats.rows import Row, talk_of
from amends.chats.imported import Imported, Unread
from amends.errors import UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from amends.chats.files.text import TextFile
    from amends.chats.formats.columns import Columns
    from amends.chats.said import Said

_SEPARATORS = ",;\t|"
_NULL = r"\N"  # as MySQL writes a cell without a value
_TOLD_SEPARATOR = re.compile(r"sep=(.)\r?\n?")  # as Excel writes it before the names
_LOOKED_AT = 256 * 1024  # characters
_ROWS_LOOKED_AT = 400


class Form(NamedTuple):
    """How a text is a table: its separator, the names of its columns ("" for one without), and its first rows."""

    separator: str
    spaced: bool
    begins_at: int
    names: list[str]
    sample: list[list[str]]


def is_table(file: TextFile) -> bool:
    """Say whether a text is a table of messages: a line of names, and as many cells in nearly all of its rows."""
    return file.once(form_of) is not None


def read_table(file: TextFile, said: Said) -> Imported:
    """Read a table. Raises UndecidedColumns where it does not show which column is which.

    Times that name no zone are in the person's, where it is known.
    """
    form = file.once(form_of)
    if form is None:
        raise UnreadableExport(reason="unknown")
    columns = _columns(form.names, form.sample, said)
    unread = Unread()
    for number in file.bad_lines:
        unread.add(number)
    rows = _rows_of_text(file, form, columns, unread=unread)
    return talk_of(rows, columns, said, unread=unread, doubts=set(file.doubts))


def _columns(names: list[str], sample: list[list[str]], said: Said) -> Columns:
    """Decide which column is which; those without a name don't count."""
    named = [place for place, name in enumerate(names) if name]
    return which_columns([names[place] for place in named], [[row[place] for place in named] for row in sample], said)


def form_of(file: TextFile) -> Form | None:
    """Return the form of a text that is a table of messages, None for any other."""
    lines = list(_first_lines(file))
    begins_at = next((place for place, line in enumerate(lines) if line.strip()), 0)
    told = _TOLD_SEPARATOR.fullmatch(lines[begins_at])
    if told is None and _are_heads(lines):
        return None
    if told is not None:
        return _form_with(told[1], lines, begins_at=begins_at + 1)
    forms = [_form_with(separator, lines, begins_at=begins_at) for separator in _SEPARATORS]
    return max((form for form in forms if form is not None), key=lambda form: len(form.names), default=None)


def _first_lines(file: TextFile) -> Iterator[str]:
    characters = 0
    for line in islice(file.stream(), _ROWS_LOOKED_AT):
        yield line
        characters += len(line)
        if characters > _LOOKED_AT:
            return


def _are_heads(lines: list[str]) -> bool:
    """Say whether most lines are those of a chat, all of which may have as many commas as the first."""
    layouts = [found[0] for line in lines if (found := find_head(line)) is not None]
    return sum(layout.bracket or layout.tail.strip() in {"-", "–", "—"} for layout in layouts) > len(lines) / 2


def _form_with(separator: str, lines: list[str], *, begins_at: int) -> Form | None:
    head = lines[begins_at] if begins_at < len(lines) else ""
    if separator not in head and '"' not in head:  # in quotes, the names may go on in the next line
        return None
    spaced = all(part.startswith(" ") for part in head.split(separator)[1:])
    rows = (cells for _, cells in _cells(lines, separator, begins_at=begins_at, spaced=spaced, unread=Unread()))
    names = [name.strip() for name in next(rows, [])]
    if not are_names(_without_empty_end(names)):
        return None
    others = [cells for cells in rows if any(cells)]
    sample = [cells for cells in others if len(cells) == len(names)]
    if not are_few(len(others) - len(sample), of=len(others)):
        return None
    is_one = looks_like_messages(names, sample)
    return Form(separator, spaced, begins_at, names, sample) if is_one else None


def _without_empty_end(names: list[str]) -> list[str]:
    """Leave out the columns behind the last name, which spreadsheets write where there once was something."""
    return names[: max((place for place, name in enumerate(names, 1) if name), default=0)]


def _cells(
    lines: Iterable[str], separator: str, *, begins_at: int, spaced: bool, unread: Unread
) -> Iterator[tuple[int, list[str]]]:
    """Give each row with the number of its first line; the lines of one with quotes out of place are not read."""
    begun = islice(lines, begins_at, None)
    reader = csv.reader(begun, delimiter=separator, skipinitialspace=spaced, strict=True)
    while True:
        first = begins_at + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            for number in range(first, begins_at + reader.line_num + 1):
                unread.add(number)
            continue
        yield first, ["" if cell == _NULL else cell for cell in cells] if _NULL in cells else cells


def rows_of(file: TextFile, form: Form, *, unread: Unread) -> Iterator[tuple[int, list[str]]]:
    """Give the cells of each row below the names, with the number of its first line; other rows are not read."""
    rows = _cells(file.stream(), form.separator, begins_at=form.begins_at, spaced=form.spaced, unread=unread)
    next(rows)
    for number, cells in rows:
        if len(cells) == len(form.names) and any(cells):
            yield number, cells
        elif any(cells):
            unread.add(number)


def _rows_of_text(file: TextFile, form: Form, columns: Columns, *, unread: Unread) -> Iterator[Row]:
    width = len(form.names)
    wanted = (columns.date, columns.time, columns.half, columns.speaker, columns.text, columns.chat, columns.direction)
    # A column that there is not stands behind the last, and is empty.
    date, time, half, *others = (width if name is None else form.names.index(name) for name in wanted)
    pick = itemgetter(*others)
    for number, cells in rows_of(file, form, unread=unread):
        cells.append("")
        yield Row(number, " ".join(filter(None, (cells[date], cells[time], cells[half]))), *pick(cells))
