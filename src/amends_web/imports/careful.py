"""A language model that the host runs: whether there is one, and a reading by it where everybody said yes.

Off unless the host sets it up. Nobody's words go to it by themselves: a person asks for it, for one talk, and says that
everybody in the talk agreed; the page says first where the words go. Whatever the model does wrong, the reading by the
rules stays as it is.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from amends.conversation import Conversation
from amends.outside.model.endpoint import Model, ModelFailed
from amends.outside.model.marks import MOST, marks_by_model
from amends.outside.model.questions import questions_by_model
from amends.outside.model.ticket import NoTicket, Ticket, check_ticket
from amends.reading import part_of, read_conversation, seen_from
from amends_web.imports.chunks import open_messages
from amends_web.imports.models import Import, ImportReading
from amends_web.imports.readings import stored

if TYPE_CHECKING:
    from amends_web.vault.keyring import Keyring

_TICKET = "model-ticket.json"
_TROUBLE = "model-trouble"
_TURN = "model.lock"


def model_here() -> Model | None:
    """Return the model that may be asked; None where none is set up, or it has no ticket for this version's gate."""
    if not settings.MODEL_URL or trouble_with_ticket():
        return None
    return Model(name=settings.MODEL_NAME, url=settings.MODEL_URL)


def trouble_with_ticket() -> str:
    """Return why a model is not used: "none", "unreadable", "other_gate", "other_model" or "failed"; "" if it is."""
    try:
        check_ticket(Ticket.read(_kept(_TICKET).read_text(encoding="utf-8")), model=settings.MODEL_NAME)
    except FileNotFoundError:
        return "none"
    except NoTicket as refused:
        return refused.reason
    except (OSError, UnicodeDecodeError):
        return "unreadable"
    return ""


def keep_ticket(text: str) -> None:
    """Keep the ticket of the model that is set up. Raises NoTicket."""
    ticket = Ticket.read(text)
    check_ticket(ticket, model=settings.MODEL_NAME)
    path = _kept(_TICKET)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_text(ticket.written(), encoding="utf-8")
    _kept(_TROUBLE).unlink(missing_ok=True)


def last_trouble() -> str:
    """Return why the model's last answer could not be used (a reason of ModelFailed), "" if it could."""
    path = _kept(_TROUBLE)
    return path.read_text(encoding="utf-8") if path.exists() else ""


def is_short_enough(row: Import, *, words: dict[str, Any]) -> bool:
    """Say whether a model can be given what the reading is about: the chosen talk, or else the whole."""
    first, last = _span(row, words)
    return last - first < MOST


def read_by_model(*, row: Import, keyring: Keyring, model: Model) -> None:
    """Read what is looked at with the model's marks, from the same seat, and keep the questions that it suggests.

    Raises ModelFailed ("busy" where it reads for somebody else); then everything stays as it was.
    """
    words = row.words(keyring)
    first, last = _span(row, words)
    messages = open_messages(row, keyring=keyring, words=words, first=first, last=last)
    whole = Conversation(source=words["source"], people=tuple(words["people"]), messages=messages)
    part = part_of(whole, first=0, last=len(messages) - 1)
    with _asking():
        marked = marks_by_model(part, model=model)
        questions = questions_by_model(part, model=model)
    seat = seen_from(read_conversation(part, marked=marked), part, seat=words["me"])
    read = stored(seat, part, first=first)
    by_model = {"name": model.name, "span": words.get("talk") and [first, last], "questions": list(questions)}
    _keep(row, keyring=keyring, read=words, reading=read, by_model=by_model)


def by_model_in(kept: dict[str, Any]) -> dict[str, Any] | None:
    """Return by which model a kept reading is (queries.reading_words), with its "questions"; None if by the rules."""
    found = kept.get("by_model")
    span = kept.get("span")
    if found is None or found["span"] != (span and list(span[:2])):
        return None
    model: dict[str, Any] = found
    return model


def _span(row: Import, words: dict[str, Any]) -> tuple[int, int]:
    talk = words.get("talk")
    return (talk["first"], talk["last"]) if talk else (0, row.message_count - 1)


def _keep(
    row: Import, *, keyring: Keyring, read: dict[str, Any], reading: dict[str, Any], by_model: dict[str, Any]
) -> None:
    """Keep a reading of an import of which these words were `read`; nothing where it is another by now."""
    with transaction.atomic():
        row.lock()
        now = row.words(keyring)
        if any(now.get(name) != read.get(name) for name in ("manifest", "talk", "me")):
            return
        kept = ImportReading.objects.select_related("box").select_for_update().get(of=row)
        words = kept.words(keyring)
        if by_model["span"] is None:
            words |= reading
        else:
            words["part"] |= reading
        kept.put(keyring, words | {"by_model": by_model})
        kept.save(update_fields=["key_version", "sealed"])


@contextmanager
def _asking() -> Iterator[None]:
    """Take the model for oneself, and note for the host how it went: a reason, no time and no words."""
    with _kept(_TURN).open("w") as turn:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ModelFailed("busy") from None
        try:
            yield
        except ModelFailed as failed:
            _kept(_TROUBLE).write_text(failed.reason, encoding="utf-8")
            raise
        _kept(_TROUBLE).unlink(missing_ok=True)


def _kept(name: str) -> Path:
    return Path(settings.DATA_DIR) / name
