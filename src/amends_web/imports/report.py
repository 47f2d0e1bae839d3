"""How bringing a conversation went, in words: all of it, and each thing that was given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from amends_web.imports.shown import wall_clock
from amends_web.imports.words import app_name, doubts

# Line numbers that a page names; past this many nobody looks them up by hand.
MOST_LINES = 20


def report_of(words: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a page says of an import, by its opened words."""
    sources = [_source(number, kept) for number, kept in enumerate(words.get("sources", ()), start=1)]
    return {
        **_account(words["report"]),
        "people": words["people"],
        "messages": words["manifest"]["messages"],
        "time_zone": words["time_zone"],
        "sources": sources if len(sources) > 1 else [],
    }


def _source(number: int, kept: Mapping[str, Any]) -> dict[str, Any]:
    account = {**_account(kept), "number": number, "app": app_name(kept["source"])}
    return account | {"messages": kept["messages"], "new": kept["new"]}


def _account(report: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "first_at": wall_clock(report["first_at"]),
        "last_at": wall_clock(report["last_at"]),
        "unread_count": report["unread_count"],
        "unread_lines": report["unread_lines"][:MOST_LINES],
        "doubts": doubts(report["doubts"]),
    }
