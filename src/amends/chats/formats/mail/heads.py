"""The lines that mail programs put above a message that they quote."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from amends.chats.formats.mail.phrases import fits, forms_for, phrases, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 500  # characters of a head that is told in words
_MOST_LINES = 4  # into which it is broken
_BROKEN_AT = 40  # a line shorter than this was not broken by a program
_MOST_FIELDS = 14  # lines of a block of fields
_MOST_NAMES = 50
_DATE = re.compile(r"\d{4}|\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2}")
_CLOCK = re.compile(r"\d{1,2}[:.h点時时시]\s?\d{2}")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w+")
_RULE = re.compile(r"[-_=—*\s]{3,}")
_RULES = "-_=—–* "
# "Importance: High", and the name of a field in a language that is in no table.
_LABEL = re.compile(r"[^:.!?@<>/\d]{1,30}:")
_FIELDS_LIKE = 4  # lines, in the order of Outlook: from whom, when, to whom, about what
_QUOTED = re.compile(r"[ \t]{0,3}>(?![:;=][-']?[()DPO\[/]|[._-]+<)")


class Head(NamedTuple):
    """Where a head ends; what it is; and whether it is one without a `>` below.

    It is "said" where it stands in the words of a program, and "maybe" where only an address or a name is in it;
    "fields", and "like fields" in a language of no table; "original" or "forwarded".
    """

    end: int
    kind: str
    sure: bool


def is_quoted(line: str) -> bool:
    """Say whether a line begins with the mark of a quote (and not with an angry face, or as ">>> words <<<")."""
    return _QUOTED.match(line) is not None and not line.rstrip().endswith("<<")


def heads_in(lines: list[str], names: frozenset[str]) -> dict[int, Head]:
    """Return the heads among lines, by the number of their first line; `names` are those of the people, plain."""
    # Only a short line with a colon or a rule in it can be of a head.
    plains = [plain(line) if len(line) <= _LONGEST and line.strip() and not is_quoted(line) else "" for line in lines]
    named = names if len(names) <= _MOST_NAMES else frozenset()
    heads: dict[int, Head] = {}
    floor = 0
    for place, text in enumerate(plains):
        if place < floor or not text:
            continue
        for start, head in _heads_at(plains, place, floor, named):
            heads[start] = head
            floor = max(floor, head.end)
            break
    return heads


def _heads_at(plains: list[str], place: int, floor: int, names: frozenset[str]) -> Iterator[tuple[int, Head]]:
    """Give the head that begins, or in words ends, at this line."""
    end = _fields_end(plains, place, names)
    if end is not None:
        yield _with_rule(plains, place), Head(end, "fields", sure=True)
    like_end = _fields_like_end(plains, place, names)
    if like_end is not None:
        yield _with_rule(plains, place), Head(like_end, "like fields", sure="@" in plains[place])
    separator = _separator(plains, place)
    if separator is not None:
        yield place, Head(_separator_end(plains, place), separator, sure=True)
    said = _said(plains, place, floor, names)
    if said is not None:
        start, kind, sure = said
        yield _with_fields(plains, start, floor), Head(place + 1, kind, sure)


def _with_rule(plains: list[str], place: int) -> int:
    """Return the line of the rule directly above, or this one."""
    above = next((n for n in range(place - 1, max(place - 3, -1), -1) if plains[n]), None)
    return place if above is None or _RULE.fullmatch(plains[above]) is None else above


def _fields_end(plains: list[str], place: int, names: frozenset[str] = frozenset()) -> int | None:
    """Return where a block of fields ends that begins here: from whom, about what, and when or to whom.

    Outlook leaves "Subject" out where there is none; then all else has to be there, and somebody who is known.
    """
    if _field(plains[place]) in {None, "to"}:
        return None
    kinds: dict[str, str] = {}
    end = place
    for number in range(place, min(place + _MOST_FIELDS, len(plains))):
        kind = _field(plains[number])
        if kind in kinds and kind != "to":
            return None  # what stood above is not of the block
        if kind is not None:
            kinds[kind] = plains[number]
            end = number + 1
        elif not (_goes_on(plains[number], plains[number - 1]) if plains[number] else plains[number - 1]):
            break
    # Without a day or an address it may be a list that a person wrote.
    is_dated = _DIGIT.search(kinds.get("date", "")) is not None
    is_addressed = "to" in kinds and any("@" in kinds[kind] for kind in ("from", "to") if kind in kinds)
    if {"from", "subject"} <= kinds.keys() and (is_dated or is_addressed):
        return _with_labels(plains, end)
    is_of_somebody = {"from", "date", "to"} <= kinds.keys() and _has_evidence(kinds["from"], names)
    return end if is_of_somebody and _is_sure(kinds["date"]) else None


def _fields_like_end(plains: list[str], place: int, names: frozenset[str]) -> int | None:
    """Return where a block ends that is one in a language of no table, as Outlook writes it."""
    step = 1 if any(plains[place + 1 : place + 2]) else 2
    block = plains[place : place + _FIELDS_LIKE * step : step]
    if len(block) < _FIELDS_LIKE or not all(":" in line[:30] and _LABEL.match(line) for line in block):
        return None
    whom, date, to, _ = block
    if not _is_dated(date) or not all("@" in line or _names_somebody(line, names) for line in (whom, to)):
        return None
    return _with_labels(plains, place + _FIELDS_LIKE * step - step + 1)


def _with_labels(plains: list[str], end: int) -> int:
    """Return where the lines end that follow the fields and look as they do ("Importance: High")."""
    return end + sum(1 for _ in takewhile(_LABEL.match, plains[end : end + _MOST_FIELDS]))


def _field(text: str) -> str | None:
    name, colon, _ = text[:40].partition(":")
    return phrases().fields.get(name) if colon else None


def _goes_on(text: str, above: str) -> bool:
    """Say whether a line is of a long list of people that was broken."""
    return "@" in text or ";" in text or above.endswith(";")


def _separator(plains: list[str], place: int) -> str | None:
    """Return the kind of a line such as "-----Original Message-----" or "Begin forwarded message:"."""
    text = plains[place]
    words = text.strip(_RULES + ":<>").strip()
    table = phrases()
    kind = "original" if words in table.original else "forwarded" if words in table.forwarded else None
    ruled = text.startswith(("---", "***", "___", "===", "—"))
    if kind is None or ruled:
        return kind
    after = next((n for n in range(place + 1, min(place + 4, len(plains))) if plains[n]), None)
    # On a line of their own the words may be a person's; programs go on with the fields, or with a quote.
    return kind if after is None or _fields_end(plains, after) is not None else None


def _separator_end(plains: list[str], place: int) -> int:
    """Return where the fields below a separator end; eM Client sets no colon after their names, NetEase a table."""
    below = place + 1
    while below < len(plains):
        words = plains[below].strip("| ")
        name, _, value = words.replace("|", " ").partition(" ")
        if name in phrases().fields and "@" not in name:
            below += 1 if value else 2  # a name alone stands above what it names
        elif not words or _field(words) is not None or plains[below].endswith(("|", "、")):
            below += 1
        else:
            break
    return _with_labels(plains, min(below, len(plains)))


def _with_fields(plains: list[str], start: int, floor: int) -> int:
    """Return the line of a rule from which only fields part a head, as Yandex writes it, or the head's own."""
    place = start
    while place > floor and _field(plains[place - 1]) is not None:
        place -= 1
    return place - 1 if floor < place < start and _RULE.fullmatch(plains[place - 1]) is not None else start


def _said(plains: list[str], place: int, floor: int, names: frozenset[str]) -> tuple[int, str, bool] | None:
    """Return the first line of words such as "On 3 May, Ana wrote:" that end here, their kind, whether they are sure.

    Zoho sets them between rules, and Yahoo once set one before them.
    """
    last = plains[place]
    ruled = last.endswith("---") and not last.startswith("-----")
    if not ruled and not last.endswith(":"):
        # An old form of Gmail: "2024/3/25 Ana <ana@example.org>".
        return (place, "maybe", False) if _DATE.match(last) and "@" in last and last.endswith(">") else None
    spans = [(place, f"{last.rstrip(_RULES)}:" if ruled else last)]
    for start in range(place - 1, max(place - _MOST_LINES, floor - 1), -1):
        longer = f"{plains[start]} {spans[-1][1]}"
        if not plains[start] or plains[start].endswith(":") or len(longer) > _LONGEST or plains[start + 1][:3] == "---":
            break
        spans.append((start, longer))
    if ruled or any(text.startswith("---") for _, text in spans):
        spans = [(start, text.lstrip(_RULES)) for start, text in spans if text.startswith("---")]
    return _with_start(spans, names) or _without_start(spans, names) if spans else None


def _with_start(spans: list[tuple[int, str]], names: frozenset[str]) -> tuple[int, str, bool] | None:
    for start, text in spans:
        if any(form[0] and fits(form, text) for form in forms_for(text)) and _has_evidence(text, names):
            return start, "said", _is_sure(text)
    return None


def _without_start(spans: list[tuple[int, str]], names: frozenset[str]) -> tuple[int, str, bool] | None:
    for number, (start, text) in enumerate(spans):
        above = pairwise(spans[: number + 1])
        broken = all(len(longer) - len(shorter) > _BROKEN_AT for (_, shorter), (_, longer) in above)
        if _starts_inside(text):
            return None
        known = "@" in text or (_is_form(text) and _names_somebody(text, names))
        if known and broken and _is_dated(text):
            return start, "said", True
    start, text = spans[0]
    if _is_form(text) and _has_evidence(text, names):
        return start, "said", _is_sure(text)
    # In a language of no table, with a quote below it.
    may_be = ("@" in text and _DIGIT.search(text)) or (_is_dated(text) and _names_somebody(text, names))
    return (start, "maybe", False) if may_be else None


def _starts_inside(text: str) -> bool:
    """Say whether somebody's words stand before the head in its first line, where they would be lost with it."""
    return any(
        form[0] and (inside := text.rfind(f" {form[0]} ")) > 0 and fits(form, text[inside + 1 :])
        for form in forms_for(text)
    )


def _is_form(text: str) -> bool:
    return any(not form[0] and fits(form, text) for form in forms_for(text))


def _has_evidence(text: str, names: frozenset[str]) -> bool:
    """Say whether there is a date, an address or a name: "when you wrote:" is a person's own."""
    return "@" in text or _DATE.search(text) is not None or _names_somebody(text, names)


def _names_somebody(text: str, names: frozenset[str]) -> bool:
    """Say whether a name stands there, in whole words where the script parts them ("Jo" is not in "John")."""
    words = set(_WORD.findall(text))
    return any(words.issuperset(_WORD.findall(name)) if name.isascii() else name in text for name in names)


def _is_sure(text: str) -> bool:
    return "@" in text or _is_dated(text)


def _is_dated(text: str) -> bool:
    return _DATE.search(text) is not None and _CLOCK.search(text) is not None
