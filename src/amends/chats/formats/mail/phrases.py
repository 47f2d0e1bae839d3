"""The phrases of mail programs, loaded once from `mail_phrases.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeAlias

from amends.chats.formats.phrases import without_marks

# The pieces of a form around its gaps.
Form: TypeAlias = tuple[str, ...]
_NO_BLANKS = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Every entry is plain, as `plain()` makes it; `fields` and `before_subject` give the kind of each.

    `said` are the forms by a word that stands in each of them, `said_together` those of scripts that part no words.
    """

    said: dict[str, list[Form]]
    said_together: tuple[Form, ...]
    fields: dict[str, str]
    original: frozenset[str]
    forwarded: frozenset[str]
    before_subject: dict[str, str]
    sent_from: tuple[Form, ...]
    sent_from_starts: tuple[str, ...]


def plain(line: str) -> str:
    """Make a line comparable with the table: no invisible marks, no stars of bold type, single blanks, one case.

    QQ writes "&nbsp;" into plain text, and Proton other dashes.
    """
    text = without_marks(line).replace("：", ":").replace("’", "'").replace("*", "")
    text = _BLANKS.sub(" ", text.replace("&nbsp;", " ").replace("\u2010", "-"))
    return text.replace(" :", ":").strip().casefold()


@cache
def phrases() -> Phrases:
    """Load the table."""
    data = tomllib.loads(files("amends.chats.formats.mail").joinpath("mail_phrases.toml").read_text(encoding="utf-8"))

    def table(section: str, key: str) -> tuple[str, ...]:
        return tuple(plain(entry) for entry in data[section][key])

    def forms(section: str, key: str) -> tuple[Form, ...]:
        return tuple(tuple(piece.strip() for piece in form.split("…")) for form in table(section, key))

    said, together = forms_by_word(forms("quotes", "said"))
    sent_from = forms("sent_from", "lines")
    return Phrases(
        said=said,
        said_together=together,
        fields={name: kind for kind in data["fields"] for name in table("fields", kind)},
        original=frozenset(table("original", "words")),
        forwarded=frozenset(table("original", "forwarded")),
        before_subject={word: kind for kind in data["subject"] for word in table("subject", kind)},
        sent_from=sent_from,
        sent_from_starts=tuple(form[0] for form in sent_from),
    )


def forms_by_word(forms: tuple[Form, ...]) -> tuple[dict[str, list[Form]], tuple[Form, ...]]:
    """Give the forms by their longest last word, and apart those whose words may be grown together with others."""
    by_word: dict[str, list[Form]] = {}
    together: list[Form] = []
    for form in forms:
        word = max((form[-1] if form[-1] != ":" else form[-2]).split(), key=len)
        if _NO_BLANKS.search(word) is None:
            by_word.setdefault(word, []).append(form)
        else:
            together.append(form)
    return by_word, tuple(together)


def forms_for(text: str) -> list[Form]:
    """Return the forms that a plain text may fit."""
    table = phrases()
    found = [form for word in dict.fromkeys(text.split()) for form in table.said.get(word, ())]
    return found if text.isascii() else [*found, *table.said_together]


def fits(form: Form, text: str) -> bool:
    """Say whether a plain text is a form with its gaps filled."""
    if not text.startswith(form[0]) or not text.endswith(form[-1]) or len(text) < len("".join(form)):
        return False
    place = len(form[0])
    # "On" is no start of "Only".
    if form[0] and form[0].isascii() and len(form) > 2 and text[place].isalnum():
        return False
    for piece in form[1:-1]:
        found = text.find(piece, place, len(text) - len(form[-1]))
        if found < 0:
            return False
        place = found + len(piece)
    return True
