"""Who wrote a line: names with colons in them, marks around them, and the name in the file's name."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePath

from amends.chats.formats.phrases import phrases, without_marks

LONGEST_NAME = 100  # characters; a longer stretch before ": " is a sentence
_DEEPEST = 4  # colons in one name
_PAIRS_KEPT = 50_000
_WORDS_IN_NAME = 6
_BLANK = re.compile("[\u00a0\u202f\u2009]")
_PHONE = re.compile(r"\+[\d ()\u2011\-]{5,30}")
_NO_NAME = re.compile(r"[<>/\\\[\]\u200e]|\A\d|[!?]\s|\s\Z")
_FEW = 3  # lines of one author, of which no habit can be told
_CERTAIN = 9  # beyond so many lines, what stands in each of them is the name


def clean_name(name: str) -> str:
    """Take the invisible marks off a name, and the "~" that WhatsApp puts before people who are no contacts.

    Blanks and hyphens that do not break become plain ones, as they come and go in phone numbers.
    """
    name = _BLANK.sub(" ", without_marks(name)).strip()
    if name.startswith("~"):
        name = name[1:].strip() or name
    return name.replace("\u2011", "-") if _PHONE.fullmatch(name) else name


def title_of(file_name: str) -> str:
    """Return the chat's name out of a file's name, or "" where it tells none."""
    base = PurePath(file_name.replace("\\", "/")).name
    stem = re.sub(r"(?:\.(?:txt|zip|json))+$", "", base, flags=re.IGNORECASE)
    stem = re.sub(r"\s*\(\d{1,3}\)$", "", without_marks(stem))
    if not stem:
        return ""
    table = phrases()
    folded = stem.casefold()
    for before in table.before_name:
        for form in (before, before.replace(" ", "_")):
            if folded.startswith(form.casefold()):
                stem_rest = stem[len(form) :]
                after = next((end for end in table.after_name if stem_rest.endswith(end)), "")
                if len(before) > 1 or after:
                    return stem_rest.removesuffix(after).replace("_", " ").strip()
    for after in table.after_name:
        if stem.endswith(after):
            return stem.removesuffix(after).strip()
    return ""


class NameSurvey:
    """Counts what stands before the first and the second ": " of each message, to tell where names end."""

    def __init__(self) -> None:
        self.firsts: dict[str, int] = {}
        self._marked: Counter[str] = Counter()  # those before words that begin with the mark of the app
        self._pairs: Counter[tuple[str, str]] = Counter()

    def see(self, line: str, start: int) -> None:
        """Take note of a line whose head ends at `start`."""
        colon = line.find(": ", start, start + LONGEST_NAME + 2)
        if colon < 0:
            return
        first = line[start:colon]
        self.firsts[first] = self.firsts.get(first, 0) + 1
        if line.startswith("\u200e", colon + 2):
            self._marked[first] += 1
        if line.find(": ", colon + 2) >= 0 and len(self._pairs) < _PAIRS_KEPT:
            self._add_longer(first, line[colon + 2 : colon + 2 + 4 * LONGEST_NAME])

    @property
    def marked(self) -> bool:
        """Say whether anything begins with the mark of the app."""
        return bool(self._marked)

    def _add_longer(self, first: str, words: str) -> None:
        for _ in range(_DEEPEST):
            second, colon, words = words.partition(": ")
            if not colon or len(first) + len(second) > LONGEST_NAME:
                return
            self._pairs[first, second] += 1
            first = f"{first}: {second}"

    def decide(self, title: str) -> Names:
        """Say which names hold a colon: those that never occur without what follows it."""
        longer: dict[str, str] = {}
        unsure: set[str] = set()
        counts = dict(self.firsts)
        # `_pairs` is filled from the shorter to the longer name, so a shorter one is settled before.
        for (first, second), times in self._pairs.items():
            if first not in counts or _same_name(first, title):
                continue
            name = f"{first}: {second}"
            if _same_name(name, title):
                longer[first] = second
                counts[name] = times
            elif _may_be_in_a_name(second):
                always = times == counts[first]
                if always and times > 1:
                    longer[first] = second
                    counts[name] = times
                mostly = times > 1 and counts[first] < 2 * times and not always  # "Boss: Ana left" has no second colon
                if mostly or counts[first] <= (_CERTAIN if always else _FEW):
                    unsure.add(first)
        typed = frozenset(clean_name(first) for first, times in self.firsts.items() if times > self._marked[first])
        return Names(
            longer=longer,
            counts=dict(self.firsts),
            unsure=frozenset(unsure),
            typed=typed,
            has_a_third=self._has_a_third(title),
        )

    def _has_a_third(self, title: str) -> bool:
        """Say whether a chat that is called like one who writes in it, as those between two are, has more names."""
        often = sum(times > _FEW for times in self.firsts.values())
        return len(self.firsts) > 2 >= often and any(_same_name(name, title) for name in self.firsts)


def _may_be_in_a_name(words: str) -> bool:
    return 0 < len(words) <= LONGEST_NAME // 2 and len(words.split()) <= _WORDS_IN_NAME and not _NO_NAME.search(words)


def _same_name(name: str, title: str) -> bool:
    """Compare as file names do, where ":" and other signs become "_" or nothing."""
    return bool(title) and re.sub(r"[\W_]", "", name).casefold() == re.sub(r"[\W_]", "", title).casefold()


class Names:
    """Splits what follows a head into the name and the words."""

    def __init__(
        self,
        *,
        longer: dict[str, str],
        counts: dict[str, int],
        unsure: frozenset[str],
        typed: frozenset[str],
        has_a_third: bool,
    ) -> None:
        self.has_a_third = has_a_third
        self._longer = longer
        self._known = counts
        self.unsure = unsure
        self.typed = typed

    def rare(self, name: str) -> bool:
        """Say whether a name stands before hardly any line, so that it may be no name."""
        return self._known.get(name, 0) <= 2

    def is_shorter(self, name: str) -> bool:
        """Say whether a longer name begins with this one."""
        return name in self._longer

    def split(self, rest: str) -> tuple[str, str] | None:
        """Return name and words, or None for a line that nobody wrote."""
        name, colon, words = rest.partition(": ")
        if colon and len(name) <= LONGEST_NAME:
            return self._lengthen(name, words) if name in self._longer else (name, words)
        return self._without_blank(rest)

    def _lengthen(self, name: str, words: str) -> tuple[str, str]:
        while name in self._longer and words.startswith(f"{self._longer[name]}: "):
            second = self._longer[name]
            name, words = f"{name}: {second}", words[len(second) + 2 :]
        return name, words

    def _without_blank(self, rest: str) -> tuple[str, str] | None:
        """Read `Name:` and `Name:.`, as a photo to be seen once is exported."""
        bare = without_marks(rest[: LONGEST_NAME + 4]).rstrip()
        for end in (":", ":."):
            name = bare.removesuffix(end)
            if name != bare and name and (name in self._known or "://" not in name) and len(rest) <= LONGEST_NAME:
                return name, end[1:]
        name, colon, words = rest[:LONGEST_NAME].partition(":")
        return (name, words + rest[LONGEST_NAME:]) if colon and name in self._known else None
