"""`amends read FOLDER --rows FILE`: a folder of many exports, one row for each conversation."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from amends.cli import rows
from amends.cli import rows as rows_module
from amends.cli.folder import entries_of
from amends.cli.rows import Entry, read_entry, refusal_row
from amends.errors import UndecidedChat

EXPORTS = Path(__file__).parents[2] / "exports"
UNCLEAR = "03/04/2025, 18:05 - Ana: hi\n03/04/2025, 18:06 - Ben: hello\n"
TALKS = [
    {"id": name, "people": ["Mara", "Jo"], "messages": [{"n": 0, "from": "Mara", "at": None, "text": text}]}
    for name, text in (("one", "are you coming?"), ("two", "no"), ("two", "yes"))
]


@pytest.fixture
def folder(tmp_path: Path, chat: Path) -> Path:
    """A chat, an unclear one, a photo, a folder that is one export, a zip, and lines of the Breakdowns format."""
    folder = tmp_path / "exports"
    folder.mkdir()
    chat.rename(folder / chat.name)
    (folder / "a.txt").write_text(UNCLEAR, encoding="utf-8")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff\x00" * 20)
    (folder / ".hidden").write_text("no")
    shutil.copytree(EXPORTS / "convokit" / "corpus", folder / "corpus")
    with zipfile.ZipFile(folder / "b.zip", "w") as archive:
        archive.writestr("_chat.txt", UNCLEAR.replace("03/04", "13/04"))
    (folder / "talks.jsonl").write_text("".join(f"{json.dumps(talk)}\n" for talk in TALKS), encoding="utf-8")
    return folder


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process, which is faster than to start others."""

    def in_this_process(work: Any, items: Any, *, processes: int) -> Any:
        yield from [(item, work(item)) for item in items]

    monkeypatch.setattr("amends.cli.folder.in_processes", in_this_process)


def rows_in(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


def one(path: Path, **said: Any) -> Any:
    answer = read_entry(Entry(path=str(path), name=path.name, **said))
    return answer.rows


@pytest.mark.slow
def test_every_conversation_is_a_row_and_what_cannot_be_read_is_one_too(
    amends: Any, folder: Path, tmp_path: Path
) -> None:
    rows = tmp_path / "rows.jsonl"
    status, out, err = amends("read", folder, "--rows", rows, "--processes", "2")
    assert (status, out, err) == (0, "6 exports: 7 conversations read, 2 refused.\n", "")
    assert [(row["file"], row["chat"], row["refusal"] and row["refusal"]["reason"]) for row in rows_in(rows)] == [
        ("WhatsApp Chat with Ben.txt", "", None),
        ("a.txt", "", "undecided_date_order"),
        ("b.zip", "", None),
        ("corpus", "a1", None),
        ("corpus", "b1", None),
        ("photo.jpg", "", "binary"),
        ("talks.jsonl", "one", None),
        ("talks.jsonl", "two", None),
        ("talks.jsonl", "two (2)", None),
    ]
    assert stat.S_IMODE(rows.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "rows.jsonl.amends").stat().st_mode) == 0o600


def test_what_is_new_or_changed_or_said_otherwise_is_read_and_nothing_else(
    amends: Any, folder: Path, tmp_path: Path, here: None
) -> None:
    rows, ledger = tmp_path / "rows.jsonl", tmp_path / "rows.jsonl.amends"
    amends("read", folder, "--rows", rows)
    first = ledger.read_bytes()
    before = rows.read_bytes()

    amends("read", folder, "--rows", rows)
    assert (ledger.read_bytes(), rows.read_bytes()) == (first, before)

    (folder / "b.zip").unlink()
    (folder / "photo.jpg").write_text("Ana: hello\nBen: hello\nAna: yes\n", encoding="utf-8")
    amends("read", folder, "--rows", rows)
    added = ledger.read_bytes().removeprefix(first).decode().split("\n")[:-1]
    assert [json.loads(line)["file"] for line in added] == ["photo.jpg"]
    assert [row["file"] for row in rows_in(rows) if row["chat"] == ""] == [
        "WhatsApp Chat with Ben.txt",
        "a.txt",
        "photo.jpg",
    ]

    amends("read", folder, "--rows", rows, "--date-order", "mdy")
    (row,) = (row for row in rows_in(rows) if row["file"] == "a.txt")
    assert (row["refusal"], row["first_at"]) == (None, "2025-03-04T18:05:00")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stop", "status", "said"),
    [
        (signal.SIGKILL, -signal.SIGKILL, ""),
        (signal.SIGINT, 130, "Stopped. What was read is kept; the same command goes on from there.\n"),
    ],
    ids=["killed", "interrupted"],
)
def test_a_run_that_is_stopped_goes_on_where_it_was_and_leaves_no_process(
    tmp_path: Path, stop: signal.Signals, status: int, said: str
) -> None:
    folder, rows, ledger = tmp_path / "exports", tmp_path / "rows.jsonl", tmp_path / "rows.jsonl.amends"
    folder.mkdir()
    lines = [f"13/03/2025, 18:{n:02} - {'Ana' if n % 2 else 'Ben'}: words {n}" for n in range(40)]
    for number in (0, 1, 3):
        (folder / f"{number}.txt").write_text("\n".join(lines[number:]) + "\n", encoding="utf-8")
    # Whoever opens a pipe waits for somebody to write into it: here the run stands still until it is stopped.
    os.mkfifo(folder / "2.txt")
    command = [Path(sys.executable).with_name("amends"), "read", folder, "--rows"]

    stderr = tmp_path / "stderr"
    with stderr.open("w") as told:
        # As from a terminal: a test that runs in the background has Ctrl-C switched off, and its children with it.
        stopped = subprocess.Popen(
            [*command, rows, "--processes", "1"],
            start_new_session=True,
            stderr=told,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
    while not (ledger.exists() and ledger.read_bytes().count(b"\n") >= 2):
        assert stopped.poll() is None
        time.sleep(0.01)
    if stop is signal.SIGINT:
        os.killpg(stopped.pid, stop)  # as a terminal does, to everybody
    else:
        stopped.send_signal(stop)
    assert stopped.wait() == status
    while processes_of(stopped.pid):
        time.sleep(0.01)
    assert said in stderr.read_text()
    with ledger.open("ab") as torn:
        torn.write(b'{"file": "3.txt", "key": "x", "ro')
    kept = ledger.read_bytes()
    assert not rows.exists()
    assert kept.count(b"\n") == 2

    (folder / "2.txt").unlink()
    (folder / "2.txt").write_text("\n".join(lines[2:]) + "\n", encoding="utf-8")

    subprocess.run([*command, rows], check=True, capture_output=True)
    subprocess.run([*command, tmp_path / "fresh.jsonl"], check=True, capture_output=True)
    assert rows.read_bytes() == (tmp_path / "fresh.jsonl").read_bytes()
    assert len(rows_in(rows)) == 4
    assert ledger.read_bytes().startswith(kept[: kept.rindex(b"\n") + 1])
    assert sorted(json.loads(line)["file"] for line in ledger.read_bytes().splitlines()) == sorted(
        path.name for path in folder.iterdir()
    )


def processes_of(session: int) -> list[str]:
    listed = subprocess.run(["ps", "-o", "stat=", "-s", str(session)], capture_output=True, text=True)
    return [line for line in listed.stdout.split("\n") if line.strip() and not line.strip().startswith("Z")]


def test_a_row_holds_no_word_and_no_name_of_anybody(folder: Path) -> None:
    (row,) = one(folder / "WhatsApp Chat with Ben.txt")
    assert row["messages"] == 7
    assert row["people"] == 2
    assert row["turning_point"].keys() == {"first", "last", "confidence"}
    said = json.dumps({key: value for key, value in row.items() if key != "file"})
    for word in ("Ana", "Ben", "tell", "pathetic", "tomorrow", "contempt", "criticism"):
        assert word not in said


def test_a_refusal_holds_no_word_of_the_file(tmp_path: Path) -> None:
    table = tmp_path / "talk.csv"
    table.write_text("Kdy,Kdo to byl,Co\n2024-03-14 09:14,Ana,hi\n2024-03-14 09:15,Ben,no\n", encoding="utf-8")
    (row,) = one(table)
    assert row["refusal"]["reason"] == "undecided_columns"
    assert "Kdy" not in json.dumps(row)
    (tmp_path / "a.txt").write_text(UNCLEAR, encoding="utf-8")
    assert "03/04" not in json.dumps(one(tmp_path / "a.txt"))


def test_a_slip_in_a_reader_is_a_row_and_not_the_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slips(*_: Any, **__: Any) -> None:
        raise RuntimeError("pathetic")

    monkeypatch.setattr(rows_module, "read_conversation", slips)
    chat = folder / "WhatsApp Chat with Ben.txt"
    answer = read_entry(Entry(path=str(chat), name=chat.name))
    assert answer.rows is not None
    assert [row["refusal"]["reason"] for row in answer.rows] == ["not_finished"]
    assert "pathetic" not in json.dumps(answer.rows)
    assert answer.key == ""  # it is tried again next time


def test_an_export_that_is_gone_is_a_row(tmp_path: Path) -> None:
    (row,) = one(tmp_path / "gone.txt")
    assert row == {
        "file": "gone.txt",
        "chat": "",
        "refusal": {"reason": "not_found", "sentence": "There is no such file; check the path."},
    }


def test_the_same_content_has_the_same_digest_wherever_it_lies(folder: Path) -> None:
    shutil.copytree(folder / "corpus", folder / "again")
    first, again = one(folder / "corpus"), one(folder / "again")
    assert [row["sha256"] for row in first] == [row["sha256"] for row in again]
    (folder / "again" / "utterances.jsonl").rename(folder / "again" / "utterances.json")
    assert one(folder / "again")[0]["sha256"] != first[0]["sha256"]


def test_the_rows_in_the_folder_itself_are_no_export(folder: Path) -> None:
    rows = folder / "rows.jsonl"
    rows.write_text("")
    said = Entry(path="", name="")
    assert "rows.jsonl" not in [entry.name for entry in entries_of(folder, without=(rows,), said=said)]


@pytest.mark.parametrize(
    "more", [("--me", "Ana"), ("--chat", "x"), ("--same", "a=b"), ("--json",), ("another",), ("--processes", "0")]
)
def test_what_does_not_go_with_rows_is_a_slip(amends: Any, folder: Path, tmp_path: Path, more: Any) -> None:
    status, out, err = amends("read", folder, *more, "--rows", tmp_path / "rows.jsonl")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["exports"]


def test_a_file_is_no_folder_of_exports(amends: Any, folder: Path, tmp_path: Path) -> None:
    assert amends("read", folder / "a.txt", "--rows", tmp_path / "rows.jsonl")[0] == 2
    assert amends("read", folder / "a.txt", "--processes", "2")[0] == 2


def test_a_stranger_beside_the_rows_is_left_alone(amends: Any, folder: Path, tmp_path: Path) -> None:
    beside = tmp_path / "rows.jsonl.amends"
    for content in ("2026-11-26 * the money of the house\n", '{"file": 1}\n'):
        beside.write_text(content)
        status, out, err = amends("read", folder, "--rows", tmp_path / "rows.jsonl")
        assert (status, out, err.count("\n")) == (1, "", 1)
        assert beside.read_text() == content


def test_two_runs_do_not_write_the_same_rows(amends: Any, folder: Path, tmp_path: Path) -> None:
    from amends.cli.ledger import opened_ledger

    with opened_ledger(tmp_path / "rows.jsonl.amends"):
        status, out, err = amends("read", folder, "--rows", tmp_path / "rows.jsonl")
    assert (status, out) == (1, "")
    assert err.startswith("Another run is writing this; wait for it, or give another name: ")


def test_whoever_watches_sees_how_far_it_is(
    amends: Any, folder: Path, tmp_path: Path, here: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("amends.cli.progress.PATIENCE", 0.0)
    _, out, err = amends("read", folder, "--rows", tmp_path / "rows.jsonl")
    assert out.count("\n") == 1
    assert err.startswith("\rReading: 1 of 6 files\rReading: 2 of 6 files")
    assert err.endswith("\rReading: 6 of 6 files\r\x1b[K")


def test_what_is_settled_by_nothing_said_here_is_a_row_all_the_same(tmp_path: Path) -> None:
    row = refusal_row(Entry(path="x", name="x"), UndecidedChat(chats=("Ana and Ben",)))
    assert row["refusal"]["reason"] == "undecided"
    assert "Ana" not in json.dumps(row)


def test_rows_of_other_weights_are_other_rows(monkeypatch):
    before = rows.own_version()
    monkeypatch.setattr(rows, "WEIGHTS", rows.WEIGHTS[:1])
    assert rows.own_version.__wrapped__() != before
