from __future__ import annotations

import pytest

from amends.content.clarifying import clarifying_words
from amends.content.feelings import feelings
from amends.errors import Refused
from amends.path.guess import Match
from amends.path.validation import check_given_what

SENSE = clarifying_words().makes_sense
FEELINGS = [word.label for family in feelings().families for word in family.feelings]


def check(words):
    check_given_what(words, start=SENSE.start, feelings=FEELINGS, empty=SENSE.empty)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "  \n",
        SENSE.sentence("hurt"),
        "I can see why you'd feel hurt",
        "I CAN SEE WHY YOU’D FEEL deeply hurt, given …",
        "I can see why you’d feel unsure where I stand, given that.",
        "I can see why you’d feel really hurt, given everything that happened.",
        "I can see why you’d feel",
    ],
)
def test_only_the_start_of_the_sentence_is_asked_given_what(words):
    with pytest.raises(Refused) as refused:
        check(words)
    assert refused.value.rule == "given what"


@pytest.mark.parametrize(
    "words",
    [
        "I can see why you’d feel hurt, given that you waited two hours",
        "I can see why you'd feel lonely given Sunday",
        "I can see why you’d feel hurt. I said I would call, and didn’t.",
        "You sat there alone for an hour. I get that.",
        "Ja.",
    ],
)
def test_what_it_was_given_in_any_words_is_enough(words):
    check(words)


def test_every_way_a_guess_can_end_has_its_words():
    assert set(clarifying_words().after_guess) == set(Match)
    assert all(words.ask for match, words in clarifying_words().after_guess.items() if match != Match.SAME)
