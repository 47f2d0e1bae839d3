from __future__ import annotations

import math

import pytest

from amends.content import load_lines
from amends.errors import PassphraseRefused
from amends.sealing import check_own_passphrase, new_invite_words, new_passphrase, new_seed, safety_words

WORDS = load_lines("passphrase_words")


def test_the_list_has_7776_different_plain_words():
    assert len(WORDS) == len(set(WORDS)) == 6**5
    assert all(word.isascii() and word.islower() for word in WORDS)


def test_five_words_are_64_bits_and_six_are_77():
    assert 64 < 5 * math.log2(len(WORDS)) < 65
    assert 77 < 6 * math.log2(len(WORDS)) < 78
    assert len(new_passphrase(WORDS).split()) == 5
    assert len(new_invite_words(WORDS).split()) == 6


def test_passphrases_are_drawn_anew_and_from_the_whole_list():
    drawn = [new_passphrase(WORDS) for _ in range(2000)]
    assert len(set(drawn)) == 2000
    seen = {word for passphrase in drawn for word in passphrase.split()}
    # 10,000 draws of 7,776 words leave 1 - e^-1.286 of them seen: some 5,630.
    assert 5_400 < len(seen) < 5_850


def test_a_drawn_passphrase_always_passes_as_ones_own():
    for _ in range(200):
        check_own_passphrase(new_passphrase(WORDS), common=frozenset())


@pytest.mark.parametrize(
    ("passphrase", "reason"),
    [
        ("fourteen chars", "short"),
        ("a" + " " * 30 + "b", "short"),
        ("x" * 257, "long"),
        ("abababababababababab", "repeats"),
        ("correcthorsebatterystaple", "common"),
        ("CorrectHorseBatteryStaple", "common"),
        ("passwordpassword", "common"),
        ("qwerty123qwerty123", "common"),
    ],
)
def test_a_choice_that_is_easy_to_guess_is_refused_with_its_reason(passphrase, reason):
    with pytest.raises(PassphraseRefused) as refusal:
        check_own_passphrase(passphrase, common=frozenset({"correcthorsebatterystaple"}))
    assert refusal.value.reason == reason
    assert passphrase not in str(refusal.value)


@pytest.mark.parametrize(
    "passphrase", ["fifteen letters", "öä ü ß 漢字 и ещё слова", "1234567890 !?-:;", "x" * 200 + "abcdefg"]
)
def test_any_characters_are_welcome(passphrase):
    check_own_passphrase(passphrase, common=frozenset())


def test_safety_words_are_the_same_from_both_sides():
    one, other = new_seed().public_key, new_seed().public_key
    assert safety_words(WORDS, one, other) == safety_words(WORDS, other, one)


def test_another_key_gives_other_safety_words():
    mine = new_seed().public_key
    seen = {safety_words(WORDS, mine, new_seed().public_key) for _ in range(500)}
    assert len(seen) == 500


def test_safety_words_stay_the_same_for_ever():
    assert safety_words(WORDS, b"a" * 64, b"b" * 64) == safety_words(WORDS, b"b" * 64, b"a" * 64)
    assert len(safety_words(WORDS, b"a" * 64, b"b" * 64).split()) == 5
