from __future__ import annotations

import pytest

from amends.errors import NotYet, Refused
from amends.path.guess import (
    UNSURE,
    Felt,
    Kind,
    Match,
    check_may_answer,
    check_may_be_asked,
    check_may_guess,
    match,
    may_show,
    opens,
)


def test_the_answer_opens_to_whoever_guessed_only_once_both_are_there():
    stands = [(answered, guessed) for answered in (False, True) for guessed in (False, True)]
    assert [stand for stand in stands if opens(is_answered=stand[0], is_guessed=stand[1])] == [(True, True)]


def test_a_second_guess_and_a_second_answer_are_refused():
    check_may_guess(is_guessed=False)
    check_may_answer(is_answered=False)
    with pytest.raises(Refused):
        check_may_guess(is_guessed=True)
    with pytest.raises(Refused):
        check_may_answer(is_answered=True)


def test_nobody_is_asked_who_would_rather_not_be_guessed():
    check_may_be_asked(kind=Kind.FEELING, may_be_guessed=True)
    with pytest.raises(Refused) as refused:
        check_may_be_asked(kind=Kind.FEELING, may_be_guessed=False)
    assert refused.value.rule == "not guessed"


def test_a_tone_is_guessed_only_where_its_owner_said_it_before():
    with pytest.raises(Refused) as refused:
        check_may_be_asked(kind=Kind.TONE, may_be_guessed=True)
    assert refused.value.rule == "tone"


def test_a_guess_is_shown_to_the_other_only_after_it_was_compared():
    guess = Felt(word="hurt", strength="quite")
    assert may_show(guess, is_answered=True) == guess
    for guessed, is_answered in ((None, True), (guess, False)):
        with pytest.raises(NotYet):
            may_show(guessed, is_answered=is_answered)


@pytest.mark.parametrize(
    ("guess", "answer", "said"),
    [
        (Felt(word="hurt", strength="strong"), Felt(word="hurt", strength="strong"), Match.SAME),
        (Felt(word="hurt", strength="little"), Felt(word="hurt", strength="strong"), Match.OTHER_STRENGTH),
        (Felt(word="angry", strength="strong"), Felt(word="hurt", strength="strong"), Match.OTHER),
        (Felt(word=UNSURE), Felt(word="hurt", strength="strong"), Match.UNSURE),
        (Felt(word="hurt", strength="quite"), Felt(word=UNSURE), Match.UNSURE),
        (Felt(word="warm"), Felt(word="warm"), Match.SAME),
    ],
)
def test_a_guess_stands_beside_the_answer_and_is_no_grade(guess, answer, said):
    assert match(guess=guess, answer=answer) == said
