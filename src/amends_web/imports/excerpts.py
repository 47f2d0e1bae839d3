"""Lines as a space would see them: one's own, masked where they tell of people who are not there; no one else's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from amends.chats.masking import Mask, MaskRules, fold, mask_rules, masked, masks_in
from amends.content import load_toml
from amends_web.imports.chunks import open_lines
from amends_web.imports.masks import ShownMask
from amends_web.imports.queries import picked_lines
from amends_web.imports.shown import wall_clock
from amends_web.spaces.queries import members

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amends.conversation import Message
    from amends_web.accounts.models import Person
    from amends_web.imports.models import Import
    from amends_web.spaces.models import Space
    from amends_web.vault.keyring import Keyring

# A role that is none: the author wants a name to stand as it is.
AS_WRITTEN = "as_written"


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskChoices:
    """What the author chose: masks to take off, words to hide besides, and by name what to call somebody instead."""

    taken_off: frozenset[str] = frozenset()
    hidden: tuple[str, ...] = ()
    roles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A line as the space would see it; `text` is None where it is left out, as somebody else wrote it."""

    speaker: str | None
    at: datetime | None
    text: str | None
    masks: tuple[ShownMask, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What sharing would show (`lines`), and the same as it is kept.

    `left_out` are the lines of others, with the masks that were found in them, so that their writers can be asked for
    them. `named` are the people whose names were found in one's own lines and who are not in the space.
    """

    lines: tuple[DraftLine, ...]
    kept: tuple[dict[str, Any], ...]
    left_out: tuple[dict[str, Any], ...]
    named: tuple[str, ...]

    @property
    def has_own(self) -> bool:
        return any(line.text is not None for line in self.lines)


def draft_of(
    row: Import, *, keyring: Keyring, space: Space, author: Person, choices: MaskChoices | None = None
) -> Draft:
    """Return the picked lines of an import as a space would see them.

    The names of the export stay out of it: they are what the importer called people in their own phone.
    """
    words = row.words(keyring)
    messages = open_lines(row, keyring=keyring, words=words, numbers=set(picked_lines(row, keyring=keyring)))
    here = [author.name, *(member.person.name for member in members(space))]
    choices = choices or MaskChoices()
    # What the author hides besides is theirs: in lines of others it would tell whoever is asked for them.
    hidden = {words["me"]: choices.hidden}
    rules = {
        writer: rules_for(words, here=here, writer=writer, hidden=hidden.get(writer, ()))
        for writer in {message.speaker for message in messages}
    }
    return _draft(messages, words["me"], author=author, rules=rules, choices=choices)


def rules_for(
    words: Mapping[str, Any], *, here: Iterable[str], writer: str | None, hidden: Iterable[str] = ()
) -> MaskRules:
    """Return what to mask in somebody's lines of an import: the names of everybody else in it who is not `here`.

    Somebody whose first name is that of a member is taken for that member, unless there are two of them. A mask tells
    the writer that there is such a name: never what they themselves are called in the importer's phone.
    """
    kept = [*here, *_names_of(words, words["me"]), *_names_of(words, writer)]
    others = [name for name in words["people"] if name != words["me"]]
    by_first_name: dict[str, list[str]] = {}
    for name in others:
        by_first_name.setdefault(first_word(name), []).append(name)
    members_first = {first_word(name) for name in here}
    alone = {names[0] for first, names in by_first_name.items() if first in members_first and len(names) == 1}
    absent = [form for name in others if name not in {*alone, writer} for form in _names_of(words, name)]
    return mask_rules(others=absent, kept=kept, hidden=hidden)


def bracketed(mask: Mask, *, roles: Mapping[str, str] | None = None) -> str:
    """Return what stands for a mask, in brackets, so that nobody takes it for the author's words."""
    table = load_toml("masks")
    role = (roles or {}).get(mask.who or "")
    return f"[{table['roles'][role] if role in table['roles'] else table['stand_ins'][mask.kind]}]"


def _draft(
    messages: Iterable[Message],
    me: str | None,
    *,
    author: Person,
    rules: Mapping[str | None, MaskRules],
    choices: MaskChoices,
) -> Draft:
    lines, kept, left_out = [], [], []
    named: dict[str, bool] = {}
    for place, message in enumerate(messages):
        at = message.at.isoformat() if message.at else None
        found = masks_in(message.text, rules[message.speaker])
        if message.speaker is None or message.speaker != me:
            lines.append(DraftLine(speaker=None, at=wall_clock(at), text=None, masks=()))
            kept.append({"from": None, "at": at, "text": None})
            masks = [[mask.start, mask.end, bracketed(mask), mask.is_sure] for mask in found]
            left_out.append({"place": place, "from": message.speaker, "at": at, "text": message.text, "masks": masks})
            continue
        named |= {mask.who: True for mask in found if mask.who is not None}
        on = [mask for mask in found if not _is_off(message, mask, choices)]
        text = masked(message.text, on, stand_in=lambda mask: bracketed(mask, roles=choices.roles))
        shown = tuple(_shown_mask(message, mask, choices) for mask in found)
        lines.append(DraftLine(speaker=author.name, at=wall_clock(at), text=text, masks=shown))
        kept.append({"from": author.name, "at": at, "text": text})
    return Draft(lines=tuple(lines), kept=tuple(kept), left_out=tuple(left_out), named=tuple(sorted(named)))


def _shown_mask(message: Message, mask: Mask, choices: MaskChoices) -> ShownMask:
    return ShownMask(
        key=_key(message, mask),
        words=message.text[mask.start : mask.end],
        stand_in=bracketed(mask, roles=choices.roles),
        is_sure=mask.is_sure,
        is_off=_is_off(message, mask, choices),
    )


def _is_off(message: Message, mask: Mask, choices: MaskChoices) -> bool:
    return _key(message, mask) in choices.taken_off or choices.roles.get(mask.who or "") == AS_WRITTEN


def _key(message: Message, mask: Mask) -> str:
    return f"{message.n}:{mask.start}:{mask.end}"


def _names_of(words: Mapping[str, Any], shown: str | None) -> list[str]:
    """Return every name that somebody has in the sources of an import."""
    if shown is None:
        return []
    same = words.get("same", {})
    called = [
        name
        for unique, as_there, *_ in words.get("names", ())
        for name in (unique, as_there)
        if same.get(unique, unique) == shown
    ]
    return list(dict.fromkeys([shown, *called]))


def first_word(name: str) -> str:
    """Return the first word of a name, as names are compared."""
    return fold((name.split() or [""])[0])
