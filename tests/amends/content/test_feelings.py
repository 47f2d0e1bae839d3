from __future__ import annotations

import pytest

from amends.content.feelings import feelings, needs
from amends.content.loader import LANGUAGES
from amends.content.my_side import channels, moment_kinds, my_side


def concept_ids(language):
    words = feelings(language)
    return (
        [(family.id, [word.id for word in family.feelings]) for family in words.families],
        [strength.id for strength in words.strengths],
        [need.id for need in needs(language).needs],
    )


def test_a_second_language_has_the_same_concepts_in_the_same_order():
    assert concept_ids("de") == concept_ids("en")


def test_a_second_language_has_its_own_words():
    assert feelings("de").label("hurt") == "verletzt"
    assert needs("de").label("matter") == "wichtig zu sein"


def test_how_strong_a_feeling_was_is_said_as_people_say_it():
    said = [feelings().said("lonely", strength) for strength in ("little", "quite", "strong")]
    assert said == ["a little lonely", "quite lonely", "very lonely"]
    assert feelings("de").said("lonely", "strong") == "sehr einsam"


def test_where_how_strong_can_not_stand_before_the_word_it_comes_after_it():
    said = [feelings().said("hopeless", strength) for strength in ("little", "quite", "strong")]
    assert said == ["without hope, a little", "without hope, quite a bit", "without hope, very much"]
    assert feelings("de").said("grieving", "strong") == "in Trauer, sehr"


def test_a_feeling_without_a_strength_is_the_word_alone():
    assert feelings().said("lonely", "") == "lonely"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_comes_after_its_word_is_a_feeling_of_the_list(language):
    words = feelings(language)
    assert words.strength_after
    assert words.strength_after <= {word.id for family in words.families for word in family.feelings}


def test_no_feeling_stands_in_two_families():
    ids = [word.id for family in feelings().families for word in family.feelings]
    assert len(ids) == len(set(ids))


def test_feelings_say_nothing_of_what_the_other_one_did():
    labels = {word.label for family in feelings().families for word in family.feelings}
    assert not labels & {"ignored", "betrayed", "abandoned", "attacked", "manipulated", "rejected", "used"}


def test_a_message_misread_and_something_hidden_lead_to_their_own_steps():
    leads = {kind.id: kind.leads_to for kind in moment_kinds() if kind.leads_to}
    assert leads == {"misread": "ask", "hidden": "honesty"}


def test_there_are_nine_kinds_and_some_channels():
    assert len(moment_kinds()) == 9
    assert len({channel.id for channel in channels()}) >= 4


def test_the_story_is_the_one_question_that_is_never_shared():
    assert [question.name for question in my_side().questions if not question.shared] == ["story"]


def test_the_whole_side_takes_about_ten_minutes_at_the_most():
    assert sum(question.minutes for question in my_side().questions) <= 10
