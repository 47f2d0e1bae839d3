"""Transcripts of meetings: who said what, and what no one is named for."""

from __future__ import annotations

import io
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.chats import Imported, read_export
from amends.errors import AmendsError, UnreadableExport

CUE = "00:00:01.000 --> 00:00:02.000"


def _read(text: str) -> Imported:
    return read_export(io.BytesIO(text.encode("utf-8", errors="replace")))


def test_captions_that_name_no_one_are_refused() -> None:
    with pytest.raises(UnreadableExport):
        _read(f"WEBVTT\n\n{CUE}\nhello\n\n{CUE}\nhello again\n")


def test_a_cue_without_a_name_is_given_to_no_one() -> None:
    result = _read(f"WEBVTT\n\n{CUE}\nAna: hi\n\n{CUE}\nand who is this\n\n{CUE}\nAna: yes\n")

    assert [message.text for message in result.conversation.messages] == ["hi yes"]
    assert result.report.unread_lines == (6,)


def test_words_that_a_line_of_times_swallowed_are_counted() -> None:
    result = _read(f"WEBVTT\n\n{CUE} align:start position:0%\nAna: hi\n\n{CUE} Ben: no\n\n{CUE}\nAna: yes\n")

    assert result.report.unread_lines == (6,)


def test_a_cue_that_no_blank_line_parts_from_the_head_is_counted() -> None:
    result = _read(f"WEBVTT\nKind: captions\n1\n{CUE}\nBen: no\n\n{CUE}\nAna: hi\n\n{CUE}\nAna: yes\n")

    assert result.report.unread_lines == (1, 2, 3, 4, 5)


almost_lines = st.text(max_size=20) | st.sampled_from(
    [CUE, "00:01.000 --> 00:02.000", "", "1", "<v Ana>hi</v>", "<v Ana>", "<v >", "Ana: hi", "NOTE", "Root cause: x"]
)


@settings(deadline=None)
@given(st.lists(almost_lines, max_size=15))
def test_almost_a_transcript_is_either_read_or_refused(lines: list[str]) -> None:
    with suppress(AmendsError):
        _read("\n".join(["WEBVTT", "", CUE, "<v Ana>hi", "", *lines]))
    with suppress(AmendsError):
        _read("\n".join(["WEBVTT", *lines]))


def test_reading_takes_linear_time() -> None:
    def seconds(count: int) -> float:
        text = f"WEBVTT\n\n{CUE}\n<v Ana>" + "<v " * count + "<a" * count + f"\n\n{CUE}\n<v Jo>a\n\n" * count
        start = time.process_time()
        _read(text)
        return time.process_time() - start

    seconds(100)
    assert seconds(16_000) < 8 * seconds(4_000) + 0.5
