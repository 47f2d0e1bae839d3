from __future__ import annotations

import json
from pathlib import Path

import pytest

from amends.errors import BadRecoveryKey, Tampered
from amends.sealing import new_recovery_key, recovery_secret, unwrap_with_recovery, wrap_with_recovery

KEY = json.loads(Path(__file__).with_name("frozen.json").read_text(encoding="utf-8"))["recovery"]["key"]
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_a_key_is_36_characters_in_groups_of_four():
    key = new_recovery_key()
    assert [len(group) for group in key.split("-")] == [4] * 9
    assert set(key) <= set(LETTERS + "-")


def test_keys_are_random():
    assert len({new_recovery_key() for _ in range(200)}) == 200


def test_it_opens_the_same_seed(seed):
    key = new_recovery_key()
    sealed = wrap_with_recovery(seed, key, person="ana")
    assert unwrap_with_recovery(sealed, key, person="ana").public_key == seed.public_key


def test_capitals_dashes_spaces_and_look_alikes_do_not_matter():
    assert {"0", "1"} <= set(KEY)
    assert recovery_secret(f"  {KEY.lower().replace('-', ' ')} ") == recovery_secret(KEY)
    assert recovery_secret(KEY.replace("0", "O").replace("1", "I")) == recovery_secret(KEY)
    assert recovery_secret(KEY.replace("0", "o").replace("1", "l")) == recovery_secret(KEY)


def is_right(key):
    try:
        recovery_secret(key)
    except BadRecoveryKey:
        return False
    return True


# The check has 20 bits, so one slip in a million passes: the two below look at one key that stays the same.
def test_every_single_mistyped_character_is_found():
    letters = KEY.replace("-", "")
    mistyped = [
        letters[:place] + wrong + letters[place + 1 :]
        for place, right in enumerate(letters)
        for wrong in LETTERS
        if wrong != right
    ]
    assert len(mistyped) == 36 * 31
    assert not [key for key in mistyped if is_right(key)]


def test_two_neighbours_that_changed_places_are_found():
    letters = KEY.replace("-", "")
    swapped = [
        letters[:place] + letters[place + 1] + letters[place] + letters[place + 2 :]
        for place in range(35)
        if letters[place] != letters[place + 1]
    ]
    assert len(swapped) > 30
    assert not [key for key in swapped if is_right(key)]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "length"),
        ("ABCD", "length"),
        ("0" * 37, "length"),
        ("U" * 36, "letters"),
        ("*" * 36, "letters"),
        ("Z" * 36, "typing"),
    ],
)
def test_a_mistake_is_named(typed, reason):
    with pytest.raises(BadRecoveryKey) as mistake:
        recovery_secret(typed)
    assert mistake.value.reason == reason


def test_another_key_or_person_is_refused(seed):
    key = new_recovery_key()
    sealed = wrap_with_recovery(seed, key, person="ana")
    for typed, person in ((new_recovery_key(), "ana"), (key, "ben")):
        with pytest.raises(BadRecoveryKey) as mistake:
            unwrap_with_recovery(sealed, typed, person=person)
        assert mistake.value.reason == "other"


def test_every_changed_bit_of_the_wrap_is_refused(seed, flips):
    key = new_recovery_key()
    for changed in flips(wrap_with_recovery(seed, key, person="ana")):
        with pytest.raises(BadRecoveryKey):
            unwrap_with_recovery(changed, key, person="ana")


def test_a_refusal_carries_no_words():
    for reason in ("length", "letters", "typing", "other"):
        assert len(BadRecoveryKey(reason=reason).args) == 1
    assert Tampered().args == (str(Tampered()),)
