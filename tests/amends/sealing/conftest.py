from __future__ import annotations

import pytest

from amends.sealing import Cost, new_seed

# Cheap, so that the tests are quick; a live database refuses it (`Cost.is_enough`).
CHEAP = Cost(mebibytes=1, passes=1)


@pytest.fixture
def cheap():
    return CHEAP


@pytest.fixture
def seed():
    return new_seed()


@pytest.fixture
def other_seed():
    return new_seed()


def every_flip(sealed):
    """Yield the value with one bit changed, for every bit."""
    for place in range(len(sealed)):
        for bit in range(8):
            changed = bytearray(sealed)
            changed[place] ^= 1 << bit
            yield bytes(changed)


@pytest.fixture
def flips():
    return every_flip
