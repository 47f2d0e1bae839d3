"""What a letter says itself, as Amends finds it, beside any other reader of answers that is installed.

Run `python -m bench.mail`. The letters are those of the tests, all invented. "exact" counts the answers that are right
but for blanks, "leaks" those that keep words which were only quoted (or a signature), "loses" those in which words of
the writer are missing. "hostile" is the time for a letter of 2 kB that was made to be slow, and for one twice as long.
"""

from __future__ import annotations

import importlib
import importlib.util
import time
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from amends.chats.formats.mail.known import Known
from amends.chats.formats.mail.phrases import plain
from amends.chats.formats.mail.quotes import reply_in

CASES = Path(__file__).parents[1] / "tests" / "exports" / "mail" / "replies" / "cases.toml"
LANGUAGES = ["cs", "da", "de", "en", "es", "fi", "fr", "it", "ja", "ko", "nl", "no", "pl", "sv", "zh"]


class Reader(NamedTuple):
    """A reader of answers, and the module it needs."""

    read: Callable[[dict[str, Any]], str]
    module: str


def amends(case: dict[str, Any]) -> str:
    """Read with Amends, which knows the earlier letters of the thread."""
    known = Known()
    for letter in case.get("earlier", []):
        known.add(letter)
    names = frozenset(map(plain, case.get("names", ["Ben Okafor"])))
    return reply_in(case["text"], known=known, names=names, subject=case.get("subject", "answer")).text


def amends_alone(case: dict[str, Any]) -> str:
    """Read with Amends, the letter alone."""
    return reply_in(case["text"], known=Known(), names=frozenset(), subject=case.get("subject", "answer")).text


def email_reply_parser(case: dict[str, Any]) -> str:
    """Read with Zapier's email-reply-parser."""
    return str(importlib.import_module("email_reply_parser").EmailReplyParser.parse_reply(case["text"]))


def mail_parser_reply(case: dict[str, Any]) -> str:
    """Read with mail-parser-reply, in all its languages."""
    parser = importlib.import_module("mailparser_reply").EmailReplyParser(languages=LANGUAGES)
    return str(parser.parse_reply(text=case["text"]) or "")


READERS = {
    "Amends": Reader(amends, "amends"),
    "Amends, letter alone": Reader(amends_alone, "amends"),
    "email-reply-parser": Reader(email_reply_parser, "email_reply_parser"),
    "mail-parser-reply": Reader(mail_parser_reply, "mailparser_reply"),
}


def judge(read: Callable[[dict[str, Any]], str], cases: list[dict[str, Any]]) -> Counter[str]:
    """Count the answers that are exact, that leak and that lose words."""
    counts: Counter[str] = Counter()
    for case in cases:
        wanted, found = Counter(case["reply"].split()), Counter(read(case).split())
        counts["exact"] += case["reply"].split() == read(case).split()
        counts["leaks"] += bool(found - wanted)
        counts["loses"] += bool(wanted - found)
    return counts


def seconds(read: Callable[[dict[str, Any]], str], text: str) -> float:
    """Return how long one letter takes."""
    start = time.perf_counter()
    read({"text": text})
    return time.perf_counter() - start


def main() -> None:
    """Read every letter with every reader, and print the table."""
    cases = tomllib.loads(CASES.read_text(encoding="utf-8"))["case"]
    hostile = "On Mon, Am Le El \n" * 110
    print(f"{len(cases)} letters")
    print(f"{'reader':<22}{'exact':>7}{'leaks':>7}{'loses':>7}{'hostile':>19}")
    for name, reader in READERS.items():
        if importlib.util.find_spec(reader.module) is None:
            continue
        counts = judge(reader.read, cases)
        slow = f"{seconds(reader.read, hostile):.3f} s, {seconds(reader.read, hostile * 2):.3f} s"
        print(f"{name:<22}{counts['exact']:>7}{counts['leaks']:>7}{counts['loses']:>7}{slow:>19}", flush=True)


if __name__ == "__main__":
    main()
