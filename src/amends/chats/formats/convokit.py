"""A corpus of ConvoKit: utterances in one file, and who the speakers are in another."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO

from amends.chats.files.json_values import Broken, Values, clean
from amends.chats.formats.column_times import is_time
from amends.chats.formats.columns import Columns
from amends.chats.formats.records import cell_of, first_records, records_of
from amends.chats.formats.rows import Row, talk_of
from amends.chats.imported import Imported, Unread
from amends.chats.people import People
from amends.errors import UndecidedChat, UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amends.chats.files.container import Member
    from amends.chats.said import Said

# The second name of each is that of older corpora.
_UTTERANCES = ("utterances.jsonl", "utterances.json")
_SPEAKERS = ("speakers.json", "users.json")


def is_convokit(members: tuple[Member, ...]) -> bool:
    """Say whether a folder or zip holds one corpus."""
    found = _named(members, _UTTERANCES)
    return len(found) == 1 and is_utterances(found[0].open())


def is_utterances(stream: BinaryIO) -> bool:
    """Say whether JSON is a list of utterances, or one on each line."""
    keys = next(iter(first_records(stream)), {}).keys()
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
    paths = ((PurePosixPath(member.name), member) for member in members)
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


def _read(utterances: Member, said: Said, *, names: dict[str, str]) -> Imported:
    counts = Counter(
        _conversation_of(value)
        for _, value in records_of(utterances, unread=Unread(), doubts=set())
        if isinstance(value, dict)
    )
    if not counts:
        raise UnreadableExport(reason="no_messages")
    if len(counts) > 1 and said.chat not in counts:
        raise UndecidedChat(chats=tuple(counts))
    chosen = said.chat if said.chat in counts else next(iter(counts))
    unread = Unread()
    doubts: set[str] = set()
    people = People()
    rows = list(_rows(utterances, chosen, names=names, people=people, unread=unread, doubts=doubts))
    # Some corpora count the turns instead, or tell the times of some only.
    has_times = bool(rows) and all(is_time(row.time) for row in rows)
    columns = Columns(speaker="speaker", text="text", time="timestamp" if has_times else None)
    return talk_of(
        rows, columns, said, unread=unread, doubts=doubts | people.doubts, source="convokit", title=chosen or ""
    )


def _conversation_of(utterance: dict[str, Any]) -> str:
    """Return the id of the conversation; what begins one may name none but itself."""
    own = utterance.get("conversation_id", utterance.get("root"))
    return clean(str(utterance.get("id") if own is None else own))


def _rows(
    utterances: Member,
    chosen: str | None,
    *,
    names: dict[str, str],
    people: People,
    unread: Unread,
    doubts: set[str],
) -> Iterator[Row]:
    for line, value in records_of(utterances, unread=unread, doubts=doubts):
        if not isinstance(value, dict):
            unread.add(line)
        elif _conversation_of(value) == chosen:
            speaker = cell_of(value.get("speaker", value.get("user")))
            shown = people.name(speaker, names.get(speaker, speaker)) if speaker else ""
            yield Row(line, cell_of(value.get("timestamp")), shown, cell_of(value.get("text")))
