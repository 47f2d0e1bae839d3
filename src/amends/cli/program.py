from __future__ import annotations

import argparse
import importlib
import os
import sys
from importlib.metadata import entry_points, version
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, cast

from amends.errors import AmendsError, Undecided

if TYPE_CHECKING:
    from collections.abc import Sequence

# Here, and not in each: the overview shows it without loading the commands and all that they call.
OWN = {
    "read": "read a conversation: how it went, where to look, what was left open",
    "convert": "write a conversation as one line of JSON, in the Breakdowns format without labels",
    "check": "take a second look at a draft of your own words",
    "practice": "print cards to practise with, or take a second look at an answer to one",
    "label": "label conversations in the Breakdowns format, to measure how well Amends reads",
    "protocol": "list, show, walk through or check protocols: how to talk about something, step by step",
}
GROUP = "amends.commands"

REFUSED, USAGE, UNDECIDED, INTERRUPTED = 1, 2, 3, 130


class Command(Protocol):
    """What a module offers to be a command."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, arguments: argparse.Namespace) -> int: ...


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0, 1 refused, 2 usage, 3 only the person can settle it."""
    given = sys.argv[1:] if argv is None else list(argv)
    _speak_utf8()
    try:
        arguments = parser_for(given).parse_args(given)
        status = cast("int", arguments.run(arguments))
        sys.stdout.flush()
    except Undecided as doubt:
        return _said(doubt, UNDECIDED)
    except BrokenPipeError:
        return _reader_gone()
    except (AmendsError, OSError) as trouble:
        return _said(trouble, REFUSED)
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def parser_for(given: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser. Of the library's commands only the one that is asked for is loaded; for the overview, none."""
    parser = OneSentenceParser(
        prog="amends",
        description="Read a conversation that went wrong, and find the way back. Nothing leaves this computer.",
        epilog="Each command says more: amends read --help. All of them are in docs/command-line.md.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"amends {version('amends')}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    asked = next((word for word in given if not word.startswith("-")), "")
    if asked in OWN:
        _add(commands, asked, OWN[asked], cast("Command", importlib.import_module(f"amends.cli.{asked}")))
        return parser
    for name, line in OWN.items():
        _add(commands, name, line)
    for point in sorted(entry_points(group=GROUP)):
        guest = cast("Guest", point.load())
        _add(commands, point.name, guest.HELP, guest)
    return parser


class Guest(Command, Protocol):
    """A command of another package: it says itself in one line what it does."""

    HELP: str


class OneSentenceParser(argparse.ArgumentParser):
    """Says what is wrong with the words of a command in one sentence instead of a page of usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"{self.prog}: {message}; see “{self.prog} --help”.\n")


def _add(commands: Any, name: str, line: str, command: Command | None = None) -> None:
    """Add a command's own parser, which knows its arguments where the command is loaded."""
    parser = commands.add_parser(name, help=line, description=f"{line[0].upper()}{line[1:]}.", allow_abbrev=False)
    if command is not None:
        command.add_arguments(parser)
        parser.set_defaults(run=command.run)


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says: chats are full of letters that the C locale has not."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _said(trouble: AmendsError | OSError, status: int) -> int:
    # Here, as it loads half of the library, and `amends --help` has no trouble to tell of.
    from amends.cli.troubles import sentence_for

    print(sentence_for(trouble), file=sys.stderr)
    return status


def _reader_gone() -> int:
    """End quietly when `| head` has read enough; Python would complain once more while it closes stdout."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return REFUSED
