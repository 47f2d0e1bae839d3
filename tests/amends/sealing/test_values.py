from __future__ import annotations

import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.secret import Aead

from amends.errors import Tampered
from amends.sealing import open_value, seal_value
from amends.sealing.values import place_bytes

KEY = bytes(range(32))
PLACE = ("breakdowns.side", "box", 1, "row", "sealed")


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=20_000), st.lists(st.text(max_size=20), max_size=4))
def test_what_was_sealed_opens_in_its_place(words, place):
    assert open_value(KEY, seal_value(KEY, words, *place), *place) == words


@pytest.mark.parametrize("words", [b"", b"\x80", b"\x80\0\0", b"\0" * 63, b"x" * 63, b"x" * 64])
def test_words_that_look_like_padding_come_back_whole(words):
    assert open_value(KEY, seal_value(KEY, words, *PLACE), *PLACE) == words


def test_every_changed_bit_is_refused(flips):
    for changed in flips(seal_value(KEY, b"you said you would call", *PLACE)):
        with pytest.raises(Tampered):
            open_value(KEY, changed, *PLACE)


def test_a_value_that_was_cut_anywhere_is_refused():
    sealed = seal_value(KEY, b"you said you would call", *PLACE)
    for length in range(len(sealed)):
        with pytest.raises(Tampered):
            open_value(KEY, sealed[:length], *PLACE)


@pytest.mark.parametrize("part", range(len(PLACE)))
def test_a_value_that_was_moved_is_refused(part):
    moved = [*PLACE]
    moved[part] = "elsewhere"
    sealed = seal_value(KEY, b"words", *PLACE)
    with pytest.raises(Tampered):
        open_value(KEY, sealed, *moved)


def test_parts_of_a_place_do_not_run_into_each_other():
    assert place_bytes("ab", "c") != place_bytes("a", "bc")
    assert place_bytes("a", "") != place_bytes("a")
    sealed = seal_value(KEY, b"words", "ab", "c")
    with pytest.raises(Tampered):
        open_value(KEY, sealed, "a", "bc")


def test_another_key_is_refused():
    with pytest.raises(Tampered):
        open_value(secrets.token_bytes(32), seal_value(KEY, b"words", *PLACE), *PLACE)


def test_the_same_words_are_never_sealed_alike():
    assert len({seal_value(KEY, b"words", *PLACE) for _ in range(100)}) == 100


def test_short_words_of_any_length_have_one_size():
    assert len({len(seal_value(KEY, b"x" * length, *PLACE)) for length in range(64)}) == 1


def test_padding_costs_at_most_two_fifths_of_long_words_and_sizes_fall_into_few_steps():
    sizes = set()
    for length in range(5_000, 200_000, 997):
        size = len(seal_value(KEY, b"x" * length, *PLACE)) - 41
        assert length < size < length * 1.42
        sizes.add(size)
    assert len(sizes) < 15


def test_padding_that_does_not_fit_is_refused():
    forged = b"\x01" + bytes(Aead(KEY).encrypt(b"words" + b"\0" * 59, place_bytes(*PLACE)))
    with pytest.raises(Tampered):
        open_value(KEY, forged, *PLACE)


def test_an_unknown_format_is_refused():
    sealed = seal_value(KEY, b"words", *PLACE)
    with pytest.raises(Tampered):
        open_value(KEY, b"\x02" + sealed[1:], *PLACE)
