"""What stands over a reading: who, how much, from when to when, and what could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amends.content import load_toml
from amends.reports.words import counted, day_words, people_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from amends.chats import ImportReport
    from amends.conversation import Conversation
    from amends.reading import Languages, SeatReading

MOST_LANGUAGES = 3
# Line numbers that are named; past this many, nobody looks them up by hand.
MOST_LINES = 12


def title_of(conversation: Conversation, words: Mapping[str, Any]) -> str:
    people = people_words(conversation.people, words)
    return str(words["head"]["heading"].format(title=conversation.title or people or words["head"]["untitled"]))


def head_lines(
    conversation: Conversation, report: ImportReport, seat: SeatReading, words: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return the lines under the title, each a sentence or a short phrase."""
    lines = [people_words(conversation.people, words) if conversation.title else "", _extent(report, words)]
    if seat.seat is not None:
        lines.append(words["head"]["seat"].format(seat=seat.seat))
    return (
        *filter(None, lines),
        *_languages(seat.languages, words),
        *doubt_lines(report, words),
        words["head"]["limits"],
    )


def language_lines(
    others: Sequence[str], *, unread: int, is_declined: bool, words: Mapping[str, Any]
) -> tuple[str, ...]:
    """Say what was not read as it is in another language; nothing where all of it was. `others` are codes."""
    if not unread:
        return ()
    part, names = words["languages"], load_toml("language")["names"]
    named = list(dict.fromkeys(names.get(code, part["another"]) for code in others))
    shown = people_words(named[:MOST_LANGUAGES], words)
    form = part["declined" if is_declined else "partly_one" if unread == 1 else "partly_many"]
    return (form.format(count=unread, languages=shown),)


def _languages(languages: Languages, words: Mapping[str, Any]) -> tuple[str, ...]:
    return language_lines(
        languages.others, unread=len(languages.unread), is_declined=languages.is_declined, words=words
    )


def doubt_lines(report: ImportReport, words: Mapping[str, Any]) -> tuple[str, ...]:
    """Say what could not be read and what is in doubt, one sentence each."""
    sentences = words["doubts"]
    lines = [sentences.get(code, sentences["other"].format(code=code)) for code in report.doubts]
    if report.unread_count:
        named = ", ".join(str(number) for number in report.unread_lines[:MOST_LINES])
        if report.unread_count > MOST_LINES:
            named = sentences["and_more"].format(lines=named)
        how_many = "one" if report.unread_count == 1 else "many"
        form = sentences[f"unread_{how_many}" if named else f"unread_of_several_{how_many}"]
        lines.append(form.format(count=report.unread_count, lines=named))
    return tuple(lines)


def _extent(report: ImportReport, words: Mapping[str, Any]) -> str:
    count = counted(words["head"], "messages", report.messages)
    if report.first_at is None or report.last_at is None:
        return count
    first, last = (day_words(at, words) for at in (report.first_at, report.last_at))
    span = first if first == last else words["head"]["span"].format(first=first, last=last)
    return f"{count}, {span}"
