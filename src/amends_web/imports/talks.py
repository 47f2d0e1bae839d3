"""The talk that matters, within a long history: what is proposed, and the choice, which can be changed at any time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from amends.conversation import Conversation
from amends.reading import part_of, read_conversation, seen_from
from amends_web.imports.chunks import days_of, open_messages
from amends_web.imports.models import Import, ImportReading
from amends_web.imports.readings import every_claim, stored
from amends_web.imports.remembered import remembered
from amends_web.imports.shown import wall_clock
from amends_web.imports.waved import waved_before

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from amends.reading import Reading
    from amends_web.vault.keyring import Keyring

# More than anybody would look through; who looks for another talk knows when it was.
MOST = 8
# Messages from which on choosing a talk comes before the reading.
LONG = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedTalk:
    """A talk that may be the one that matters. Times are the wall clock where it was written."""

    first: int
    last: int
    messages: int
    started: datetime | None
    ended: datetime | None
    got_tense: bool
    long_silence_after: bool
    is_last: bool
    broke_down: bool

    @property
    def minutes(self) -> int | None:
        if self.started is None or self.ended is None:
            return None
        return max(0, round((self.ended - self.started).total_seconds() / 60))


def proposals_to_keep(reading: Reading) -> list[list[Any]]:
    """Return the tense talks, the tensest first, and the last one, as words to be sealed with the reading."""
    tense = [one for one in reading.talks if one.got_tense][:MOST]
    last = [one for one in reading.talks if one.talk.silence_after is None and one not in tense]
    return [
        [
            one.talk.first,
            one.talk.last,
            one.talk.messages,
            one.talk.started and one.talk.started.isoformat(),
            one.talk.ended and one.talk.ended.isoformat(),
            one.got_tense,
            one.long_silence_after,
            one.talk.silence_after is None,
            one.broke_down,
        ]
        for one in [*tense, *last]
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenTalk:
    """The part of a conversation that its reading is about; the times are None where it has none."""

    first: int
    last: int
    started: datetime | None
    ended: datetime | None


def chosen_talk(kept: dict[str, Any]) -> ChosenTalk | None:
    """Return what a kept reading (queries.reading_words) is about; None where it is the whole conversation."""
    if "span" not in kept:
        return None
    first, last, started, ended = kept["span"]
    return ChosenTalk(first=first, last=last, started=wall_clock(started), ended=wall_clock(ended))


def proposals_from(kept: dict[str, Any]) -> list[ProposedTalk]:
    """Return what was proposed when the seat was taken."""
    return [
        ProposedTalk(
            first=first,
            last=last,
            messages=messages,
            started=wall_clock(started),
            ended=wall_clock(ended),
            got_tense=got_tense,
            long_silence_after=long_silence_after,
            is_last=is_last,
            broke_down=broke_down == [True],  # what was kept by the first version does not tell
        )
        for first, last, messages, started, ended, got_tense, long_silence_after, is_last, *broke_down in kept.get(
            "proposals", ()
        )
    ]


def lines_between(
    row: Import, *, keyring: Keyring, words: dict[str, Any], since: date, until: date
) -> tuple[int, int] | None:
    """Return the first and last message of these days, both counted in; None where nothing was written then."""
    days = days_of(row, keyring=keyring, words=words)
    numbers = [n for n, on in days if since.isoformat() <= on <= until.isoformat()]
    return (min(numbers), max(numbers)) if numbers else None


def reading_of_part(
    row: Import,
    *,
    keyring: Keyring,
    words: dict[str, Any],
    first: int,
    last: int,
    progress: Callable[[int], None] | None = None,
) -> dict[str, Any]:
    """Return the reading of the messages `first` to `last`, as a talk of its own, from the importer's seat."""
    messages = open_messages(row, keyring=keyring, words=words, first=first, last=last)
    whole = Conversation(source=words["source"], people=tuple(words["people"]), messages=messages)
    part = part_of(whole, first=0, last=len(messages) - 1)
    reading = seen_from(read_conversation(part, progress=progress), part, seat=words["me"])
    times = [message.at.isoformat() for message in messages if message.at is not None]
    span = [first, last, *((times[0], times[-1]) if times else (None, None))]
    return stored(reading, part, first=first) | {"span": span}


def with_waved_before(row: Import, *, keyring: Keyring, words: dict[str, Any], waved: Iterable[str]) -> list[str]:
    """Add to what was `waved` away what the person waved away of the same lines when they were brought before."""
    digests = set(remembered(row.owner, keyring=keyring)["waved"])
    readings = [words, words["part"]] if words["part"] else [words]
    before = (waved_before(every_claim(one), one["lines"], digests) for one in readings)
    return sorted({*waved, *(key for keys in before for key in keys)})


def choose_talk(
    *,
    row: Import,
    keyring: Keyring,
    first: int,
    last: int,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Read one part of a conversation by itself, and show that from now on; raises what `progress` raises."""
    words = row.words(keyring)
    # Before the transaction: it may take seconds, and nobody else could write meanwhile.
    part = reading_of_part(row, keyring=keyring, words=words, first=first, last=last, progress=progress)
    _keep_choice(row, keyring=keyring, read=words, talk={"first": first, "last": last}, part=part)


def choose_whole(*, row: Import, keyring: Keyring) -> None:
    """Show the reading of the whole conversation again."""
    _keep_choice(row, keyring=keyring, read=row.words(keyring), talk=None, part=None)


def _keep_choice(
    row: Import,
    *,
    keyring: Keyring,
    read: dict[str, Any],
    talk: dict[str, int] | None,
    part: dict[str, Any] | None,
) -> None:
    """Keep what was chosen out of an import of which these words were `read`; nothing where it is another by now."""
    with transaction.atomic():
        row.lock()
        if row.words(keyring)["manifest"] != read["manifest"]:
            return
        reading = ImportReading.objects.select_related("box").select_for_update().get(of=row)
        words = reading.words(keyring) | {"part": part}
        words["waved"] = with_waved_before(row, keyring=keyring, words=words, waved=words["waved"])
        reading.put(keyring, words)
        reading.save(update_fields=["key_version", "sealed"])
        row.put(keyring, row.words(keyring) | {"talk": talk})
        row.save(update_fields=["key_version", "sealed"])
