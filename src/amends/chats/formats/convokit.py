"""A corpus of ConvoKit: utterances in one file, and who the speakers are in another."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from copy import deepcopy
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from amends.chats.files.json_values import Broken, Values, clean
from amends.chats.formats.column_times import is_time
from amends.chats.formats.columns import Columns
from amends.chats.formats.records import cell_of, first_records, records_of
from amends.chats.formats.rows import Row, talk_of
from amends.chats.imported import Imported, Unread
from amends.chats.people import People
from amends.errors import AmendsError, UndecidedChat, UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from amends.chats.files.container import Member
    from amends.chats.said import Said

# The second name of each is that of older corpora.
_UTTERANCES = ("utterances.jsonl", "utterances.json")
_SPEAKERS = ("speakers.json", "users.json")


def is_convokit(members: tuple[Member, ...]) -> bool:
    """Say whether a folder or zip holds one corpus."""
    found = _named(members, _UTTERANCES)
    return len(found) == 1 and is_utterances(found[0])


def is_utterances(member: Member) -> bool:
    """Say whether JSON is a list of utterances, or one on each line."""
    keys = next(iter(member.once(first_records)), {}).keys()
    return {"id", "text"} <= keys and all(
        keys & names for names in ({"speaker", "user"}, {"conversation_id", "root"}, {"reply-to", "reply_to"})
    )


def read_convokit(members: tuple[Member, ...], said: Said) -> Imported:
    """Read one conversation of a corpus; its id is its name. Raises UndecidedChat where there are several."""
    (utterances,) = _named(members, _UTTERANCES)
    speakers = _named(members, _SPEAKERS)
    return _read(utterances, said, names=_names(speakers[0]) if speakers else {})


def read_utterances(member: Member, said: Said) -> Imported:
    """Read one conversation out of the utterances of a corpus alone, in which people are called by their ids."""
    return _read(member, said, names={})


def _named(members: tuple[Member, ...], names: tuple[str, ...]) -> list[Member]:
    maybe = [member for member in members if any(name in member.name for name in names)]
    paths = ((PurePosixPath(member.name), member) for member in maybe)
    return [member for path, member in paths if path.name in names and "__MACOSX" not in path.parts]


def _names(speakers: Member) -> dict[str, str]:
    """Return the names of speakers of whom more is told than their ids."""
    names: dict[str, str] = {}
    values = Values(speakers.open())
    for speaker in values.keys():  # noqa: SIM118
        with suppress(Broken):
            about = values.value()
            about = about.get("meta", about) if isinstance(about, dict) else {}
            name = about.get("name") if isinstance(about, dict) else None
            if isinstance(name, str) and name.strip():
                names[speaker] = name
    if "cut_off" in values.doubts:
        raise UnreadableExport(reason="bad_json")
    return names


def every_conversation(members: tuple[Member, ...], said: Said) -> Iterator[tuple[str, Imported | AmendsError]]:
    """Yield every conversation of a corpus with its id, or why it was not read; the corpus is gone through once."""
    (utterances,) = _named(members, _UTTERANCES)
    speakers = _named(members, _SPEAKERS)
    yield from _every(utterances, said, names=_names(speakers[0]) if speakers else {})


def every_of_utterances(member: Member, said: Said) -> Iterator[tuple[str, Imported | AmendsError]]:
    """Yield every conversation as `every_conversation` does, out of the utterances of a corpus alone."""
    return _every(member, said, names={})


def _every(utterances: Member, said: Said, *, names: dict[str, str]) -> Iterator[tuple[str, Imported | AmendsError]]:
    unread = Unread()
    doubts: set[str] = set()
    records: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for line, value in _utterances_of(utterances, unread=unread, doubts=doubts):
        records.setdefault(_conversation_of(value), []).append((line, value))
    if not records:
        raise UnreadableExport(reason="no_messages")
    for name, own in records.items():
        try:
            yield name, _talk(own, said, name=name, names=names, unread=deepcopy(unread), doubts=set(doubts))
        except AmendsError as trouble:
            yield name, trouble


def _read(utterances: Member, said: Said, *, names: dict[str, str]) -> Imported:
    counts = Counter(_conversation_of(value) for _, value in _utterances_of(utterances, unread=Unread(), doubts=set()))
    if not counts:
        raise UnreadableExport(reason="no_messages")
    if len(counts) > 1 and said.chat not in counts:
        raise UndecidedChat(chats=tuple(counts))
    chosen = said.chat if said.chat in counts else next(iter(counts))
    unread = Unread()
    doubts: set[str] = set()
    own = (
        (line, value)
        for line, value in _utterances_of(utterances, unread=unread, doubts=doubts)
        if _conversation_of(value) == chosen
    )
    return _talk(own, said, name=chosen or "", names=names, unread=unread, doubts=doubts)


def _utterances_of(utterances: Member, *, unread: Unread, doubts: set[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, value in records_of(utterances, unread=unread, doubts=doubts):
        if isinstance(value, dict):
            yield line, value
        else:
            unread.add(line)


def _talk(
    records: Iterable[tuple[int, dict[str, Any]]],
    said: Said,
    *,
    name: str,
    names: dict[str, str],
    unread: Unread,
    doubts: set[str],
) -> Imported:
    people = People()
    rows = [_row(line, value, names=names, people=people) for line, value in records]
    # Some corpora count the turns instead, or tell the times of some only.
    has_times = bool(rows) and all(is_time(row.time) for row in rows)
    columns = Columns(speaker="speaker", text="text", time="timestamp" if has_times else None)
    return talk_of(rows, columns, said, unread=unread, doubts=doubts | people.doubts, source="convokit", title=name)


def _conversation_of(utterance: dict[str, Any]) -> str:
    """Return the id of the conversation; what begins one may name none but itself."""
    own = utterance.get("conversation_id", utterance.get("root"))
    return clean(str(utterance.get("id") if own is None else own))


def _row(line: int, value: dict[str, Any], *, names: dict[str, str], people: People) -> Row:
    speaker = cell_of(value.get("speaker", value.get("user")))
    shown = people.name(speaker, names.get(speaker, speaker)) if speaker else ""
    return Row(line, cell_of(value.get("timestamp")), shown, cell_of(value.get("text")))
