"""The docs name every command and option, and the JSON in them has the shape of what is really written."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from amends.cli import parser_for
from amends.cli.rows import Entry, read_entry
from amends.moves import Feeling, Move
from amends.reading import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parents[3] / "docs"
COMMAND_LINE = (DOCS / "command-line.md").read_text(encoding="utf-8")
JSON = (DOCS / "json.md").read_text(encoding="utf-8")


def commands() -> dict[str, argparse.ArgumentParser]:
    return {name: choices([name])[name] for name in choices([])}


def choices(given: list[str]) -> dict[str, argparse.ArgumentParser]:
    (below,) = (action for action in parser_for(given)._actions if isinstance(action, argparse._SubParsersAction))
    return dict(below.choices)


def options() -> Iterator[tuple[str, argparse.Action, str]]:
    for name, parser in commands().items():
        for action in parser._actions:
            for option in action.option_strings:
                if option not in {"-h", "--help"}:
                    yield name, action, option


def section(name: str) -> str:
    (found,) = re.findall(rf"(?ms)^## amends {name}$(.*?)(?=^## |\Z)", COMMAND_LINE)
    return str(found)


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_has_a_section_with_an_example(name: str) -> None:
    assert re.search(rf"^    .*\bamends {name}\b", section(name), re.MULTILINE)


@pytest.mark.parametrize(("name", "action", "option"), list(options()))
def test_every_option_has_a_row_with_an_example(name: str, action: argparse.Action, option: str) -> None:
    rows = [row for row in section(name).split("\n") if row.startswith(f"| `{option}")]
    assert rows
    if "--kind" not in option:
        assert all(f"`amends {name} " in row and row.count(option) == 2 for row in rows)
    for choice in action.choices or ():
        assert choice in "".join(rows)


def test_the_docs_name_no_option_that_is_not_there() -> None:
    real = {(name, option) for name, _, option in options()}
    for name in commands():
        for option in re.findall(r"^\| `(--[a-z-]+)", section(name), re.MULTILINE):
            assert (name, option) in real


def example(heading: str) -> Any:
    (found,) = re.findall(rf"(?s)^## {heading}\n.*?```json\n(.*?)```", JSON, re.MULTILINE)
    return json.loads(found)


def shape(value: Any) -> Any:
    """Return what a value is made of: keys, and kinds of values; null fits anything."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


def fits(example: Any, real: Any) -> bool:
    if "NoneType" in (example, real):
        return True
    if isinstance(example, dict) and isinstance(real, dict):
        return list(example) == list(real) and all(fits(example[key], real[key]) for key in example)
    if isinstance(example, list) and isinstance(real, list):
        return not example or not real or fits(example[0], real[0])
    return bool(example == real)


def test_the_reading_in_the_docs_has_the_shape_of_a_real_one(amends: Any, chat: Any) -> None:
    real = json.loads(amends("read", chat, "--me", "Ana", "--json")[1])
    assert fits(shape(example(r"amends\.reading, version 1")), shape(real))
    assert real["own"]
    assert real["promises"]


def test_the_row_in_the_docs_has_the_shape_of_a_real_one(chat: Path) -> None:
    (real,) = read_entry(Entry(path=str(chat), name=chat.name)).rows or ()
    assert fits(shape(example("A row")), shape(dict(real)))


def test_the_check_in_the_docs_is_a_real_one(amends: Any, typed: Any) -> None:
    typed("I'm sorry if you were upset")
    assert json.loads(amends("check", "-", "--json")[1]) == example(r"amends\.check, version 1")


def test_the_line_in_the_docs_has_the_shape_of_a_real_one(amends: Any, chat: Any) -> None:
    real = json.loads(amends("convert", chat)[1])
    documented = example("A conversation on one line")
    assert fits(shape(documented), shape(real))
    for entry, written in zip(documented["messages"], real["messages"], strict=False):
        assert list(entry) == list(written)


def test_the_labelled_line_in_the_docs_has_the_shape_of_a_real_one(amends: Any, typed: Any) -> None:
    documented = example("A labelled conversation")
    typed(json.dumps(documented))
    assert fits(shape(documented), shape(json.loads(amends("label", "-")[1])))


def test_every_move_feeling_and_outcome_is_named_in_the_docs() -> None:
    told = JSON[JSON.index("## A labelled conversation") :]
    for name in (*Move, *Feeling, *Outcome):
        assert re.search(rf"\b{name.value}\b", told), name
