"""Every sentence that a person reads keeps to PRODUCT 5.2: no score, no label, no hurry, no cheer."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Patterns and weights to recognise words with, and the made-up talk of the demo: nobody is addressed in them.
NOT_FOR_READING = {
    "moves.toml",
    "drafts.toml",
    "reading.toml",
    "weighed.toml",
    "alike.toml",
    "encoder.onnx",
    "encoder_pieces.txt",
    "net.npz",
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
# Nobody is asked for an apology, and nobody is asked, or helped, to forgive (PRODUCT 3.3).
NEVER |= {
    "a request for an apology": r"\b(?:ask\w*|request\w*|demand\w*|want\w*|expect\w*|owe\w*)\b(?: \w+){0,4} apolog\w+",
    "a way to forgive": r"\b(?:i forgive|forgive (?:him|her|them|you|now)|ask for forgiveness|(?:have|is) forgiven)\b",
    "a share of the blame": r"\b(?:half|most|share) of the blame|\d ?(?:%|per cent) (?:of the blame|yours|mine|was)\b",
}
# Words that people read, among the patterns of drafts.toml.
READ_IN_DRAFTS = ("title", "label", "hint", "reason", "here", "open")
# These say what Amends does not do.
DENIED = r"\b(no|not a|never a|without a|not|without keeping) (scores?|grades?|points|streaks?|verdicts?)\b"


@cache
def sentences():
    return tuple(every_sentence())


def every_sentence():
    for path in sorted(ROOT.glob("src/amends_web/*/templates/**/*.html")):
        yield path, re.sub(r"\{#.*?#\}|\{%(?!\s*(?:translate|blocktranslate)).*?%\}|\{\{.*?\}\}", " ", words_of(path))
    for path in sorted(ROOT.glob("src/amends/content/en/*")):
        if path.is_file() and path.name not in NOT_FOR_READING:
            text = re.sub(r"^\s*#.*$", "", path.read_text(), flags=re.MULTILINE)
            yield path, " ".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text))
    for path in sorted(ROOT.glob("src/amends/content/en/protocols/*.txt")):
        yield path, path.read_text()
    drafts = ROOT / "src/amends/content/en/drafts.toml"
    rows = [row for part in ("kind", "mark", "part") for row in tomllib.loads(drafts.read_text())[part]]
    yield drafts, "\n".join(row[key] for row in rows for key in READ_IN_DRAFTS if key in row)
    for path in sorted(ROOT.glob("src/amends_web/**/*.py")):
        if "tests" not in path.parts:
            yield path, "\n".join(spoken_by(path))


def spoken_by(path):
    """The sentences that a module has for people: what it hands to gettext."""
    names = {"_", "gettext", "gettext_lazy", "ngettext"}
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield from (
                part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)
            )


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
    said = (
        "Great job! 92 points. You're right, hurry. He is toxic. Write it for me. Ask Ben for an apology. "
        "I forgive you. 50 % was yours."
    )
    assert all(re.search(pattern, said, re.IGNORECASE) for pattern in NEVER.values())


def test_the_check_reads_every_kind_of_sentence():
    read = {path.relative_to(ROOT).as_posix(): text for path, text in sentences()}
    assert "Take a second look" in read["src/amends_web/shell/templates/shell/second_look.html"]
    assert "Something is missing" in read["src/amends/content/en/own_it.toml"]
    assert "No last word." in read["src/amends/content/en/protocols/break.txt"]
    assert "One thing you did is easier to answer." in read["src/amends/content/en/drafts.toml"]
    assert "Nothing was sent" in read["src/amends_web/acknowledgements/pages.py"]


def buttons_of(path):
    """What is written on the buttons of a page, and on the links that look like one."""
    found = re.findall(r"<button\b[^>]*>(.*?)</button>|<a class=\"button[^>]*>(.*?)</a>", path.read_text(), re.DOTALL)
    return [re.sub(r"\{%-?|-?%\}|<[^>]*>", " ", one or two) for one, two in found]


def test_no_button_asks_for_an_apology_or_forgives():
    pages = sorted(ROOT.glob("src/amends_web/*/templates/**/*.html"))
    found = [
        (path.name, words)
        for path in pages
        for words in buttons_of(path)
        if re.search(r"forgiv|apolog|sorry", words, re.IGNORECASE)
    ]
    assert found == []
    assert any("I feel heard" in words for path in pages for words in buttons_of(path))


def test_words_that_are_drawn_by_lot_suit_every_relation():
    drawn = set((ROOT / "src/amends/content/en/passphrase_words.txt").read_text().split("\n"))
    assert drawn & {"partner", "spouse", "husband", "wife", "love", "romantic", "couple"} == set()
