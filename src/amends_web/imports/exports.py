"""What a person takes along of this area, and what goes with their account."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from amends.errors import NoGrant
from amends_web.imports.actions import delete_imports_of
from amends_web.imports.chunks import open_messages
from amends_web.imports.masks import masked_text
from amends_web.imports.models import Import, LinesRequest
from amends_web.imports.queries import own_kept_lines, picked_lines, shared_excerpts
from amends_web.imports.remembered import forget, remembered
from amends_web.shell.exports import Section
from amends_web.spaces.queries import members, spaces_of

if TYPE_CHECKING:
    from amends.conversation import Message
    from amends_web.accounts.models import Person
    from amends_web.vault.keyring import Keyring


def collect_conversations(person: Person, keyring: Keyring) -> Section:
    rows = Import.objects.filter(owner=person).select_related("box").order_by("created_on", "pk")
    return Section(
        name="conversations",
        title=_("Conversations you brought"),
        rows=[_conversation(row, keyring) for row in rows if not row.is_asking],
    )


def collect_excerpts(person: Person, keyring: Keyring) -> Section:
    rows = [
        {
            "shared_by": excerpt.author_name,
            "shared_at": excerpt.shared_at.isoformat(),
            "note": excerpt.note,
            "lines": [
                {"from": line.speaker, "at": line.at and line.at.isoformat(), "text": line.text}
                for line in excerpt.lines
            ],
        }
        for space in spaces_of(person)
        for excerpt in shared_excerpts(space, keyring)
    ]
    return Section(name="shared_lines", title=_("Lines that were shared with you, or by you"), rows=rows)


def collect_requests(person: Person, keyring: Keyring) -> Section:
    """The questions about lines, one's own and those to oneself; of a no there is nothing to tell."""
    named = {space.pk: {one.person_id: one.person.name for one in members(space)} for space in spaces_of(person)}
    asked = LinesRequest.objects.filter(Q(excerpt__author=person) | Q(asked=person)).select_related("box")
    rows = []
    for request in asked.select_related("excerpt").order_by("asked_on", "pk"):
        # Asked in a space that the person has left since, it opens all the same: its box is theirs.
        lines = [{"at": line["at"], "text": masked_text(line)} for line in request.words(keyring)["lines"]]
        # Whoever is not in a space with them any more is not named by the name that they have now.
        here = {person.pk: person.name} | named.get(request.excerpt.space_id, {})
        former = _("a former member")
        names = {
            "asked_by": here.get(request.excerpt.author_id, former),
            "asked": here.get(request.asked_id, former),
        }
        rows.append(names | {"asked_on": request.asked_on.isoformat(), "lines": lines})
    return Section(name="line_requests", title=_("Questions about lines of a conversation"), rows=rows)


def collect_kept(person: Person, keyring: Keyring) -> Section:
    rows = []
    for kept in own_kept_lines(person):
        row: dict[str, Any] = {"kept_with_an_excerpt_of": kept.excerpt.shared_at.isoformat()}
        with suppress(NoGrant):  # in a space that they have left, where it can still be taken out
            words = kept.words(keyring)
            row |= {"lines": list(words["lines"].values()), "consent": words["consent"]}
        rows.append(row)
    return Section(name="lines_you_let_be_kept", title=_("Lines that you let be kept"), rows=rows)


def collect_remembered(person: Person, keyring: Keyring) -> Section:
    words = remembered(person, keyring=keyring)
    rows = [{"names_of_one_person": names} for names in words["people"]]
    rows += [{"your_names": words["me"]}] if words["me"] else []
    rows += [{"columns": names, "which_is_which": chosen} for names, chosen in words["columns"]]
    rows += [{"waved_away_for_good": len(words["waved"])}] if words["waved"] else []
    return Section(name="remembered", title=_("What you said about names and columns"), rows=rows)


def erase(person: Person, keyring: Keyring) -> None:
    delete_imports_of(person=person, keyring=keyring)


def erase_remembered(person: Person, _keyring: Keyring) -> None:
    forget(person)


def erase_nothing(person: Person, keyring: Keyring) -> None:
    """One's own excerpts go with `erase`; those of others are theirs."""


def _conversation(row: Import, keyring: Keyring) -> dict[str, Any]:
    words = row.words(keyring)
    return {
        "title": words["title"],
        "source": words["source"],
        "people": words["people"],
        "you": words["me"],
        "brought_on": row.created_on.isoformat(),
        "report": words["report"],
        "lines_you_picked": list(picked_lines(row, keyring=keyring)),
        "messages": [_message(message) for message in open_messages(row, keyring=keyring, words=words)],
    }


def _message(message: Message) -> dict[str, Any]:
    return {
        "n": message.n,
        "from": message.speaker,
        "at": message.at and message.at.isoformat(),
        "text": message.text,
        "type": message.type.value,
    }
