"""Format 1, made once with version 0.1.0: whatever was sealed then opens for ever.

Never make the fixture anew. A new format gets a fixture beside it, and a format byte of its own.
"""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from amends.sealing import (
    Cost,
    SealedReader,
    is_signed_by,
    key_within,
    open_grant,
    open_value,
    safety_words,
    token_hash,
    unwrap_seed,
    unwrap_with_recovery,
    unwrap_with_token,
)
from amends.sealing.seeds import Seed

FROZEN = json.loads(Path(__file__).with_name("frozen.json").read_text(encoding="utf-8"))
KEY = bytes.fromhex(FROZEN["box_key"])
SEED = Seed(bytes.fromhex(FROZEN["seed"]))


def test_the_keys_of_a_seed_are_the_same():
    assert SEED.public_key.hex() == FROZEN["public_key"]
    assert SEED.verify_key.hex() == FROZEN["verify_key"]


@pytest.mark.parametrize("value", FROZEN["values"])
def test_values_open(value):
    assert open_value(KEY, bytes.fromhex(value["sealed"]), *value["place"]).decode() == value["words"]


@pytest.mark.parametrize("grant", FROZEN["grants"])
def test_grants_open(grant):
    place = {name: grant[name] for name in ("box", "version", "person")}
    assert open_grant(bytes.fromhex(grant["sealed"]), seed=SEED, **place) == KEY


def test_the_key_within_a_space_is_the_same():
    # Made with BLAKE2b over both keys; either of the two alone, or in the place of the other, gives another one.
    space_key = bytes(range(32))
    within = "98389446ba4b5720fbcf5397a47e5c617b8124b70f37d0693c5dea8421cfd0a3"
    assert key_within(KEY, space_key).hex() == within
    assert key_within(space_key, KEY).hex() != within


@pytest.mark.parametrize(("field", "with_pepper"), [("wrapped", False), ("wrapped_with_pepper", True)])
def test_the_passphrase_opens_the_seed(field, with_pepper):
    frozen = FROZEN["passphrase"]
    seed = unwrap_seed(
        bytes.fromhex(frozen[field]),
        secret=frozen["secret"],
        salt=bytes.fromhex(frozen["salt"]),
        cost=Cost(mebibytes=frozen["mebibytes"], passes=frozen["passes"]),
        person=frozen["person"],
        pepper=bytes.fromhex(frozen["pepper"]) if with_pepper else b"",
    )
    assert seed.public_key == SEED.public_key


def test_the_recovery_key_opens_the_seed():
    frozen = FROZEN["recovery"]
    seed = unwrap_with_recovery(bytes.fromhex(frozen["wrapped"]), frozen["key"], person=frozen["person"])
    assert seed.public_key == SEED.public_key


def test_a_session_opens_with_its_token():
    frozen = FROZEN["session"]
    assert token_hash(frozen["token"]).hex() == frozen["hash"]
    seed = unwrap_with_token(bytes.fromhex(frozen["wrapped"]), frozen["token"], person=frozen["person"])
    assert seed.public_key == SEED.public_key


def test_a_signature_still_counts():
    frozen = FROZEN["signature"]
    assert is_signed_by(SEED.verify_key, bytes.fromhex(frozen["signature"]), *frozen["statement"])
    # Ed25519 signs the same statement alike each time (RFC 8032).
    assert SEED.sign(*frozen["statement"]).hex() == frozen["signature"]


def test_safety_words_are_the_same():
    frozen = FROZEN["safety_words"]
    one, other = bytes.fromhex(frozen["one"]), bytes.fromhex(frozen["other"])
    assert safety_words(frozen["words"], one, other) == frozen["shown"]


@pytest.mark.parametrize("stream", FROZEN["streams"])
def test_streams_open(stream):
    content = bytes(number * 31 % 251 for number in range(stream["size"]))
    file = io.BytesIO(bytes.fromhex(stream["sealed"]))
    assert SealedReader(file, key=KEY, place=stream["place"]).read() == content


def test_everything_begins_with_the_format_byte():
    sealed = [value["sealed"] for kind in ("values", "grants", "streams") for value in FROZEN[kind]]
    sealed += [FROZEN[kind]["wrapped"] for kind in ("passphrase", "recovery", "session")]
    assert {value[:2] for value in sealed} == {"01"}
