from __future__ import annotations

import sys
import unicodedata
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from amends.cli.progress import counting
from amends.cli.source import add_source_arguments, read_source
from amends.reading import read_conversation, seen_from
from amends.reports import as_html, as_json, as_markdown, as_text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

HELP = "read a conversation: how it went, where to look, what was left open"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_source_arguments(parser)
    parser.add_argument("--me", metavar="NAME", help="who you are in it; only then your own words are looked at")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="write JSON instead of text")
    shape.add_argument("--html", type=Path, metavar="FILE", help="write one page into FILE instead of text")
    shape.add_argument("--markdown", type=Path, metavar="FILE", help="write Markdown into FILE instead of text")


def run(arguments: argparse.Namespace) -> int:
    imported = read_source(arguments)
    conversation, report = imported.conversation, imported.report
    me = None if arguments.me is None else person_named(arguments.me, conversation.people)
    with counting("Looking at") as progress:
        reading = read_conversation(conversation, progress=progress)
    seat = seen_from(reading, conversation, seat=me)
    if arguments.html is not None:
        write_private(arguments.html, as_html(conversation, report, seat))
    elif arguments.markdown is not None:
        write_private(arguments.markdown, as_markdown(conversation, report, seat))
    elif arguments.json:
        sys.stdout.write(as_json(conversation, report, seat))
    else:
        sys.stdout.write(as_text(conversation, report, seat))
    return 0


def person_named(name: str, people: Sequence[str]) -> str:
    """Return the person whose name this is, whatever its case; the name as it came where that is not one person."""
    if name in people:
        return name
    alike = [person for person in people if _folded(person) == _folded(name)]
    return alike[0] if len(alike) == 1 else name


def write_private(path: Path, text: str) -> None:
    """Write a file that only this person may read, whole or not at all; a device or pipe is just written to."""
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8")
        return
    try:
        with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".amends-", delete=False) as part:
            part.write(text)
    except OSError as trouble:
        raise OSError(trouble.errno, trouble.strerror, str(path)) from trouble  # not the name of the part
    Path(part.name).replace(path)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()
