"""Questions, cues, guesses and replies. All words lie sealed, in boxes that only the two of them open.

No column says which of two readings was picked, whether a cue is about a tone or a feeling, or whether it was answered.
Whose box a row lies in tells who began it: only its owner's grants lead into a box (Keyring).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from amends.path import guess
from amends.path.clarify import Pick
from amends_web.accounts.models import Person
from amends_web.breakdowns.models import Share
from amends_web.spaces.models import Space
from amends_web.vault.models import SealedRow
from amends_web.vault.shapes import Shape, is_day, is_hex

FELT = {"word": str, "strength": str}


class Question(SealedRow):
    """Which way a line was meant, in a box of the two: {"question", "asked_by", "answer", "answered_by"}.

    `question` is {"line", "one", "two"}; `answer` is {"pick": path.clarify.Pick, "said": words of one's own, "on":
    day}, or None before it. The others are the signatures of both (signing).
    """

    shape: ClassVar[Shape] = {
        "question": {"line": str, "one": str, "two": str},
        "asked_by": is_hex,
        "answer": ({"pick": Pick, "said": str, "on": is_day}, None),
        "answered_by": is_hex,
    }

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    asker = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asked = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asked_on = models.DateField(default=timezone.localdate)


class Cue(SealedRow):
    """A line or a moment of its owner, for somebody to guess: {"cue", "begun_by", "answer", "said_by", "arrived",
    "shown_by"}, in a box of the two.

    `cue` is {"kind": path.guess.Kind, "about": words}; `answer` is what the owner says it was, {"word", "strength"} or
    None before; `arrived` is a guess that whoever made it chose to show, or None. The others are signatures (signing).
    """

    shape: ClassVar[Shape] = {
        "cue": {"kind": guess.Kind, "about": str},
        "begun_by": is_hex,
        "answer": (FELT, None),
        "said_by": is_hex,
        "arrived": (FELT, None),
        "shown_by": is_hex,
    }

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    guesser = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    made_on = models.DateField(default=timezone.localdate)


class Guess(SealedRow):
    """What somebody guessed, in their private box: {"word", "strength"}. The owner of the cue never opens it."""

    shape: ClassVar[Shape] = FELT

    cue = models.OneToOneField(Cue, on_delete=models.CASCADE, related_name="guess")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")


class NotGuessed(models.Model):
    """Somebody would rather not be guessed in this space; everybody in it may know."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["space", "person"], name="not_guessed_once")]


class Reply(SealedRow):
    """An answer to what somebody shared of a breakdown, in a box of the two: {"words", "signature", "landed"}.

    `landed` is the mark of whoever got it. It is never counted.
    """

    shape: ClassVar[Shape] = {"words": str, "signature": is_hex, "landed": bool}

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    sent_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["share", "author"], name="one_reply_to_a_share")]
