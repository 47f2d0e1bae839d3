"""The camera box, an answer, and a beginning (PRODUCT 4.1 Damaged perceptions, 4.6)."""

from __future__ import annotations

import pytest

from amends.drafts import Kind, check_draft


def marked(text: str, kind: Kind) -> list[tuple[str, str]]:
    return [(mark.rule, text[mark.start : mark.end]) for mark in check_draft(text, kind=kind).marks]


def test_you_always_ignore_me_is_marked_on_exactly_one_word() -> None:
    assert marked("you always ignore me", Kind.CAMERA) == [("camera.absolute", "always")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She never listens to me", "never"),
        ("You've never once asked", "never"),
        ("You looked at your phone every time I spoke", "every time"),
        ("you did it to hurt me", "to hurt me"),
        ("You slammed the door on purpose", "on purpose"),
        ("You are so selfish", "selfish"),
        ("he was being really rude about it", "rude"),
        ("you don't care", "you don't care"),
    ],
)
def test_a_word_of_the_story_is_marked_in_the_camera_box(text: str, words: str) -> None:
    assert [found for _, found in marked(text, Kind.CAMERA)] == [words]


@pytest.mark.parametrize(
    "text",
    [
        "He always takes the 8:05 train",
        "I always make the tea.",
        "It was a cold evening.",
        "On Sunday you read my text out loud at the table. Three people laughed.",
        "You said “you are so selfish” and left.",
        "He said I was selfish",
        "I didn't do it on purpose",
        "You came home at ten past eight and went to bed.",
    ],
)
def test_what_a_camera_would_see_is_left_alone(text: str) -> None:
    assert marked(text, Kind.CAMERA) == []


def test_the_camera_box_has_no_parts_to_miss() -> None:
    assert check_draft("You left.", kind=Kind.CAMERA).missing == ()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("At least he didn't shout", "reply.at_least"),
        ("maybe you should talk to her", "reply.you_should"),
        ("calm down", "words.calm_down"),
        ("everything happens for a reason", "reply.brush_off"),
        ("I hear you, but I was tired", "reply.defend"),
    ],
)
def test_a_reply_that_fixes_or_looks_past_gets_a_mark(text: str, rule: str) -> None:
    assert [name for name, _ in marked(text, Kind.REPLY)] == [rule]


@pytest.mark.parametrize(
    "text",
    ["I waited at least 20 minutes", "You shouldn't have had to ask", "I need to calm down first", "I'm listening"],
)
def test_a_reply_in_plain_words_is_left_alone(text: str) -> None:
    assert marked(text, Kind.REPLY) == []


def test_a_reply_that_hears_names_and_makes_sense_misses_nothing() -> None:
    check = check_draft(
        "So you were at the station on your own. That sounds lonely. I can see why, after what I promised. Is that it?",
        kind=Kind.REPLY,
    )
    assert check.found == ("heard", "feeling", "makes_sense", "check")
    assert check.missing == ()


@pytest.mark.parametrize("text", ["I can see why you'd feel hurt, given", "I can see why you’d feel hurt, given …"])
def test_a_start_without_what_it_was_given_is_not_credited(text: str) -> None:
    assert "makes_sense" not in check_draft(text, kind=Kind.REPLY).found
    assert "makes_sense" in check_draft(text + " that you waited an hour", kind=Kind.REPLY).found


def test_a_gentle_opening_holds_a_feeling_a_situation_and_a_wish() -> None:
    check = check_draft(
        "I felt left out on Sunday when you went without me. Could we talk for ten minutes tonight?", kind=Kind.OPENING
    )
    assert check.found == ("feeling", "situation", "request")
    assert check.marks == ()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("you never help", "words.always"),
        ("We need to talk.", "opening.alarm"),
        ("I feel that you are hiding something", "opening.feel_that_you"),
        ("what is wrong with you", "opening.cornering"),
    ],
)
def test_a_hard_opening_gets_a_mark(text: str, rule: str) -> None:
    assert [name for name, _ in marked(text, Kind.OPENING)] == [rule]


def test_a_question_with_two_readings_misses_nothing() -> None:
    check = check_draft(
        "When you wrote “fine”, did you mean you were all right with it, or were you done talking? Or something else?",
        kind=Kind.QUESTION,
    )
    assert check.found == ("line", "readings", "other")
    assert (check.marks, check.missing) == ((), ())


def test_an_open_question_needs_no_second_reading() -> None:
    check = check_draft("What did you mean by “we'll see”?", kind=Kind.QUESTION)
    assert check.found == ("line", "open")
    assert check.missing == ()


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("So you don't want me there?", "question.one_reading", "So you"),
        ("Why did you say that?", "question.why", "Why did you"),
        ("What's that supposed to mean?", "question.trap", "What's that supposed to mean"),
    ],
)
def test_a_question_that_already_answers_itself_gets_a_mark(text: str, rule: str, words: str) -> None:
    assert marked(text, Kind.QUESTION) == [(rule, words)]
    assert "readings" in check_draft(text, kind=Kind.QUESTION).missing


def test_a_summary_of_both_sides_holds_what_was_agreed_and_where_they_differ() -> None:
    check = check_draft(
        "For you it was about being asked. For me it was about the money. We agreed to talk first, from Monday on. "
        "We still see it differently whether it was a promise.",
        kind=Kind.SUMMARY,
    )
    assert check.found == ("for_you", "for_me", "agreed", "when", "differ")
    assert check.marks == ()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("You finally admitted that it was your fault.", "summary.verdict"),
        ("Ben must show me his phone whenever I ask.", "summary.terms"),
        ("She never keeps her word.", "words.always"),
    ],
)
def test_a_summary_that_decides_for_both_gets_a_mark(text: str, rule: str) -> None:
    assert [name for name, _ in marked(text, Kind.SUMMARY)] == [rule]


def test_where_the_rules_do_not_know_the_words_nothing_is_said_to_be_open() -> None:
    for text in (
        "Es tut mir leid, ich habe dich vor allen bloßgestellt.",
        "Perdóname, fue culpa mía por no llamarte.",
        "A wis wrang an A ken it",
        "I interfered in it",
    ):
        check = check_draft(text, kind=Kind.ACKNOWLEDGEMENT)
        assert check.marks == ()
        assert "ownership" not in check.missing


def test_honest_words_about_ones_own_intent_are_no_guess_about_the_other() -> None:
    assert marked("I did it on purpose, to get back at you.", Kind.ACKNOWLEDGEMENT) == []
    assert marked("so you felt stupid in front of everyone?", Kind.REPLY) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("you always find the bright side mum, i love that about you", Kind.OPENING),
        ("You always think of everything.", Kind.REPLY),
        ("you never miss one of my games", Kind.REPLY),
        ("just tell me next time, even if it's embarrassing", Kind.REPLY),
        ("You must be worn out with it.", Kind.OPENING),
        ("So you were at the station on your own.", Kind.QUESTION),
    ],
)
def test_praise_and_warmth_that_sound_like_a_charge_are_left_alone(text: str, kind: Kind) -> None:
    assert marked(text, kind) == []
