"""Protocols as plain text: the ones that come with Amends, and what a file of anybody's is told."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.content.protocols import (
    LARGEST,
    Keep,
    Speaker,
    Step,
    Strength,
    read_template,
    templates,
    templates_for,
)
from amends.content.relations import relations
from amends.errors import BadProtocol

ROOT = Path(__file__).parents[3]
OURS = sorted((ROOT / "src/amends/content/en/protocols").glob("*.txt"))

GOOD = """\
format: 1
id: two-cups
title: Two cups of tea
# a remark
for: friends, family
minutes: 5
source: Nobody, 1999
source: Somebody, 2001
strength: W
shown: That it helps
  is what practitioners saw.
not when: Somebody is afraid.
when: It is four.
who: Two who like tea.
too much: Put the cup down.

step: one, 2 min
say: Say one thing.
keep: all, What we try

step: other, 3 min
say: Say it back.
keep: me, What was new
"""


def mistakes_in(text):
    with pytest.raises(BadProtocol) as refused:
        read_template(text)
    return list(refused.value.mistakes)


def test_a_file_is_read_as_it_was_written():
    read = read_template(GOOD)
    assert (read.id, read.title, read.minutes, read.strength) == ("two-cups", "Two cups of tea", 5, Strength.WEAK)
    assert read.relations == ("family", "friends")
    assert read.sources == ("Nobody, 1999", "Somebody, 2001")
    assert read.shown == "That it helps is what practitioners saw."
    assert read.steps == (
        Step(speaker=Speaker.ONE, minutes=2, say="Say one thing.", keep=Keep(ask="What we try", is_shared=True)),
        Step(speaker=Speaker.OTHER, minutes=3, say="Say it back.", keep=Keep(ask="What was new", is_shared=False)),
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: re.sub(r"^(\w)", lambda first: first[1].upper(), text, flags=re.MULTILINE),
        lambda text: re.sub(r": ", ":", text),
    ],
    ids=["windows", "mark at the start", "capitals", "no space after the colon"],
)
def test_what_an_editor_does_to_a_file_does_no_harm(change):
    assert read_template(change(GOOD)) == read_template(GOOD)


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("format: 1", "format: 2", (1, "format", "")),
        ("id: two-cups", "id: Two cups", (2, "id", "")),
        ("title: Two cups of tea", "title:", (3, "empty", "title")),
        ("title: Two cups of tea", f"title: {'tea ' * 30}", (3, "long", "title")),
        ("title: Two cups of tea\n", "", (1, "missing", "title")),
        ("when: It is four.", "wenn: It is four.", (13, "unknown", "")),
        ("when: It is four.", "It is four.", (13, "line", "")),
        ("who: Two who like tea.", "who: Two.\nwho: Three.", (15, "twice", "who")),
        ("for: friends, family", "for: friends, cousins", (5, "for", "")),
        ("minutes: 5", "minutes: five", (6, "minutes", "")),
        ("minutes: 5", "minutes: 6", (6, "sum", "")),
        ("minutes: 5", "minutes: ٥", (6, "minutes", "")),
        ("strength: W", "strength: very", (9, "strength", "")),
        ("step: one, 2 min", "step: two minutes", (17, "step", "")),
        ("step: one, 2 min", "step: one, 0 min", (17, "step", "")),
        ("say: Say one thing.\n", "", (17, "no_say", "")),
        ("keep: all, What we try", "keep: Ben, What we try", (19, "keep", "")),
        ("keep: me, What was new", "source: Late, 2003", (23, "above", "source")),
        ("who: Two who like tea.", "who: Two.\nsay: Too early.", (15, "below", "say")),
        ("say: Say it back.", "say: Tell your partner.", (22, "couple", "")),
        ("say: Say it back.", "say: Say \x1b[31mit.", (22, "signs", "")),
        ("say: Say it back.", "say: Say \u202eit.", (22, "signs", "")),
    ],
)
def test_each_mistake_is_told_once_with_its_line_and_what_to_do(old, new, mistake):
    assert old in GOOD
    with pytest.raises(BadProtocol) as refused:
        read_template(GOOD.replace(old, new))
    assert mistake in refused.value.mistakes
    number = refused.value.mistakes.index(mistake)
    sentence = refused.value.sentences[number]
    assert sentence.startswith(f"Line {mistake[0]}: ")
    assert sentence.endswith(".")
    assert "{" not in sentence
    assert len(refused.value.mistakes) <= 2  # a name that is not known is missing, too


def test_all_mistakes_are_told_at_once_in_the_order_of_the_lines():
    text = (
        GOOD.replace("strength: W", "strength: Z").replace("format: 1", "format: 9").replace("step: one, 2", "step: 2")
    )
    assert [reason for _, reason, _ in mistakes_in(text)] == ["format", "strength", "step"]


def test_nothing_and_too_much_are_told_too():
    assert (1, "no_step", "") in mistakes_in("")
    assert mistakes_in("# " + "x" * LARGEST) == [(1, "large", "")]
    many = GOOD + "\nstep: all, 1 min\nsay: And on.\n" * 29
    assert [reason for _, reason, _ in mistakes_in(many)] == ["many"]


def test_a_mistake_repeats_no_word_of_the_file():
    for text in ("OUR SECRET\n", "secret: ours\n", GOOD.replace("Say it back.", "my partner's SECRET")):
        with pytest.raises(BadProtocol) as refused:
            read_template(text)
        assert "secret" not in str(refused.value).lower()


def test_couples_may_have_their_words():
    text = GOOD.replace("for: friends, family", "for: couple").replace("Say it back.", "Tell your partner.")
    assert read_template(text).relations == ("couple",)


almost_a_line = st.from_regex(
    r"(format|for|step|say|keep|minutes|not when|xx): ?(1|one, 2 min|all, a|.{0,20})", fullmatch=True
)


@given(st.lists(st.text(max_size=30) | almost_a_line | st.sampled_from(GOOD.split("\n")), max_size=30))
def test_any_text_is_either_read_or_told_its_mistakes(lines):
    with suppress(BadProtocol):
        read_template("\n".join(lines))


def test_there_are_ten_protocols_and_more_and_each_is_in_a_file_of_its_name():
    assert len(templates()) >= 10
    assert {path.stem for path in OURS} == set(templates())


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_each_of_ours_names_source_strength_and_when_not(path):
    read = read_template(path.read_text())
    assert all(re.search(r"\b(19|20)\d\d$", source) for source in read.sources)
    assert read.strength_words
    assert read.shown
    assert read.not_when
    assert read.too_much
    assert read.steps


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_each_of_ours_has_a_way_out_for_whoever_is_afraid_or_wronged(path):
    text = " ".join(read_template(path.read_text()).not_when)
    assert re.search(r"\bafraid\b|\bharassment\b", text)


def test_a_note_about_the_child_is_left_where_the_child_may_be_hurt():
    assert "the child is hurt" in " ".join(templates()["handover"].not_when)


def test_nobody_is_asked_for_a_part_of_theirs_where_there_was_none():
    (say,) = (step.say for step in templates()["after-a-fight"].steps if "own part" in step.say)
    assert "if there was one" in say


def test_in_a_break_nobody_waits_for_their_turn_to_go_apart():
    assert [step.speaker for step in templates()["break"].steps if step.minutes == 20] == [Speaker.ALL]


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_no_brand_names_a_protocol_of_ours(path):
    told = re.sub(r"^source:.*$", "", path.read_text(), flags=re.MULTILINE)
    assert re.findall(r"(?i)gottman|imago|\bnvc\b|speaker.listener|\bbiff\b|horsem|attune", told) == []


@pytest.mark.parametrize("relation", relations())
def test_every_relation_has_at_least_five(relation):
    assert len(templates_for(relation)) >= 5
    assert ("handover" in {one.id for one in templates_for(relation)}) == (relation == "coparents")
