"""Signal's chats as text: told from WhatsApp's lines, and nothing of them gets lost."""

from __future__ import annotations

import io
import time
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from amends.chats import Imported, read_export
from amends.errors import AmendsError


def _read(text: str) -> Imported:
    return read_export(io.BytesIO(text.encode("utf-8", errors="replace")))


def test_lines_in_which_nobody_is_marked_as_oneself_stay_whatsapp() -> None:
    text = "[2024-03-25 18:05:00] Ana: hi\n[2024-03-25 18:06:00] Jo: yes\n"

    assert _read(text).conversation.source == "whatsapp"
    assert _read(text.replace("Jo", "Me")).conversation.source == "signal"


almost_lines = st.text(max_size=20) | st.from_regex(
    r"\[?2024-[01][0-9]-[0-3][0-9],? [0-9]{2}:[0-9]{2}(:[0-9]{2})?\]? (Me|You|Ana):( (\[edited\] |> |\(- )?\w{0,6})?",
    fullmatch=True,
)


@settings(deadline=None)
@given(st.lists(almost_lines, max_size=12))
def test_almost_a_chat_is_either_read_or_refused(lines: list[str]) -> None:
    with suppress(AmendsError):
        _read("\n".join(lines))
    with suppress(AmendsError):
        _read("\n".join(["[2024-03-25 18:05:00] Me: hi", *lines]))


said = st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=30)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["Ana", "Zoë 🌻"]), said), max_size=10))
def test_every_message_is_read_as_it_was_written(talk: list[tuple[str, str]]) -> None:
    talk = [("Me", "first"), *talk]

    result = _read("".join(f"[2024-03-25 18:05:00] {name}: {text}  \n\n" for name, text in talk))

    assert [(message.speaker, message.text) for message in result.conversation.messages] == talk


def test_reading_takes_linear_time() -> None:
    def seconds(count: int) -> float:
        text = "[2024-03-25 18:05:00] Me: (- ![\n> a\n" * count + "(- " * count
        start = time.process_time()
        _read(text)
        return time.process_time() - start

    seconds(100)
    assert seconds(16_000) < 8 * seconds(4_000) + 0.5
