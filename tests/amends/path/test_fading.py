from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from amends.path.fading import DAYS, NOTICE, days_in_force, goes_at

ANA, BEN = UUID(int=1), UUID(int=2)
MONDAY = datetime(2026, 11, 23, 20, tzinfo=UTC)


def test_words_stay_until_everybody_chose_days():
    assert days_in_force([ANA, BEN], {}) is None
    assert days_in_force([ANA, BEN], {ANA: 30}) is None
    assert days_in_force([ANA, BEN], {ANA: 30, BEN: None}) is None
    assert days_in_force([], {ANA: 30}) is None


def test_the_longest_of_what_was_chosen_holds():
    assert days_in_force([ANA, BEN], {ANA: 30, BEN: 60}) == 60


def test_somebody_who_is_not_of_the_talk_changes_nothing():
    assert days_in_force([ANA, BEN], {ANA: 30, BEN: 30, UUID(int=3): None}) == 30


@given(
    chosen=st.dictionaries(st.sampled_from([ANA, BEN]), st.none() | st.sampled_from(DAYS)),
    agreed=st.integers(0, 400),
    chose=st.integers(0, 400),
)
def test_nothing_goes_sooner_than_anybody_chose_nor_without_notice(chosen, agreed, chose):
    days = days_in_force([ANA, BEN], chosen)
    if days is None:
        assert any(chosen.get(who) is None for who in (ANA, BEN))
        return
    agreed_at, chosen_at = MONDAY + timedelta(days=agreed), MONDAY + timedelta(days=chose)
    gone = goes_at(agreed_at=agreed_at, chosen_at=chosen_at, days=days)
    assert all(gone >= agreed_at + timedelta(days=chosen[who]) for who in (ANA, BEN))
    assert gone >= chosen_at + NOTICE
