"""The conversation that a command is given: a path, or pasted text on standard input."""

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
from amends.cli.progress import counting
from amends.errors import TooLarge

if TYPE_CHECKING:
    from typing import BinaryIO

COLUMN_ROLES = frozenset({"time", "date", "speaker", "text"})
DATE_ORDERS = ("dmy", "mdy", "ymd")
LONGEST_INPUT = 64 * 1024**2  # bytes on standard input, which is held in memory; a file is streamed


def add_source_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "path", metavar="PATH", help="an exported chat (a file, a folder or a zip), or - for pasted text"
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


def read_source(arguments: argparse.Namespace) -> Imported:
    """Return the conversation with the report of its import. Raises what `read_export` raises."""
    source: Path | BinaryIO = BytesIO(standard_input(LONGEST_INPUT)) if arguments.path == "-" else Path(arguments.path)
    with counting("Reading") as progress:
        return read_export(
            source,
            date_order=arguments.date_order,
            timezone=arguments.timezone,
            chat=arguments.chat,
            columns=arguments.columns,
            progress=progress,
        )


def standard_input(limit: int) -> bytes:
    """Return what is piped or typed in; TooLarge past `limit` bytes."""
    given = sys.stdin.buffer.read(limit + 1)
    if len(given) > limit:
        raise TooLarge(limit=limit)
    return given


def columns(text: str) -> dict[str, str]:
    """Return the name of the column of each role; a part that holds a comma is put in double quotes, as in CSV."""
    parts = next(csv.reader([text]), [])
    chosen = {role.strip(): name.strip() for role, _, name in (part.partition("=") for part in parts)}
    if not {"speaker", "text"} <= chosen.keys() <= COLUMN_ROLES or not all(chosen.values()):
        message = f"“{text}” does not say which column is which; give it like time=Date,speaker=From,text=Body"
        raise argparse.ArgumentTypeError(message)
    return chosen


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
