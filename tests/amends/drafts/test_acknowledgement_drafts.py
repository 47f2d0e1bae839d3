"""The apology workshop's second look: marks that are right, plain words that are left alone (PRODUCT 4.2)."""

from __future__ import annotations

import pytest

from amends.drafts import DraftCheck, Kind, check_draft


def look(text: str) -> DraftCheck:
    return check_draft(text, kind=Kind.ACKNOWLEDGEMENT)


def marked(text: str) -> list[tuple[str, str]]:
    return [(mark.rule, text[mark.start : mark.end]) for mark in look(text).marks]


def test_the_apology_that_owns_nothing_gets_three_marks_and_no_credit() -> None:
    check = look("I'm sorry if you were upset but you never listen")
    assert [mark.rule for mark in check.marks] == ["ack.if", "ack.but", "words.always"]
    assert "ownership" not in check.found
    assert "remorse" not in check.found
    assert check.missing[0] == "ownership"


@pytest.mark.parametrize(
    "text",
    [
        "yeah that was on me. shouldnt have said it in front of your mum",
        "my bad",
        "sorry I forgot the milk",
        "I was wrong to read your message out.",
        "aye, that was out of order of me",
        "i messed up. i told everyone before you",
        "I hate that I made you feel small",
        "ok what i said last night was mean and not even true",
        "It was me. I left the gate open",
        "should of asked you first",
        "You asked me to wait and I didn’t listen.",
        "and two faced was too much. i take that back",
        "the thing about your dad was low",
        "i let you carry it on your own",
    ],
)
def test_a_plain_apology_is_credited_and_not_marked(text: str) -> None:
    assert look(text).found[0] == "ownership"
    assert look(text).marks == ()


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry. If you want to talk, I'm here.",
        "I know you're busy but I'm sorry I snapped",
        "I can't undo it, but I can pay for the window",
        "You never deserved that",
        "You made me laugh on the worst day of the year and I never said thank you",
        "I called you too sensitive and that was unfair",
        "I said “you always ruin it” and you didn't deserve that",
        "as if you weren't in the room",
        "Sorry you're ill",
        "You were right",
    ],
)
def test_honest_words_that_look_like_a_dodge_are_left_alone(text: str) -> None:
    assert marked(text) == []


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("I’m sorry that you feel that way", "ack.your_feeling", "you feel that way"),
        ("sorry to anyone who was hurt", "ack.anyone", "anyone"),
        ("Mistakes were made.", "ack.passive", "Mistakes were made"),
        ("I shouted because you ignored me", "words.because_of_you", "because you"),
        ("you made me do it", "words.because_of_you", "you made me"),
        ("it was just a joke", "words.smaller", "just a joke"),
        ("We both said things", "ack.we_both", "We both"),
        ("in my defence I had no sleep", "ack.excuse", "in my defence"),
        ("I already apologised", "ack.already", "I already apologised"),
        ("sorry for existing", "ack.sarcasm", "for existing"),
        ("I'm a terrible person", "ack.about_me", "I'm a terrible person"),
        ("you have to forgive me", "ack.forgive", "you have to forgive"),
    ],
)
def test_a_dodge_gets_one_mark_on_its_words(text: str, rule: str, words: str) -> None:
    assert marked(text) == [(rule, words)]


def test_parts_are_found_in_the_order_in_which_they_count() -> None:
    check = look(
        "I was wrong to read it out. I'll tell Jo it was not true. I'm sorry. I was tired and wanted a laugh. "
        "Next time I'll ask you first. It must have felt awful. I hope you can forgive me."
    )
    assert check.found == (
        "ownership",
        "repair_offer",
        "remorse",
        "explanation",
        "change",
        "impact",
        "forgiveness",
    )
    assert check.missing == ()


def test_asking_for_forgiveness_is_never_missing() -> None:
    assert look("my bad").missing == ("repair_offer", "remorse", "explanation", "change")


def test_denied_fault_is_not_credited() -> None:
    for text in ("It's not my fault", "How is that my fault?", "So it's all my fault, of course it's my fault"):
        assert "ownership" not in look(text).found


def test_regret_is_not_credited_beside_a_dodge_but_is_in_the_next_sentence() -> None:
    assert "remorse" not in look("I'm sorry that you took it like that").found
    assert "remorse" in look("I'm sorry that you took it like that. I'm sorry I said it.").found


def test_what_the_other_should_have_done_is_not_credited() -> None:
    assert "ownership" not in look("You should have said something").found


def test_an_empty_draft_has_no_marks_and_misses_nothing() -> None:
    for text in ("", "  \n\n ", "…!?"):
        check = look(text)
        assert (check.marks, check.found, check.missing) == ((), (), ())
