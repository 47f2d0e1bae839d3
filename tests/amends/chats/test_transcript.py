"""Transcripts of meetings: who said what, and what no one is named for."""

from __future__ import annotations

import io
import time
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.amends.growing import in_step

from amends.chats import Imported, read_export
from amends.errors import AmendsError, UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Callable

CUE = "00:00:01.000 --> 00:00:02.000"
SRT_CUE = "00:00:01,000 --> 00:00:02,000"


def _read(text: str) -> Imported:
    return read_export(io.BytesIO(text.encode("utf-8", errors="replace")))


def _talk(result: Imported) -> list[tuple[str | None, str]]:
    return [(message.speaker, message.text) for message in result.conversation.messages]


def test_captions_that_name_no_one_are_refused() -> None:
    with pytest.raises(UnreadableExport):
        _read(f"WEBVTT\n\n{CUE}\nhello\n\n{CUE}\nhello again\n")


def test_a_cue_without_a_name_is_given_to_no_one() -> None:
    result = _read(f"WEBVTT\n\n{CUE}\nAna: hi\n\n{CUE}\nand who is this\n\n{CUE}\nAna: yes\n")

    assert [message.text for message in result.conversation.messages] == ["hi yes"]
    assert result.report.unread_lines == (6,)


@pytest.mark.parametrize("name", ["Dr. Ana Ruiz", "J.R. Okafor", "PROF. RUIZ", "Mary St. John", "Sammy Davis Jr."])
def test_a_name_with_what_is_shortened_in_it_is_one(name: str) -> None:
    result = _read(f"WEBVTT\n\n{CUE}\n{name}: hi\n\n{CUE}\nBen: so\n\n{CUE}\n{name}: yes\n")

    assert _talk(result) == [(name, "hi"), ("Ben", "so"), (name, "yes")]


@pytest.mark.parametrize("name", ["Maria del Carmen de la Cruz Lopez", "15551234567", "+1 555 123 4567"])
def test_a_long_name_and_the_number_of_a_caller_are_names_where_they_recur(name: str) -> None:
    text = f"WEBVTT\n\n{CUE}\nAna: hi\n\n{CUE}\n{name}: so\n\n{CUE}\nAna: no\n\n{CUE}\n{name}: yes\n"
    once = f"WEBVTT\n\n{CUE}\nAna: hi\n\n{CUE}\nAnd then I said to them both: so\n\n{CUE}\nAna: no\n"

    assert _talk(_read(text)) == [("Ana", "hi"), (name, "so"), ("Ana", "no"), (name, "yes")]
    assert _read(once).report.unread_lines == (6,)


def test_a_transcript_of_teams_without_its_first_line_is_read_and_one_that_names_no_one_refused() -> None:
    assert _talk(_read(f"{CUE}\n<v Ana>hi</v>\n\n{CUE}\n<v Jo>hello</v>\n")) == [("Ana", "hi"), ("Jo", "hello")]
    with pytest.raises(UnreadableExport):
        _read(f"{CUE}\nhi\n\n{CUE}\nhello\n")


def test_in_meet_what_stands_before_the_first_speaker_is_counted_and_a_line_without_a_name_goes_on() -> None:
    result = _read("00:00:00\n(a bell)\nAna: hi\nand so on\n00:05:00\nJo: hello\nAna: yes\nJo: no\n")

    assert _talk(result) == [("Ana", "hi and so on"), ("Jo", "hello"), ("Ana", "yes"), ("Jo", "no")]
    assert result.report.unread_lines == (2,)


@pytest.mark.parametrize(
    "text", ["Ana: hi\nJo: hello\n00:05:00\nended after 00:09:00\n", "00:00:00\nhi\nended after 00:09:00\nA: b\n"]
)
def test_a_transcript_of_meet_in_which_no_one_recurs_is_refused(text: str) -> None:
    with pytest.raises(UnreadableExport):
        _read(text)


def test_a_time_that_is_not_of_a_recording_makes_no_transcript() -> None:
    assert _read("Ana: hi\nJo: hello\n18:05:00\nAna: yes\nJo: so\n").conversation.source == "pasted"


def test_the_last_words_of_a_transcript_of_teams_stay_where_they_are_not_that_it_stopped() -> None:
    head = "Talk-20240324_180500-Meeting Recording\n31m 5s\nAna hat die Transkription gestartet\n\n"
    turns = "Ana   0:03\nhi\n\nJo   1:00:04\nSie geht.\nAna stoppt die Transkription\n"

    said = [("Ana", "hi"), ("Jo", "Sie geht.\nAna stoppt die Transkription")]

    for end in ("", "\nAna hat die Transkription beendet\n", "\nJo hat die Transkription beendet\n"):
        assert _talk(_read(head + turns + end)) == said


def test_words_that_a_line_of_times_swallowed_are_counted() -> None:
    result = _read(f"WEBVTT\n\n{CUE} align:start position:0%\nAna: hi\n\n{CUE} Ben: no\n\n{CUE}\nAna: yes\n")

    assert result.report.unread_lines == (6,)


def test_a_cue_that_no_blank_line_parts_from_the_head_is_counted() -> None:
    result = _read(f"WEBVTT\nKind: captions\n1\n{CUE}\nBen: no\n\n{CUE}\nAna: hi\n\n{CUE}\nAna: yes\n")

    assert result.report.unread_lines == (1, 2, 3, 4, 5)


def test_a_cue_whose_arrow_is_damaged_is_counted_where_it_runs_into_the_head() -> None:
    result = _read(
        f"WEBVTT\n00:00:01.000 -  -> 00:00:02.000\nAna: hi\n\n{CUE}\nAna: yes\n\n{CUE}\nBen: no\n\n{CUE}\nAna: so\n"
    )
    assert result.report.unread_count == 3
    assert "hi" not in result.conversation.messages[0].text


def test_a_cue_within_one_that_names_no_one_is_counted_beside_it() -> None:
    result = _read(f"WEBVTT\n\n{CUE}\nAna: hi\n\n{CUE}\nBen 44\n{CUE}\nand no one\n\n{CUE}\nAna: yes\n")
    assert result.report.unread_lines == (6, 8)


def test_a_line_of_a_cue_that_begins_with_another_speaker_is_that_persons() -> None:
    text = f"1\n{SRT_CUE}\nAna: hi\nJo: hello\nagain: you\n\n2\n{SRT_CUE}\nJo: yes\n\n3\n{SRT_CUE}\nAna: well\n"

    assert _talk(_read(text)) == [("Ana", "hi"), ("Jo", "hello again: you yes"), ("Ana", "well")]


@pytest.mark.parametrize(
    "text",
    [
        f"1\n{SRT_CUE}\nhello\n\n2\n{SRT_CUE}\nhello again\n",
        f"1\n{SRT_CUE}\nRoot cause: me\n\n2\n{SRT_CUE}\nRoot cause: you\n",
        f"1\n{SRT_CUE}\n10:30 Meeting: all\n\n2\n{SRT_CUE}\n10:30 Meeting: more\n",
    ],
)
def test_captions_of_a_film_are_refused(text: str) -> None:
    with pytest.raises(UnreadableExport):
        _read(text)


@pytest.mark.parametrize("end", ["  ", ""])
def test_turns_of_otter_are_told_by_their_blanks_or_by_times_that_no_day_has(end: str) -> None:
    text = f"Ana  0:03{end}\nhi\n\nJo  0:09{end}\nhello\n\nAna  {'0:20' if end else '31:40'}{end}\nyes\n"

    result = _read(text)

    assert _talk(result) == [("Ana", "hi"), ("Jo", "hello"), ("Ana", "yes")]
    assert result.report.doubts == ("recording_times",)


@pytest.mark.parametrize(
    "text",
    [
        "Ana  0:03\nhi\n\nJo  0:09\nhello\n\nAna  0:20\nyes\n",
        "Ana  18:03  \nhi\n\nJo  18:09  \nhello\n\nAna  18:20  \nyes\n",
        "Ana  0:09  \nhi\n\nJo  0:03  \nhello\n\nAna  0:20  \nyes\n",
    ],
)
def test_what_may_be_times_of_the_day_is_no_transcript(text: str) -> None:
    assert _read(text).conversation.source == "pasted"


def test_a_turn_that_names_no_one_is_counted_line_by_line() -> None:
    result = _read("Ana  0:03  \nhi\n\n0:09  \nwho\nis this\n\nJo  1:00:20  \nme\n\nTranscribed by https://otter.ai\n")

    assert _talk(result) == [("Ana", "hi"), ("Jo", "me")]
    assert result.report.unread_lines == (5, 6)


def test_a_transcript_of_otter_in_which_no_one_is_named_is_refused() -> None:
    with pytest.raises(UnreadableExport):
        _read("0:03  \nhi\n\n0:09  \nhello\n")


@pytest.mark.parametrize("name", ["talk.vtt", "talk.srt", "talk.txt"])
def test_a_transcript_is_found_in_a_zip(name: str) -> None:
    texts = {
        "talk.vtt": f"WEBVTT\n\n{CUE}\n<v Ana>hi\n",
        "talk.srt": f"1\n{SRT_CUE}\nAna: hi\n\n2\n{SRT_CUE}\nAna: hi\n",
        "talk.txt": "Ana  0:03  \nhi\n",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, texts[name])
        archive.writestr("photo.jpg", b"\xff\xd8\xff")

    assert read_export(stream).conversation.people == ("Ana",)


almost_lines = st.text(max_size=20) | st.sampled_from(
    [
        *(CUE, "00:01.000 --> 00:02.000", "", "1", "<v Ana>hi</v>", "<v Ana>", "<v >", "Ana: hi", "NOTE", SRT_CUE),
        *("Root cause: x", "Ana  0:03  ", "0:04  ", "SPEAKERS", "00:00:00", "00:05:00", "ended after 00:09:00", "3s"),
        *("Ana   0:03", 'x "Ana" (3)', '1 "Ana" (3)', "[Ana]: hi", "0:00:01.000,0:00:02.000"),
    ]
)


@settings(deadline=None)
@given(st.lists(almost_lines, max_size=15))
def test_almost_a_transcript_is_either_read_or_refused(lines: list[str]) -> None:
    with suppress(AmendsError):
        _read("\n".join(["WEBVTT", "", CUE, "<v Ana>hi", "", *lines]))
    starts = [["WEBVTT"], ["1", SRT_CUE, "Ana: hi"], ["Ana  0:03  ", "hi", ""], ["00:00:00", "Ana: hi"], ["31m 5s"]]
    for start in starts:
        with suppress(AmendsError):
            _read("\n".join([*start, *lines]))


CRAFTED = {
    "voices": lambda count: (
        f"WEBVTT\n\n{CUE}\n<v Ana>" + "<v " * count + "<a" * count + f"\n\n{CUE}\n<v Jo>a\n\n" * count
    ),
    "lines of one cue": lambda count: f"1\n{SRT_CUE}\nAna: hi\n\n2\n{SRT_CUE}\n" + "Ana: Jo:\n" * count,
    "turns": lambda count: "Ana  0:03  \nhi\n\n" * count + "Ana  " * count,
    "times alone": lambda count: (
        "00:00:00\nAna: hi\n" + "Ana: hi\nJo: a\n" * count + "00:05:00\n" + "x 00:09:00\n" * count
    ),
    "turns of Teams": lambda count: "31m 5s\n" + "Ana   0:03\nhi\n" * count + "Ana   " * count,
    "brackets": lambda count: f"1\n{SRT_CUE}\nAna: hi\n\n2\n{SRT_CUE}\nAna: hi\n" + "[a" * count + "[Jo]:\n" * count,
    "nothing but heads": lambda count: "Ana  0:03  \n\n" * count + "a" + " " * count + "0:03",
}


@pytest.mark.parametrize("crafted", CRAFTED.values(), ids=CRAFTED)
def test_reading_takes_linear_time(crafted: Callable[[int], str]) -> None:
    def seconds(count: int) -> float:
        text = crafted(count)
        start = time.process_time()
        _read(text)
        return time.process_time() - start

    seconds(100)
    assert in_step(seconds, 4_000, 16_000, most=8, floor=0.5)
