from __future__ import annotations

import argparse
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from amends.cli.folder import entries_of, read_folder
from amends.cli.private import write_private
from amends.cli.processes import cores
from amends.cli.progress import counting
from amends.cli.rows import Entry
from amends.cli.source import add_source_arguments, read_source
from amends.reading import read_conversation, seen_from
from amends.reports import as_html, as_json, as_markdown, as_text

if TYPE_CHECKING:
    from collections.abc import Sequence


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_source_arguments(parser)
    parser.add_argument("--me", metavar="NAME", help="who you are in it; only then your own words are looked at")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="write JSON instead of text")
    shape.add_argument("--html", type=Path, metavar="FILE", help="write one page into FILE instead of text")
    shape.add_argument("--markdown", type=Path, metavar="FILE", help="write Markdown into FILE instead of text")
    shape.add_argument(
        "--rows",
        type=Path,
        metavar="FILE",
        help="read each export in a folder, and write one row of facts for each conversation into FILE",
    )
    parser.add_argument(
        "--processes", type=at_least_one, metavar="N", help="with --rows: how many to read with (one for each core)"
    )
    parser.add_argument("--cluster", metavar="ADDRESS", help="with --rows: read on the workers of this dask scheduler")
    parser.set_defaults(slip=parser.error)


def run(arguments: argparse.Namespace) -> int:
    if arguments.rows is not None:
        return _read_into_rows(arguments)
    if arguments.processes or arguments.cluster:
        arguments.slip("--processes and --cluster go with --rows")
    imported = read_source(arguments)
    conversation, report = imported.conversation, imported.report
    me = None if arguments.me is None else person_named(arguments.me, conversation.people)
    with counting("Looking at") as progress:
        reading = read_conversation(conversation, progress=progress)
    seat = seen_from(reading, conversation, seat=me)
    if arguments.html is not None:
        write_private(arguments.html, [as_html(conversation, report, seat)])
    elif arguments.markdown is not None:
        write_private(arguments.markdown, [as_markdown(conversation, report, seat)])
    elif arguments.json:
        sys.stdout.write(as_json(conversation, report, seat))
    else:
        sys.stdout.write(as_text(conversation, report, seat))
    return 0


def _read_into_rows(arguments: argparse.Namespace) -> int:
    if arguments.me or arguments.chat or arguments.same:
        arguments.slip("--rows reads every chat, and from nobody's seat; --me, --chat and --same don't go with it")
    if len(arguments.paths) > 1 or not Path(arguments.paths[0]).is_dir():
        arguments.slip("--rows takes one folder, with an export in each of its files and folders")
    rows = arguments.rows
    ledger = rows.with_name(f"{rows.name}.amends")
    said = Entry(
        path="", name="", date_order=arguments.date_order, timezone=arguments.timezone, columns=arguments.columns
    )
    entries = entries_of(Path(arguments.paths[0]), without=(rows, ledger), said=said)
    try:
        tally = read_folder(
            entries, rows, ledger=ledger, processes=arguments.processes or cores(), cluster=arguments.cluster
        )
    except KeyboardInterrupt:
        print("Stopped. What was read is kept; the same command goes on from there.", file=sys.stderr)
        raise
    print(f"{tally.exports:,} exports: {tally.conversations:,} conversations read, {tally.refusals:,} refused.")
    return 0


def at_least_one(text: str) -> int:
    """Return the number that a text is, for argparse."""
    if not text.isascii() or not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is no number of processes; give 1 or more")
    return int(text)


def person_named(name: str, people: Sequence[str]) -> str:
    """Return the person whose name this is, whatever its case; the name as it came where that is not one person."""
    if name in people:
        return name
    alike = [person for person in people if _folded(person) == _folded(name)]
    return alike[0] if len(alike) == 1 else name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()
