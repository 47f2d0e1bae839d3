from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.content.surveillance import watching_words
from amends.path.surveillance import LONGEST_LOOK, watching

DECLINED = {
    "location": [
        "Share your location with me.",
        "I'll share my live location with you",
        "I will send you my location whenever I go out",
        "I keep location sharing on",
        "My location stays on for you",
        "We both install Life360",
        "I let you track my phone",
        "You can see where I am at all times",
        "I put an AirTag in my bag so you can follow me",
        "You always know my whereabouts",
        "I’ll turn on GPS for you",
        "Location on at all times",
        "I'll send a live pin from the bar",
        "tell me where you are every hour",
        "Every hour you tell me where you are.",
        "I let you know where I’m staying at all times",
    ],
    "passwords": [
        "I give you my passwords",
        "Tell me your passcode",
        "You get the password to my Instagram",
        "I will share all my logins with you.",
        "I'll add your fingerprint to my phone",
        "I leave my phone unlocked on the table",
        "You have full access to my accounts",
        "We swap PINs",
        "No passwords on my phone any more",
    ],
    "messages": [
        "You may read my messages",
        "I let you check my phone every evening",
        "Let me go through your WhatsApp",
        "I show you my phone when you ask",
        "I forward you all my texts with her",
        "You can look at my chats any time",
        "I'll hand you my phone at the door",
        "Phone checks on Sundays",
        "I will let you see my browsing history",
        "Let me see your inbox",
        "I'll let you go through my phone once a week",
        "You can have my phone any time you want to look through it",
        "I will show you who I'm texting whenever you ask",
    ],
    "proof": [
        "I'll send you a photo to prove I'm at work",
        "A selfie: I send a picture every time I arrive",
        "I text you every hour when I'm out",
        "I call you every 30 minutes",
        "I send check-in photos from the office",
        "I stay on the phone with you while I drive home",
        "I pick up every call, no matter where",
        "I take a lie detector test",
        "I account for every hour of my day",
        "I prove to you where I was",
        "I will video call you from wherever I am to prove it",
        "I'll tell you every person I talked to each day",
    ],
    "recording": [
        "I record all our calls",
        "We put cameras in the living room",
        "I install a monitoring app on my phone",
        "I ask your colleagues to keep an eye on you",
        "I put spyware on it",
        "My sister will keep an eye on you",
    ],
    "closeness": [
        "I will have sex with you once a week",
        "I won't say no to sex",
        "I'll sleep with you on Fridays",
        "I send you nudes when I travel",
        "Sex twice a week",
    ],
}
ASKED_ABOUT = {
    "people": [
        "I stop seeing my friends",
        "I won't talk to other women",
        "I'll cut off my mother",
        "I will ask your permission before I go out",
        "I won't go out without you",
        "I'll ask before seeing my friends",
    ],
    "money": [
        "I hand over my whole salary to you",
        "I give you my bank cards",
        "I show you every receipt",
        "I ask you before I buy anything",
        "You get to see my bank statements",
    ],
}
FINE = [
    "I will tell you when I'm late",
    "When I will be more than 20 minutes late, I tell you",
    "Before I go out, I say where to and when I mean to be back",
    "I'll text you when I leave the office",
    "I call you when I land",
    "I will write to you every evening while I travel",
    "I tell you the same day when she writes to me",
    "I tell you where I was when you ask me",
    "I won't look at your phone again",
    "I will stop reading your messages",
    "I delete the tracking app",
    "I never ask for your password again",
    "I turn off location sharing for good",
    "I won't ask you to prove where you were",
    "I will not check your messages, not even when I'm scared",
    "I change my password so that nobody else has it",
    "I share the wifi password with your sister",
    "I send you the location of the restaurant for the dinner",
    "I answer your messages within a day",
    "I read your messages twice before I answer",
    "I put my phone away at dinner",
    "I check my phone only after the kids are in bed",
    "I leave my phone in the kitchen at night",
    "I don't look at my phone while you talk",
    "I show you the draft before I send it to the landlord",
    "I send you a photo of the kids when I have them",
    "I take a picture of the recipe for you",
    "I keep track of what I spend on games",
    "I look at the budget with you on the 1st",
    "I pay you back 50 a month",
    "I send you half of the rent by the 3rd",
    "Before I spend more than 200 from the joint account, I ask you",
    "I give the money back that I took",
    "I will talk about sex with you without pressure",
    "I won't press you for sex",
    "I will be home by seven on Tuesdays",
    "I see my friends on Thursdays and keep Fridays for us",
    "I won't complain about you to my friends",
    "I won't interrupt you in front of your parents",
    "I stop joking about you at parties",
    "When you say stop, I stop",
    "I turn my camera on in the team meeting",
    "I write down what we decided in the meeting and send it to everybody",
    "I won't contact Kim again, and if Kim writes I tell you the same day",
    "I share the calendar with pick-up times by Sunday",
    "I tell you about the debt letters on the day they come",
    "I pick the children up at four on Wednesdays",
    "I say which way I meant it when you ask",
    "I ask you before I invite my mother",
    "I text you if the meeting runs past six",
    "I call my sponsor every day",
    "I send the invoice before Friday",
    "I'll tell you when I feel tracked or pressed",
    "I pin the shopping list to the fridge",
    "I will check in with you on Sunday evening",
    "I answer the phone when the school calls",
    "I'll keep my phone charged so that you can reach me about the kids",
    "I get the car checked by Friday",
    "I will know my position before the board meeting",
    "I'll read my mail before the stand-up",
    "I tell the team on Monday where we are with the budget",
    "I will go to the appointment with you",
    "If I'm going to be late for pick-up, then I text you before four",
    "I share my calendar so you see when I'm away",
    "I will listen to your voice message before I answer",
    "I'll take photos of the receipts for our tax return",
    "I will ask your opinion before I hire somebody",
    "I'll let the team know where I am working from each week",
    "I'll give you the login for the shared team account on Monday",
    "I'll sleep at my mother's until Sunday",
    "I'll come to therapy with you on Thursday",
]


def phrases(of):
    return [(reason, phrase) for reason, some in of.items() for phrase in some]


@pytest.mark.parametrize(("reason", "phrase"), phrases(DECLINED))
def test_watching_is_declined_with_its_reason(reason, phrase):
    found = watching(phrase)
    assert found is not None
    assert (found.reason, found.is_declined) == (reason, True)
    assert phrase[found.start : found.end].strip()


@pytest.mark.parametrize(("reason", "phrase"), phrases(ASKED_ABOUT))
def test_what_can_have_a_good_reason_is_asked_about(reason, phrase):
    found = watching(phrase)
    assert found is not None
    assert (found.reason, found.is_declined) == (reason, False)


@pytest.mark.parametrize("phrase", FINE)
def test_openness_and_care_are_fine(phrase):
    assert watching(phrase) is None


def test_there_are_many_phrases_both_ways():
    assert len(FINE) >= 60
    assert len(phrases(DECLINED)) + len(phrases(ASKED_ABOUT)) >= 55


def test_what_is_declined_goes_before_what_is_asked_about():
    found = watching("I give you my bank cards. I share my location with you.")
    assert found is not None
    assert found.reason == "location"


def test_every_reason_has_its_words_and_no_way_instead_is_watching_itself():
    words = watching_words()
    assert set(words) == DECLINED.keys() | ASKED_ABOUT.keys()
    for one in words.values():
        assert one.reason
        assert len(one.instead) >= 2
        assert [instead for instead in one.instead if watching(instead)] == []


def test_ceasing_to_watch_in_one_sentence_does_not_excuse_the_next():
    assert watching("I won't check your phone. You can read my messages.") is not None


@given(st.text(max_size=300) | st.text(alphabet="I share my location not never .’'", max_size=300))
def test_any_text_has_an_answer_and_a_place_in_it(text):
    found = watching(text)
    if found:
        assert 0 <= found.start < found.end <= len(text)


def test_a_page_of_the_same_word_costs_no_more_than_a_look():
    for word in ("share ", "my ", "a" * 50, " " * 10, "text every "):
        assert watching(word * LONGEST_LOOK) is None or word == "text every "
