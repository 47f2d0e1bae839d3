"""Several sources as one import: whose names are whose, what stands in two of them, and the report of each.

Messages are kept under the names that their source has for people; where two sources have one name, the second is kept
with a number. What a person is called on a page stands beside ("same"), so that who is who can be said anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from amends.chats import Imported, ImportReport
from amends.chats.merging import Merged, merge, merged_report
from amends.chats.same_people import Name, likely_same, told_apart

if TYPE_CHECKING:
    from amends.conversation import Conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Conversations as one, not sealed yet.

    `same` gives what a name is shown as, where that is another one; `doubts` are those of earlier times that stay.
    """

    merged: Merged
    names: tuple[Name, ...]
    same: dict[str, str]
    reports: tuple[ImportReport, ...]
    doubts: frozenset[str]

    def words(self) -> dict[str, Any]:
        """Return what an import's words say of them."""
        conversation = self.merged.conversation
        new = Counter(self.merged.origins)
        report = merged_report(self.reports, self.merged)
        return {
            "title": conversation.title,
            "source": conversation.source,
            "people": list(dict.fromkeys(self.same.get(name, name) for name in conversation.people)),
            "names": [list(name) for name in self.names],
            "same": self.same,
            "sources": [_report_words(report) | {"new": new[n]} for n, report in enumerate(self.reports)],
            "report": _report_words(replace(report, doubts=tuple(sorted({*report.doubts, *self.doubts})))),
        }


def together(imported: Sequence[Imported], *, known: Iterable[Iterable[str]], zone: tzinfo) -> Together:
    """Put together what was read; who is one person is proposed by their names, and by the `known` ones."""
    conversations, names = told_apart([one.conversation for one in imported])
    roots = likely_same(names, known=known)
    reports = [one.report for one in imported]
    return _together(conversations, names, roots, reports=reports, zone=zone, doubts=frozenset())


def with_more(
    parts: Sequence[Conversation],
    words: Mapping[str, Any],
    imported: Sequence[Imported],
    *,
    known: Iterable[Iterable[str]],
) -> Together:
    """Add what was read to the `parts` of an import, whose `words` say who is who so far."""
    before = names_in(words)
    conversations, after = told_apart([one.conversation for one in imported], after=before)
    names = [*before, *after]
    proposed = likely_same(names, known=known)
    roots = roots_in(words) | {name.unique: proposed[name.unique] for name in after if name.unique in proposed}
    reports = [*reports_in(words), *(one.report for one in imported)]
    zone = ZoneInfo(words["time_zone"])
    return _together([*parts, *conversations], names, roots, reports=reports, zone=zone, doubts=_lasting_doubts(words))


def with_people(parts: Sequence[Conversation], words: Mapping[str, Any], *, roots: Mapping[str, str]) -> Together:
    """Put the `parts` of an import together anew, as the person said who is who."""
    zone = ZoneInfo(words["time_zone"])
    return _together(parts, names_in(words), roots, reports=reports_in(words), zone=zone, doubts=_lasting_doubts(words))


def names_in(words: Mapping[str, Any]) -> list[Name]:
    """Return the names in an import, in the order of its sources."""
    if "names" not in words:  # kept by the first version
        return [Name(name, name, 0) for name in words["people"]]
    return [Name(*name) for name in words["names"]]


def roots_in(words: Mapping[str, Any]) -> dict[str, str]:
    """Return, for each further name of somebody, the first one that they have."""
    firsts: dict[str, str] = {}
    roots = {}
    for name in names_in(words):
        first = firsts.setdefault(shown_name(words, name.unique), name.unique)
        if first != name.unique:
            roots[name.unique] = first
    return roots


def shown_name(words: Mapping[str, Any], unique: str) -> str:
    shown: str = words.get("same", {}).get(unique, unique)
    return shown


def shown_as(names: Sequence[Name], roots: Mapping[str, str]) -> dict[str, str]:
    """Return what is shown for each name that is shown as another: what the first of a person's sources calls them."""
    shown: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        if name.unique not in roots:
            shown[name.unique] = name.unique if name.shown in taken else name.shown
            taken.add(shown[name.unique])
    called = {name.unique: shown[_root(name.unique, roots)] for name in names}
    return {unique: name for unique, name in called.items() if name != unique}


def reports_in(words: Mapping[str, Any]) -> list[ImportReport]:
    """Return the report of each source of an import."""
    if "sources" not in words:  # kept by the first version
        kept = words["report"] | {"source": words["source"], "messages": words["manifest"]["messages"]}
        return [_report_from(kept)]
    return [_report_from(kept) for kept in words["sources"]]


def _together(
    conversations: Sequence[Conversation],
    names: Sequence[Name],
    roots: Mapping[str, str],
    *,
    reports: Sequence[ImportReport],
    zone: tzinfo,
    doubts: frozenset[str],
) -> Together:
    same = shown_as(names, roots)
    merged = merge(conversations, same=same, timezone=zone)
    return Together(merged=merged, names=tuple(names), same=same, reports=tuple(reports), doubts=doubts)


def _lasting_doubts(words: Mapping[str, Any]) -> frozenset[str]:
    """Return the doubts that can't be seen in the parts any more: their clock was put back when they came."""
    return frozenset({"other_clock"} & set(words["report"]["doubts"]))


def _root(name: str, roots: Mapping[str, str]) -> str:
    while name in roots:
        name = roots[name]
    return name


def _report_words(report: ImportReport) -> dict[str, Any]:
    return {
        "source": report.source,
        "messages": report.messages,
        "first_at": report.first_at and report.first_at.isoformat(),
        "last_at": report.last_at and report.last_at.isoformat(),
        "unread_lines": list(report.unread_lines),
        "unread_count": report.unread_count,
        "doubts": list(report.doubts),
        "date_order": report.date_order,
    }


def _report_from(kept: Mapping[str, Any]) -> ImportReport:
    return ImportReport(
        source=kept["source"],
        messages=kept["messages"],
        people=(),
        first_at=_time(kept["first_at"]),
        last_at=_time(kept["last_at"]),
        unread_lines=tuple(kept["unread_lines"]),
        unread_count=kept["unread_count"],
        doubts=tuple(kept["doubts"]),
        date_order=kept["date_order"],
    )


def _time(at: str | None) -> datetime | None:
    return datetime.fromisoformat(at) if at else None
