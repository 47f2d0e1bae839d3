from __future__ import annotations

import pytest
from nacl.public import PublicKey, SealedBox

from amends.errors import Tampered
from amends.sealing import is_signed_by, new_box_key, open_grant, seal_grant
from amends.sealing.values import place_bytes

PLACE = {"box": "box-1", "version": 2, "person": "ana"}


def test_a_grant_opens_to_the_person_it_is_for_alone(seed, other_seed):
    key = new_box_key()
    sealed = seal_grant(key, public_key=seed.public_key, **PLACE)
    assert open_grant(sealed, seed=seed, **PLACE) == key
    with pytest.raises(Tampered):
        open_grant(sealed, seed=other_seed, **PLACE)


def test_every_changed_bit_of_a_grant_is_refused(seed, flips):
    sealed = seal_grant(new_box_key(), public_key=seed.public_key, **PLACE)
    for changed in flips(sealed):
        with pytest.raises(Tampered):
            open_grant(changed, seed=seed, **PLACE)


@pytest.mark.parametrize("changed", [{"box": "box-2"}, {"version": 3}, {"person": "ben"}])
def test_a_grant_moved_to_another_box_version_or_person_is_refused(seed, changed):
    sealed = seal_grant(new_box_key(), public_key=seed.public_key, **PLACE)
    with pytest.raises(Tampered):
        open_grant(sealed, seed=seed, **(PLACE | changed))


def test_a_grant_of_another_length_is_refused(seed):
    bound = place_bytes("grant", *PLACE.values())
    for key in (b"", b"short", b"x" * 33):
        sealed = b"\x01" + SealedBox(PublicKey(seed.public_key)).encrypt(bound + key)
        with pytest.raises(Tampered):
            open_grant(sealed, seed=seed, **PLACE)


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01short", b"\x02" + b"x" * 100])
def test_what_is_no_grant_is_refused(seed, sealed):
    with pytest.raises(Tampered):
        open_grant(sealed, seed=seed, **PLACE)


def test_a_signature_fits_its_statement_and_its_signer_alone(seed, other_seed):
    statement = ("consent", "space-1", "ana", b"\x00\xff")
    signature = seed.sign(*statement)
    assert is_signed_by(seed.verify_key, signature, *statement)
    assert not is_signed_by(other_seed.verify_key, signature, *statement)
    assert not is_signed_by(seed.verify_key, signature, "consent", "space-2", "ana", b"\x00\xff")
    assert not is_signed_by(seed.verify_key, signature, "consentspace-1", "ana", b"\x00\xff")


def test_every_changed_bit_of_a_signature_is_refused(seed, flips):
    for changed in flips(seed.sign("yes")):
        assert not is_signed_by(seed.verify_key, changed, "yes")


@pytest.mark.parametrize("signature", [b"", b"short", b"x" * 63, b"x" * 65, b"\0" * 64])
def test_what_is_no_signature_does_not_count(seed, signature):
    assert not is_signed_by(seed.verify_key, signature, "yes")


def test_a_verify_key_of_another_length_counts_for_nothing(seed):
    assert not is_signed_by(b"short", seed.sign("yes"), "yes")
