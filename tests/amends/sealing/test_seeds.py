from __future__ import annotations

import unicodedata

import pytest

from amends.errors import Tampered, WrongPassphrase
from amends.sealing import (
    Cost,
    new_salt,
    new_token,
    open_value,
    token_hash,
    unwrap_seed,
    unwrap_with_token,
    wrap_seed,
    wrap_with_token,
)
from amends.sealing.seeds import SMALL_MACHINE_COST, STANDARD_COST, Seed

PASSPHRASE = "Köfte brings   the ﬁre"


def wrapped(seed, cheap, *, secret=PASSPHRASE, salt=b"s" * 16, person="ana", pepper=b""):
    return wrap_seed(seed, secret=secret, salt=salt, cost=cheap, person=person, pepper=pepper)


def opened(sealed, cheap, *, secret=PASSPHRASE, salt=b"s" * 16, person="ana", pepper=b""):
    return unwrap_seed(sealed, secret=secret, salt=salt, cost=cheap, person=person, pepper=pepper)


def test_the_passphrase_opens_the_same_seed(seed, cheap):
    again = opened(wrapped(seed, cheap), cheap)
    assert (again.public_key, again.verify_key) == (seed.public_key, seed.verify_key)


@pytest.mark.parametrize(
    "typed",
    [
        unicodedata.normalize("NFD", PASSPHRASE),
        "Köfte brings the fire",
        "  Köfte  brings the ﬁre ",
        "Köfte\u00a0brings the ﬁre",
    ],
)
def test_the_same_words_from_another_keyboard_open_too(seed, cheap, typed):
    assert opened(wrapped(seed, cheap), cheap, secret=typed).public_key == seed.public_key


@pytest.mark.parametrize("typed", ["köfte brings the ﬁre", "Köftebringstheﬁre", "Kofte brings the ﬁre", ""])
def test_other_words_do_not(seed, cheap, typed):
    with pytest.raises(WrongPassphrase):
        opened(wrapped(seed, cheap), cheap, secret=typed)


@pytest.mark.parametrize("changed", [{"salt": b"t" * 16}, {"person": "ben"}, {"pepper": b"p" * 32}])
def test_another_salt_person_or_pepper_does_not_open(seed, cheap, changed):
    with pytest.raises(WrongPassphrase):
        opened(wrapped(seed, cheap), cheap, **changed)


def test_with_a_pepper_the_database_alone_does_not_open(seed, cheap):
    sealed = wrapped(seed, cheap, pepper=b"p" * 32)
    assert opened(sealed, cheap, pepper=b"p" * 32).public_key == seed.public_key
    with pytest.raises(WrongPassphrase):
        opened(sealed, cheap)


def test_another_cost_does_not_open(seed, cheap):
    with pytest.raises(WrongPassphrase):
        opened(wrapped(seed, cheap), Cost(mebibytes=1, passes=2))


def test_every_changed_byte_of_a_wrapped_seed_is_refused(seed, cheap):
    sealed = wrapped(seed, cheap)
    for place in range(0, len(sealed), 3):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(WrongPassphrase):
            opened(bytes(changed), cheap)


@pytest.mark.parametrize(("mebibytes", "passes", "enough"), [(64, 3, True), (63, 99, False), (999, 2, False)])
def test_a_cost_below_64_mebibytes_and_3_passes_is_a_downgrade(mebibytes, passes, enough):
    assert Cost(mebibytes=mebibytes, passes=passes).is_enough is enough


@pytest.mark.parametrize("cost", [STANDARD_COST, SMALL_MACHINE_COST])
def test_one_guess_costs_1024_mebibyte_passes(cost):
    assert cost.mebibytes * cost.passes == 1024
    assert cost.is_enough


def test_a_seed_does_not_show_itself(seed):
    assert repr(seed) == str(seed) == f"{seed}" == "Seed(…)"
    assert seed._raw.hex() not in repr(vars(Seed))


def test_the_two_key_pairs_of_a_seed_differ_and_are_always_the_same():
    one, again = Seed(b"s" * 32), Seed(b"s" * 32)
    assert (one.public_key, one.verify_key) == (again.public_key, again.verify_key)
    assert one.public_key != one.verify_key
    assert len(one.public_key) == len(one.verify_key) == 32


def test_salts_are_random():
    assert len({new_salt() for _ in range(100)}) == 100


def test_a_session_opens_with_its_token_for_its_person_alone(seed):
    token = new_token()
    sealed = wrap_with_token(seed, token, person="ana")
    assert unwrap_with_token(sealed, token, person="ana").public_key == seed.public_key
    for wrong_token, person in ((new_token(), "ana"), (token, "ben"), ("", "ana"), ("é" * 500, "ana")):
        with pytest.raises(Tampered):
            unwrap_with_token(sealed, wrong_token, person=person)


def test_every_changed_bit_of_a_session_is_refused(seed, flips):
    token = new_token()
    for changed in flips(wrap_with_token(seed, token, person="ana")):
        with pytest.raises(Tampered):
            unwrap_with_token(changed, token, person="ana")


def test_what_the_database_keeps_of_a_token_is_not_what_opens(seed):
    token = new_token()
    assert len(token) >= 43
    assert len(token_hash(token)) == 32
    with pytest.raises(Tampered):
        unwrap_with_token(wrap_with_token(seed, token, person="ana"), token_hash(token).hex(), person="ana")


def test_a_seed_wrapped_for_one_purpose_does_not_open_for_another(seed):
    key = b"k" * 32
    with pytest.raises(Tampered):
        open_value(key, seed.wrapped(key, "recovery", "ana"), "session", "ana")
