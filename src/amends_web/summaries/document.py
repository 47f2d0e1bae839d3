"""A version as it reads: the same blocks on the screen, in print, as plain text and in the PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from amends.path.summary import Answer, shown_voices
from amends_web.summaries.chain import Opened
from amends_web.summaries.queries import name_of


class Kind(StrEnum):
    """`HEADING` stands above the blocks that follow it; `NAME` above words of one person; `NOTE` is Amends' own."""

    TITLE = "title"
    HEADING = "heading"
    NAME = "name"
    WORDS = "words"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    kind: Kind
    text: str


def blocks_of(opened: Opened, names: dict[UUID, str]) -> tuple[Block, ...]:
    """Return a version block by block: what stands in it, where they differ, who signed it."""
    return tuple(_blocks(opened, names))


def plain_text(blocks: tuple[Block, ...]) -> str:
    """Return the blocks as a text file: an empty line between them, none below a name."""
    return "".join(block.text + ("\n" if block.kind == Kind.NAME else "\n\n") for block in blocks).rstrip("\n") + "\n"


def whole_text(opened: Opened, names: dict[UUID, str]) -> str:
    """Return what people wrote in a version, without who signed it: what is compared between two versions."""
    return plain_text(tuple(block for block in _written(opened, names) if block.kind != Kind.NOTE))


def time_words(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")


def people_list(who: list[str]) -> str:
    if len(who) < 2:
        return "".join(who)
    return _("%(names)s and %(last)s") % {"names": ", ".join(who[:-1]), "last": who[-1]}


def _blocks(opened: Opened, names: dict[UUID, str]) -> Iterator[Block]:
    first, *rest = _written(opened, names)
    yield first
    yield Block(kind=Kind.NOTE, text=_frame(opened, names))
    yield from rest
    yield Block(kind=Kind.HEADING, text=_("Who signed it"))
    yield from (Block(kind=Kind.NOTE, text=line) for line in _signatures(opened, names))


def _written(opened: Opened, names: dict[UUID, str]) -> Iterator[Block]:
    version = opened.version
    yield Block(kind=Kind.TITLE, text=version.title)
    yield Block(kind=Kind.WORDS, text=version.text)
    yield Block(kind=Kind.HEADING, text=_("Where we still differ"))
    voices = shown_voices(version)
    if not voices:
        yield Block(kind=Kind.NOTE, text=_("Nobody has written anything here."))
    for who in _in_order(voices, names):
        yield Block(kind=Kind.NAME, text=name_of(who, names))
        yield Block(kind=Kind.WORDS, text=voices[who])


def _frame(opened: Opened, names: dict[UUID, str]) -> str:
    people = people_list([name_of(who, names) for who in _in_order(opened.version.people, names)])
    values = {"people": people, "number": opened.version.number, "at": time_words(opened.at)}
    return _("Between %(people)s. Version %(number)d, of %(at)s.") % values


def _signatures(opened: Opened, names: dict[UUID, str]) -> Iterator[str]:
    yield _("All of them have signed these words.") if opened.is_agreed else _("A draft. Nothing in it is agreed.")
    for who in _in_order(opened.replies, names):
        replied = opened.replies[who]
        values = {"name": name_of(who, names), "at": time_words(replied.at)}
        if replied.answer == Answer.ASIDE:
            yield _("%(name)s stands aside, so it may stand without them: %(at)s.") % values
        else:
            yield _("%(name)s approved it on %(at)s.") % values


def _in_order(who: Iterable[UUID], names: dict[UUID, str]) -> list[UUID]:
    """Return people as the space lists them, and former members last."""
    order = list(names)
    return sorted(who, key=lambda one: (order.index(one) if one in names else len(order), str(one)))
