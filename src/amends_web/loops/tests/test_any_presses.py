"""No sequence of presses, in the pages of two people, shows an answer early, loses an edit, or draws two rings."""

from __future__ import annotations

import itertools
import uuid

import pytest
from conftest import Actor
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from amends_web.breakdowns.tests.conftest import again
from amends_web.loops.actions import begin_loop
from amends_web.loops.models import Loop
from amends_web.loops.queries import ring_of
from amends_web.loops.tests.conftest import Below
from amends_web.spaces.models import Space

NAMES = ["Ana", "Ben"]


class AnyPresses(RuleBasedStateMachine):
    """`ana`, `ben` and `space` are the test's own. `on_page` is the ring as each had it before them last."""

    ana: Actor
    ben: Actor
    space: Space
    canaries = (f"CANARY{number}X" for number in itertools.count())

    def who(self, name):
        return {"Ana": self.ana, "Ben": self.ben}[name]

    @initialize(is_open=st.booleans())
    def begin(self, is_open):
        Loop.objects.all().delete()
        loop = begin_loop(
            keyring=again(self.ana), person=self.ana.person, space=self.space, name="Sundays", breakdown=None
        )
        self.below = Below(loop)
        self.written = {name: set() for name in NAMES}
        self.has_shared = dict.fromkeys(NAMES, False)
        self.taken = set()
        self.on_page = dict.fromkeys(NAMES, ())
        for name in NAMES if is_open else ():
            self.answer(name)
            self.share(name)
        for does in NAMES if is_open else ():
            self.put_in("Ana", does)
        for name in NAMES if is_open else ():
            self.look(name)

    @property
    def is_open(self):
        return self.below.now().revealed_at is not None

    @rule(name=st.sampled_from(NAMES))
    def answer(self, name):
        words = next(self.canaries)
        self.written[name].add(words)
        self.below.answer(self.who(name), "under", under=words)

    @rule(name=st.sampled_from(NAMES))
    def share(self, name):
        if self.below.get(self.who(name), "preview").status_code == 200:
            self.below.share(self.who(name))
            self.has_shared[name] = True

    @rule(name=st.sampled_from(NAMES))
    def take_back(self, name):
        if self.below.post(self.who(name), "take_back").status_code == 302:
            self.has_shared[name] = False

    @rule(name=st.sampled_from(NAMES))
    def look(self, name):
        self.on_page[name] = ring_of(self.below.now(), again(self.who(name)))

    @rule(name=st.sampled_from(NAMES), does=st.sampled_from(NAMES))
    def put_in(self, name, does):
        words = next(self.canaries)
        if self.below.put_in(self.who(name), words, does=self.who(does)).status_code == 302:
            self.taken.add(words)

    @rule(name=st.sampled_from(NAMES), place=st.integers(0, 7), is_out=st.booleans())
    def change(self, name, place, is_out):
        """Change, or take out, an arrow of the ring that is on the page, be it old."""
        if not self.on_page[name]:
            return
        seen = self.on_page[name][place % len(self.on_page[name])]
        words = next(self.canaries)
        data = {"seen": seen.latest.number} | ({} if is_out else {"does": self.who(name).person.pk, "text": words})
        before = ring_of(self.below.now(), again(self.ana))
        verb = "take_out" if is_out else "change"
        status = self.below.post(self.who(name), verb, uuid.UUID(seen.id), **data).status_code
        if status == 302:
            self.taken |= set() if is_out else {words}
            latest = next(arrow.latest for arrow in before if arrow.id == seen.id)
            assert latest == seen.latest or (is_out and latest.is_out)
        else:
            assert status == 409
            assert ring_of(self.below.now(), again(self.ana)) == before

    @rule(place=st.integers(0, 1))
    def both_change(self, place):
        """Both change one arrow, each with the page that they have."""
        for name in NAMES:
            self.change(name, place, is_out=False)

    @invariant()
    def nothing_shows_before_both_have_shared(self):
        assert self.is_open or not all(self.has_shared.values())
        for mine, theirs in (("Ana", "Ben"), ("Ben", "Ana")):
            seen = self.below.get(self.who(theirs)).content.decode()
            shown = [words for words in self.written[mine] if words in seen]
            assert len(shown) == (1 if self.is_open else 0)

    @invariant()
    def every_edit_that_was_taken_is_still_there(self):
        ring = ring_of(self.below.now(), again(self.ana))
        kept = {wording.text for arrow in ring for wording in arrow.wordings}
        assert self.taken <= kept

    @invariant()
    def two_people_see_the_same_ring(self):
        pages = [self.below.get(who).context.get("shown") for who in (self.ana, self.ben)]
        rings = [[(arrow.id, arrow.number, arrow.text) for arrow in shown.arrows] if shown else None for shown in pages]
        assert rings[0] == rings[1]


@pytest.mark.slow
def test_no_sequence_of_presses_shows_an_answer_early_loses_an_edit_or_draws_two_rings(ana, ben, space):
    these = type("ThesePresses", (AnyPresses,), {"ana": ana, "ben": ben, "space": space})
    run_state_machine_as_test(these, settings=settings(max_examples=4, stateful_step_count=10, deadline=None))
