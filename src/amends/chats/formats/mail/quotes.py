"""What a letter itself says: without the message it answers, without signatures.

The worst that can happen here is that words of the writer are lost; so what might be theirs is kept, with a doubt.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from amends.chats.formats.mail.heads import heads_in, is_quoted
from amends.chats.formats.mail.phrases import fits, phrases, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amends.chats.formats.mail.heads import Head
    from amends.chats.formats.mail.known import Known

_SHORT_SIGNATURE = 8  # lines below "--" that may be one; below "-- " all are
_LONGEST_LAST_LINE = 120
_REPEATED_WORDS = 30  # at the end of a letter that are hardly a signature
_LINES_OF_HEAD = 8  # at the start of a quote
_SURE_WORDS = 12  # of a quoted letter that show that it is known, however much was written into it
_SENTENCE = re.compile(r"(?:\w\S{0,40}\s{1,4}){3}\S{1,40}[.!?…]$")  # four words at least, and its end
_LINES_OF_FOOTER = 16
_LIST_RULE = re.compile(r"_{20,}|(?:-=){8,}-?")
_RULE = re.compile(r"\s*_{10,}\s*")


class Reply(NamedTuple):
    """The words of a letter's writer; whether another's letter was passed on with them; doubts."""

    text: str
    passed_on: bool
    doubts: frozenset[str]


def reply_in(
    text: str,
    *,
    known: Known,
    names: frozenset[str],
    subject: str = "",
    marks_are_sure: bool = False,
    listed: bool = False,
) -> Reply:
    """Take out of a letter what it quotes.

    `known` are the earlier letters of the thread, `names` those of the people as `plain` makes them. `subject` is
    "answer" or "passed_on" where the subject says so. `marks_are_sure` where a program set each `>`, `listed` where a
    mailing list may have written at the end.
    """
    letter = _Letter(text, known=known, heads_for=names)
    letter.take_quotes(marks_are_sure=marks_are_sure or (subject == "answer" and not known))
    if listed:
        letter.take_footer()
    letter.take_signatures()
    own = letter.own()
    passed_on = letter.passed_on or subject == "passed_on"
    if not own and letter.unseen and not passed_on:
        # There is nothing above what looked like a quote, so it may be no quote.
        return Reply(letter.unseen.strip("\n"), passed_on, frozenset({"quoted_text"}))
    if subject == "answer":
        letter.doubt_repeated()
    return Reply(own, passed_on, frozenset(letter.doubts))


class _Letter:
    """The lines of a letter, and which of them are not its writer's."""

    def __init__(self, text: str, *, known: Known, heads_for: frozenset[str]) -> None:
        self._lines = [part for line in text.split("\n") for part in _parted(line)]
        self._known = known
        self._names = heads_for
        self._heads = heads_in(self._lines, heads_for)
        self._starts = sorted(self._heads)
        self._quoted = [is_quoted(line) for line in self._lines]
        self._gone = [False] * len(self._lines)
        self.doubts: set[str] = set()
        self.passed_on = False
        self.unseen = ""

    def take_quotes(self, *, marks_are_sure: bool) -> None:
        """Take out quotes and what stands above them."""
        place, introduced = 0, marks_are_sure
        while place < len(self._lines):
            head = self._heads.get(place)
            if head is not None and self._is_quoted_at(head.end):
                self._take(place, head.end)
                self.passed_on |= head.kind == "forwarded"
                introduced = True
                place = head.end
            elif head is not None and (head.sure or self._is_known_from(head.end)):
                self._take_rest(place)
                return
            elif self._quoted[place]:
                place = self._take_marked(place, introduced=introduced)
            else:
                if head is not None and head.kind in {"said", "like fields"}:
                    self.doubts.add("quoted_text")
                place += 1

    def _is_quoted_at(self, place: int) -> bool:
        """Say whether the next line that is not blank has the mark of a quote."""
        while place < len(self._lines) and not self._lines[place].strip():
            place += 1
        return place < len(self._lines) and self._quoted[place]

    def _is_known_from(self, place: int) -> bool:
        """Say whether all below, down to the next head, was said before."""
        if not self._known:
            return False
        following = bisect_left(self._starts, place)
        end = self._starts[following] if following < len(self._starts) else len(self._lines)
        found = [said for words, said in self._known.among(self._lines[place:end]) if words]
        return bool(found) and all(found)

    def _take_marked(self, start: int, *, introduced: bool) -> int:
        end = start
        while end < len(self._lines) and self._quoted[end]:
            end += 1
        run = self._lines[start:end]
        has_head = self._begins_with_head(run)
        if introduced or has_head or any(said for _, said in self._known.among(run)):
            self._take(self._with_rule(start) if has_head else start, end)
        else:
            self.doubts.add("quoted_text")
        return end

    def _with_rule(self, start: int) -> int:
        """Return the line of the rule above a quote, as Hotmail set one, or that of the quote."""
        above = start - 1
        while above > 0 and not self._lines[above].strip():
            above -= 1
        return above if above >= 0 and _RULE.fullmatch(self._lines[above]) is not None else start

    def _begins_with_head(self, run: list[str]) -> bool:
        """Say whether the head stands within the quote, as iPhones and Orange write it."""
        unmarked = [line.lstrip("> \t") for line in run[:_LINES_OF_HEAD]]
        return bool(heads_in(unmarked, self._names))

    def _take_rest(self, start: int) -> None:
        """Take out a quote without marks, down to the end of the letter; keep what was written into it."""
        self._take(start, len(self._lines))
        for begin, end, head in self._parts_from(start):
            self.passed_on |= head.kind == "forwarded"
            if self.passed_on:
                return
            body = [line if not self._quoted[begin + n] else "" for n, line in enumerate(self._lines[begin:end])]
            found = self._known.among(body)
            said = sum(words for words, said in found if said)
            other = sum(words for words, said in found if not said)
            if said >= min(other, _SURE_WORDS):
                self._keep_answers(begin, found)
            elif not self.unseen:
                self.unseen = "\n".join(body)
                self.doubts.add("unseen_quotes")

    def _parts_from(self, start: int) -> Iterator[tuple[int, int, Head]]:
        """Give where the words of each quoted letter begin and end, and the head above them."""
        starts = self._starts[bisect_left(self._starts, start) :]
        for place, following in zip(starts, [*starts[1:], len(self._lines)], strict=True):
            yield self._heads[place].end, following, self._heads[place]

    def _keep_answers(self, begin: int, found: list[tuple[int, bool]]) -> None:
        for number, (words, said) in enumerate(found, begin):
            if words and not said:
                self._gone[number] = False
                self.doubts.add("quoted_text")

    def take_footer(self) -> None:
        """Take out what a mailing list puts below each letter: a rule, and how to leave the list."""
        end = len(self._lines)
        while end > 0 and (self._gone[end - 1] or not self._lines[end - 1].strip()):
            end -= 1
        for place in range(max(end - _LINES_OF_FOOTER, 0), end):
            below = self._lines[place:end]
            if _LIST_RULE.fullmatch(below[0].strip()) and any("@" in line or "://" in line for line in below):
                self._take(place, end)
                return

    def take_signatures(self) -> None:
        """Take out signatures: what follows "-- ", or "--" and a few lines, and the last line of a phone."""
        runs = list(self._runs())
        first = next((place for start, end in runs for place in range(start, end) if self._lines[place].strip()), 0)
        for start, end in runs:
            below = sum(bool(line.strip()) for line in self._lines[start:end])
            for place in range(start, end):
                line = self._lines[place]
                below -= bool(line.strip())
                is_short = line.rstrip() == "--" and below <= _SHORT_SIGNATURE and place > first
                if line == "-- " or (is_short and not any(map(_is_sentence, self._lines[place:end]))):
                    self._take(place, end)
                    end = place
                    break
            self._take_last_line(start, end)

    def _take_last_line(self, start: int, end: int) -> None:
        taken = False
        while end > start:
            line = self._lines[end - 1].strip()
            if line and not (taken and line in {"--", "---"}):
                if len(line) > _LONGEST_LAST_LINE or not _is_sent_from(line):
                    return
                taken = True
            end -= 1
            self._take(end, end + 1)

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Give where the runs of lines of one's own begin and end."""
        start = 0
        for place in range(len(self._lines) + 1):
            if place == len(self._lines) or self._gone[place]:
                if place > start:
                    yield start, place
                start = place + 1

    def doubt_repeated(self) -> None:
        """Doubt a long end that was said before, and stands there without a mark."""
        own = [line for line, gone in zip(self._lines, self._gone, strict=True) if not gone]
        repeated = 0
        for words, said in reversed(self._known.among(own)):
            if words and not said:
                break
            repeated += words
        if repeated >= _REPEATED_WORDS:
            self.doubts.add("quoted_text")

    def own(self) -> str:
        """Return what is left; one blank line stands where something was taken out."""
        left: list[str] = []
        cut = False
        for line, gone in zip(self._lines, self._gone, strict=True):
            if gone or (cut and not line.strip()):
                cut = True
                continue
            if cut:
                while left and not left[-1]:
                    left.pop()
                left.append("")
                cut = False
            left.append(line.rstrip())
        return "\n".join(left).strip("\n")

    def _take(self, start: int, end: int) -> None:
        self._gone[start:end] = [True] * (end - start)


def _parted(line: str) -> list[str]:
    """Part a head from the quote that Yahoo's apps let follow on the same line."""
    head, gap, quote = line.partition(":   ")
    return [f"{head}:", quote] if gap and quote.strip() and "@" in head else [line]


def _is_sent_from(line: str) -> bool:
    """Say whether a line is what a phone adds; what goes on in small letters from the line above is none."""
    table, text = phrases(), plain(line)
    if not text.startswith(table.sent_from_starts):
        return False
    first = line.split(maxsplit=1)[0]
    return not (first.isalpha() and first.islower()) and any(fits(form, text) for form in table.sent_from)


def _is_sentence(line: str) -> bool:
    return _SENTENCE.search(line.rstrip()) is not None and not _is_sent_from(line.strip())
