"""A second look at a person's own draft, as any writing page shows it. Nothing of the words is kept or logged.

<form method="post" …>
  {% second_look_note %}
  {% field form.words %}
  {% second_look "acknowledgement" form.words %}
</form>

With scripts the look comes at each rest in typing, and a kind of mark can be waved away for good. Without, a button
sends the form to the page's own view, which shows the page again with what was typed, and keeps and sends nothing,
where `wants_second_look(request)`.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.core.cache import cache

from amends.content import load_toml
from amends.drafts import Kind, check_draft, part_words, reasons_of_marks
from amends.drafts.moving import sentence_span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest

    from amends.drafts import DraftCheck, DraftMark

# Somebody who types without a rest longer than the page waits comes to fewer. Each web process counts for itself.
LOOKS_A_MINUTE = 90
# Drafts of which no look says that they can be sent as they are: of an answer that is only its start, its page asks
# “given what?”, and a step of a loop is drawn, not sent.
_NOT_SENT_AS_IT_IS = frozenset({Kind.REPLY, Kind.LOOP})


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedSentence:
    """A sentence in pieces, each with whether it is marked; and the marked words, with reason and rule."""

    pieces: tuple[tuple[str, bool], ...]
    reasons: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLook:
    """What a page shows below a draft. `words` are the sentences around it, `closing` the one below it or ""."""

    sentences: tuple[MarkedSentence, ...]
    here: tuple[str, ...]
    open: tuple[str, ...]
    is_empty: bool
    words: dict[str, str]
    closing: str

    @property
    def seen(self) -> str:
        """Name this look, so that a page that shows it already can say so; other marks have another name."""
        shown = repr((self.sentences, self.here, self.open, self.is_empty))
        return hashlib.blake2b(shown.encode(), digest_size=8).hexdigest()

    @property
    def marked_words(self) -> list[str]:
        """Return the marked words, for whoever hears the page instead of seeing it."""
        return [words for sentence in self.sentences for words, _, _ in sentence.reasons]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waving:
    """Where the kinds of marks are kept that somebody waved away: `read` gives them, `wave` adds one."""

    read: Callable[[Any], frozenset[str]]
    wave: Callable[[Any, str], None]


_waving: list[Waving] = []


def register_waving(waving: Waving) -> None:
    _waving[:] = [waving]


def waved_by(request: HttpRequest | None) -> frozenset[str]:
    """Return the rules whose marks this person never wants again."""
    return frozenset().union(*(waving.read(request) for waving in _waving))


def wave_away(request: HttpRequest, rule: str) -> None:
    """Keep that this person never wants a kind of mark again; a name that is no rule's changes nothing."""
    if rule in reasons_of_marks():
        for waving in _waving:
            waving.wave(request, rule)


def look_at(texts: Iterable[str], *, kind: Kind, waved: frozenset[str] = frozenset()) -> SecondLook:
    """Look at a draft that stands in one field, or in several; marks of the rules `waved` away are left out.

    What is still open is told of a draft in one field only: where a page asks for the parts one by one, its own
    fields tell.
    """
    fields = [text.replace("\r\n", "\n") for text in texts]
    text = "\n\n".join(filter(str.strip, fields))
    check = check_draft(text, kind=kind)
    marks = [mark for mark in check.marks if mark.rule not in waved]
    parts = part_words_of(check) if len(fields) == 1 else ((), ())
    words = load_toml("reports")["check"]
    leave = words["leave"] if marks else ""
    return SecondLook(
        sentences=tuple(_marked_sentences(text, marks)),
        here=parts[0],
        open=parts[1],
        is_empty=not text.strip(),
        words=words,
        closing=leave if kind in _NOT_SENT_AS_IT_IS else words["send"],
    )


def part_words_of(check: DraftCheck) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return, as people read them, the parts that are there and those that are still open."""
    found = tuple(part_words(name, kind=check.kind).here for name in check.found)
    return found, tuple(part_words(name, kind=check.kind).open for name in check.missing)


def wants_second_look(request: HttpRequest) -> bool:
    """Tell whether a form was sent by the button for browsers without scripts."""
    return "second_look" in request.POST


def may_look(person: Any) -> bool:
    """Count a look of this person, and tell whether it is still one of the `LOOKS_A_MINUTE`."""
    key = f"second-look:{person.pk}:{int(time.time()) // 60}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) <= LOOKS_A_MINUTE
    except ValueError:
        # The key went between the two lines: this is the first of a new minute.
        return True


def _marked_sentences(text: str, marks: Iterable[DraftMark]) -> Iterable[MarkedSentence]:
    for (begin, end), marks_here in groupby(marks, key=lambda mark: sentence_span(text, mark.start)):
        pieces: list[tuple[str, bool]] = []
        reasons: list[tuple[str, str, str]] = []
        at = begin
        for mark in marks_here:
            marked = text[mark.start : mark.end]
            pieces += [(text[at : mark.start], False), (marked, True)]
            reasons.append((marked, mark.reason, mark.rule))
            at = mark.end
        rest = (text[at : max(at, end)], False)
        yield MarkedSentence(pieces=tuple(piece for piece in [*pieces, rest] if piece[0]), reasons=tuple(reasons))
