"""Every sentence that a person reads keeps to PRODUCT 5.2: no score, no label, no hurry, no cheer."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Patterns and weights to recognise words with, and the made-up talk of the demo: nobody is addressed in them.
NOT_FOR_READING = {
    "moves.toml",
    "drafts.toml",
    "reading.toml",
    "model.toml",
    "weights.txt",
    "passphrase_words.txt",
    "demo.toml",
}

NEVER = {
    "a grade": r"\b(scores?|grades?|points|streaks?|levels?|badges?|rank(ing)?s?|leaderboard)\b",
    "a label for a person": r"\b(toxic|narcissis\w*|gaslight\w*|abuser|liar|stonewalling|manipulat\w+)\b",
    "a verdict": r"\b(you're right|you are right|winner|whose fault|both contributed)\b",
    "cheer": r"!|\b(well done|congratulations|great job|awesome|perfect)\b",
    "pressure": r"\b(hurry|are you sure you want|don't give up|hasn't answered you|resolve conflict now)\b",
    "ghost-writing": r"\b(we wrote|write it for me|generate)\b",
}
# These say what Amends does not do.
DENIED = r"\b(no|not a|never a|without a|not|without keeping) (scores?|grades?|points|streaks?|verdicts?)\b"


def sentences():
    for path in sorted(ROOT.glob("src/amends_web/*/templates/**/*.html")):
        yield path, re.sub(r"\{#.*?#\}|\{%(?!\s*(?:translate|blocktranslate)).*?%\}|\{\{.*?\}\}", " ", words_of(path))
    for path in sorted(ROOT.glob("src/amends/content/en/*")):
        if path.name not in NOT_FOR_READING:
            text = re.sub(r"^\s*#.*$", "", path.read_text(), flags=re.MULTILINE)
            yield path, " ".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text))


class _Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_data(self, data):
        self.found.append(data)


def words_of(path):
    reader = _Words()
    reader.feed(path.read_text())
    return " ".join(reader.found)


@pytest.mark.parametrize("what", NEVER)
def test_no_page_and_no_content_holds(what):
    found = [
        (str(path.relative_to(ROOT)), match[0])
        for path, text in sentences()
        for match in re.finditer(
            NEVER[what], re.sub(DENIED, " ", text.replace("’", "'"), flags=re.IGNORECASE), re.IGNORECASE
        )
    ]
    assert found == []


def test_the_check_sees_what_it_looks_for():
    said = "Great job! 92 points. You're right, hurry. He is toxic. Write it for me."
    assert all(re.search(pattern, said, re.IGNORECASE) for pattern in NEVER.values())


def test_words_that_are_drawn_by_lot_suit_every_relation():
    drawn = set((ROOT / "src/amends/content/en/passphrase_words.txt").read_text().split("\n"))
    assert drawn & {"partner", "spouse", "husband", "wife", "love", "romantic", "couple"} == set()
