"""English in all its kinds is read; another language is told, and nothing is said about it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from amends.content import load_toml
from amends.conversation import Conversation, Message, MessageType
from amends.reading import Languages, read_conversation, seen_from
from amends.reading.languages import languages_of
from amends.reading.talks import talks_of

START = datetime(2025, 3, 4, 18, 0)  # noqa: DTZ001  (the wall clock of a phone)

# The same little quarrel, in turns of one person and another.
OTHERS = {
    "de": (
        "kommst du heute zum essen?|bin spät dran, sorry|das machst du immer. du denkst nie an mich|das ist "
        "nicht fair, ich musste arbeiten|egal. mach was du willst|ich wollte dich nicht verletzen, es tut "
        "mir leid"
    ),
    "es": (
        "vienes a cenar hoy?|voy tarde perdona|siempre haces lo mismo, nunca piensas en mí|no es justo, "
        "tenía que trabajar, de verdad|da igual. haz lo que quieras|no quería hacerte daño, lo siento mucho"
    ),
    "fr": (
        "tu viens manger ce soir ?|je suis en retard dsl|tu fais toujours ça, tu penses jamais à moi|c'est "
        "pas juste j'avais du boulot|laisse tomber. fais ce que tu veux|je voulais pas te blesser, je suis "
        "désolé"
    ),
    "tl": (
        "pupunta ka ba sa hapunan mamaya?|late ako sorry ha|lagi mo na lang ginagawa yan, di mo ako "
        "iniisip|hindi patas yan, kailangan kong magtrabaho|bahala ka na. gawin mo gusto mo|hindi ko "
        "sinasadyang saktan ka, patawad"
    ),
    "ru": (
        "ты придёшь на ужин?|опаздываю прости|ты всегда так делаешь, никогда обо мне не думаешь|это "
        "нечестно, мне надо было работать|ладно. делай что хочешь|я не хотел тебя обидеть, извини"
    ),
    "hi": (
        "क्या तुम खाने पर आ रहे हो?|देर हो गई सॉरी|तुम हमेशा यही करते हो, मेरे बारे में कभी नहीं सोचते|ये "
        "सही नहीं है मुझे काम था|छोड़ो। जो करना है करो|मैं तुम्हें दुख नहीं देना चाहता था, माफ़ करना, सच "
        "में, मुझे बहुत अफ़सोस है"
    ),
    "": (
        "kya tum dinner pe aa rahe ho?|late ho gaya sorry yaar|tum hamesha yahi karte ho, mere baare mein "
        "kabhi nahi sochte|ye fair nahi hai mujhe kaam tha|chhodo. jo karna hai karo|main tumhe hurt nahi "
        "karna chahta tha, maaf kar do"
    ),
}
ENGLISHES = {
    "lagos": (
        "abeg you dey come chop this night?|i go late small sorry|na so you dey always do, you no dey think "
        "about me|e no fair na, i get work|no wahala. do wetin you like|i no mean to vex you, abeg no vex"
    ),
    "kingston": (
        "yuh a come fi dinner tonight?|mi a run late sorry|yuh always a do dis, yuh nuh tink bout mi|dat nuh "
        "fair, mi did haffi work|cho. do wah yuh want|mi neva mean fi hurt yuh, mi sorry"
    ),
    "glasgow": (
        "ye comin fur yer dinner the night?|am gonnae be late soz|ye aye dae this, ye never think aboot "
        "me|thats no fair man ah hud tae work|whitever. dae whit ye want|a didnae mean tae hurt ye, am sorry"
    ),
    "singapore": (
        "eh you coming dinner or not|late liao sorry ah|you always like that one leh, never think of me|not "
        "fair lah i got work what|whatever lah. you do what you want lor|i never mean to hurt you, sorry can"
    ),
    "delhi": (
        "are you coming for dinner na?|running late yaar sorry|you always do this only, you never think of "
        "me|arre that is not fair, I was having work|leave it ya. do whatever you want|I didn't mean to hurt "
        "you, sorry na"
    ),
    "phone": (
        "u comin 2nite?|runnin l8 soz x|u always do dis u neva think bout me|nt fair i had wrk|w/e do wat u "
        "want|didnt mean 2 hurt u im sry"
    ),
    "learnt late": (
        "you come to dinner today?|i am late, sorry me|you make always this, never you think in me|is not "
        "fair, i had to working|ok no matter. make what you want|i did not wanted to hurt you, i am sorry "
        "very"
    ),
    "with other words": (
        "mi amor are you coming to cena?|voy tarde sorry|you always do this, never think of me, ay dios|not "
        "fair, tenía que work|whatever, haz what you want|I didn't want to hurt you, lo siento"
    ),
}


def told(conversation: Conversation) -> Languages:
    return languages_of(conversation, talks_of(conversation))


def talk(*parts: str, gap: timedelta = timedelta(days=2)) -> Conversation:
    """Return a conversation of talks in which Ana and Ben take turns, line by line."""
    messages: list[Message] = []
    for number, part in enumerate(parts):
        for n, text in enumerate(part.split("|")):
            at = START + number * gap + timedelta(minutes=n)
            messages.append(Message(n=len(messages), at=at, speaker=("Ana", "Ben")[n % 2], text=text))
    return Conversation(source="test", people=("Ana", "Ben"), messages=tuple(messages))


@pytest.mark.parametrize("code", OTHERS)
def test_another_language_is_told_and_all_of_it_is_declined(code: str) -> None:
    found = told(talk(OTHERS[code]))
    assert found.others == (code,)
    assert found.is_declined
    assert found.unread == frozenset(range(6))


@pytest.mark.parametrize("place", ENGLISHES)
def test_no_english_is_declined(place: str) -> None:
    assert told(talk(ENGLISHES[place])) == Languages()


@pytest.mark.parametrize(
    "lines",
    [
        "ok|yes|lol|k|see u|bye x",
        "😂😂😂|❤️❤️|😭|🎉🎉🎉|😩|👍" * 4,
        "Maria|Giuseppe|Via Roma 12, Milano|Zeynep Yılmaz|Krzysztof|Champs-Élysées",
        "milk eggs bread butter|2pm dentist|pizza pasta pesto|croissants + café|Uber arriving|Hans Müller 030 12345",
        "https://example.org/de/ich/wollte/dich/nicht/verletzen|ok|thanks|yes|no|fine",
        "|||||",
    ],
)
def test_short_words_names_lists_emoji_and_links_are_read(lines: str) -> None:
    assert told(talk(lines)) == Languages()


def test_a_word_or_a_line_of_another_language_in_an_english_talk_is_read_with_it() -> None:
    mixed = ENGLISHES["delhi"] + "|ich wollte dich nicht verletzen, es tut mir leid|I know"
    assert told(talk(mixed)) == Languages()


def test_of_two_people_with_a_language_each_only_the_english_is_read() -> None:
    english, german = ENGLISHES["delhi"].split("|"), OTHERS["de"].split("|")
    turns = [(english if n % 2 == 0 else german)[n] for n in range(6)]
    turns += [english[1], german[0], english[3], german[2], english[5], german[4]]
    found = told(talk("|".join(turns)))
    assert found == Languages(others=("de",), unread=frozenset(range(1, 12, 2)))


def test_of_a_history_the_talks_in_another_language_are_left_out() -> None:
    found = told(talk(ENGLISHES["phone"], f"{OTHERS['es']}|{OTHERS['es']}", ENGLISHES["glasgow"]))
    assert found == Languages(others=("es",), unread=frozenset(range(6, 18)))


def test_an_answer_that_is_too_short_to_tell_is_in_the_language_of_the_rest() -> None:
    found = told(talk(OTHERS["fr"], "oui|ok"))
    assert found.unread == frozenset(range(8))
    assert found.is_declined


def test_lines_of_the_app_are_in_no_language() -> None:
    notice = Message(n=0, at=START, speaker=None, text="Nachrichten sind verschlüsselt" * 9, type=MessageType.SYSTEM)
    assert told(Conversation(source="test", people=(), messages=(notice,))) == Languages()


def test_nothing_stands_on_words_that_are_not_read() -> None:
    quarrel = (
        "Did you pick up the parcel?|Yes|You never think of anyone else, you're so selfish|Oh grow up, you're pathetic|"
        "I felt so small. Can we start over?|Whatever, I'm done"
    )
    reading = read_conversation(talk(quarrel, f"{OTHERS['de']}|{OTHERS['de']}", quarrel))
    german = set(range(6, 18))
    assert reading.languages.unread == german
    claims = [*reading.open_questions, *reading.missed_bids, *reading.promises]
    assert german.isdisjoint(one.message for one in claims)
    assert not [one for one in reading.marked if one.n in german and (one.marks or one.feeling != "neutral")]
    assert not [
        one for talk in reading.talks if talk.talk.first == 6 for one in [talk.got_tense, talk.broke_down] if one
    ]


def test_a_bid_that_was_answered_in_another_language_is_not_called_missed() -> None:
    ana = "You never think of me|You're so selfish|I felt so small. Can we start over? I just want us to be ok, please"
    german = OTHERS["de"].split("|")
    turns = [part for pair in zip(ana.split("|"), german, strict=False) for part in pair]
    turns[-1] += ". natürlich, das will ich auch, ich hab dich lieb"
    reading = read_conversation(talk("|".join(turns)))
    assert reading.languages.unread == frozenset({1, 3, 5})
    assert reading.missed_bids == ()
    assert reading.open_questions == ()


def test_what_is_declined_has_no_claim_but_its_silences() -> None:
    conversation = talk(OTHERS["de"], OTHERS["de"], gap=timedelta(days=9))
    reading = read_conversation(conversation)
    seen = seen_from(reading, conversation, seat="Ana")
    assert seen.languages.is_declined
    assert (seen.turning_point, seen.own, seen.promises, dict(seen.concerns)) == (None, (), (), {})
    assert len(seen.silences) == 1


def test_every_language_has_a_name_of_its_own_word() -> None:
    names = load_toml("language")["names"]
    assert {"de", "es", "fr", "tl", "ru", "hi"} <= set(names)
    assert all(name[0].isupper() for name in names.values())
