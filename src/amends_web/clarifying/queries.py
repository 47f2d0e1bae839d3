from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import F, Q

from amends.content.clarifying import AfterGuess, clarifying_words
from amends.content.feelings import feelings
from amends.errors import Tampered
from amends.path.guess import UNSURE, Felt, Kind, match, opens
from amends_web.accounts.models import Person
from amends_web.breakdowns.models import Share
from amends_web.clarifying.models import Cue, Guess, NotGuessed, Question, Reply
from amends_web.clarifying.signing import check
from amends_web.imports.chunks import open_lines
from amends_web.imports.models import Import
from amends_web.imports.queries import picked_lines, shared_excerpts
from amends_web.spaces.models import Space
from amends_web.spaces.queries import as_called_in, others
from amends_web.vault.keyring import Keyring

Row = TypeVar("Row")
Shown = TypeVar("Shown")

# Enough for a page; older ones are found by their breakdown, or were taken back.
MOST = 30
# Each is opened for the lines that were picked in it.
_MOST_IMPORTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as both see it: `said` is {"line", "one", "two"}, `answer` {"pick", "said", "on"} or None."""

    question: Question
    said: dict[str, str]
    answer: dict[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCue:
    """A cue as one of the two sees it. Nothing in it is the other's own to tell.

    `answer` is the owner's word; whoever guesses has it only once they have guessed. `guessed` is the guesser's alone;
    the owner has it as `arrived`, where it was shown to them. `after` is what the guesser reads beside both.
    """

    cue: Cue
    kind: Kind
    about: str
    is_owner: bool
    is_answered: bool
    answer: str
    guessed: str
    arrived: str
    after: AfterGuess | None

    @property
    def waits_for_me(self) -> bool:
        return not self.answer if self.is_owner else not self.guessed

    @property
    def is_miss(self) -> bool:
        return self.after is not None and bool(self.after.ask)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedLine:
    """A line of somebody else that one could ask about: from one's own conversation, or from lines shared here."""

    source: str
    row: UUID
    number: int
    speaker: str
    text: str

    @property
    def key(self) -> str:
        """Name the line in an address, without its words."""
        return f"{self.source}-{self.row}-{self.number}"


def questions_of(
    person: Person, keyring: Keyring, *, space: Space | None = None, most: int | None = MOST
) -> list[Asked]:
    """Return the questions that a person asked or was asked, in one space or in all, the newest first."""
    rows = (
        Question.objects.select_related("box", "asker", "asked", "space")
        .prefetch_related("space__members")
        .filter(Q(asker=person) | Q(asked=person), box__owner=F("asker"), **in_space(person))
    )
    rows = rows.filter(space=space) if space else rows
    return list(_untouched(rows.order_by("-asked_on", "pk")[:most], lambda row: opened_question(row, keyring)))


def cues_of(person: Person, keyring: Keyring, *, space: Space | None = None, most: int | None = MOST) -> list[ShownCue]:
    """Return the cues that a person owns or guesses, in one space or in all, the newest first."""
    related = ("box", "owner", "guesser", "guess", "space")
    rows = (
        Cue.objects.select_related(*related)
        .prefetch_related("space__members")
        .filter(
            Q(owner=person) | Q(guesser=person),
            Q(box__owner=F("owner")) | Q(box__owner=F("guesser")),
            **in_space(person),
        )
    )
    rows = rows.filter(space=space) if space else rows
    return list(_untouched(rows.order_by("-made_on", "pk")[:most], lambda row: shown_cue(row, person, keyring)))


def replies_of(person: Person, keyring: Keyring, *, most: int | None = MOST) -> list[tuple[Reply, dict[str, Any]]]:
    """Return the answers that a person wrote or got, with their words, in the spaces that they are in, newest first."""
    space = "share__breakdown__space"
    rows = (
        Reply.objects.select_related("box", "author", "to", space)
        .prefetch_related(f"{space}__members")
        .filter(Q(author=person) | Q(to=person), box__owner=F("author"), **in_space(person, space))
    )
    in_order = rows.order_by("-sent_on", "pk")[:most]
    return list(_untouched(in_order, lambda row: (row, opened_reply(row, keyring))))


def in_space(person: Person, space: str = "space") -> dict[str, object]:
    """Return the condition that this person is in the space of a row now; `space` is the way to it."""
    return {f"{space}__members__person": person, f"{space}__members__left_at": None}


def shown_cue(cue: Cue, person: Person, keyring: Keyring) -> ShownCue:
    """Return a cue as this person, one of its two, may see it; raises Tampered where it is not what each signed."""
    words = _opened_cue(cue, keyring)
    cue.owner, cue.guesser = as_called_in(cue.space, cue.owner), as_called_in(cue.space, cue.guesser)
    kind = Kind(words["cue"]["kind"])
    is_owner = cue.owner_id == person.pk
    answer = _felt(words["answer"])
    guessed = None if is_owner else guess_of(cue, keyring)
    both = opens(is_answered=answer is not None, is_guessed=guessed is not None)
    after = clarifying_words().after_guess[match(guess=guessed, answer=answer)] if both and guessed and answer else None
    return ShownCue(
        cue=cue,
        kind=kind,
        about=words["cue"]["about"],
        is_owner=is_owner,
        is_answered=answer is not None,
        answer=felt_words(kind, answer) if is_owner or both else "",
        guessed=felt_words(kind, guessed),
        arrived=felt_words(kind, _felt(words["arrived"])),
        after=after,
    )


def opened_question(question: Question, keyring: Keyring) -> Asked:
    """Return a question with its answer; raises Tampered where they are not what each of the two signed."""
    words = question.words(keyring)
    said, answer = words["question"], words["answer"]
    check(keyring, question, "ask", said, by=question.asker, signature=words["asked_by"])
    if answer is not None:
        check(keyring, question, "answer", said | answer, by=question.asked, signature=words["answered_by"])
    space = question.space
    question.asker, question.asked = as_called_in(space, question.asker), as_called_in(space, question.asked)
    return Asked(question=question, said=said, answer=answer)


def opened_reply(reply: Reply, keyring: Keyring) -> dict[str, Any]:
    """Return the words of an answer, and whether it landed; raises Tampered where its author did not sign them."""
    words = reply.words(keyring)
    said = {"share": str(reply.share_id), "words": words["words"]}
    check(keyring, reply, "reply", said, by=reply.author, signature=words["signature"])
    space = reply.share.breakdown.space
    reply.author, reply.to = as_called_in(space, reply.author), as_called_in(space, reply.to)
    return {"words": words["words"], "landed": words["landed"]}


def guess_of(cue: Cue, keyring: Keyring) -> Felt | None:
    """Return the guess that the keyring's owner made; None before it. The cue's owner can't open it."""
    row: Guess | None = getattr(cue, "guess", None)
    return _felt(row.words(keyring)) if row else None


def may_be_guessed(space: Space, person: Person) -> bool:
    return not NotGuessed.objects.filter(space=space, person=person).exists()


def not_guessed_in(space: Space) -> frozenset[UUID]:
    """Return who in a space would rather not be guessed."""
    return frozenset(NotGuessed.objects.filter(space=space).values_list("person_id", flat=True))


def felt_words(kind: Kind, felt: Felt | None) -> str:
    """Return a word and how strong, as people say it: "very hurt"; "" for None."""
    if felt is None:
        return ""
    if kind == Kind.TONE:
        labels = {tone.id: tone.label for tone in clarifying_words().tones} | {UNSURE: clarifying_words().unsure_tone}
        return labels[felt.word]
    if felt.word == UNSURE:
        return feelings().unsure
    return feelings().said(felt.word, felt.strength)


def every_feeling() -> list[str]:
    return [word.label for family in feelings().families for word in family.feelings]


def reply_to(share: Share, person: Person) -> Reply | None:
    return Reply.objects.filter(share=share, author=person).first()


def lines_to_ask_about(person: Person, space: Space, keyring: Keyring) -> list[MarkedLine]:
    """Return the lines of others that this person picked in their own conversations, and those shared in the space.

    Of a conversation of several, only lines of those whose first name a member of the space has: whoever is not here
    did not agree that somebody here reads their words.
    """
    here = frozenset(_first_name(other.name) for other in others(space, person))
    found = [line for row in _ready_imports(person) for line in _picked(row, keyring, here)]
    for excerpt in shared_excerpts(space, keyring):
        for number, line in enumerate(excerpt.lines):
            author = line.person or excerpt.author
            if line.text and author.pk != person.pk:
                speaker = line.speaker or excerpt.author_name
                found.append(
                    MarkedLine(source="excerpt", row=excerpt.id, number=number, speaker=speaker, text=line.text)
                )
    return found


def _ready_imports(person: Person) -> list[Import]:
    rows = Import.objects.select_related("box").filter(owner=person, state=Import.State.READY, picked__isnull=False)
    return list(rows.order_by("-created_on", "pk")[:_MOST_IMPORTS])


def _picked(row: Import, keyring: Keyring, here: frozenset[str]) -> list[MarkedLine]:
    words = row.words(keyring)
    theirs = {name for name in words["people"] if name != words["me"]}
    if len(theirs) > 1:
        theirs = {name for name in theirs if _first_name(name) in here}
    messages = open_lines(row, keyring=keyring, words=words, numbers=picked_lines(row, keyring=keyring))
    return [
        MarkedLine(source="import", row=row.pk, number=message.n, speaker=message.speaker, text=message.text)
        for message in messages
        if message.speaker in theirs and message.speaker and message.text
    ]


def _first_name(name: str) -> str:
    return "".join(name.casefold().split()[:1])


def _opened_cue(cue: Cue, keyring: Keyring) -> dict[str, Any]:
    words = cue.words(keyring)
    said, beginner = words["cue"], cue.owner if cue.box.owner_id == cue.owner_id else cue.guesser
    check(keyring, cue, "begin", said, by=beginner, signature=words["begun_by"])
    if words["answer"] is not None:
        check(keyring, cue, "say", said | words["answer"], by=cue.owner, signature=words["said_by"])
    if words["arrived"] is not None:
        check(keyring, cue, "show", said | words["arrived"], by=cue.guesser, signature=words["shown_by"])
    return words


def _untouched(rows: Iterable[Row], opened: Callable[[Row], Shown]) -> Iterator[Shown]:
    """Yield the rows of a list as they are shown; one that was changed is left out, and its own page says why."""
    for row in rows:
        with suppress(Tampered):
            yield opened(row)


def _felt(words: dict[str, str] | None) -> Felt | None:
    return Felt(word=words["word"], strength=words["strength"]) if words else None
