"""Reading in a process of its own: what it may do, what is believed of it, and how it ends."""

from __future__ import annotations

import io
import json
import os
import platform
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends import errors
from amends.chats import Imported, read_export, read_pasted
from amends.chats.imported import Unread, imported
from amends.conversation import Conversation, Message, MessageType
from amends.errors import (
    BadEncoding,
    NoGrant,
    Tampered,
    TooLarge,
    Undecided,
    UndecidedChat,
    UndecidedColumns,
    UndecidedDateOrder,
    UnreadableExport,
)
from amends.sealing import SealedWriter
from amends_web.imports import checks
from amends_web.imports.models import Import
from amends_web.imports.parsing import apart
from amends_web.imports.parsing.apart import SealedFile, is_filtered, read_apart, seconds_for
from amends_web.imports.parsing.wire import Garbled, imported_from, lines_of, refusal_line, slip_line
from amends_web.imports.progress import Cancelled
from amends_web.imports.tests.conftest import WHATSAPP, a_file

EXPORTS = Path(__file__).parents[4] / "tests/exports"
SAID = {"time_zone": "Europe/Berlin", "name": "", "date_order": None, "chat": None}
CANARY = "kanarienvogel"
# How fast this machine ends a process is no test's matter, as long as it does not end by itself.
PATIENCE_SECONDS = 120
LINUX = sys.platform == "linux" and platform.machine() in {"x86_64", "aarch64"}


def ignore(_messages):
    pass


def run(script, *arguments, stdin=b""):
    """Run a script as the process is run, with its output in a pipe; returns what it printed."""
    command = [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}\n{script}", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, env={})


# What it may do

TRIES = """
import ctypes, os, resource, socket, sys
from amends_web.imports.parsing.confinement import MEMORY, confine
confine(seconds=5)
libc = ctypes.CDLL(None, use_errno=True)

def fork():
    if os.fork() == 0:
        os._exit(0)

TRIES = {
    "connect": socket.socket,
    "read a file": lambda: open(sys.argv[1]),
    "write a file": lambda: open(sys.argv[1] + ".new", "w"),
    "delete a file": lambda: os.unlink(sys.argv[1]),
    "start a process": fork,
    "become another program": lambda: os.execv("/bin/true", ["true"]),
    "signal the parent": lambda: os.kill(os.getppid(), 0),
    "look into another process": lambda: 1 / (1 + libc.ptrace(16, os.getppid(), 0, 0)),
    "lift a limit": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9)),
    "take all memory": lambda: bytearray(MEMORY),
}
for name, attempt in TRIES.items():
    try:
        attempt()
    except (OSError, MemoryError, ValueError, ZeroDivisionError):
        os.write(1, f"{name}\\n".encode())
"""


def test_it_can_open_write_start_signal_and_connect_nothing_and_take_no_more_memory(tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("words")
    refused = set(run(TRIES, str(victim)).stdout.decode().split("\n")[:-1])
    by_limits = {"connect", "read a file", "write a file", "start a process", "lift a limit", "take all memory"}
    by_the_filter = {"delete a file", "become another program", "signal the parent", "look into another process"}
    assert refused >= by_limits | (by_the_filter if LINUX else set())
    assert victim.read_text() == "words"
    assert list(tmp_path.iterdir()) == [victim]


def test_the_filter_stands_on_linux():
    assert is_filtered() == LINUX


@pytest.mark.parametrize(("stands", "warnings"), [(True, []), (False, ["amends_web.W001"])])
def test_the_check_of_the_server_warns_where_the_filter_does_not_stand(monkeypatch, stands, warnings):
    monkeypatch.setattr(checks, "is_filtered", lambda: stands)
    assert [warning.id for warning in checks.uploads_are_read_apart()] == warnings


def test_computing_for_too_long_ends_it():
    done = run(
        "from amends_web.imports.parsing.confinement import confine\nconfine(seconds=1)\nwhile True: pass",
    )
    assert done.returncode < 0


PARENT = '''
import os, subprocess, sys
child = f"""
import os, sys, time
sys.path[:] = {sys.path!r}
from amends_web.imports.parsing.confinement import confine
confine(seconds=60)
os.write(1, b'x')
time.sleep(600)
"""
running = subprocess.Popen([sys.executable, "-c", child], stdout=subprocess.PIPE)
running.stdout.read(1)
print(running.pid, flush=True)
os._exit(0)
'''


def test_it_ends_with_the_process_that_started_it():
    pid = int(run(PARENT).stdout)
    for _ in range(100 * PATIENCE_SECONDS):
        if not is_running(pid):
            return
        time.sleep(0.01)
    pytest.fail("it went on without its parent")


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


CONFINED = """
import io, json, os, sys
from amends.chats import make_ready, read_export
from amends.chats.files import pdf
from amends.errors import AmendsError
from amends_web.imports.parsing.confinement import confine

def outcome(content):
    try:
        return repr(read_export(io.BytesIO(content), timezone=None).conversation)
    except AmendsError as error:
        return repr(error)

files = {name: open(name, "rb").read() for name in json.loads(sys.stdin.read())}
make_ready()
pdf.load()
confine(seconds=60)
for name, content in files.items():
    try:
        said = outcome(content)
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
    os.write(1, (json.dumps([name, said]) + "\\n").encode())
"""


def test_every_format_is_read_without_opening_anything_on_the_way():
    """A reader that imports or loads something late would work everywhere but here: `make_ready` is the place."""
    paths = [str(path) for path in sorted(EXPORTS.rglob("*")) if path.is_file() and ".expected." not in path.name]
    lines = run(CONFINED, stdin=json.dumps(paths).encode()).stdout.decode().splitlines()
    confined = dict(json.loads(line) for line in lines)
    assert confined == {path: outcome(path) for path in paths}


def outcome(path):
    try:
        return repr(read_export(io.BytesIO(Path(path).read_bytes()), timezone=None).conversation)
    except (UnreadableExport, Undecided) as error:
        return repr(error)


# What is given to it


@pytest.fixture
def sealed(tmp_path):
    """Seals something as an upload lies on the disk; returns the file, opened, with its key."""
    opened = []

    def made(content):
        path = tmp_path / "upload.sealed"
        with path.open("wb") as file:
            writer = SealedWriter(file, key=b"k" * 32, place=path.name)
            writer.write(content.encode() if isinstance(content, str) else content)
            writer.close()
        upload = SealedFile(file=path.open("rb"), key=b"k" * 32, place=path.name)
        opened.append(upload.file)
        return upload

    yield made
    for file in opened:
        file.close()


def test_a_sealed_file_and_pasted_lines_are_read_as_they_are_here(sealed):
    from_file = read_apart(SAID, upload=sealed(WHATSAPP))
    assert [message.text for message in from_file.conversation.messages][1] == "Are you coming to dinner?"
    assert from_file.report.first_at.utcoffset() == timedelta(hours=1)
    pasted = "Ana: Are you coming?\nBen: Running late\n"
    assert read_apart(SAID, pasted=pasted) == read_pasted(pasted)


def test_what_a_reading_needs_is_loaded_while_the_file_is_read(started, monkeypatch):
    ready = []
    monkeypatch.setattr(apart, "make_ready", lambda: ready.append(len(started)))
    read_apart(SAID, pasted="Ana: Are you coming?\nBen: Running late\n")
    assert ready == [1]


@pytest.mark.parametrize("path", sorted(EXPORTS.rglob("*.pdf")), ids=lambda path: path.stem)
@pytest.mark.parametrize("is_zipped", [False, True], ids=["itself", "in a zip"])
def test_a_pdf_is_read_too_though_its_reader_is_loaded_for_it_alone(sealed, path, is_zipped):
    content = path.read_bytes()
    if is_zipped:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(path.name, content)
        content = packed.getvalue()
    assert read_apart(SAID, upload=sealed(content)).conversation.messages


def test_answers_of_the_person_are_handed_on(sealed):
    text = "03/04/2025, 18:05 - Ana: Are you coming?\n03/04/2025, 18:40 - Ben: Running late\n"
    with pytest.raises(UndecidedDateOrder) as undecided:
        read_apart(SAID, upload=sealed(text))
    assert undecided.value.orders == ("dmy", "mdy")
    answered = read_apart(SAID | {"date_order": "mdy"}, upload=sealed(text))
    assert answered.report.first_at.month == 3


def test_a_file_that_was_changed_on_the_disk_is_told_as_that(sealed):
    upload = sealed(WHATSAPP)
    path = Path(upload.file.name)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(Tampered):
        read_apart(SAID, upload=upload)


@pytest.fixture
def started(monkeypatch):
    """What each process was started with, as the system shows it to others."""
    seen = []

    class Seen(subprocess.Popen):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            about = Path(f"/proc/{self.pid}")
            # Empty for the moment in which it becomes another program.
            while not (arguments := (about / "cmdline").read_bytes()):
                time.sleep(0.001)
            seen.append(arguments + (about / "environ").read_bytes())

    monkeypatch.setattr(apart.subprocess, "Popen", Seen)
    return seen


def test_neither_words_nor_the_key_stand_among_its_arguments_and_variables(sealed, started):
    upload = sealed(WHATSAPP.replace("dinner", CANARY))
    read_apart(SAID | {"name": CANARY}, upload=upload)
    read_apart(SAID, pasted=f"Ana: {CANARY}\nBen: ok\n")
    assert len(started) == 2
    for shown in started:
        assert b"amends_web.imports.parsing.process" in shown
        assert CANARY.encode() not in shown
        assert upload.key.hex().encode() not in shown


# What is believed of it

moments = st.none() | st.datetimes(timezones=st.just(UTC) | st.just(timezone(timedelta(hours=5, minutes=45))))
names = st.text(st.characters(), min_size=1)
said_things = st.tuples(
    moments, names | st.none(), st.text(st.characters()), st.sampled_from(MessageType), st.booleans()
)


def conversation_of(things):
    messages = tuple(
        Message(n=n, at=at, speaker=speaker, text=text, type=kind, edited=edited)
        for n, (at, speaker, text, kind, edited) in enumerate(things)
    )
    people = tuple(dict.fromkeys(message.speaker for message in messages if message.speaker is not None))
    return Conversation(source="whatsapp", people=people, messages=messages, title="Ana \ud83d")


@given(st.lists(said_things, min_size=1, max_size=20))
def test_what_is_told_arrives_as_it_was(things):
    whole = imported(conversation_of(things), unread=Unread(), doubts={"no_times"}, date_order="dmy")
    assert imported_from(lines_of(whole), progress=ignore) == whole


def test_a_long_conversation_arrives_in_order_and_whole():
    things = [
        (datetime(2025, 3, 14, tzinfo=UTC), "Ana", "x" * (n % 7000), MessageType.TEXT, False) for n in range(5000)
    ]
    whole = imported(conversation_of(things), unread=Unread(), doubts=set())
    lines = list(lines_of(whole))
    assert len(lines) > 40
    assert imported_from(lines, progress=ignore) == whole


ERRORS = [
    UnreadableExport(reason="bad_line", line_number=7),
    TooLarge(limit=5000, unit="files"),
    BadEncoding(line_number=None),
    UndecidedDateOrder(orders=("dmy", "mdy"), example="3/4/24"),
    UndecidedChat(chats=("Ben", "Cleo")),
    UndecidedColumns(columns=("when", "who"), proposed={"time": "when"}),
    Tampered(),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_a_refusal_arrives_with_its_fields(error):
    with pytest.raises(type(error)) as told:
        imported_from([refusal_line(error)], progress=ignore)
    assert vars(told.value) == vars(error)


def test_every_refusal_of_a_reader_can_be_told():
    every = {error for error in vars(errors).values() if isinstance(error, type)}
    every = {error for error in every if issubclass(error, (UnreadableExport, Undecided, Tampered))} - {Undecided}
    every -= {NoGrant}  # said of boxes, and a reader has none
    # What concerns several exports arises where they are put together.
    assert {type(error).__name__ for error in ERRORS} == {error.__name__ for error in every} - {"UndecidedTimezone"}


HEAD = {
    "conversation": {"source": "whatsapp", "people": ["Ana", "Ben"], "id": "", "title": "", "kind": ""},
    "report": {"unread_lines": [], "unread_count": 0, "doubts": [], "date_order": None},
}
ROW = ["2025-03-14T18:05:00", 0, "hello", "text", False]
LIES = {
    "nothing": [],
    "no JSON": [b"{"],
    "deep JSON": [b"[" * 100_000],
    "a huge number": [b'{"read": ' + b"9" * 5000 + b"}"],
    "a number below nothing": [{"read": -1}],
    "a number that is none": [{"read": True}],
    "half a conversation": [HEAD, [ROW]],
    "another number of messages": [HEAD, [ROW], {"messages": 2}],
    "no message": [HEAD, {"messages": 0}],
    "more after the end": [HEAD, [ROW], {"messages": 1}, [ROW]],
    "messages first": [[ROW], {"messages": 1}],
    "a speaker who is nobody": [HEAD, [[None, 2, "hello", "text", False]], {"messages": 1}],
    "a speaker from the other end": [HEAD, [[None, -1, "hello", "text", False]], {"messages": 1}],
    "a text that is none": [HEAD, [[None, 0, {"a": 1}, "text", False]], {"messages": 1}],
    "an unknown type": [HEAD, [[None, 0, "hello", "spell", False]], {"messages": 1}],
    "a type that is a list": [HEAD, [[None, 0, "hello", [], False]], {"messages": 1}],
    "a time that is none": [HEAD, [["soon", 0, "hello", "text", False]], {"messages": 1}],
    "times with and without a zone": [HEAD, [ROW, ["2025-03-14T18:05:00+01:00", *ROW[1:]]], {"messages": 2}],
    "too short a message": [HEAD, [[None, 0, "hello"]], {"messages": 1}],
    "two people of one name": [HEAD | {"conversation": HEAD["conversation"] | {"people": ["Ana", "Ana"]}}, [ROW]],
    "an unknown doubt": [HEAD | {"report": HEAD["report"] | {"doubts": ["<b>"]}}, [ROW], {"messages": 1}],
    "an unknown order": [HEAD | {"report": HEAD["report"] | {"date_order": "ydm"}}, [ROW], {"messages": 1}],
    "a report of less": [HEAD | {"report": {}}, [ROW], {"messages": 1}],
    "an unknown refusal": [{"refused": {"kind": "SystemExit"}}],
    "an unknown reason": [{"refused": {"kind": "UnreadableExport", "reason": "because", "line_number": 1}}],
    "a refusal with more": [{"refused": {"kind": "Tampered", "words": "x"}}],
    "an order that is none": [{"refused": {"kind": "UndecidedDateOrder", "orders": ["x"], "example": "x"}}],
}


@pytest.mark.parametrize("said", LIES.values(), ids=LIES)
def test_whatever_else_it_says_is_not_believed(said):
    lines = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in said]
    with pytest.raises(Garbled):
        imported_from(lines, progress=ignore)


def test_the_lies_are_told_apart_from_the_truth():
    told = imported_from([json.dumps(line).encode() for line in (HEAD, [ROW], {"messages": 1})], progress=ignore)
    assert isinstance(told, Imported)
    assert told.conversation.messages[0].speaker == "Ana"


def test_of_a_slip_only_its_kind_and_its_place_are_told():
    try:
        {}[CANARY]
    except KeyError as slip:
        line = slip_line(slip)
    assert CANARY.encode() not in line
    with pytest.raises(Garbled) as told:
        imported_from([line], progress=ignore)
    assert told.value.slip.startswith("KeyError test_parsing.py:")
    with pytest.raises(Garbled) as made_up:
        imported_from([json.dumps({"failed": f"KeyError {CANARY} x.py:1"}).encode()], progress=ignore)
    assert made_up.value.slip == ""


# How it ends


@pytest.fixture
def instead(monkeypatch):
    """Runs a script instead of the process; what it was asked to read lies in `order`."""

    def runs(script):
        command = [sys.executable, "-c", f"import os, sys, time\norder = sys.stdin.buffer.read()\n{script}"]
        monkeypatch.setattr(apart, "_command", lambda *_: command)

    return runs


ENDS = {
    "killed": "os.kill(os.getpid(), 9)",
    "says nothing": "",
    "says half a line": "os.write(1, b'{')",
    "repeats what it was given": "os.write(1, order)",
    "says too much": "while True: os.write(1, b'x' * 65536)",
    "says too many lines": "while True: os.write(1, b'{\"read\": 1}\\n' * 5000)",
    "never answers": "time.sleep(60)",
}


@pytest.mark.parametrize("script", ENDS.values(), ids=ENDS)
def test_however_it_fails_it_is_one_calm_refusal_and_no_word_is_logged(instead, monkeypatch, caplog, script):
    instead(script)
    monkeypatch.setattr(apart, "LONGEST_LINE", 1024**2)
    monkeypatch.setattr(apart, "MOST_BYTES", 4 * 1024**2)
    monkeypatch.setattr(apart, "seconds_for", lambda _: 0.5)
    with pytest.raises(UnreadableExport) as refused:
        read_apart(SAID, pasted=f"Ana: {CANARY}\nBen: ok\n")
    assert refused.value.reason == "not_finished"
    assert "ended early" in caplog.text
    assert CANARY not in caplog.text


def test_on_the_page_it_is_one_sentence_and_nothing_is_kept(ana, bring, instead, uploads):
    instead(ENDS["killed"])
    response = bring(ana, file=a_file(WHATSAPP))
    assert response.status_code == 422
    assert "could not be read to its end" in response.content.decode()
    assert not Import.objects.exists()
    assert uploads() == []


def test_cancelling_ends_it_even_while_it_says_nothing(instead):
    instead("os.write(1, b'{\"read\": 5000}\\n')\ntime.sleep(600)")
    heard = []

    def cancel_later(messages):
        heard.append(messages)
        if len(heard) == 2:
            raise Cancelled

    started = time.monotonic()
    with pytest.raises(Cancelled):
        read_apart(SAID, pasted="Ana: hi\nBen: hi\n", progress=cancel_later)
    assert heard == [5000, 5000]
    assert time.monotonic() - started < PATIENCE_SECONDS


def test_those_past_the_places_wait_their_turn_and_can_be_cancelled(monkeypatch):
    monkeypatch.setattr(apart, "AT_ONCE", 1)

    def cancel(_messages):
        raise Cancelled

    with apart._turn(ignore), pytest.raises(Cancelled), apart._turn(lambda: cancel(0)):
        pytest.fail("two at once")
    with apart._turn(ignore):
        pass


def test_the_time_grows_with_the_size_and_has_an_end():
    assert seconds_for(0) == 60
    assert seconds_for(50 * 1024**2) == 160
    assert seconds_for(1024**4) == 600


def test_no_process_is_left_behind(started, monkeypatch):
    pids = []
    seen = apart.subprocess.Popen

    def noted(*args, **kwargs):
        process = seen(*args, **kwargs)
        pids.append(process.pid)
        return process

    monkeypatch.setattr(apart.subprocess, "Popen", noted)
    read_apart(SAID, pasted="Ana: hi\nBen: hi\n")
    (pid,) = pids
    with pytest.raises(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
