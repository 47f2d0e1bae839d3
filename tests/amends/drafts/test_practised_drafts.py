"""What is practised (PRODUCT 4.4): words to slow a talk down with, receptive wording, an answer to good news."""

from __future__ import annotations

import pytest

from amends.drafts import Kind, check_draft


def marked(text: str, kind: Kind) -> list[str]:
    return [text[mark.start : mark.end] for mark in check_draft(text, kind=kind).marks]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Whatever. I'll do it myself.", ["Whatever"]),
        ("Calm down, you always do this.", ["Calm down", "always"]),
        ("Fine, have it your way.", ["have it your way"]),
        ("You made me shout. Can we start again?", ["You made me"]),
    ],
)
def test_words_that_raise_it_further_are_marked_in_a_repair(text: str, words: list[str]) -> None:
    assert marked(text, Kind.REPAIR) == words


@pytest.mark.parametrize(
    "text",
    [
        "Can we start again? I got loud.",
        "Hang on, that came out wrong. Let me say it again.",
        "I need ten minutes, I'm getting worked up. Then I'll be back at the table.",
        "Sorry, my tone. Could you say the part about Sunday once more?",
    ],
)
def test_a_plain_repair_slows_it_down_and_has_something_of_its_own(text: str) -> None:
    check = check_draft(text, kind=Kind.REPAIR)
    assert check.marks == ()
    assert {"slows", "own"} <= set(check.found)


@pytest.mark.parametrize(
    "text", ["Have you eaten?", "I left soup at your door.", "🎲 rolling persuasion … three. Well, I tried."]
)
def test_a_repair_that_is_a_cup_of_tea_misses_nothing(text: str) -> None:
    check = check_draft(text, kind=Kind.REPAIR)
    assert (check.marks, check.missing) == ((), ())


def test_all_four_parts_of_receptive_wording_are_found() -> None:
    text = (
        "I think we both want the move to go well. I understand that August feels too soon to you. "
        "I'd like to look at September together."
    )
    check = check_draft(text, kind=Kind.RECEPTIVE)
    assert check.marks == ()
    assert check.found == ("hedge", "agree", "acknowledge", "reframe")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("No, that's nonsense. Obviously August is cheaper.", ["No", "that's nonsense", "Obviously"]),
        ("I understand that you are tired, but we have to decide.", ["but"]),
        ("You're wrong about the cost.", ["You're wrong"]),
        ("You only want it to annoy me.", ["to annoy me"]),
    ],
)
def test_what_closes_a_talk_is_marked_in_an_answer_to_another_view(text: str, words: list[str]) -> None:
    assert marked(text, Kind.RECEPTIVE) == words


@pytest.mark.parametrize(
    "text",
    [
        "No, I get why you are on edge. It may be too much money.",
        "No you’ve every right. I’d like to look at it with you.",
        "Tell me if it’s wrong: you would rather wait until summer?",
    ],
)
def test_a_no_that_takes_in_what_was_said_gets_no_mark(text: str) -> None:
    assert marked(text, Kind.RECEPTIVE) == []


def test_nice_alone_gets_ask_something_about_it_and_no_mark() -> None:
    check = check_draft("nice.", kind=Kind.GOOD_NEWS)
    assert (check.marks, check.missing) == ((), ("asks",))


def test_being_glad_and_asking_misses_nothing() -> None:
    check = check_draft("I'm so glad for you. What did they say when they rang?", kind=Kind.GOOD_NEWS)
    assert (check.marks, check.found, check.missing) == ((), ("glad", "asks"), ())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Great. But won't it be a lot of driving?", ["But won't"]),
        ("Good. Did you pick up the parcel?", ["Did you pick up"]),
        ("At least one of us got something.", ["At least"]),
    ],
)
def test_what_dampens_good_news_or_turns_from_it_is_marked(text: str, words: list[str]) -> None:
    assert marked(text, Kind.GOOD_NEWS) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("You never have time for me.", ["never"]),
        ("You never have to ask.", []),
        ("You never had any time for her", ["never"]),
    ],
)
def test_never_having_time_for_somebody_is_marked_in_a_beginning(text: str, words: list[str]) -> None:
    assert marked(text, Kind.OPENING) == words
