"""The page of a round, whole or only the part that changes, as it stands for one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from amends.errors import Tampered
from amends.path.floor import SHORT_CHUNK, Step, all_heard, is_over, may_say_more
from amends_web.listening.forms import AnswerForm, BackForm, ChunkForm, IdeaForm
from amends_web.listening.models import Round
from amends_web.listening.queries import Here, Item, draft_words, here_of, items_of
from amends_web.vault.requests import UnlockedRequest

# Saying three chunks, saying them back, once more, and the answer; by how long the made-up rounds took to type.
MINUTES_A_TURN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Composer:
    """What somebody writes in now: the form, the step that it is for, whether it may be sent yet."""

    form: forms.Form
    step: Step
    may_send: bool


def round_page(
    request: UnlockedRequest,
    of: Round,
    *,
    form: forms.Form | None = None,
    notice: str = "",
    unsent: str = "",
    is_uncovered: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Answer with the round: the whole page, or for htmx the part of it that changes.

    `form` is one that was not taken, `unsent` words that did not go. At a table with one phone, the floor is covered
    until whoever has it says that they hold the phone.
    """
    template = "listening/floor.html" if request.htmx else "listening/round.html"  # type: ignore[attr-defined]
    try:
        here = here_of(of, request.user, request.keyring)
        items = items_of(here, request.keyring)
    except Tampered:
        return render(request, "listening/stopped.html", {"of": of, "space": of.space}, status=409)
    composer = _composer(request, here, items, form)
    context: dict[str, Any] = {
        "standing": here,
        "of": of,
        "space": of.space,
        "items": [item for item in items if item.turn == here.floor.turn and not is_over(here.floor)],
        "ideas": [item for item in items if item.kind == "idea"],
        "earlier": _turns(here, items),
        "last_fix": next((item for item in reversed(items) if item.kind == "answer"), None),
        "composer": composer,
        "seen_by": seen_by(here),
        "all_heard": all_heard(here.floor),
        "may_say_more": may_say_more(here.floor),
        "chunks_left": here.floor.most_chunks - here.floor.chunks,
        "short": SHORT_CHUNK,
        "minutes": MINUTES_A_TURN * here.turns_left,
        "notice": notice,
        "unsent": unsent,
        "is_covered": here.is_on_one_phone and here.has_floor and not is_uncovered,
        "next_to_ask": _next_to_ask(here),
    }
    return render(request, template, context, status=status)


def seen_by(here: Here) -> str:
    """Return the others in a round, as a person would say them."""
    names = [name for seat, name in enumerate(here.names) if seat != here.mine]
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def _next_to_ask(here: Here) -> dict[str, Any] | None:
    """Return, at a table with one phone, the first seat that has not said yes yet."""
    left = [seat for seat in range(here.floor.seats) if seat not in here.agreed]
    return {"seat": left[0], "name": here.names[left[0]]} if left else None


def _turns(here: Here, items: Sequence[Item]) -> list[dict[str, Any]]:
    """Return the turns that are over, each with what was said in it."""
    over = here.floor.seats if is_over(here.floor) else here.floor.turn
    turns = [[item for item in items if item.turn == turn and item.kind != "idea"] for turn in range(over)]
    return [{"name": here.names[turn], "items": said} for turn, said in enumerate(turns) if said]


def _composer(request: UnlockedRequest, here: Here, items: Sequence[Item], form: forms.Form | None) -> Composer | None:
    kind = _composer_kind(here)
    if kind is None:
        return None
    cls, step = kind
    may_send = here.has_floor or here.floor.step == Step.ENDED
    if form is not None and type(form) is cls:
        return Composer(form=form, step=step, may_send=may_send)
    typed = "" if here.is_on_one_phone else draft_words(here.of, request.user, request.keyring).get(step, "")
    if step == Step.SUMMING and not typed:
        typed = _said_back(here, items)
    initial = {"words": typed, "number": here.floor.number}
    return Composer(form=cls(initial=initial), step=step, may_send=may_send)


def _composer_kind(here: Here) -> tuple[type[forms.Form], Step] | None:
    """Return what somebody may write in now. A listener may begin while the other still speaks; it waits for them."""
    step = here.floor.step
    if step == Step.ENDED and all_heard(here.floor) and here.own is not None:
        return IdeaForm, step
    if step == Step.SPEAKING and here.is_listener and not here.is_speaker:
        return BackForm, Step.REFLECTING
    if not here.has_floor:
        return None
    forms_by_step: dict[Step, type[forms.Form]] = {
        Step.SPEAKING: ChunkForm,
        Step.REFLECTING: BackForm,
        Step.SUMMING: BackForm,
        Step.ANSWERING: AnswerForm,
    }
    return (forms_by_step[step], step) if step in forms_by_step else None


def _said_back(here: Here, items: Sequence[Item]) -> str:
    """Return what the listener said back in this turn and the speaker said was got: their own words to begin from."""
    turn = [item for item in items if item.turn == here.floor.turn]
    got = [before for before, after in pairwise(turn) if after.verdict == "got_it"]
    return "\n\n".join(item.text for item in got if item.kind == "back")
