"""The command `amends`: parse, call one library function, print. One module a command.

A command is a module with `add_arguments(parser)` and `run(arguments) -> int`, and a line of `program.OWN`. Other
packages bring theirs through the entry-point group `amends.commands`, with a line `HELP`; such a module is light to
import, since `amends --help` does.
"""

from amends.cli.program import main, parser_for

__all__ = ["main", "parser_for"]
