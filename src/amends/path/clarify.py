"""Asking which way a line was meant: two readings and something else, and the answer of whoever wrote it.

Readers are sure of the tone of a message and are often wrong about it (Kruger, Epley, Parker and Ng 2005); asking tells
more than imagining (Eyal, Steffel and Epley 2018). Only the one who wrote a line says how it was meant, and no reading
is called a bad one.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from amends.errors import Refused


class Pick(StrEnum):
    ONE = "one"
    TWO = "two"
    OTHER = "other"


READINGS = (Pick.ONE, Pick.TWO)


def check_readings(one: str, two: str) -> None:
    """Raise Refused ("two readings") where there is only one way to read it: then it is no question."""
    if not one.strip() or not two.strip() or _plain(one) == _plain(two):
        raise Refused(rule="two readings")


def struck(pick: Pick) -> frozenset[Pick]:
    """Return the readings that were not meant."""
    return frozenset(READINGS) - {pick}


def _plain(reading: str) -> str:
    """Return a reading without its punctuation; letters with their marks, numbers and pictures are what it says."""
    kept = (letter if unicodedata.category(letter)[0] in "LMNS" else " " for letter in reading.casefold())
    return " ".join("".join(kept).split())
