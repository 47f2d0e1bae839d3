"""`amends protocol`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from amends.content.protocols import read_template, templates
from amends.content.relations import relations

DOCS = Path(__file__).parents[3] / "docs/protocols.md"
COUPLE_WORDS = r"(?i)\b(?:partners?|spouses?|husband|wife|lovers?|love|romantic|couple|marriage)\b"


def example() -> str:
    (found,) = re.findall(r"(?s)```text\n(format: 1\n.*?)```", DOCS.read_text(encoding="utf-8"))
    return str(found)


def test_the_list_names_each_with_its_minutes_and_strength(amends: Any) -> None:
    status, out, err = amends("protocol", "list")
    assert (status, err) == (0, "")
    assert out.count("\n") == len(templates())
    for template in templates().values():
        assert re.search(
            rf"(?m)^{template.id} +{template.minutes} min  {template.strength.value}  {template.title}$", out
        )


def test_the_list_can_be_of_one_relation(amends: Any) -> None:
    _, out, _ = amends("protocol", "list", "--for", "coparents")
    assert "handover" in out
    assert "looking-back-as-a-team" not in out


@pytest.mark.parametrize("name", templates())
def test_one_is_shown_with_all_that_has_to_be_known_in_80_columns(amends: Any, name: str) -> None:
    status, out, err = amends("protocol", "show", name)
    assert (status, err) == (0, "")
    assert max(map(len, out.split("\n"))) <= 80
    shown, template = " ".join(out.split()), templates()[name]
    for words in (*template.sources, template.strength_words, template.shown, *template.not_when, template.too_much):
        assert words in shown
    assert all(step.say in shown for step in template.steps)
    assert "thinks of harming themselves, ring the emergency number first" in shown
    if template.relations != ("couple",):
        assert re.findall(COUPLE_WORDS, out) == []


@pytest.mark.parametrize("name", templates())
def test_one_is_walked_through_to_its_end(amends: Any, typed: Any, name: str) -> None:
    steps = templates()[name].steps
    typed("\n" * (len(steps) - 1))
    status, out, err = amends("protocol", "run", name)
    assert (status, err) == (0, "")
    assert [f"{number}/{len(steps)}  " in out for number in range(1, len(steps) + 1)] == [True] * len(steps)
    assert out.endswith("That was the last step. Nothing was kept.\n")


@pytest.mark.parametrize("answers", ["\nq\n", "\n", "\nQuit\n"])
def test_it_can_be_stopped_at_any_step(amends: Any, typed: Any, answers: str) -> None:
    typed(answers)
    status, out, _ = amends("protocol", "run", "soft-start")
    assert status == 0
    assert "2/6" in out
    assert "3/6" not in out
    assert out.endswith("You can stop at any step. Nothing was kept.\n")


def test_the_example_in_the_docs_is_checked_shown_and_walked_through(amends: Any, typed: Any, tmp_path: Path) -> None:
    file = tmp_path / "own.txt"
    file.write_text(example(), encoding="utf-8")
    template = read_template(example())
    right = f"{template.title}: {len(template.steps)} steps, {template.minutes} min. No mistakes.\n"
    assert amends("protocol", "check", file) == (0, right, "")
    assert amends("protocol", "show", file)[1].startswith(template.title)
    typed("q\n")
    assert template.title in amends("protocol", "run", file)[1]


def test_a_coach_reads_every_mistake_in_a_line_of_its_own(amends: Any, tmp_path: Path) -> None:
    file = tmp_path / "own.txt"
    file.write_text(example().replace("strength: W", "strength: good").replace("format: 1", "format: one"))
    status, out, err = amends("protocol", "check", file)
    assert (status, out) == (1, "")
    assert re.fullmatch(r"Line 1: Amends reads format 1[^\n]*\nLine \d+: “strength” takes S, M, W or C[^\n]*\n", err)


@pytest.mark.parametrize("verb", ["show", "run", "check"])
@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"a" * (32 * 1024 + 1), b"", b"\x1b[2J: x"])
def test_what_is_no_protocol_is_told_in_plain_sentences(amends: Any, tmp_path: Path, verb: str, content: Any) -> None:
    file = tmp_path / "own.txt"
    if content is not None:
        file.write_bytes(content)
    status, out, err = amends("protocol", verb, file)
    assert (status, out) == (1, "")
    assert err.endswith("\n")
    assert "\x1b" not in err
    assert "Traceback" not in err


def test_the_docs_name_all_of_the_format() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for name in (*re.findall(r"(?m)^([a-z ]+):", example()), *relations(), "everyone", "other", "each", "all", "me"):
        assert f"`{name}" in text, name
