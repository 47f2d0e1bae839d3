"""Whatever is in a file, a command reads it or says one sentence; no input gets a traceback."""

from __future__ import annotations

import io
import json
import unicodedata
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.cli import main
from amends.cli.rows import NOT_FINISHED, Entry, read_entry

if TYPE_CHECKING:
    from pathlib import Path

pieces = st.sampled_from(
    [
        "13/03/2025, 18:05 - Ana: hi",
        "03/04/2025, 18:05 - Ben: no",
        "[13/03/2025, 18:05:09] Ana: \u200ehi",
        "Ana: could you?",
        "Ben: I'm sorry if\x1b[2J",
        '{"messages": [{"n": 0, "from": null, "text": "x"}]}',
        '{"chats": {"list": [',
        "From a@b Thu",
        "\u2028",
        "\x00",
        "\ufeff",
    ]
)
anything = st.lists(pieces | st.text(max_size=20), max_size=8).map("\n".join).map(lambda text: text.encode())
bad_bytes = st.tuples(anything, st.binary(max_size=4)).map(b"".join)


def controls(text: str) -> set[str]:
    return {letter for letter in text if unicodedata.category(letter) in {"Cc", "Cs"}} - {"\n"}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any") / "input"


@pytest.mark.parametrize("command", [("read", "--json"), ("read",), ("convert",), ("label",), ("check",)])
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(content=anything | bad_bytes)
def test_any_file_is_answered_or_refused_in_one_sentence(file: Path, command: tuple[str, ...], content: bytes) -> None:
    file.write_bytes(content)
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main([*command, str(file)])
    assert status in {0, 1, 3}
    assert err.getvalue().count("\n") == (0 if status == 0 else 1)
    assert not controls(out.getvalue() + err.getvalue())
    if status != 0 and command != ("label",):
        assert out.getvalue() == ""
    if command in {("convert",), ("label",)}:
        assert all(isinstance(json.loads(line), dict) for line in out.getvalue().split("\n")[:-1])


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(content=anything | bad_bytes)
def test_any_file_of_a_folder_is_a_row(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    rows = read_entry(Entry(path=str(file), name=file.name)).rows
    assert rows
    for row in rows:
        assert row["refusal"] is None or row["refusal"]["reason"] != NOT_FINISHED
        assert not controls(json.dumps(row, ensure_ascii=False))
