"""The command as a whole: its overview, its exits, and how it speaks. Some of it as a real process."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

from amends.cli import read

AMENDS = (sys.executable, "-c", "import sys; from amends.cli import main; sys.exit(main())")


def process(*arguments: object, given: bytes = b"", **settings: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*AMENDS, *map(str, arguments)],
        input=given,
        capture_output=True,
        check=False,
        env=os.environ | settings,
        timeout=60,
    )


def test_the_overview_names_every_command(amends: Any) -> None:
    status, out, _ = amends("--help")
    assert status == 0
    for name in ("read", "convert", "check", "label", *(point.name for point in entry_points(group="amends.commands"))):
        assert f"    {name} " in out


def test_the_overview_loads_neither_django_nor_what_the_commands_call() -> None:
    code = "import sys; sys.argv = ['amends', '--help']\nfrom amends.cli import main\n"
    code += "try: main()\nexcept SystemExit: print({'django', 'amends.chats', 'amends.reports'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("set()\n")


@pytest.mark.parametrize("arguments", [(), ("reed",), ("read",), ("check", "a", "b"), ("read", "a", "--js"), ("--x",)])
def test_a_slip_in_usage_is_one_sentence_and_two(amends: Any, arguments: tuple[str, ...]) -> None:
    status, out, err = amends(*arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "--help" in err


def test_the_version_is_told(amends: Any) -> None:
    status, out, _ = amends("--version")
    assert status == 0
    assert out.startswith("amends ")


def test_output_is_utf8_in_the_c_locale(tmp_path: Path) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text("13/03/2025, 18:05 - Zoë: 🙏 может?\n13/03/2025, 18:06 - Ben: no\n", encoding="utf-8")
    done = process("convert", chat, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="")
    assert done.returncode == 0
    assert "Zoë" in done.stdout.decode("utf-8")
    assert "🙏 может?" in done.stdout.decode("utf-8")


@pytest.mark.slow
def test_a_reader_who_has_enough_gets_no_complaint(tmp_path: Path) -> None:
    talks = tmp_path / "talks.jsonl"
    talks.write_text('{"people": [], "messages": []}\n' * 5_000)
    with subprocess.Popen([*AMENDS, "label", str(talks)], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(10)
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 1


def test_an_interrupt_ends_quietly_with_130(amends: Any, chat: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(arguments: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(read, "run", interrupted)
    assert amends("read", chat) == (130, "", "")


@pytest.mark.slow
def test_a_pipe_through_real_processes_labels_a_chat(chat: Path) -> None:
    converted = process("convert", chat)
    labelled = process("label", "-", given=converted.stdout)
    assert (labelled.returncode, labelled.stderr) == (0, b"")
    assert labelled.stdout.count(b"\n") == 1


@pytest.mark.slow
def test_progress_is_not_written_where_nobody_watches(chat: Path) -> None:
    assert process("read", chat).stderr == b""
