from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from amends.cli.source import add_source_arguments, read_source
from amends.reports import breakdowns_line

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_source_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    imported = read_source(arguments)
    first = arguments.paths[0]
    name = "pasted" if first == "-" else Path(first).stem
    sys.stdout.writelines(breakdowns_line(imported.conversation, imported.report, name=name))
    return 0
