"""What came of reading each thing that was given: a conversation, a question, or why it could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from amends.errors import Undecided, UndecidedChat, UndecidedColumns, UndecidedDateOrder, UnreadableExport
from amends_web.imports.sources import Source, source_from

if TYPE_CHECKING:
    from collections.abc import Callable

    from amends.chats import Imported


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One source, and what came of it. `question` is {"kind", …} as it is sealed, and empty where it was read.

    The kinds: "date_order" with "orders" and "example", "chat" with "chats", "columns" with "columns" and "proposed",
    and "unreadable" with the "reason" of an UnreadableExport.
    """

    source: Source
    question: dict[str, Any] = field(default_factory=dict)
    imported: Imported | None = None

    @property
    def is_unreadable(self) -> bool:
        return self.question.get("kind") == "unreadable"

    def stored(self) -> dict[str, Any]:
        return {"source": self.source.stored(), "question": self.question}


def read_all(given: Iterable[Given], *, progress: Callable[[int], None] | None = None) -> list[Given]:
    """Read each that has no question; `progress` counts the messages of all.

    Raises FileNotFoundError once a kept file is gone.
    """
    read: list[Given] = []
    for one in given:
        before = sum(len(other.imported.conversation.messages) for other in read if other.imported is not None)
        read.append(one if one.question else _read(one.source, progress=progress and _counting_on(progress, before)))
    return read


def given_from(words: dict[str, Any]) -> list[Given]:
    """Return what an import that is not read yet waits for; `words` are its opened words."""
    if "source" in words:  # kept by the first version, which asked about one source on a page of its own
        kind = "chat" if "chats" in words else "date_order"
        question = {"kind": kind} | {key: words[key] for key in ("chats", "orders", "example") if key in words}
        return [Given(source=source_from(words["source"]), question=question)]
    return [Given(source=source_from(one["source"]), question=one["question"]) for one in words["asked"]]


def are_read(given: Sequence[Given]) -> bool:
    """Say whether nothing is left to ask."""
    return all(one.imported is not None for one in given)


def delete_files(given: Iterable[Given]) -> None:
    for one in given:
        one.source.delete()


def _read(source: Source, *, progress: Callable[[int], None] | None) -> Given:
    try:
        return Given(source=source, imported=source.read(progress=progress))
    except Undecided as undecided:
        return Given(source=source, question=_question(undecided))
    except UnreadableExport as error:
        return Given(source=source, question=unreadable(error.reason))


def unreadable(reason: str) -> dict[str, Any]:
    return {"kind": "unreadable", "reason": reason}


def _question(undecided: Undecided) -> dict[str, Any]:
    match undecided:
        case UndecidedDateOrder(orders=orders, example=example):
            return {"kind": "date_order", "orders": list(orders), "example": example}
        case UndecidedChat(chats=chats):
            return {"kind": "chat", "chats": list(chats)}
        case UndecidedColumns(columns=columns, proposed=proposed):
            return {"kind": "columns", "columns": list(columns), "proposed": dict(proposed)}
    raise undecided


def _counting_on(progress: Callable[[int], None], before: int) -> Callable[[int], None]:
    return lambda count: progress(before + count)
