from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from amends.content.rhythm import rhythm_words
from amends.path.pulse import ANSWERS, Answer, Item, Pulse, band, is_flat_or_falling

NOW = datetime(2026, 11, 26, 20, tzinfo=UTC)


def weekly(*places, item=Item.HOPE):
    """One pulse a week up to now, the last one today; each is the place of its word, 0 to 4."""
    first = NOW - timedelta(weeks=len(places) - 1)
    return [
        Pulse(at=first + timedelta(weeks=week), answers={item: ANSWERS[place]}) for week, place in enumerate(places)
    ]


def test_six_weeks_that_stay_low_are_flat():
    assert is_flat_or_falling(weekly(1, 1, 1, 1, 1, 1, 1), now=NOW)


def test_six_weeks_that_fall_are_falling():
    assert is_flat_or_falling(weekly(4, 3, 2, 2, 1, 1, 0), now=NOW)


def test_what_rises_is_neither():
    assert not is_flat_or_falling(weekly(0, 0, 1, 1, 1, 2, 2), now=NOW)


def test_five_weeks_are_too_few_to_tell():
    assert not is_flat_or_falling(weekly(1, 1, 1, 1, 1, 1), now=NOW)


def test_what_stays_good_is_not_called_stuck():
    assert not is_flat_or_falling(weekly(4, 4, 4, 4, 4, 4, 4), now=NOW)
    assert not is_flat_or_falling(weekly(3, 3, 3, 3, 3, 3, 3), now=NOW)


def test_one_bad_day_at_the_end_of_a_rise_changes_nothing():
    assert not is_flat_or_falling(weekly(0, 1, 1, 2, 2, 2, 0), now=NOW)


def test_old_answers_say_nothing_about_today():
    assert not is_flat_or_falling(weekly(1, 1, 1, 1, 1, 1, 1), now=NOW + timedelta(weeks=3))


def test_only_the_same_sentences_are_set_beside_each_other():
    rising = weekly(1, 1, 1, 2, 2, 2, 2)
    another_sentence = weekly(0, item=Item.CARES)
    assert not is_flat_or_falling([*rising[:-1], *another_sentence], now=NOW)


def test_a_band_goes_from_the_least_to_the_most_and_is_no_single_figure():
    pulse = Pulse(at=NOW, answers={Item.HOPE: Answer.A_LITTLE, Item.CARES: Answer.FULLY, Item.SAFE: Answer.PARTLY})
    (span,) = band([pulse])
    assert (span.low, span.high) == (Answer.A_LITTLE, Answer.FULLY)


@given(st.lists(st.dictionaries(st.sampled_from(Item), st.sampled_from(Answer), min_size=1), max_size=12))
def test_any_answers_have_a_band_and_an_answer_to_the_rule(answers):
    first = NOW - timedelta(days=5 * len(answers))
    pulses = [Pulse(at=first + timedelta(days=5 * n), answers=given) for n, given in enumerate(answers)]
    spans = band(pulses)
    assert len(spans) == len(pulses)
    assert all(ANSWERS.index(span.low) <= ANSWERS.index(span.high) for span in spans)
    assert isinstance(is_flat_or_falling(pulses, now=NOW), bool)


def test_every_sentence_and_every_word_has_its_words():
    words = rhythm_words()
    assert [item.id for item in words.items] == [item.value for item in Item]
    assert [answer.id for answer in words.answers] == [answer.value for answer in Answer]
