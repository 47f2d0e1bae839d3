from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from amends.conversation import Conversation, Message
from amends.moves import Feeling, Mark, MarkedMessage, Move
from amends.reading import part_of, proposals_of, read_conversation, talks_of
from amends.reading.talks import LEAST, parting_silence

START = datetime(2025, 3, 14, 18)  # noqa: DTZ001  (the wall clock of a phone, as in an export)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def talk_with(gaps, *, speakers="AB", start=START):
    """A conversation whose messages come after these gaps; a gap of None is a message without a time."""
    at, messages = start, [Message(n=0, at=start, speaker=speakers[0], text="words")]
    for n, gap in enumerate(gaps, start=1):
        at = at if gap is None else at + gap
        messages.append(
            Message(n=n, at=None if gap is None else at, speaker=speakers[n % len(speakers)], text=f"words {n}")
        )
    return Conversation(source="test", people=tuple(dict.fromkeys(speakers)), messages=tuple(messages))


def marked(conversation, *, tense=()):
    return [
        MarkedMessage(
            n=message.n,
            marks=(Mark(move=Move.CRITICISM, confidence=0.9, start=0, end=1),) if message.n in tense else (),
            feeling=Feeling.NEUTRAL,
            feeling_confidence=1.0,
        )
        for message in conversation.messages
    ]


def spans(conversation):
    return [(talk.first, talk.last) for talk in talks_of(conversation)]


def test_an_evening_with_a_drive_home_in_it_is_one_talk_and_a_night_parts_two():
    assert spans(talk_with([MINUTE, 2 * HOUR, MINUTE, 11 * HOUR, MINUTE])) == [(0, 3), (4, 5)]


def test_people_who_write_once_a_day_are_not_parted_at_every_night():
    days = [DAY + n % 5 * HOUR for n in range(20)]
    conversation = talk_with([*days, 40 * DAY, *days, 50 * DAY, *days])
    assert spans(conversation) == [(0, 20), (21, 41), (42, 62)]


def test_people_who_write_all_day_are_parted_at_night():
    day = [2 * MINUTE] * 30
    assert spans(talk_with([*day, 9 * HOUR, *day, 10 * HOUR, *day])) == [(0, 30), (31, 61), (62, 92)]


def test_a_few_messages_tell_no_rhythm():
    assert parting_silence([MINUTE, 20 * HOUR, MINUTE]) == LEAST


def test_a_conversation_without_times_is_one_talk():
    (talk,) = talks_of(talk_with([None, None, None]))
    assert (talk.first, talk.last, talk.silence_after) == (0, 3, None)


def test_an_empty_conversation_has_no_talk():
    assert talks_of(Conversation(source="test", people=(), messages=())) == ()


def test_lines_of_the_app_stay_with_the_talk_before_them_and_are_not_counted():
    said = [(0, "A"), (1, "B"), (600, None), (1200, "A"), (1201, "B")]
    messages = tuple(
        Message(n=n, at=START + minutes * MINUTE, speaker=who, text="words") for n, (minutes, who) in enumerate(said)
    )
    one, other = talks_of(Conversation(source="test", people=("A", "B"), messages=messages))
    assert (one.first, one.last, one.messages, one.people) == (0, 2, 2, 2)
    assert (other.first, other.last, other.started) == (3, 4, START + 1200 * MINUTE)
    assert one.silence_after == 1199 * MINUTE


def test_a_message_that_came_late_parts_nothing():
    assert spans(talk_with([MINUTE, -9 * HOUR, MINUTE])) == [(0, 3)]


gaps = st.lists(
    st.none() | st.timedeltas(min_value=-DAY, max_value=90 * DAY) | st.integers(0, 900).map(lambda n: n * MINUTE),
    max_size=120,
)


@given(gaps, st.text(alphabet="ABC", min_size=1, max_size=5))
def test_the_talks_hold_every_message_once_and_in_order(gaps, speakers):
    conversation = talk_with(gaps, speakers=speakers)
    talks = talks_of(conversation)
    covered = [n for talk in talks for n in range(talk.first, talk.last + 1)]
    assert covered == [message.n for message in conversation.messages]
    assert sum(talk.messages for talk in talks) == len(conversation.messages)


@given(gaps)
def test_no_talk_holds_a_silence_that_parts_and_between_two_there_is_one(gaps):
    conversation = talk_with(gaps)
    messages = conversation.messages
    between = [None if one.at is None or other.at is None else other.at - one.at for one, other in pairwise(messages)]
    least = parting_silence(between)
    starts = {talk.first for talk in talks_of(conversation)} - {0}
    assert starts == {n for n, gap in enumerate(between, start=1) if gap is not None and gap >= least}


@given(gaps, st.integers(0, 10**6))
def test_when_it_was_changes_nothing(gaps, minutes):
    assert spans(talk_with(gaps)) == spans(talk_with(gaps, start=START + minutes * MINUTE))


def test_the_tensest_talk_is_proposed_first_whoever_was_tense_in_it():
    conversation = talk_with([MINUTE, MINUTE, MINUTE, DAY, MINUTE, MINUTE, MINUTE, DAY, MINUTE, MINUTE, MINUTE])
    for tense in ({4, 6}, {5, 7}):
        proposals = proposals_of(talks_of(conversation), marked(conversation, tense=tense))
        assert [one.talk.first for one in proposals] == [4, 0, 8]
        assert [one.got_tense for one in proposals] == [True, False, False]


def test_one_cross_word_is_no_tense_talk():
    conversation = talk_with([MINUTE] * 5)
    (proposal,) = proposals_of(talks_of(conversation), marked(conversation, tense={2}))
    assert not proposal.got_tense


def test_a_silence_is_long_where_it_is_long_for_these_people():
    conversation = talk_with([MINUTE, DAY, MINUTE, 8 * DAY, MINUTE, DAY, MINUTE, DAY, MINUTE])
    proposals = proposals_of(talks_of(conversation), marked(conversation))
    assert [one.talk.first for one in proposals if one.long_silence_after] == [2]


def test_a_talk_in_which_one_person_speaks_is_not_proposed():
    conversation = talk_with([MINUTE, MINUTE], speakers="A")
    assert proposals_of(talks_of(conversation), marked(conversation, tense={0, 1, 2})) == ()


def test_a_part_is_a_conversation_of_its_own_that_can_be_read():
    conversation = talk_with([MINUTE, DAY, MINUTE, MINUTE])
    part = part_of(conversation, first=2, last=4)
    assert [(message.n, message.text) for message in part.messages] == [(0, "words 2"), (1, "words 3"), (2, "words 4")]
    assert part.people == conversation.people
    assert len(read_conversation(part).marked) == 3


QUARREL = (
    "You never think of anyone else, you're so selfish",
    "It was just a joke, you're overreacting. It's not my fault you can't take one",
    "You only did that to humiliate me",
    "Oh grow up, you're pathetic",
    "I just want us to be ok. Can we start over?",
    "Whatever, I'm done",
    "You always make everything about you",
    "This conversation is over",
)
MADE_UP = (
    *QUARREL[:4],
    "I was wrong to say that, I'm so sorry. Can we start over?",
    "Thank you for saying that. Yes please. I was scared of losing you",
    "I understand. I should have listened. I love you",
    "I love you too. Thank you ❤️",
)
SUPPER = ("Shall we say seven?", "seven is perfect 😊", "I'll bring bread", "lovely, thank you!") * 2


def history(*talks):
    """A conversation of talks of eight lines each, a day after each other."""
    messages = [
        Message(n=8 * day + n, at=START + day * DAY + n * MINUTE, speaker="AB"[n % 2], text=text)
        for day, texts in enumerate(talks)
        for n, text in enumerate(texts)
    ]
    return Conversation(source="test", people=("A", "B"), messages=tuple(messages))


def test_of_the_talks_of_a_history_those_that_broke_down_are_told():
    talks = read_conversation(history(SUPPER, QUARREL, SUPPER, MADE_UP, SUPPER)).talks
    assert {one.talk.first for one in talks} == {0, 8, 16, 24, 32}
    assert {one.talk.first for one in talks if one.got_tense} == {8, 24}
    assert {one.talk.first for one in talks if one.broke_down} == {8}


def test_how_a_talk_ended_is_told_by_itself_wherever_it_stands():
    alone = read_conversation(history(QUARREL, SUPPER)).talks
    later = read_conversation(history(*[SUPPER] * 30, QUARREL, SUPPER)).talks
    assert [one.broke_down for one in alone if one.got_tense] == [one.broke_down for one in later if one.got_tense]


def test_a_conversation_that_is_one_talk_has_no_talks_in_it():
    assert read_conversation(history(QUARREL)).talks == ()
