"""No sequence of presses, in the pages of two people, skips a consent, shows a draft, or gives two people the floor."""

from __future__ import annotations

import itertools

import pytest
from conftest import Actor
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from amends.path.floor import Pace, Step
from amends_web.listening.actions import ask_round
from amends_web.listening.models import Round
from amends_web.listening.tests.conftest import Talk, again
from amends_web.spaces.models import Space

NAMES = ["Ana", "Ben"]
STEPS = ["speaking", "reflecting", "summing", "answering", "ended"]
SENDS = {
    "say": {"is_last": "on"},
    "back": {},
    "answer": {"verdict": "got_it"},
    "leave_it": {},
    "more": {},
    "no_more": {},
}


class AnyPresses(RuleBasedStateMachine):
    """`ana`, `ben` and `space` are the test's own."""

    ana: Actor
    ben: Actor
    space: Space
    canaries = (f"CANARY{number}X" for number in itertools.count())

    def who(self, name):
        return {"Ana": self.ana, "Ben": self.ben}[name]

    @initialize(yes=st.booleans())
    def ask(self, yes):
        Round.objects.all().delete()
        of = ask_round(
            keyring=again(self.ana),
            person=self.ana.person,
            space=self.space,
            topic="Sunday",
            pace=Pace.LIVE,
            people=[self.ana.person, self.ben.person],
            breakdown=None,
            now=timezone.now(),
        )
        self.talk, self.has_ben_said_yes, self.unsent = Talk(of.pk), False, {"Ana": set(), "Ben": set()}
        if yes:
            self.say_yes()

    @rule()
    def say_yes(self):
        self.talk.post(self.ben, "yes")
        self.has_ben_said_yes = True

    @rule(name=st.sampled_from(NAMES), step=st.sampled_from(STEPS))
    def type_something(self, name, step):
        words = next(self.canaries)
        self.unsent[name].add(words)
        self.talk.post(self.who(name), "keep", step=step, words=words)

    @rule(name=st.sampled_from(NAMES), send=st.sampled_from(sorted(SENDS)), behind=st.integers(0, 2))
    def press(self, name, send, behind):
        """Send words for the floor as it stands, or for one that is gone."""
        words = next(self.canaries)
        self.unsent[name].add(words)
        number = self.talk.now().number - behind
        if self.talk.post(self.who(name), send, number=number, words=words, **SENDS[send]).status_code == 302:
            assert not behind
            self.unsent[name].discard(words)

    @rule(behind=st.sampled_from([0, 0, 1]))
    def go_on(self, behind):
        """Press what fits, as whoever has the floor."""
        floor = self.talk.floor(self.ana)
        fitting = {Step.REFLECTING: "back", Step.SUMMING: "back", Step.ANSWERING: "answer", Step.MORE: "no_more"}
        for name in NAMES:
            self.press(name, fitting.get(floor.step, "say"), behind)

    @invariant()
    def nothing_unsent_is_anywhere_in_the_others_page(self):
        for mine, theirs in (("Ana", self.ben), ("Ben", self.ana)):
            seen = self.talk.get(theirs).content.decode()
            assert [words for words in self.unsent[mine] if words in seen] == []

    @invariant()
    def nothing_begins_without_bens_yes(self):
        assert self.has_ben_said_yes or self.talk.floor(self.ana).step == Step.ASKED

    @invariant()
    def one_person_at_most_is_told_that_the_floor_is_theirs(self):
        pages = [self.talk.get(who).context["standing"].has_floor for who in (self.ana, self.ben)]
        assert sum(pages) <= 1


@pytest.mark.slow
def test_no_sequence_of_presses_skips_a_consent_shows_a_draft_or_gives_two_people_the_floor(ana, ben, space):
    these = type("ThesePresses", (AnyPresses,), {"ana": ana, "ben": ben, "space": space})
    run_state_machine_as_test(these, settings=settings(max_examples=6, stateful_step_count=12, deadline=None))
