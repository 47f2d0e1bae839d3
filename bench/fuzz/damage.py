"""Exports that are almost right: a few records of a well-formed one, put together wrongly and damaged in places."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

# In one input: short ones are read by the thousand a second, and hold what goes wrong between two messages.
MOST_MESSAGES = 3
MOST_LINES = 6
_NUMBER = re.compile(r"\d+")
_NUMBERS = (
    *("", "0", "00", "1", "7", "12", "13", "24", "29", "31", "32", "59", "60", "61", "99", "100", "255", "256", "999"),
    *("1582", "1969", "1970", "2024", "2100", "9999", "10000", "-1", "1.5", "1e9", "4294967296", "9" * 19, "9" * 40),
    *("\u00b2", "\u0663", "\uff11", "\u0966", "2024-02-30", "1711386300", "1711386300000", "253402300800"),
)
_PIECES = (
    # Blanks and ends of lines.
    *(" ", "  ", "\t", "\r", "\r\n", "\n", "\n\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\x00", "\x7f"),
    *("\u00a0", "\u202f", "\u2009", "\u3000"),
    # Marks that are not seen, and characters of several parts or lengths.
    *("\u200e", "\u200f", "\u202a", "\u202c", "\u2068", "\u2069", "\ufeff", "\u200b", "\u2060", "\u00ad", "\u061c"),
    *(
        "\u0301",
        "\u1160",
        "\U0001f468\u200d\U0001f469",
        "\U0001f1e9",
        "\ufffd",
        "\u00df",
        "\u0130",
        "\ufb01",
        "e\u0301",
    ),
    # What heads, names and words are told apart by.
    *(
        ":",
        ": ",
        "::",
        " - ",
        " \u2013 ",
        " \u2014 ",
        "-",
        "[",
        "]",
        "(",
        ")",
        ">",
        "> ",
        "~",
        "+",
        "-->",
        "-- ",
        "--\n",
    ),
    *("AM", "PM", "a.m.", " p. m. ", "\u4e0b\u5348", "UTC", "Z", "+00:00", "+25:00", "A" * 41, "A" * 101, "9" * 30),
    # Of web pages, XML, JSON, tables and mail.
    *("<", "</", "/>", "&", "&amp;", "&#0;", "&#55357;", "&#x110000;", "<![CDATA[", "<!--", "<v ", "</v>"),
    *("{", "}", "[[[", "{}", "[]", "null", "true", "NaN", "\\", '"', '\\"', "\\u0000", "\\ud83d", "\\x1b", "'", "`"),
    *("|", ",", ";", "=", "=\n", "=3D", "=?utf-8?q?=c3?=", "%00", "From ", "Content-Type: "),
)
_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 1.5, 1e308, -1e308, float("nan"), float("inf"), 10**10, 10**13, 10**30, -(10**30)),
    *("", " ", "0", "x", "null", "1711386300", "-1", "9" * 30, "1e9", "\u0663", "\u200e", "\ufeff", "a\nb", "\x00"),
    *("\ud83d", "\udc00a", "\u2028", "e\u0301", "<@U1>", "<|>", "&lt;", "message", "service", "User unsent a message"),
    *("2024-03-25T18:05:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2024-03-25", "24:00"),
    *([], {}, [[]], [{}], {"": None}, [None], ["x"], {"text": []}, {"id": {}}, {"name": 1}, [{"type": 1, "text": 2}]),
)
BINARY = "\x1f"  # begins a text of which each character is a byte
TOKEN = re.compile(r"q\d{1,4}z")


@dataclass(frozen=True, kw_only=True)
class Seed:
    """A well-formed export in pieces.

    `json` is whether its records are JSON. `parted` is whether each of them is a message, `counted` whether it is
    also counted as one, `marked` whether it holds a token, `binary` whether their characters are bytes, `whole` whether
    a message takes several of them.
    """

    records: tuple[str, ...]
    before: str = ""
    between: str = ""
    after: str = ""
    json: bool = False
    parted: bool = False
    counted: bool = False
    marked: bool = False
    binary: bool = False
    whole: bool = False


class Input(NamedTuple):
    """What is given to an importer.

    `entries` is how many messages an honest account of it has, read or not; None where the damage may change that.
    `tokens` are the words of messages that have to be in the result, or counted.
    """

    text: str
    entries: int | None = None
    tokens: frozenset[str] = frozenset()


class Damage:
    """Makes inputs of seeds, the same for the same chance."""

    def __init__(self, seeds: Sequence[Seed], chance: Random) -> None:
        self._seeds = seeds
        self._random = chance.random
        # Strings of the seeds themselves: what is at home in one field is odd in another.
        self._lines = [line for seed in seeds for record in seed.records for line in record.split("\n") if line]

    def input(self) -> Input:
        """Make one input."""
        random = self._random
        seed = self._pick(self._seeds)
        records = seed.records
        start = int(random() * len(records))
        most = MOST_MESSAGES if seed.json or seed.parted else MOST_LINES
        chosen = list(records[start : start + 1 + int(random() * most)])
        if seed.whole and random() < 0.2:
            chosen = list(records)
        if random() < 0.3:
            self._misplace(chosen, records)
        is_exact = True
        for _ in range(int(random() * 3)):
            place = int(random() * len(chosen))
            if seed.binary:
                chosen[place] = self.bytes(chosen[place])
            elif seed.json and random() < 0.8:
                chosen[place] = self.value(chosen[place])
            else:
                chosen[place] = self.text(chosen[place])
                is_exact = False
        before, after = seed.before, seed.after
        if random() < 0.1 and not seed.binary:
            before, after, is_exact = self._frame(before, after)
        text = f"{before}{seed.between.join(chosen)}{after}"
        if random() < 0.05:
            text, is_exact = self._cut(text), False
        return Input(
            text,
            entries=len(chosen) if seed.counted and is_exact else None,
            tokens=frozenset(TOKEN.findall(text)) if seed.marked else frozenset(),
        )

    def _pick(self, options: Sequence[Any]) -> Any:
        return options[int(self._random() * len(options))]

    def _misplace(self, chosen: list[str], records: Sequence[str]) -> None:
        """Swap, repeat, drop or bring in a record."""
        kind = int(self._random() * 4)
        place = int(self._random() * len(chosen))
        if kind == 0:
            chosen.reverse()
        elif kind == 1:
            chosen.insert(place, chosen[place])
        elif kind == 2:
            chosen.insert(place, self._pick(records))
        elif len(chosen) > 1:
            del chosen[place]

    def _frame(self, before: str, after: str) -> tuple[str, str, bool]:
        if self._random() < 0.5:
            return self.text(before), after, False
        return before, self.text(after), False

    def _cut(self, text: str) -> str:
        place = int(self._random() * len(text))
        return text[:place] if self._random() < 0.7 else text[place:]

    def text(self, text: str) -> str:
        """Damage a text in one place."""
        random = self._random
        place = int(random() * (len(text) + 1))
        kind = int(random() * 8)
        if kind <= 1:
            return f"{text[:place]}{self._pick(_PIECES)}{text[place:]}"
        if kind <= 3:
            number = _NUMBER.search(text, place) or _NUMBER.search(text)
            if number is not None:
                return f"{text[: number.start()]}{self._pick(_NUMBERS)}{text[number.end() :]}"
        if kind == 4:
            return text[:place] + text[place + 1 + int(random() * 8) :]
        if kind == 5:
            end = place + 1 + int(random() * 12)
            return text[:end] + text[place:]
        if kind == 6 and self._lines:
            line = self._pick(self._lines)
            return text[:place] + line[int(random() * len(line)) :]
        return f"{text[:place]}{self._pick(_PIECES)}{text[place + 1 + int(random() * 3) :]}"

    def bytes(self, data: str) -> str:
        """Damage bytes in one place, mostly without moving those that follow."""
        random = self._random
        place = int(random() * (len(data) + 1))
        kind = int(random() * 6)
        if kind <= 2:
            return f"{data[:place]}{chr(int(random() * 256))}{data[place + 1 :]}"
        if kind == 3:
            number = (1 << int(random() * 32)).to_bytes(4, "little" if random() < 0.5 else "big")
            return f"{data[:place]}{number.decode('latin-1')}{data[place + 4 :]}"
        if kind == 4:
            start = int(random() * (len(data) + 1))
            return f"{data[:place]}{data[start : start + 16]}{data[place + 16 :]}"
        return data[:place] + data[place + 1 + int(random() * 8) :] if random() < 0.5 else data[:place]

    def value(self, record: str) -> str:
        """Damage a JSON value in one place, so that it stays JSON; anything else comes back as it is."""
        try:
            whole = json.loads(record)
        except (ValueError, RecursionError):
            return record
        inner: Any = whole
        while inner and isinstance(inner, dict | list):
            key = self._pick(list(inner) if isinstance(inner, dict) else range(len(inner)))
            deeper = inner[key]
            if isinstance(deeper, dict | list) and deeper and self._random() < 0.7:
                inner = deeper
                continue
            self._replace(inner, key)
            break
        return json.dumps(whole, ensure_ascii=True)

    def _replace(self, inner: Any, key: Any) -> None:
        kind = int(self._random() * 6)
        if kind == 0:
            del inner[key]
        elif kind == 1 and isinstance(inner[key], str):
            inner[key] = self.text(inner[key])
        elif kind == 2:
            inner[key] = self._pick(([inner[key]], {"text": inner[key]}, str(inner[key])))
        elif kind == 3 and isinstance(inner, dict):
            inner[self._pick(list(inner))] = inner[key]
        else:
            inner[key] = self._pick(_VALUES)
