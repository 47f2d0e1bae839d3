from __future__ import annotations

import pytest

from amends.content.promises import promise_words
from amends.path.surveillance import watching
from amends.path.vague import open_questions


@pytest.mark.parametrize(
    ("cue", "act", "said"),
    [
        ("I leave the office late", "call you", "When I leave the office late, I will call you."),
        ("", "call you from the station.", "I will call you from the station."),
        ("If I am late", "call you", "If I am late, I will call you."),
        ("when I am late", "I'll call you", "When I am late, I'll call you."),
        ("", "I’ll pay my half.", "I’ll pay my half."),
        ("the {act} comes", "answer {cue}", "When the {act} comes, I will answer {cue}."),
    ],
)
def test_a_promise_is_one_sentence_of_what_was_typed(cue, act, said):
    assert promise_words().sentence.of(cue=cue, act=act) == said


def test_every_part_of_one_has_words_and_they_go_up():
    often = [promise_words().how_often(part / 100) for part in range(101)]
    assert often[0] == "seldom"
    assert often[-1] == "nearly every time"
    assert len(set(often)) == len(promise_words().often)


def test_no_example_of_a_deed_would_watch_somebody_and_none_is_vague():

    deeds = [deed for fit in promise_words().fits.values() for deed in fit.deeds]
    assert len(deeds) >= 9
    assert [deed for deed in deeds if watching(deed) or open_questions(deed)] == []
