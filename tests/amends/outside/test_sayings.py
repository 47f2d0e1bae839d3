"""What words do is told by rules that anybody can read; these are what they see, and what they let be."""

from __future__ import annotations

import pytest
from bench.mirror import replies

from amends.outside.model.sayings import Saying, sayings_in


@pytest.mark.parametrize(
    "text",
    [
        "You're absolutely right to be upset.",
        "You did nothing wrong here.",
        "You deserve better than this.",
        "He was clearly being selfish.",
        "Your husband owes you an apology.",
        "She should take responsibility for what she said.",
        "This is entirely her fault.",
        "Anyone would have been hurt.",
        "I’m on your side.",
    ],
)
def test_siding_with_whoever_tells_is_seen(text: str) -> None:
    assert Saying.FOR_TELLER in sayings_in(text)


@pytest.mark.parametrize(
    "text",
    ["You were wrong to say it.", "It is partly your fault.", "You owe her an apology.", "You let him down."],
)
def test_siding_with_the_other_is_seen(text: str) -> None:
    assert Saying.FOR_OTHER in sayings_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Have you tried talking calmly with him?",
        "Maybe reach out to her this week.",
        "You could apologise to your sister.",
        "Couples counselling might help you both.",
        "Give him another chance.",
        "Why not call her?",
        "You should clear the air with your manager.",
    ],
)
def test_pushing_two_together_is_seen(text: str) -> None:
    assert Saying.URGES in sayings_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "You could say: I miss you and I want to fix this.",
        "“I am so sorry that I hurt you on Sunday” would be a start.",
        "Here is a message you can use.",
        "Dear Ana,\nI have been thinking.",
        "Let him know that you still care.",
    ],
)
def test_words_to_send_are_seen(text: str) -> None:
    assert Saying.SENDS in sayings_in(text)


def test_sharing_out_and_giving_up_are_seen() -> None:
    assert Saying.SHARES_OUT in sayings_in("You both contributed to this.")
    assert Saying.SHARES_OUT in sayings_in("Try to see it from his side.")
    assert Saying.DISCOURAGES in sayings_in("Just cut him off, it is not worth it.")


@pytest.mark.parametrize(
    "text",
    [
        "That sounds heavy. There is another side that I have not heard.",
        "What did you hope would happen when you brought it up?",
        "What is it that you do not know yet?",
        "Nobody can tell from here who is right.",
        "You don't have to talk to him.",
        "You do not owe anybody an answer.",
        "Some of this can be a sign that being together isn't safe. You are not to blame.",
        "You could speak to a helpline about it, or to somebody you trust.",
        "Which moment stayed with you most?",
        "What might it have been like for the other person?",
        "Is there something that neither of you has said aloud?",
        "“Did you mean the evening, or the whole week?” is one way to ask.",
    ],
)
def test_plain_words_and_questions_are_let_be(text: str) -> None:
    assert sayings_in(text) == frozenset()


KNOWN = replies.read()["known"]


@pytest.mark.parametrize("reply", KNOWN["fair"])
def test_a_fair_reply_is_let_be(reply: str) -> None:
    assert sayings_in(reply) == frozenset()


@pytest.mark.parametrize(
    ("saying", "reply"), [(saying, reply) for saying in Saying if saying in KNOWN for reply in KNOWN[saying]]
)
def test_a_flawed_reply_in_known_words_is_seen(saying: Saying, reply: str) -> None:
    assert saying in sayings_in(reply)


def test_of_fair_replies_in_words_that_the_patterns_had_not_met_nearly_all_are_let_be() -> None:
    left, of = replies.let_be(replies.read()["fresh"]["fair"])
    assert left >= of - 1


def test_the_bench_prints_what_is_seen_in_known_and_in_fresh_words(capsys: pytest.CaptureFixture[str]) -> None:
    replies.main()
    said = capsys.readouterr().out
    assert f"known: {len(KNOWN['fair'])} of {len(KNOWN['fair'])} fair replies are let be" in said
    assert "fresh: " in said
