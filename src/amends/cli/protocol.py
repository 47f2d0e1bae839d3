from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from amends.content import load_toml
from amends.content.protocols import LARGEST, read_template, templates, templates_for
from amends.content.relations import relations
from amends.errors import BadEncoding, BadProtocol, UnknownProtocol
from amends.reports import protocol_as_text, protocols_as_text, step_as_text

if TYPE_CHECKING:
    import argparse

    from amends.content.protocols import Template


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(title="what to do", metavar="VERB", required=True, dest="verb")
    listed = verbs.add_parser("list", help="list the protocols that come with Amends", allow_abbrev=False)
    listed.add_argument("--for", choices=list(relations()), dest="relation", help="those for people like you")
    for verb, about in (("show", "show one on one page, to read or print"), ("run", "walk through one, step by step")):
        below = verbs.add_parser(verb, help=about, allow_abbrev=False)
        below.add_argument("name", metavar="NAME", help="its name in the list, or a file with one")
    check = verbs.add_parser("check", help="check a file that should be a protocol", allow_abbrev=False)
    check.add_argument("path", metavar="FILE", help="a text file as docs/protocols.md describes it")


def run(arguments: argparse.Namespace) -> int:
    match arguments.verb:
        case "list":
            found = templates_for(arguments.relation) if arguments.relation else templates().values()
            sys.stdout.write(protocols_as_text(found))
        case "show":
            sys.stdout.write(protocol_as_text(_named(arguments.name)))
        case "run":
            _walk(_named(arguments.name))
        case "check":
            return _check(Path(arguments.path))
    return 0


def _walk(template: Template) -> None:
    """Show a step, wait for Enter, and so on; nothing is kept. The end of the input ends it as "q" does."""
    words = load_toml("protocols")["terminal"]
    print(f"{template.title}\n")
    for number in range(1, len(template.steps) + 1):
        print(step_as_text(template, number))
        if number == len(template.steps):
            print(words["done"])
        elif not _goes_on(words["next"]):
            print(words["stopped"])
            return


def _goes_on(question: str) -> bool:
    print(question, end="", flush=True)
    answer = sys.stdin.readline()
    print()
    return bool(answer) and answer.strip().lower() not in {"q", "quit"}


def _check(path: Path) -> int:
    try:
        template = _file(path)
    except BadProtocol as bad:
        print("\n".join(bad.sentences), file=sys.stderr)
        return 1
    words = load_toml("protocols")["terminal"]
    print(words["right"].format(title=template.title, steps=len(template.steps), minutes=template.minutes))
    return 0


def _named(name: str) -> Template:
    if name in templates():
        return templates()[name]
    if not Path(name).is_file():
        raise UnknownProtocol(name=name)
    return _file(Path(name))


def _file(path: Path) -> Template:
    with path.open("rb") as file:
        given = file.read(LARGEST + 1)
    if len(given) > LARGEST:
        raise BadProtocol(mistakes=((1, "large", ""),))
    try:
        return read_template(given.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadEncoding from None
