"""A talk is cut into windows that hold every message, with talk around it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from amends.moves.windows import LONGEST, OVERLAP, SPEAKERS, WIDTH, Line, lines_of, taken_from, windows_of
from amends.moves.wordpieces import NAME, UNKNOWN, Wordpieces

SIGNS = [f"[unused{number}]" for number in range(1, 30)]
PIECES = Wordpieces(["[PAD]", UNKNOWN, "[CLS]", "[SEP]", NAME, *SIGNS, "so"])
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

lengths = st.lists(st.integers(0, LONGEST), max_size=60)


def _lines(words: list[int]) -> list[Line]:
    return [Line(number % 2, 0, (5,) * length) for number, length in enumerate(words)]


@given(lengths)
def test_every_message_is_taken_once_from_a_window_no_wider_than_it_may_be(words: list[int]) -> None:
    windows = list(windows_of(_lines(words), PIECES))
    taken = taken_from(windows)

    assert sorted(taken) == list(range(len(words)))
    assert all(len(window.pieces) <= WIDTH for window in windows)
    for number, (window, place) in taken.items():
        its_number, start, end = windows[window].messages[place]
        assert its_number == number
        assert end - start == words[number] + 3


def test_a_message_within_a_long_talk_is_taken_with_talk_on_both_sides() -> None:
    windows = list(windows_of(_lines([10] * 100), PIECES))
    taken = taken_from(windows)

    assert len(windows) > 2
    for number in range(10, 90):
        window, place = taken[number]
        assert 2 <= place < len(windows[window].messages) - 2
    assert sum(end - start for _, start, end in windows[1].messages if end <= OVERLAP) > 0


def test_people_are_numbered_as_they_speak_and_silences_by_their_length() -> None:
    spoken = [("Mara", NOON, "so"), ("Jo", NOON + timedelta(days=2), "so"), ("Mara", None, "so")]

    first, second, third = lines_of(spoken, PIECES, people=frozenset())

    assert (first.speaker, second.speaker, third.speaker) == (0, 1, 0)
    assert first.silence == third.silence == 0
    assert second.silence > 4


def test_of_a_long_message_beginning_and_end_are_kept() -> None:
    (line,) = lines_of([("Mara", NOON, "so " * 100 + "what")], PIECES, people=frozenset())

    assert len(line.words) == LONGEST
    assert line.words[-1] == PIECES.ids[UNKNOWN]


def test_more_people_than_there_are_signs_share_them() -> None:
    lines = lines_of([(str(number), None, "so") for number in range(SPEAKERS + 1)], PIECES, people=frozenset())

    assert lines[0].speaker == lines[-1].speaker
