"""The worked examples of the labelling guideline: each move, and what it is not."""

from __future__ import annotations

import pytest

from amends.content import load_lines, load_toml
from amends.conversation import Conversation, Message, MessageType
from amends.moves import HEALING, HURTING, Feeling, MarkedMessage, Move, mark_messages, rules_from

RULES = rules_from(load_toml("moves"), weights=load_lines("weights"))


def marked(*lines: str) -> tuple[MarkedMessage, ...]:
    people = ("Mara", "Jo")
    messages = tuple(Message(n=n, at=None, speaker=people[n % 2], text=text) for n, text in enumerate(lines))
    return mark_messages(Conversation(source="pasted", people=people, messages=messages), rules=RULES)


DOES = [
    (Move.CRITICISM, "You never think of anyone else"),
    (Move.CRITICISM, "you are the selfish one"),
    (Move.CRITICISM, "Whatever. You never listen, you liar"),
    (Move.CONTEMPT, "Oh grow up, you're pathetic"),
    (Move.CONTEMPT, "You are pathetic. Will you ever listen?"),
    (Move.CONTEMPT, "you make me sick"),
    (Move.DEFENSIVENESS, "It's not my fault, you started it"),
    (Move.STONEWALLING, "Whatever, I'm done"),
    (Move.MIND_READING, "You only did that to humiliate me"),
    (Move.MIND_READING, "It's not one dinner. You do this to make sure I know where I come on the list"),
    (Move.NONAPOLOGY, "I'm sorry if you were hurt"),
    (Move.NONAPOLOGY, "I’m sorry you feel that way"),
    (Move.NONAPOLOGY, "Sorry, but you started shouting first"),
    (Move.OWNERSHIP, "I was wrong to read it out"),
    (Move.REMORSE, "I hate that I made you feel small"),
    (Move.REPAIR_OFFER, "What can I do to make it right?"),
    (Move.VALIDATION, "That makes sense, of course you were angry"),
    (Move.REFLECTION, "So what you're saying is that it felt like I'd taken their side"),
    (Move.CLARIFYING_QUESTION, "What did you mean when you said I'd left you?"),
    (Move.FEELING_STATEMENT, "I felt left out"),
    (Move.REQUEST, "Could you text me when you're late?"),
    (Move.VULNERABILITY, "I'm scared of losing you, and I'm still learning this"),
    (Move.PAUSE, "I need a break, can we talk again at eight?"),
    (Move.APPRECIATION, "Thank you for telling me"),
    (Move.PROMISE, "I'll call her tomorrow"),
    (Move.REPAIR_ATTEMPT, "Can we start over? I don't want to fight"),
]

DOES_NOT = [
    (Move.CRITICISM, "You didn't call, and I worried"),
    (Move.CRITICISM, "do you never listen to music while you run?"),
    (Move.CONTEMPT, "haha you muppet, love you 😂"),
    (Move.CONTEMPT, "shut up!! omg congratulations"),
    (Move.CONTEMPT, "i hate you i'm so happy for you 😂"),
    (Move.CONTEMPT, "don't get lost in the old town"),
    (Move.DEFENSIVENESS, "The train was cancelled so I took the bus"),
    (Move.STONEWALLING, "talk later, in a meeting x"),
    (Move.MIND_READING, "Did you do that because you were angry?"),
    (Move.MIND_READING, "You did that to make sure I know you're safe, thank you"),
    (Move.NONAPOLOGY, "Sorry you're ill, get well soon"),
    (Move.NONAPOLOGY, "sorry, running late"),
    (Move.OWNERSHIP, "We both made mistakes"),
    (Move.REMORSE, "Sorry to hear about your gran"),
    (Move.REPAIR_OFFER, "We'll see"),
    (Move.VALIDATION, "Yes, 7 works"),
    (Move.REFLECTION, "So we're meeting at 7?"),
    (Move.CLARIFYING_QUESTION, "What time is the train?"),
    (Move.FEELING_STATEMENT, "I feel that you are selfish"),
    (Move.REQUEST, "Do it or I'm leaving"),
    (Move.VULNERABILITY, "I'm so angry with you"),
    (Move.PAUSE, "I'm leaving, don't call me"),
    (Move.APPRECIATION, "Thanks for nothing"),
    (Move.PROMISE, "We should all go camping some day"),
]


@pytest.mark.parametrize(("move", "text"), DOES)
def test_what_does_a_move_is_marked(move: Move, text: str) -> None:
    assert move in marked(text)[0].moves
    assert move in marked("You read my message out to everyone at dinner.", text)[1].moves


@pytest.mark.parametrize(("move", "text"), DOES_NOT)
def test_what_only_looks_like_a_move_is_not(move: Move, text: str) -> None:
    assert move not in marked(text)[0].moves
    assert move not in marked("See you at seven then", text)[1].moves


CALM = [
    ("OMG YOU DID IT!!! SO PROUD OF YOU", "STOP IM CRYING 😂😂"),
    ("you absolute clown, that was MY sandwich 😂", "worth it 😘"),
    ("sorry about your gran, thinking of you all", "thank you love, she had a good run"),
    ("Shall we say 7?", "fine by me"),
    ("haha you always win, I hate you 😂", "get good, loser 😘"),
    ("can you get milk", "k"),
    ("sorry, running late, bus again", "no worries, grabbing us a table"),
    ("pizza or curry?", "whatever you fancy x"),
]


@pytest.mark.parametrize("lines", CALM)
def test_teasing_joy_and_sympathy_in_a_calm_talk_hurt_nobody(lines: tuple[str, str]) -> None:
    together = [text for pair in CALM for text in pair]
    assert not any(one.moves & HURTING for one in marked(*lines))
    assert not any(one.moves & HURTING for one in marked(*together))


def test_every_move_either_hurts_or_heals() -> None:
    assert len(Move) == 19
    assert frozenset(Move) == HURTING | HEALING
    assert not HURTING & HEALING
    assert len(Feeling) == 8


@pytest.mark.parametrize(
    ("speaker", "kind"), [(None, MessageType.SYSTEM), ("Mara", MessageType.DELETED), (None, MessageType.TEXT)]
)
def test_a_line_that_nobody_wrote_carries_nothing(speaker: str | None, kind: MessageType) -> None:
    line = Message(n=0, at=None, speaker=speaker, text="You never think of anyone else", type=kind)
    talk = Conversation(source="pasted", people=("Mara",), messages=(line,))
    assert mark_messages(talk, rules=RULES) == (
        MarkedMessage(n=0, marks=(), feeling=Feeling.NEUTRAL, feeling_confidence=1.0),
    )


def test_a_mark_points_at_words_of_its_message_and_says_how_sure_it_is() -> None:
    text = "Right. I was wrong to read it out. See you Sunday"
    (one,) = marked(text)
    (mark,) = [mark for mark in one.marks if mark.move is Move.OWNERSHIP]
    assert "I was wrong" in text[mark.start : mark.end]
    assert 0.5 < mark.confidence <= 1


def test_a_lone_goodbye_in_a_calm_chat_shuts_nobody_out() -> None:
    plans = ["Shall we say seven?", "seven is perfect", "I'll bring bread", "lovely", "see you there"] * 6 + ["bye"]
    assert not any(one.moves & HURTING for one in marked(*plans))


def test_the_same_words_hurt_in_a_quarrel_and_not_over_supper() -> None:
    quarrel = (
        "You read my message out to everyone, I felt so small",
        "It was just a joke, you're overreacting. It's not my fault",
        "You only did that to humiliate me. You never think of anyone else",
        "whatever.",
    )
    assert Move.STONEWALLING in marked(*quarrel)[3].moves
    assert Move.STONEWALLING not in marked("pizza or curry?", "whatever you fancy x")[1].moves


@pytest.mark.parametrize("text", ["you're such an idiot 😂😂", "you never share your chips haha", "whatever 😘"])
def test_who_laughs_strikes_no_blow(text: str) -> None:
    assert not marked("I ate all of it", text)[1].moves & HURTING


def test_a_message_hurts_where_one_of_its_moves_does_and_not_by_its_feeling() -> None:
    (sharp,) = marked("You never think of anyone else")
    (kind,) = marked("Thank you for telling me")
    (bare,) = marked("See you at seven then")
    assert (sharp.hurts, kind.hurts, bare.hurts) == (True, False, False)
    assert kind.marks
    assert not bare.marks
