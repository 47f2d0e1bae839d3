from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.path.invites import (
    MOST_MEMBERS,
    VALID_FOR,
    has_room,
    is_open,
    read_token,
    read_typed_words,
    token_from,
)

MADE = datetime(2026, 3, 1, 12, tzinfo=UTC)


@given(st.binary(min_size=17, max_size=17))
def test_a_token_is_26_letters_and_reads_as_it_was_made(raw):
    token = token_from(raw)
    assert len(token) == 26
    assert read_token(token) == token
    assert read_token(f" {token[:13].upper()}-{token[13:]}\n") == token


@given(st.binary(min_size=17, max_size=17), st.binary(min_size=17, max_size=17))
def test_other_bits_make_another_token(one, two):
    same_bits = int.from_bytes(one, "big") >> 6 == int.from_bytes(two, "big") >> 6
    assert (token_from(one) == token_from(two)) == same_bits


@given(st.text())
def test_any_text_is_a_token_or_none(text):
    read = read_token(text)
    assert read is None or read_token(read) == read


def test_a_token_of_too_few_bytes_is_refused():
    with pytest.raises(ValueError, match="TOKEN_BYTES"):
        token_from(b"short")


def test_letters_that_look_alike_are_read_as_the_ones_that_are_used():
    assert read_token("OIL" + "a" * 23) == "011" + "a" * 23


@pytest.mark.parametrize(
    "typed", ["river candle drop-down", "River  Candle, drop down", "river\ncandle\ndropdown", "rivercandledropdown"]
)
def test_words_are_the_same_whatever_stands_between_them(typed):
    assert read_typed_words(typed) == "rivercandledropdown"


@pytest.mark.parametrize("typed", ["", "  ", "-,-"])
def test_no_letters_are_no_words(typed):
    assert read_typed_words(typed) is None


def test_a_door_is_open_for_three_days_and_not_a_moment_longer():
    expires_at = MADE + VALID_FOR
    assert is_open(expires_at=expires_at, now=MADE + timedelta(hours=72) - timedelta(seconds=1))
    assert not is_open(expires_at=expires_at, now=MADE + timedelta(hours=72))


def test_twelve_is_a_full_space_and_open_doors_count():
    assert has_room(members=MOST_MEMBERS - 1)
    assert not has_room(members=MOST_MEMBERS)
    assert not has_room(members=10, invited=2)
