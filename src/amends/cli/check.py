from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from amends.drafts import Kind, check_draft
from amends.errors import BadEncoding, LongDraft
from amends.reports import check_as_json, check_as_text

if TYPE_CHECKING:
    import argparse

LONGEST_DRAFT = 1024**2  # bytes; a draft is typed by hand


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="FILE", help="a text file with the draft, or - for standard input")
    parser.add_argument(
        "--kind",
        choices=[kind.value for kind in Kind],
        default=Kind.ACKNOWLEDGEMENT.value,
        help="what the draft is meant to be (default: %(default)s)",
    )
    parser.add_argument("--json", action="store_true", help="write JSON instead of text")


def run(arguments: argparse.Namespace) -> int:
    text = read_draft(arguments.path)
    check = check_draft(text, kind=Kind(arguments.kind))
    sys.stdout.write(check_as_json(text, check) if arguments.json else check_as_text(text, check))
    return 0


def read_draft(path: str) -> str:
    """Return the words of a file, or of standard input where the path is "-"; raises BadEncoding or LongDraft."""
    given = sys.stdin.buffer.read(LONGEST_DRAFT + 1) if path == "-" else _file(Path(path))
    if len(given) > LONGEST_DRAFT:
        raise LongDraft(limit=LONGEST_DRAFT)
    try:
        return given.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadEncoding from None


def _file(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LONGEST_DRAFT + 1)
