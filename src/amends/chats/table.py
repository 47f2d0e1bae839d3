"""Tables of messages: text with separators (CSV and its kin), and JSON whose records are flat."""

from __future__ import annotations

import csv
import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from amends.chats.column_times import is_clock, is_time
from amends.chats.columns import LONGEST_COLUMN_NAME, Row, looks_like_messages, talk_of, which_columns
from amends.chats.heads import find_head
from amends.chats.imported import Imported, Unread
from amends.chats.json_lines import value_on_line, values_on_lines
from amends.chats.json_values import Broken, Values, clean
from amends.chats.text import TextFile
from amends.errors import UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from amends.chats.columns import Columns
    from amends.chats.container import Member
    from amends.chats.said import Said

_SEPARATORS = ",;\t|"
_TOLD_SEPARATOR = re.compile(r"sep=(.)\r?\n?")  # as Excel writes it before the names
_LOOKED_AT = 256 * 1024  # characters of a text, bytes of JSON
_ROWS_LOOKED_AT = 400
_BETWEEN = re.compile(r"[\s,]*")
_NEARLY_ALL = 0.9
_MOST_COLUMNS = 200


class _Form(NamedTuple):
    """How a text is a table: its separator, the names of its columns ("" for one without), and its first rows."""

    separator: str
    spaced: bool
    begins_at: int
    names: list[str]
    sample: list[list[str]]


def is_table(file: TextFile) -> bool:
    """Say whether a text is a table of messages: a line of names, and as many cells in nearly all of its rows."""
    return _form_of(file) is not None


def read_table(file: TextFile, said: Said) -> Imported:
    """Read a table. Raises UndecidedColumns where it does not show which column is which.

    Times that name no zone are in the person's, where it is known.
    """
    form = _form_of(file)
    if form is None:
        raise UnreadableExport(reason="unknown")
    columns = _columns(form.names, form.sample, said)
    unread = Unread()
    for number in file.bad_lines:
        unread.add(number)
    rows = _rows_of_text(file, form, columns, unread=unread)
    return talk_of(rows, columns, said, unread=unread, doubts={"bad_bytes"} if file.bad_lines else set())


def _columns(names: list[str], sample: list[list[str]], said: Said) -> Columns:
    """Decide which column is which; those without a name don't count."""
    named = [place for place, name in enumerate(names) if name]
    return which_columns([names[place] for place in named], [[row[place] for place in named] for row in sample], said)


def _form_of(file: TextFile) -> _Form | None:
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


def _form_with(separator: str, lines: list[str], *, begins_at: int) -> _Form | None:
    head, *_ = [*lines[begins_at:], ""]
    spaced = all(part.startswith(" ") for part in head.split(separator)[1:])
    rows = (cells for _, cells in _cells(lines, separator, begins_at=begins_at, spaced=spaced, unread=Unread()))
    names = [name.strip() for name in next(rows, [])]
    if not _are_names(names):
        return None
    others = [cells for cells in rows if any(cells)]
    sample = [cells for cells in others if len(cells) == len(names)]
    if not _are_few(len(others) - len(sample), of=len(others)):
        return None
    is_one = looks_like_messages(names, sample)
    return _Form(separator, spaced, begins_at, names, sample) if is_one else None


def _are_few(misfits: int, *, of: int) -> bool:
    return misfits <= max(1, (1 - _NEARLY_ALL) * of)


def _are_names(names: list[str]) -> bool:
    """Say whether cells are the names of columns; one or two may lack theirs, as a column of numbers does."""
    given = [name for name in names if name]
    return (
        2 <= len(given) == len(set(given))
        and len(names) <= min(_MOST_COLUMNS, len(given) + 2)
        and not any(
            len(name) > LONGEST_COLUMN_NAME or "\n" in name or is_time(name) or is_clock(name) for name in given
        )
    )


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
        yield first, cells


def _rows_of_text(file: TextFile, form: _Form, columns: Columns, *, unread: Unread) -> Iterator[Row]:
    rows = _cells(file.stream(), form.separator, begins_at=form.begins_at, spaced=form.spaced, unread=unread)
    next(rows)
    width = len(form.names)
    speaker, text = form.names.index(columns.speaker), form.names.index(columns.text)
    times = [form.names.index(name) for name in columns.of_times()]
    for number, cells in rows:
        if len(cells) == width and any(cells):
            yield Row(number, " ".join([cells[place] for place in times]), cells[speaker], cells[text])
        elif any(cells):
            unread.add(number)


def is_records(stream: BinaryIO) -> bool:
    """Say whether JSON is a list of flat records, or one on each line, with names that messages have."""
    records = _first_records(stream)
    names = _names_of(records)
    return _are_names(names) and looks_like_messages(names, _sample(names, records))


def read_records(member: Member, said: Said) -> Imported:
    """Read records as the rows of a table. Raises UndecidedColumns where it does not show which name is which."""
    records = _first_records(member.open())
    names = _names_of(records)
    columns = which_columns(names, _sample(names, records), said)
    unread = Unread()
    doubts: set[str] = set()
    if member.open().read(_LOOKED_AT).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        found = _in_list(Values(member.open()), doubts=doubts)
    else:
        file = TextFile(member.open)
        found = values_on_lines(file)
        for number in file.bad_lines:
            unread.add(number)
            doubts.add("bad_bytes")
    return talk_of(_rows_of_json(found, columns, unread=unread), columns, said, unread=unread, doubts=doubts)


def _first_records(stream: BinaryIO) -> list[dict[str, Any]]:
    """Return the records at the start, or none where much else stands among them."""
    text = stream.read(_LOOKED_AT).decode("utf-8", errors="replace").lstrip("\ufeff \t\r\n")
    values = list(islice(_start_of_list(text) if text.startswith("[") else _start_of_lines(text), _ROWS_LOOKED_AT))
    records = [value for value in values if isinstance(value, dict)]
    return records if _are_few(len(values) - len(records), of=len(values)) else []


def _start_of_list(text: str) -> Iterator[Any]:
    """Give the values of a list, up to one that is cut off or broken."""
    decode = json.JSONDecoder().raw_decode
    place = _BETWEEN.match(text, 1)
    while place is not None:
        try:
            value, end = decode(text, place.end())
        except (ValueError, RecursionError):
            return
        yield value
        place = _BETWEEN.match(text, end)


def _start_of_lines(text: str) -> Iterator[Any]:
    """Give the value of each line; the last may be cut off."""
    lines = text.split("\n")
    return (value_on_line(line) for line in lines[: max(1, len(lines) - 1)] if line.strip())


def _names_of(records: list[dict[str, Any]]) -> list[str]:
    """Return the keys of records whose values are no lists or objects, in their order."""
    keys = dict.fromkeys(key for record in records for key in record)
    nested = {key for record in records for key, value in record.items() if isinstance(value, dict | list)}
    return [key for key in keys if key not in nested]


def _sample(names: list[str], records: list[dict[str, Any]]) -> list[list[str]]:
    return [[_cell(record.get(name)) for name in names] for record in records]


def _cell(value: object) -> str:
    if isinstance(value, str):
        return clean(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _rows_of_json(found: Iterable[tuple[int, Any]], columns: Columns, *, unread: Unread) -> Iterator[Row]:
    times = columns.of_times()
    for line, record in found:
        if isinstance(record, dict):
            at = " ".join([_cell(record.get(name)) for name in times])
            yield Row(line, at, _cell(record.get(columns.speaker)), _cell(record.get(columns.text)))
        else:
            unread.add(line)


def _in_list(values: Values, *, doubts: set[str]) -> Iterator[tuple[int, Any]]:
    """Give each value of a list, None for one that is broken, with the number of its line."""
    for _ in values.items():
        values.window.peek()
        line = values.window.here()
        try:
            yield line, values.value()
        except Broken:
            yield line, None
    if values.repaired:
        doubts.add("repaired_json")
