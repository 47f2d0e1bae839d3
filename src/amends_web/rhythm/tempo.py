"""How long and how fast the next step is, as people wished it; nothing tells whose wish it was.

A wish is kept without a name in the space's box, and taken up where the next round or check-in begins, whoever begins
it: so neither a page nor the moment of a change tells who answered, or that anybody did. It is taken up once for each
step that was held, so nobody learns of one by beginning, taking back and beginning again. What can still be guessed
stands in docs/guide/check-ins.md.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from amends.path.feedback import Tempo, Wish, fewer, next_tempo
from amends.path.floor import WHOLE, Size
from amends_web.rhythm import models
from amends_web.rhythm.queries import held_steps
from amends_web.rhythm.times import opened_rows
from amends_web.spaces.models import Space
from amends_web.vault.keyring import Keyring

_FIRST = {"shorter": 0, "slower": 0, "wishes": [], "held": []}


def wish(space: Space, keyring: Keyring, said: Wish | None) -> None:
    """Keep a wish for the next step, or write the same anew where there is none."""
    with transaction.atomic():
        row, words = _locked(space, keyring)
        words["wishes"] = sorted({*words["wishes"], *([said.value] if said else [])})
        row.put(keyring, words)
        row.save()


def begin_step(space: Space, keyring: Keyring) -> Tempo:
    """Return the tempo of the step that begins now: as the last one that began, where none was held since.

    Else with what was wished by now; what is wished later waits until one is held again.
    """
    with transaction.atomic():
        row, words = _locked(space, keyring)
        tempo = Tempo(shorter=words["shorter"], slower=words["slower"])
        held = held_steps(space, keyring)
        if held <= set(words["held"]):
            return tempo
        tempo = next_tempo(tempo, [Wish(said) for said in words["wishes"]])
        row.put(keyring, {"shorter": tempo.shorter, "slower": tempo.slower, "wishes": [], "held": sorted(held)})
        row.save()
    return tempo


def size_of_round(space: Space, keyring: Keyring) -> Size:
    """Return the size of the round that is asked for now."""
    tempo = begin_step(space, keyring)
    return Size(speeches=fewer(WHOLE.speeches, tempo.shorter), chunks=fewer(WHOLE.chunks, tempo.slower))


def _locked(space: Space, keyring: Keyring) -> tuple[models.Tempo, dict[str, Any]]:
    Space.objects.select_for_update().only("pk").get(pk=space.pk)
    row = models.Tempo.objects.select_related("box").filter(space=space).first()
    row = row or models.Tempo(box=space.box, space=space)
    # A row that somebody broke in the database must not keep people from their next round.
    words = next((words for _, words in opened_rows([row] if row.sealed else [], keyring)), {})
    return row, _FIRST | words
