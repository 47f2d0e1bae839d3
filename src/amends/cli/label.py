from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amends.chats import read_breakdowns
from amends.cli.corpus import write_corpus
from amends.errors import AmendsError, UnreadableExport
from amends.reading import read_conversation
from amends.reports import as_labelled_line

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from amends.conversation import Conversation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="FILE", help="conversations, one a line, or - for standard input")
    parser.add_argument(
        "--convokit", type=Path, metavar="FOLDER", help="write a corpus of ConvoKit into FOLDER instead of lines"
    )


def run(arguments: argparse.Namespace) -> int:
    if arguments.path == "-":
        return _label(sys.stdin.buffer, corpus=arguments.convokit)
    with Path(arguments.path).open("rb") as lines:
        return _label(lines, corpus=arguments.convokit)


def _label(lines: Iterable[bytes], *, corpus: Path | None) -> int:
    read = (_read(line, number) for number, line in enumerate(lines, start=1) if line.strip())
    if corpus is not None:
        write_corpus(corpus, ((conversation, read_conversation(conversation)) for _, conversation in read))
        return 0
    for entry, conversation in read:
        sys.stdout.write(as_labelled_line(entry, conversation, read_conversation(conversation)))
    return 0


def _read(line: bytes, number: int) -> tuple[dict[str, Any], Conversation]:
    """Return the line as it is, and as a conversation; the labels that it may have are not looked at."""
    try:
        text = line.decode("utf-8-sig")
        entry = json.loads(text)
        (conversation,) = read_breakdowns([text])
    except (AmendsError, ValueError, RecursionError):
        raise UnreadableExport(reason="bad_line", line_number=number) from None
    return entry, conversation
