"""Whatever is given is read or refused, and nothing of it gets lost on the way."""

from __future__ import annotations

import io
import json
import time
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.amends.growing import in_step

from amends.chats import Imported, read_export, read_pasted
from amends.errors import AmendsError, UndecidedDateOrder, UnreadableExport

NAMES = ("Ana", "Ben Okafor", "Kim - Work", "Zoë 🌻")
almost_a_head = st.from_regex(
    r"\[?[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4},? [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?( [ap]m)?(\] | - |: )"
    r"(\w{1,5}: ?)?\w{0,5}",
    fullmatch=True,
)
almost_a_turn = st.from_regex(r"[A-Z][a-z]{0,5}( — | {2}|, )?(\[?[0-9.:/ ]{0,17}\]?)?:? ?\w{0,6}", fullmatch=True)
lines = st.lists(st.text(max_size=40) | almost_a_head | almost_a_turn, max_size=15)
words = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u200e\ufeff\u200b\u2060"), max_size=60
)


def _export(talk: list[tuple[str, str]]) -> str:
    start = datetime(2024, 3, 25, 8)  # noqa: DTZ001
    times = (start + timedelta(minutes=7 * n) for n in range(len(talk)))
    return "".join(f"{at:%d/%m/%Y, %H:%M} - {name}: {text}\n" for at, (name, text) in zip(times, talk, strict=True))


def _read(data: bytes) -> Imported:
    return read_export(io.BytesIO(data))


@settings(deadline=None)
@given(lines)
def test_any_lines_are_either_read_or_refused(text: list[str]) -> None:
    joined = "\n".join(text)

    with suppress(AmendsError):
        _read(joined.encode("utf-8", errors="surrogatepass"))
    with suppress(AmendsError):
        read_pasted(joined)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_either_read_or_refused(data: bytes) -> None:
    for start in (b"", b"\xff\xfe", b"PK\x03\x04", b"{", b'{"messages": ['):
        with suppress(AmendsError):
            _read(start + data)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
entries = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["message", "service", "unsupported"]) | values,
        "date": st.just("2024-03-25T18:05:00") | values,
        "date_unixtime": st.just("1711386300") | values,
        "from": st.sampled_from(NAMES) | values,
        "from_id": st.just("user1") | values,
        "action": st.just("phone_call") | values,
        "text": st.text(max_size=9) | st.lists(st.text(max_size=5) | st.fixed_dictionaries({"text": values})) | values,
    },
)


@settings(deadline=None)
@given(st.lists(entries, max_size=5), st.integers(0, 400))
def test_any_telegram_is_read_or_refused_and_every_entry_is_accounted_for(talk: list[object], cut: int) -> None:
    text = json.dumps({"name": "Jo", "type": "personal_chat", "id": 1, "messages": talk})

    with suppress(UnreadableExport):
        report = _read(text.encode()).report
        assert report.messages + report.unread_count == len(talk)
    with suppress(AmendsError):
        _read(text.encode()[:cut])


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), words), min_size=1, max_size=12))
def test_a_written_talk_is_read_with_as_many_messages_and_the_same_authors(talk: list[tuple[str, str]]) -> None:
    result = _read(_export(talk).encode())

    assert [message.at is not None for message in result.conversation.messages] == [True] * len(talk)
    spoken = [(m.speaker, name) for m, (name, _) in zip(result.conversation.messages, talk, strict=True)]
    assert all(speaker in {name, None} for speaker, name in spoken)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["hi", "two words", "a - b", "12/24", "ok", "10:30", "[x]", "1. 2. 3."]), min_size=1))
def test_plain_words_come_back_as_they_were(talk: list[str]) -> None:
    result = _read(_export([(NAMES[n % 2], text) for n, text in enumerate(talk)]).encode())

    assert [message.text for message in result.conversation.messages] == talk


HOSTILE = {
    "marks": "\u200e" * 20_000 + "\n",
    "one long line": "a" * 200_000 + "\n",
    "brackets": "[" * 20_000 + "\n",
    "digits": "1" * 20_000 + "\n",
    "half heads": "25/03/2024, 18:05 - \n" * 1_000,
    "only heads": "25/03/2024, 18:05 - A: \n" * 1_000,
    "two layouts": "25/03/2024, 18:05 - A: b\n[25.03.24, 18:05:01] A: b\n" * 500,
    "colons": "25/03/2024, 18:05 - " + "a: " * 5_000 + "\n",
    "many names": "".join(f"25/03/2024, 18:05 - n{n}: a: b{n}: c\n" for n in range(1_000)),
    "many days": "".join(f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/{2010 + n % 15}, 18:05 - A: b\n" for n in range(1_000)),
    "pasted heads": "25/03/2024, 18:05 - A: 25/03/2024, 18:05 - A: b\n" * 1_000,
    "one message of many lines": "25/03/2024, 18:05 - A: b\n" + "c\n" * 5_000,
    "angles": "25/03/2024, 18:05 - A: " + "<" * 20_000 + ">\n",
    "names and times": "Ana — 18:05\n" * 1_000,
    "blanks": "A" + " " * 20_000 + "\n",
}
HOSTILE_JSON = {
    "nested": "[" * 5_000,
    "open string": '{"messages": ["' + "a" * 100_000,
    "broken entries": '{"name": "x", "messages": [' + '{"a": oops, "b": "c"},' * 500,
    "backslashes": '{"messages": ["' + "\\" * 20_001,
}


@pytest.mark.slow
@pytest.mark.parametrize("text", [*HOSTILE.values(), *HOSTILE_JSON.values()], ids=[*HOSTILE, *HOSTILE_JSON])
def test_twice_the_input_takes_no_more_than_some_twice_the_time(text: str) -> None:
    assert in_step(lambda times: _seconds(text * times), 4, 8, most=3.5, floor=0.05)


def _seconds(text: str) -> float:
    data = text.encode()
    start = time.process_time()
    with suppress(UnreadableExport, UndecidedDateOrder):
        _read(data)
    return time.process_time() - start
