"""What a reading asks of a conversation, one question after the other."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.conversation import Conversation, Message, MessageType
from amends.moves import mark_messages
from amends.reading import Outcome, Reading, read_conversation
from amends.reading.answers import answers_in, signs_of
from amends.reading.course import MOST_POINTS, tone_of
from amends.reading.open_questions import asked_in, question_signs
from amends.reading.rules import rules_of

TUESDAY = datetime(2025, 3, 4, 18, 0, tzinfo=UTC)


def talk(*lines: tuple[str, str], gaps: dict[int, timedelta] | None = None, naive: bool = False) -> Conversation:
    """Return a talk with a minute between messages, or the gap given before a message."""
    at = TUESDAY.replace(tzinfo=None) if naive else TUESDAY
    messages = []
    for n, (who, text) in enumerate(lines):
        at += (gaps or {}).get(n, timedelta(minutes=1))
        messages.append(Message(n=n, at=at, speaker=who, text=text))
    return Conversation(source="pasted", people=tuple(dict.fromkeys(who for who, _ in lines)), messages=tuple(messages))


QUARREL = (
    ("Mara", "Did you pick up the parcel?"),
    ("Jo", "Yes, it's in the hall"),
    ("Mara", "You read my message out at dinner"),
    ("Jo", "It was just a joke, you're overreacting. It's not my fault you can't take one"),
    ("Mara", "You only did that to humiliate me. You never think of anyone else, you're so selfish"),
    ("Jo", "Oh grow up, you're pathetic"),
    ("Mara", "I felt so small, I just want us to be ok. Can we start over?"),
    ("Jo", "Sorry if you were hurt, I guess. Whatever, I'm done"),
    ("Mara", "You always make everything about you"),
    ("Jo", "This conversation is over"),
)

PLANS = (
    ("Mara", "Shall we say seven?"),
    ("Jo", "seven is perfect 😊"),
    ("Mara", "I'll book the table tomorrow"),
    ("Jo", "lovely, thank you!"),
)


def test_a_quarrel_turns_where_the_first_blow_falls() -> None:
    turned = read_conversation(talk(*QUARREL)).turning_point
    assert turned is not None
    assert 2 <= turned.message <= 5
    assert turned.first < turned.message < turned.last
    assert 0.5 <= turned.confidence <= 1


def test_a_talk_that_turned_twice_has_a_second_place_apart_from_the_first() -> None:
    calm = PLANS[:3] * 5
    reading = read_conversation(talk(*PLANS, *QUARREL[2:], *calm, *QUARREL[2:], *PLANS))
    first, second = reading.turning_point, reading.second_turning_point
    assert first is not None
    assert second is not None
    assert second.confidence <= first.confidence
    assert second.last < first.first or first.last < second.first


def test_a_single_blow_has_no_second_place() -> None:
    reading = read_conversation(talk(*PLANS, *QUARREL[2:6], *PLANS))
    assert reading.turning_point is not None
    assert reading.second_turning_point is None


def test_a_monologue_that_nobody_answers_for_thousands_of_lines_is_read_in_a_moment() -> None:
    lines = [("Mara", f"You never think of anyone else, you're so selfish {n}") for n in range(1500)]
    reading = read_conversation(talk(*lines, ("Jo", "what?")))
    assert reading.turning_point is not None
    assert reading.turning_point.last == len(lines)


def test_making_plans_never_turns() -> None:
    reading = read_conversation(talk(*PLANS))
    assert reading.turning_point is None
    assert reading.outcome is Outcome.NO_CONFLICT
    assert reading.missed_bids == ()


def test_a_quarrel_that_ends_shut_is_broken() -> None:
    assert read_conversation(talk(*QUARREL)).outcome is Outcome.BROKEN


def test_a_bid_for_peace_that_is_batted_away_is_missed() -> None:
    missed = {one.message: one for one in read_conversation(talk(*QUARREL)).missed_bids}
    assert missed[6].passed_over_by == 7


def test_a_bid_that_is_taken_up_is_not_missed() -> None:
    warm = talk(
        *QUARREL[:5],
        ("Jo", "I was wrong to read it out, I'm so sorry. Can we start over?"),
        ("Mara", "Thank you for saying that. Yes please. I love you"),
        ("Jo", "I love you too"),
    )
    assert 5 not in {one.message for one in read_conversation(warm).missed_bids}


def test_a_sincere_question_that_is_shut_out_stays_open() -> None:
    shut = talk(*QUARREL, ("Mara", "Are we okay?"), ("Jo", "whatever."))
    assert 10 in {one.message for one in read_conversation(shut).open_questions}


def test_a_question_that_is_answered_does_not_stay_open() -> None:
    assert read_conversation(talk(*PLANS)).open_questions == ()


def test_a_question_in_a_calm_part_is_looked_at_with_care_and_not_in_passing() -> None:
    conversation = talk(*PLANS)
    with_care = read_conversation(conversation).marked
    in_passing = mark_messages(conversation, rules=rules_of("en"))

    assert asked_in(conversation, with_care, tone_of(with_care)) == [0]
    assert asked_in(conversation, in_passing, tone_of(in_passing)) == []


def read_closely(*lines: tuple[str, str], gaps: dict[int, timedelta] | None = None) -> dict[str, float]:
    """Return the signs of the first message with "?" as a careful pass sees them."""
    conversation = talk(*lines, gaps=gaps)
    marked = read_conversation(conversation).marked
    n = next(n for n, (_, text) in enumerate(lines) if "?" in text)
    message, answer = conversation.messages[n], answers_in(conversation)[n]
    return question_signs(message, marked[n], answer, conversation, marked, tone_of(marked))


def test_what_is_asked_for_is_told_by_the_sentence_that_asks() -> None:
    who = read_closely(("Mara", "Who took the keys? I looked when I came in."), ("Jo", "Me"))
    when = read_closely(("Mara", "I saw him. What time do they close?"), ("Jo", "Nine"))
    whether = read_closely(("Mara", "So, are we okay?"), ("Jo", "Yes"))

    names = ("asks who", "asks when", "asks yes or no")
    assert [[signs[name] for name in names] for signs in (who, when, whether)] == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


def test_an_answer_that_comes_late_counts_as_later() -> None:
    soon, next_day = (
        read_closely(("Mara", "Where is the car?"), ("Jo", "I'm tired"), gaps={1: gap})["late answer"]
        for gap in (timedelta(minutes=1), timedelta(days=1))
    )
    assert 0 < soon < 0.1 < next_day < 1


def test_an_answer_in_other_forms_of_the_words_asked_about_shares_them() -> None:
    signs = read_closely(("Mara", "Have they called about painting?"), ("Jo", "They are calling the painters tomorrow"))
    assert signs["first answer shares words"] == 1


def test_whether_who_asked_comes_back_content_is_seen() -> None:
    content = read_closely(("Mara", "Where is it?"), ("Jo", "In the hall"), ("Mara", "Thanks, got it"))
    silent = read_closely(("Mara", "Where is it?"), ("Jo", "In the hall"), ("Jo", "By the door"))

    assert (content["asker served"], content["asker silent"]) == (1, 0)
    assert (silent["asker served"], silent["asker silent"]) == (0, 1)


def test_a_yes_is_no_answer_to_what_asks_for_more() -> None:
    assert read_closely(("Mara", "Where is it?"), ("Jo", "Yes"))["yes to no such question"] == 1
    assert read_closely(("Mara", "Is it here?"), ("Jo", "Yes"))["yes to no such question"] == 0


def test_a_question_of_which_no_time_is_known_has_no_late_answer() -> None:
    conversation = talk(("Mara", "Where is it?"), ("Jo", "In the hall"))
    messages = tuple(replace(message, at=None) for message in conversation.messages)
    undated = replace(conversation, messages=messages)
    marked = read_conversation(undated).marked
    signs = question_signs(messages[0], marked[0], answers_in(undated)[0], undated, marked, tone_of(marked))
    assert signs["late answer"] == 0


def test_a_silence_is_long_for_this_talk() -> None:
    conversation = talk(*PLANS, gaps={2: timedelta(days=3)})
    (silence,) = read_conversation(conversation).silences
    assert (silence.after, silence.before, silence.length) == (1, 2, timedelta(days=3))


def test_a_talk_by_post_has_no_silence_in_its_usual_days() -> None:
    days = {n: timedelta(days=1) for n in range(len(PLANS))}
    assert read_conversation(talk(*PLANS, gaps=days)).silences == ()


@pytest.mark.parametrize("naive", [True, False])
def test_times_with_and_without_a_zone_are_read(naive: bool) -> None:
    conversation = talk(*PLANS, gaps={3: timedelta(days=2)}, naive=naive)
    assert len(read_conversation(conversation).silences) == 1


def test_lines_without_a_time_have_no_silences_and_no_due_day() -> None:
    messages = tuple(Message(n=n, at=None, speaker=who, text=text) for n, (who, text) in enumerate(PLANS))
    reading = read_conversation(Conversation(source="pasted", people=("Mara", "Jo"), messages=messages))
    assert reading.silences == ()
    assert [promise.due for promise in reading.promises] == [None]


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("I'll call her tomorrow", date(2025, 3, 5)),
        ("I'll call her tonight", date(2025, 3, 4)),
        ("I'll pay it on Friday", date(2025, 3, 7)),
        ("I'll call her on Tuesday", date(2025, 3, 11)),
        ("I promise I'll tell you first", None),
    ],
)
def test_a_promise_is_found_with_its_day(words: str, due: date | None) -> None:
    (promise,) = read_conversation(talk(("Jo", words))).promises
    assert (promise.message, promise.who, promise.due) == (0, "Jo", due)
    assert words[promise.quote_start : promise.quote_end].startswith("I")


def test_a_wish_and_a_plan_for_all_are_no_promise() -> None:
    assert read_conversation(talk(("Jo", "We should all go camping some day"))).promises == ()


@pytest.mark.slow
@given(st.integers(min_value=0, max_value=400))
def test_the_course_covers_every_message_once_in_at_most_sixty_points(size: int) -> None:
    lines = [("Mara" if n % 3 else "Jo", "ok then") for n in range(size)]
    course = read_conversation(talk(*lines)).course
    assert len(course) <= MOST_POINTS
    assert [n for point in course for n in range(point.first, point.last + 1)] == list(range(size))
    assert all(0 <= point.tension <= 1 and 0 <= point.warmth <= 1 for point in course)


def test_a_quarrel_is_tenser_and_colder_than_plans() -> None:
    tense, calm = (read_conversation(talk(*lines)).course for lines in (QUARREL, PLANS))
    assert max(point.tension for point in tense) > max(point.tension for point in calm)
    assert max(point.warmth for point in calm) > 0


def test_a_talk_of_one_message_or_none_is_read() -> None:
    empty = Conversation(source="pasted", people=(), messages=())
    reading = read_conversation(empty)
    assert (reading.marked, reading.course, reading.turning_point) == ((), (), None)
    assert read_conversation(talk(("Jo", "hello"))).outcome is Outcome.NO_CONFLICT


def test_lines_of_the_app_answer_nobody() -> None:
    lines = [("Mara", "Are you there?"), ("", "Jo left"), ("Jo", "yes"), ("Jo", "just in"), ("Mara", "good")]
    messages = tuple(
        Message(
            n=n,
            at=None,
            speaker=who or None,
            text=text,
            type=MessageType.TEXT if who else MessageType.SYSTEM,
        )
        for n, (who, text) in enumerate(lines)
    )
    answers = answers_in(Conversation(source="pasted", people=("Mara", "Jo"), messages=messages))
    assert [answer.messages for answer in answers] == [(2, 3), (), (4,), (4,), ()]


def test_a_long_name_in_an_answer_counts_for_no_more_than_a_short_one() -> None:
    def signs(name: str) -> dict[str, float]:
        spoken = talk((name, "are you there at five"), ("Jo", f"not yours today {name}"))
        marked = read_conversation(spoken).marked
        return signs_of(0, answers_in(spoken)[0], spoken, marked, tone_of(marked))

    assert signs("Tatiana") == signs("Gav")


@pytest.mark.parametrize("text", ["Ellie, it comes back", "I believe you", "the affair of the plates", "isolated"])
def test_a_word_or_a_name_that_holds_another_word_tells_of_no_need(text: str) -> None:
    reading = read_conversation(talk(("Jo", text), ("Mara", "ok")))
    assert reading.concerns["Jo"] == ()


def test_a_concern_is_a_need_in_ones_own_words() -> None:
    reading = read_conversation(talk(("Mara", "You lied, I want the truth"), ("Jo", "ok")))
    assert [one.need for one in reading.concerns["Mara"]] == ["honesty"]
    assert reading.concerns["Jo"] == ()


def test_a_reading_cannot_be_changed() -> None:
    reading = read_conversation(talk(*QUARREL))
    with pytest.raises(FrozenInstanceError):
        reading.outcome = Outcome.REPAIRED  # type: ignore[misc]
    with pytest.raises(TypeError):
        reading.concerns["Mara"] = ()  # type: ignore[index]


def test_every_claim_points_at_a_message_and_says_how_sure_it_is() -> None:
    conversation = talk(*QUARREL, ("Mara", "Are we okay?"), ("Jo", "whatever."))
    reading: Reading = read_conversation(conversation)
    claims = [*reading.missed_bids, *reading.open_questions, *reading.promises]
    assert claims
    for claim in claims:
        assert 0 <= claim.message < len(conversation.messages)
        assert 0 < claim.confidence <= 1


def test_the_same_talk_is_read_the_same_way_twice() -> None:
    assert read_conversation(talk(*QUARREL)) == read_conversation(talk(*QUARREL))
