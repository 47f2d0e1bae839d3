"""JSON whose records are nearly flat, in a list, bare or under "messages", or one on each line: a table's rows."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from amends.chats.files.json_lines import value_on_line, values_on_lines
from amends.chats.files.json_values import Broken, Values, clean
from amends.chats.files.text import TextFile
from amends.chats.formats.columns import are_few, are_names, looks_like_messages, role_of, which_columns
from amends.chats.formats.rows import Row, talk_of
from amends.chats.imported import Imported, Unread
from amends.errors import UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from amends.chats.files.container import Member
    from amends.chats.formats.columns import Columns
    from amends.chats.said import Said

_LOOKED_AT = 256 * 1024  # bytes
_RECORDS_LOOKED_AT = 400
_BETWEEN = re.compile(r"[\s,]*")
_LIST = "messages"
# An object that holds the list, with nothing nested before.
_UP_TO_LIST = re.compile(
    rf'\{{(?:\s*"[^"\\]*"\s*:\s*(?:"[^"\\]*"|[\d.]+|true|false|null)\s*,)*+\s*"{_LIST}"\s*:\s*\[|\['
)


def is_records(member: Member) -> bool:
    """Say whether JSON is a list of flat records, or one on each line, with names that messages have."""
    records = [_flat(record) for record in member.once(first_records)]
    names = _names_of(records)
    return are_names(names) and looks_like_messages(names, _sample(names, records))


def read_records(member: Member, said: Said) -> Imported:
    """Read records as the rows of a table. Raises UndecidedColumns where it does not show which name is which."""
    records = [_flat(record) for record in member.once(first_records)]
    names = _names_of(records)
    columns = which_columns(names, _sample(names, records), said)
    unread = Unread()
    doubts: set[str] = set()
    rows = _rows(records_of(member, unread=unread, doubts=doubts), columns, unread=unread)
    return talk_of(rows, columns, said, unread=unread, doubts=doubts)


def records_of(member: Member, *, unread: Unread, doubts: set[str]) -> Iterator[tuple[int, Any]]:
    """Give every value of a list, or of the lines, with the number of its line; what is broken is no object."""
    start = _UP_TO_LIST.match(member.once(_start_of))
    if start is not None:
        values = Values(member.open())
        yield from _in_list(values, doubts=doubts) if start[0] == "[" else _in_object(values, doubts=doubts)
        return
    file = member.once(_text_of)
    yield from values_on_lines(file)
    doubts |= file.doubts
    for number in file.bad_lines:
        unread.add(number)


def _text_of(member: Member) -> TextFile:
    return TextFile(member.open)


def first_records(member: Member) -> list[dict[str, Any]]:
    """Return the records at the start, or none where much else stands among them."""
    text = member.once(_start_of)
    start = _UP_TO_LIST.match(text)
    found = _start_of_lines(text) if start is None else _start_of_list(text, start.end())
    values = list(islice(found, _RECORDS_LOOKED_AT))
    records = [value for value in values if isinstance(value, dict)]
    return records if are_few(len(values) - len(records), of=len(values)) else []


def _start_of(member: Member) -> str:
    return member.open().read(_LOOKED_AT).decode("utf-8", errors="replace").lstrip("\ufeff \t\r\n")


def _start_of_list(text: str, begins_at: int) -> Iterator[Any]:
    """Give the values of a list, up to one that is cut off or broken."""
    decode = json.JSONDecoder().raw_decode
    place = _BETWEEN.match(text, begins_at)
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


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with what stands in its speaker, time or words as columns of their own ("sender.name")."""
    flat: dict[str, Any] = {}
    for key, value in record.items():
        inner = _unwrapped(value)
        if isinstance(inner, dict) and role_of(key) is not None:
            flat |= {f"{key}.{name}": part for name, part in inner.items()}
        else:
            flat[key] = inner
    return flat


def _unwrapped(value: object) -> object:
    """Return what MongoDB puts into an object that tells its type, as {"$date": {"$numberLong": "1711386300000"}}."""
    while isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith("$"):
        (value,) = value.values()
    return value


def _names_of(records: list[dict[str, Any]]) -> list[str]:
    """Return the keys of records whose values are no lists or objects, in their order."""
    keys = dict.fromkeys(key for record in records for key in record)
    nested = {key for record in records for key, value in record.items() if isinstance(value, dict | list)}
    return [key for key in keys if key not in nested]


def _sample(names: list[str], records: list[dict[str, Any]]) -> list[list[str]]:
    return [[cell_of(record.get(name)) for name in names] for record in records]


def cell_of(value: object) -> str:
    if isinstance(value, str):
        return clean(value)
    return str(value) if isinstance(value, int | float) else ""


def _rows(found: Iterable[tuple[int, Any]], columns: Columns, *, unread: Unread) -> Iterator[Row]:
    wanted = (columns.date, columns.time, columns.half, columns.speaker, columns.text, columns.chat, columns.direction)
    for line, record in found:
        if isinstance(record, dict):
            cells = _flat(record)
            date, time, half, *others = ("" if name is None else cell_of(cells.get(name)) for name in wanted)
            yield Row(line, " ".join(filter(None, (date, time, half))), *others)
        else:
            unread.add(line)


def _in_object(values: Values, *, doubts: set[str]) -> Iterator[tuple[int, Any]]:
    """Give each value of the list in an object, after which the file ends."""
    for key in values.keys():  # noqa: SIM118
        if key == _LIST and values.window.peek() == "[":
            yield from _in_list(values, doubts=doubts)
        else:
            values.skip()
    if values.window.peek():
        raise UnreadableExport(reason="bad_json", line_number=values.window.here())


def _in_list(values: Values, *, doubts: set[str]) -> Iterator[tuple[int, Any]]:
    """Give each value of a list, None for one that is broken, with the number of its line."""
    for _ in values.items():
        values.window.peek()
        line = values.window.here()
        try:
            yield line, values.value()
        except Broken:
            yield line, None
    doubts |= values.doubts
