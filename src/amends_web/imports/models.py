"""A conversation that one person brought, and what they did with it. Words lie sealed; see the docstrings."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from amends.conversation import MessageType
from amends_web.spaces.models import Space
from amends_web.vault.models import SealedRow
from amends_web.vault.shapes import Maybe, Shape, is_hex, is_number, is_time, is_zone

# One of several sources, its report, and who is in it; the first version knew one source only (together).
REPORT = {
    "first_at": (is_time, None),
    "last_at": (is_time, None),
    "unread_lines": [int],
    "unread_count": int,
    "doubts": [str],
    "date_order": (str, None),
}
NAME = ([str, str, int], [str, str, int, int])
KEPT = {
    "title": str,
    "source": str,
    "people": [str],
    "names": Maybe([NAME]),
    "same": Maybe({str: str}),
    "sources": Maybe([REPORT | {"source": str, "messages": int, "new": int}]),
    "report": REPORT,
    "me": (str, None),
    "time_zone": is_zone,
    "manifest": {"messages": int, "chunks": list},
    "talk": Maybe(({"first": int, "last": int}, None)),
    "added": Maybe({"messages": int, "new": int, "first_source": int, "form": (str, None)}),
}
# While a question is open (sources, questions).
SOURCE = {
    "time_zone": is_zone,
    "pasted": str,
    "file_name": str,
    "key": is_hex,
    "name": str,
    "date_order": (str, None),
    "chat": (str, None),
    "columns": Maybe((dict, None)),
}
ASKED = {"asked": [{"source": SOURCE, "question": dict}], "time_zone": is_zone}
FIRST_ASKED = {"source": SOURCE}
# A reading (readings.stored): [key, kind, lines, how sure, detail], and the lines that the claims point at.
CLAIM = [str, str, [int], (int, float), dict]
# The first version did not tell whether a line was edited.
LINE_OF_FIRST = [(is_time, None), (str, None), str, MessageType]
MESSAGE = (LINE_OF_FIRST, [*LINE_OF_FIRST, int])
READING = {
    "course": [[int, int, (int, float), (int, float)]],
    "claims": [CLAIM],
    "lines": {is_number: MESSAGE},
    "languages": Maybe({"others": [str], "unread": int, "is_declined": bool}),
}
# A talk that was proposed (talks); the first version did not tell whether it broke down.
TALK = [int, int, int, (is_time, None), (is_time, None), bool, bool, bool]
PROPOSAL = (TALK, [*TALK, bool])
# A line that an excerpt left out.
LINE = {
    "place": int,
    "at": (is_time, None),
    "text": str,
    "masks": [[int, int, str, bool]],
}


class Import(SealedRow):
    """A conversation in its importer's own box.

    Words: {"title", "source", "people": [name], "names", "same", "sources" and "report" (together.Together), "me": name
    or None, "time_zone": name, "manifest": {…} (chunks.manifest_of), "talk": {"first", "last"} or None, "added":
    {"messages", "new", "first_source", "form"} (bringing.add_to_import)}; "people" and "me" are the names that are
    shown. While a question is open: {"asked": [{…} (questions.Given)], "time_zone": name}.
    """

    shape: ClassVar[Shape] = (KEPT, ASKED, FIRST_ASKED)

    class State(models.TextChoices):
        ASKS = "asks"
        ASKS_ME = "asks_me"
        READY = "ready"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="imports")
    state = models.CharField(max_length=10, choices=State.choices)
    message_count = models.PositiveIntegerField(default=0)
    created_on = models.DateField(default=timezone.localdate)
    # The form that it came from, so that "cancel" finds it.
    submission = models.UUIDField(null=True)
    # The conversation that this is more of, while a question about it is open.
    more_of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="coming")

    @property
    def is_asking(self) -> bool:
        """Whether it is not read yet, as only the person can settle something."""
        return self.state == self.State.ASKS

    def lock(self) -> None:
        """Take in what it is by now, and let nobody else change it before this transaction ends."""
        self.refresh_from_db(from_queryset=Import.objects.select_for_update())


class ImportChunk(SealedRow):
    """Up to chunks.SIZE messages: {"messages": [[at, number in "names", text, type, edited, number of the source]]}."""

    shape: ClassVar[Shape] = {"messages": list}

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["of", "number"], name="one_chunk_a_number")]


class ImportReading(SealedRow):
    """The reading of all of it, from the importer's seat: readings.stored(), and besides

    {"waved": [key of a claim that they waved away (waved)], "proposals": [talk] (talks), "part": readings.stored() of
    the talk that they chose, or None}.
    """

    shape: ClassVar[Shape] = {**READING, "waved": [str], "proposals": Maybe([PROPOSAL]), "part": Maybe((READING, None))}

    of = models.OneToOneField(Import, on_delete=models.CASCADE, related_name="reading")


class PickedLines(SealedRow):
    """The lines that matter to the importer: {"lines": [message number]}."""

    shape: ClassVar[Shape] = {"lines": [int]}

    of = models.OneToOneField(Import, on_delete=models.CASCADE, related_name="picked")


class SharedExcerpt(SealedRow):
    """Lines that their author showed to a space, in the space's box.

    Words: {"lines": [{"from": name or None, "at": ISO time or None, "text": words or None}], "note": words}. A text
    of None is a line that was left out, as somebody else wrote it. The author signed the words.
    """

    shape: ClassVar[Shape] = {"lines": [{"from": (str, None), "at": (is_time, None), "text": (str, None)}], "note": str}

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="excerpts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="excerpts")
    shared_at = models.DateTimeField(default=timezone.now)
    signature = models.BinaryField()


class ImportProgress(models.Model):
    """How far a running import is, for the page that waits for it: counts only, gone when it is done."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    submission = models.UUIDField()
    messages = models.PositiveIntegerField(default=0)
    is_cancelled = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "submission"], name="one_progress_a_submission"),
        ]


class Remembered(SealedRow):
    """What somebody said about names and columns, in their private box: it is proposed to them the next time.

    Words: {"people": [[name] of one person], "me": [name], "columns": [[[name of a column], {role: name}]], "waved":
    [digest of a claim that is never shown to them again (waved)]}.
    """

    shape: ClassVar[Shape] = {"people": [[str]], "me": [str], "columns": [list], "waved": Maybe([str])}

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")


class LeftOut(SealedRow):
    """The lines of others that an excerpt left out, in the box of the import, so that their writers can be asked.

    Words: {"lines": [{"place": number in the excerpt, "from": name, "at": ISO time or None, "text": words, "masks":
    [[start, end, what stands for it, whether it is sure]]}], "asked": {person: [place]}}. It outlives the excerpt:
    nobody is asked twice for one line.
    """

    shape: ClassVar[Shape] = {"lines": [LINE | {"from": str}], "asked": {str: [int]}}

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="left_out")
    excerpt = models.OneToOneField(SharedExcerpt, null=True, on_delete=models.SET_NULL, related_name="left_out")


class LinesRequest(SealedRow):
    """The question whether lines of somebody may be kept with an excerpt, in a box that the two of them open.

    Words: {"lines": [{"place", "at", "text", "masks"}]}, as in LeftOut. No column says what came of it: silence and no
    are the same here.
    """

    shape: ClassVar[Shape] = {"lines": [LINE]}

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="requests")
    excerpt = models.ForeignKey(SharedExcerpt, on_delete=models.CASCADE, related_name="requests")
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["excerpt", "asked"], name="asked_once_for_the_lines_of_an_excerpt"),
        ]


class KeptLines(SealedRow):
    """Lines that their writer lets be kept with an excerpt, in the space's box, as signed by them.

    Words: {"lines": {place: words}, "consent": {…} (consents)}, the words as their writer left them masked. Once it is
    deleted, the lines are out of the space.
    """

    shape: ClassVar[Shape] = {"lines": {is_number: str}, "consent": dict}

    excerpt = models.ForeignKey(SharedExcerpt, on_delete=models.CASCADE, related_name="kept")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    signature = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["excerpt", "person"], name="kept_once_with_an_excerpt"),
        ]
