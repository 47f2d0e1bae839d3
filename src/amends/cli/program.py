from __future__ import annotations

import argparse
import importlib
import os
import sys
from importlib.metadata import entry_points, version
from io import TextIOWrapper
from typing import TYPE_CHECKING, NoReturn, Protocol, cast

from amends.cli.troubles import sentence_for
from amends.errors import AmendsError, Undecided

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OWN = ("read", "convert", "check", "practice", "label", "protocol")
GROUP = "amends.commands"

REFUSED, USAGE, UNDECIDED, INTERRUPTED = 1, 2, 3, 130


class Command(Protocol):
    """What a module offers to be a command."""

    HELP: str

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
        return _said(sentence_for(doubt), UNDECIDED)
    except BrokenPipeError:
        return _reader_gone()
    except (AmendsError, OSError) as trouble:
        return _said(sentence_for(trouble), REFUSED)
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def parser_for(given: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser. Only the command that is asked for is imported; for the overview, all are."""
    parser = OneSentenceParser(
        prog="amends",
        description="Read a conversation that went wrong, and find the way back. Nothing leaves this computer.",
        epilog="Each command says more: amends read --help. All of them are in docs/command-line.md.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"amends {version('amends')}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    homes = _homes()
    wanted = [name for name in homes if name in given[:1]] or list(homes)
    for name in wanted:
        command = cast("Command", importlib.import_module(homes[name]))
        below = commands.add_parser(name, help=command.HELP, description=_described(command), allow_abbrev=False)
        command.add_arguments(below)
        below.set_defaults(run=command.run)
    return parser


class OneSentenceParser(argparse.ArgumentParser):
    """Says what is wrong with the words of a command in one sentence instead of a page of usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"{self.prog}: {message}; see “{self.prog} --help”.\n")


def _homes() -> Mapping[str, str]:
    own = {name: f"amends.cli.{name}" for name in OWN}
    return own | {point.name: point.value for point in sorted(entry_points(group=GROUP))}


def _described(command: Command) -> str:
    return f"{command.HELP[0].upper()}{command.HELP[1:]}."


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says: chats are full of letters that the C locale has not."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _said(sentence: str, status: int) -> int:
    print(sentence, file=sys.stderr)
    return status


def _reader_gone() -> int:
    """End quietly when `| head` has read enough; Python would complain once more while it closes stdout."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return REFUSED
