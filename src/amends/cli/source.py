"""The conversation that a command is given: paths, or pasted text on standard input."""

from __future__ import annotations

import argparse
import csv
import sys
from datetime import timedelta, timezone, tzinfo
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from amends.chats import Imported, read_export
from amends.chats.merging import merge, merged_report
from amends.chats.same_people import renamed
from amends.cli.progress import counting
from amends.errors import AmendsError, TooLarge, UnknownSpeaker

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

COLUMN_ROLES = frozenset({"time", "date", "speaker", "text"})
DATE_ORDERS = ("dmy", "mdy", "ymd")
LONGEST_INPUT = 64 * 1024**2  # bytes on standard input, which is held in memory; a file is streamed


def add_source_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="+",
        help="an exported chat (a file, a folder or a zip), or - for pasted text; several are read as one conversation",
    )
    parser.add_argument(
        "--date-order", choices=DATE_ORDERS, help="which number is the day, where the file doesn't tell"
    )
    parser.add_argument(
        "--timezone",
        type=time_zone,
        metavar="ZONE",
        help="the time zone of the phone, like Europe/Dublin or +02:00",
    )
    parser.add_argument("--chat", metavar="NAME", help="which chat, where the file holds several")
    parser.add_argument(
        "--columns",
        type=columns,
        metavar="time=A,speaker=B,text=C",
        help="which column of a table is which, where the names don't tell",
    )
    parser.add_argument(
        "--same",
        type=two_names,
        metavar="NAME=NAME",
        action="append",
        default=[],
        help="two names of one person, who is then called by the first",
    )


def read_source(arguments: argparse.Namespace) -> Imported:
    """Return the conversation with the report of its import; several are merged into one.

    Raises what `read_export` raises, with the path as a note where there are several, and UnknownSpeaker for a name of
    `--same` that nobody has.
    """
    imported = [_read(path, arguments) for path in arguments.paths]
    conversations = [one.conversation for one in imported]
    same = _same(arguments.same, people=[name for conversation in conversations for name in conversation.people])
    if len(imported) == 1 and not same:
        return imported[0]
    merged = merge([renamed(one, same) for one in conversations], timezone=arguments.timezone)
    return Imported(conversation=merged.conversation, report=merged_report([one.report for one in imported], merged))


def _same(given: Iterable[tuple[str, str]], *, people: Iterable[str]) -> dict[str, str]:
    """Return what each person of several names is called; what is said later may build on what was said before."""
    known = tuple(dict.fromkeys(people))
    same: dict[str, str] = {}
    for pair in given:
        unknown = next((name for name in pair if name not in known), None)
        if unknown is not None:
            raise UnknownSpeaker(name=unknown, people=known)
        called, other = (same.get(name, name) for name in pair)
        same |= {name: called for name in (other, *same) if name == other or same[name] == other}
    return same


def _read(path: str, arguments: argparse.Namespace) -> Imported:
    source: Path | BinaryIO = BytesIO(_standard_input()) if path == "-" else Path(path)
    try:
        with counting("Reading") as progress:
            return read_export(
                source,
                date_order=arguments.date_order,
                timezone=arguments.timezone,
                chat=arguments.chat,
                columns=arguments.columns,
                progress=progress,
            )
    except AmendsError as trouble:
        if len(arguments.paths) > 1:
            trouble.add_note(path)
        raise


def _standard_input() -> bytes:
    """Return what is piped or typed in; raises TooLarge."""
    given = sys.stdin.buffer.read(LONGEST_INPUT + 1)
    if len(given) > LONGEST_INPUT:
        raise TooLarge(limit=LONGEST_INPUT)
    return given


def columns(text: str) -> dict[str, str]:
    """Return the name of the column of each role; a part that holds a comma is put in double quotes, as in CSV."""
    parts = next(csv.reader([text]), [])
    chosen = {role.strip(): name.strip() for role, _, name in (part.partition("=") for part in parts)}
    if not {"speaker", "text"} <= chosen.keys() <= COLUMN_ROLES or not all(chosen.values()):
        message = f"“{text}” does not say which column is which; give it like time=Date,speaker=From,text=Body"
        raise argparse.ArgumentTypeError(message)
    return chosen


def two_names(text: str) -> tuple[str, str]:
    """Return the names on both sides of the only, or else the first, equals sign."""
    called, _, other = (part.strip() for part in text.partition("="))
    if not called or not other or called == other:
        raise argparse.ArgumentTypeError(f"“{text}” does not name two people; give it like “Ben=Ben M.”")
    return called, other


def time_zone(name: str) -> tzinfo:
    """Return the zone by its name, or by its offset from UTC."""
    try:
        return _offset(name) if name[:1] in {"+", "-"} else ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        message = f"“{name}” is no time zone; give one like Europe/Dublin or +02:00"
        raise argparse.ArgumentTypeError(message) from None


def _offset(text: str) -> tzinfo:
    sign = -1 if text[0] == "-" else 1
    hours, _, minutes = text[1:].partition(":")
    return timezone(sign * timedelta(hours=int(hours), minutes=int(minutes or "0")))
