"""Amends' own reading takes one stance, whoever tells; and the bench sees it when it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bench.mirror import __main__ as mirror
from bench.mirror import engine
from bench.mirror.conflicts import Conflict, conflicts, conversation_of
from bench.mirror.figures import Figure, interval

from amends.drafts import Kind
from amends.reading import read_conversation, seen_from

# One of each kind; the whole mirror is the bench's to run.
SOME = ("couples-05-the-joke", "families-03-christmas", "colleagues-01-credit", "fear-02-the-phone")


@pytest.fixture(scope="module")
def some() -> list[Conflict]:
    return [conflict for conflict in conflicts() if conflict.id in SOME]


def by_name(figures: tuple[Figure, ...]) -> dict[str, Figure]:
    return {figure.name: figure for figure in figures}


def test_what_both_see_is_the_same_from_either_seat_and_nobody_sees_marks_on_anothers_words(some) -> None:
    figures = by_name(engine.figures(some))
    assert figures["what both see differs between the two seats"].found == 0
    assert figures["a mark on the other's words, from a seat"].found == 0
    assert figures["the reading moves when the two change names"].found == 0
    assert figures["words of ours take a side, or write what to send"].found == 0
    assert figures["a draft's marks move when the two change names"].found == 0


def test_a_reading_that_shows_one_seat_less_is_found_out(some, monkeypatch) -> None:
    def partial(reading, conversation, *, seat):
        seen = seen_from(reading, conversation, seat=seat)
        return seen if seat == conversation.people[0] else replace(seen, course=())

    monkeypatch.setattr(engine, "seen_from", partial)
    assert by_name(engine.figures(some))["what both see differs between the two seats"].found == len(some)


@pytest.mark.slow
def test_a_reading_that_shows_marks_on_anothers_words_is_found_out(some, monkeypatch) -> None:
    def telling(reading, conversation, *, seat):
        return replace(seen_from(reading, conversation, seat=seat), own=reading.marked)

    monkeypatch.setattr(engine, "seen_from", telling)
    assert by_name(engine.figures(some))["a mark on the other's words, from a seat"].found == 2 * len(some)


@pytest.mark.slow
def test_words_that_name_a_winner_are_found_out(some, monkeypatch) -> None:
    monkeypatch.setattr(engine, "as_text", lambda *_: "A reading.\n\nYou were right and she was wrong.\n")
    assert by_name(engine.figures(some))["words of ours take a side, or write what to send"].found == 2 * len(some)


def test_words_that_push_two_together_are_found_out_where_one_is_afraid_and_let_be_elsewhere(some, monkeypatch) -> None:
    monkeypatch.setattr(engine, "as_text", lambda *_: "A reading.\n\nHave you tried talking to him?\n")
    figures = by_name(engine.figures(some))
    assert figures["words of ours push, where one is afraid"].found == 2
    assert figures["words of ours take a side, or write what to send"].found == 0


def test_a_second_look_that_knows_names_is_found_out(some, monkeypatch) -> None:
    look = engine.check_draft

    def knowing(text: str, *, kind: Kind):
        return replace(look(text, kind=kind), missing=("Rory",) if "Rory" in text else ())

    monkeypatch.setattr(engine, "check_draft", knowing)
    assert by_name(engine.figures(some))["a draft's marks move when the two change names"].found > 0


def test_no_word_of_the_people_is_among_the_words_of_ours(some) -> None:
    for conflict in some:
        conversation = conversation_of(conflict)
        seat = seen_from(read_conversation(conversation), conversation, seat=conflict.people[0])
        said = engine.words_of_ours(conversation, seat)
        assert said
        assert not [text for _, text in conflict.lines if len(text) > 20 and text in said]


@pytest.mark.parametrize(
    ("found", "of", "low", "high"),
    [  # Clopper and Pearson's exact interval, as tables have it
        (0, 10, 0.0, 0.3085),
        (1, 10, 0.0025, 0.4450),
        (5, 10, 0.1871, 0.8129),
        (10, 10, 0.6915, 1.0),
        (0, 28, 0.0, 0.1234),
    ],
)
def test_the_interval_is_the_exact_one(found: int, of: int, low: float, high: float) -> None:
    assert interval(found, of) == pytest.approx((low, high), abs=1e-4)


def test_of_nothing_nothing_is_known() -> None:
    assert interval(0, 0) == (0.0, 1.0)


def test_the_command_prints_every_figure_and_ends_with_0_where_all_hold(tmp_path, monkeypatch, capsys) -> None:
    held = (Figure(name="nothing", found=0, of=4, most=0), Figure(name="something", found=1, of=4, most=0))
    monkeypatch.setattr(engine, "figures", lambda _: held[:1])
    assert mirror.main([]) == 0
    monkeypatch.setattr(engine, "figures", lambda _: held)
    assert mirror.main([]) == 1
    said = capsys.readouterr().out
    assert "0 of 4" in said
    assert "FAILS" in said
    assert said.endswith("not passed\n")
