"""What every reading of every input has to keep."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone
from itertools import pairwise
from typing import TYPE_CHECKING

from amends.chats.said import Said
from amends.conversation import MessageType
from amends.errors import AmendsError, UndecidedChat, UndecidedDateOrder

if TYPE_CHECKING:
    from collections.abc import Callable

    from amends.chats import Imported
    from bench.fuzz.damage import Input

    Read = Callable[[Said], Imported]


# What the person may have said before.
SAID = (
    Said(),
    Said(date_order="dmy"),
    Said(date_order="mdy", timezone=timezone(timedelta(hours=5, minutes=30))),
    Said(timezone=UTC),
)

# Doubts which say that words were left out.
_CUT = {"cut_off", "unseen_quotes", "missing_messages"}


class Broken(AssertionError):
    """A promise that was not kept; it names which."""


def keep(read: Read, said: Said, given: Input, *, again: bool) -> bool:
    """Read, and check every promise; say whether there was a conversation. Only a refusal of Amends may come out.

    `again` is whether to read a second time, and compare.
    """
    try:
        result, is_one_of_several = _answered(read, said)
    except AmendsError:
        return False
    _check_value(result)
    if not is_one_of_several:
        _check_account(result, given)
    if again and _answered(read, said)[0] != result:
        raise Broken("read twice, it is the same")
    return True


def _answered(read: Read, said: Said) -> tuple[Imported, bool]:
    """Read; where something is asked, answer with the first that is offered, which must settle it.

    Return what was read, and whether it is one chat of several.
    """
    try:
        return read(said), False
    except UndecidedDateOrder as asked:
        answer = Said(date_order=asked.orders[0], timezone=said.timezone)
        settled: type[AmendsError] = UndecidedDateOrder
    except UndecidedChat as asked:
        if len(set(asked.chats)) != len(asked.chats):
            raise Broken("no two chats to choose from have one name") from None
        answer = Said(chat=asked.chats[0], date_order=said.date_order, timezone=said.timezone)
        settled = UndecidedChat
    try:
        return read(answer), settled is UndecidedChat
    except settled:
        raise Broken("what is offered can be chosen") from None


def _check_value(result: Imported) -> None:
    conversation, report = result.conversation, result.report
    speakers: set[str | None] = {None}
    naive: set[bool] = set()
    for n, message in enumerate(conversation.messages):
        if message.n != n:
            raise Broken("messages are numbered from 0")
        message.text.encode()
        speakers.add(message.speaker)
        if message.at is not None:
            naive.add(message.at.tzinfo is None)
    people = set(conversation.people)
    if len(people) < len(conversation.people) or not speakers <= people | {None}:
        raise Broken("whoever speaks is one of the people")
    " ".join((conversation.title, *conversation.people)).encode()
    if len(naive) > 1:
        raise Broken("all times have an offset, or none")
    if report.messages != len(conversation.messages) or report.people != conversation.people:
        raise Broken("the report counts what there is")
    if len(report.unread_lines) > report.unread_count:
        raise Broken("unread lines are counted")


def _check_account(result: Imported, given: Input) -> None:
    """Check that what was written is in the conversation, or counted."""
    report = result.report
    if given.entries is not None and report.messages + report.unread_count != given.entries:
        raise Broken("every entry is a message or counted as not read")
    if given.tokens and not _CUT & set(report.doubts):
        _check_tokens(result, given)


def _check_tokens(result: Imported, given: Input) -> None:
    """Check that words are in a message, or in a line that was not read, or in a message that is no person's text.

    A message that was edited holds its newest words only.

    Where a message has no text at all, the doubt "empty_messages" says so.
    """
    messages = result.conversation.messages
    said = "\n".join([*(message.text for message in messages), *result.conversation.people, result.conversation.title])
    missing = [token for token in given.tokens if token not in said]
    if not missing:
        return
    written = given.text.split("\n")
    lines = sum(
        any(token in line for token in missing) and "-->" not in after  # the name of a cue is none of its words
        for line, after in pairwise([*written, ""])
    )
    odd = sum(message.type is not MessageType.TEXT or not message.text or message.edited for message in messages)
    if lines > result.report.unread_count + odd:
        raise Broken("no words vanish")
