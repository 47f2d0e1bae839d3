"""One target for every importer that `amends.chats.formats` lists, with the seeds that it recognises."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from amends.chats import read_export, recognise
from amends.chats.container import Member
from amends.chats.formats import OF_BYTES, OF_FILES, OF_JSON, OF_TEXT
from amends.chats.pasted import read_pasted_lines
from amends.chats.said import Said
from amends.chats.text import TextFile
from amends.chats.whatsapp import Survey, read_whatsapp
from amends.errors import AmendsError, UnreadableExport
from bench.exports import FORMS, PEOPLE, SLACK_PEOPLE, Entry, Form
from bench.fuzz.damage import Seed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amends.chats import Imported

    Read = Callable[[str, Said], Imported]

EXPORTS = Path(__file__).parents[2] / "tests" / "exports"
CORPUS = Path(__file__).parent / "corpus"
_MARKED_ENTRIES = 60


def _zoom(n: int, entry: Entry) -> str:
    minute, second = divmod(n, 60)
    return f"{n}\n00:{minute:02}:{second:02}.000 --> 00:{minute:02}:{second:02}.900\n{entry.person}: {entry.text}\n\n"


# Not in the bench, which compares message by message: what one person says on end is one message of a transcript.
ZOOM = Form(entry=_zoom, before="WEBVTT\n\n", suffix=".vtt")


@dataclass(frozen=True, kw_only=True)
class Target:
    """An importer: `read` takes a text as a file of it would hold, and answers as `read_export` does."""

    name: str
    read: Read
    seeds: tuple[Seed, ...]


class Importer(NamedTuple):
    """A target before its seeds are known."""

    name: str
    recognises: Callable[[str], bool]
    read: Read


class Lines(TextFile):
    """A text in memory, without the bytes: they have a target of their own ("any")."""

    def __init__(self, text: str) -> None:
        if not text.strip("\r\n\t "):
            raise UnreadableExport(reason="empty")
        self.encoding = "utf-8"
        self.bad_lines = ()
        *whole, last = text.split("\n")
        self._whole = [f"{line}\n" for line in whole]
        if last:
            self._whole.append(last)

    def _stream(self) -> Iterator[str]:  # type: ignore[override]
        return iter(self._whole)


def bytes_of(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def member_of(text: str) -> Member:
    data = bytes_of(text)
    return Member(name="", open=lambda: io.BytesIO(data))


@cache
def targets() -> dict[str, Target]:
    """Return every target by its name."""
    importers = [
        *(_of_bytes(is_one, read) for is_one, read in OF_BYTES),
        *(_of_bytes(_both(recognise.is_json, is_one), read) for is_one, read in OF_JSON),
        *(_of_text(is_one, read) for is_one, read in OF_TEXT),
        Importer("whatsapp", lambda text: Survey(Lines(text).stream()).main is not None, _whatsapp),
        Importer("pasted", _is_pasted, lambda text, said: read_pasted_lines(Lines(text), said)),
    ]
    seeds: dict[str, list[Seed]] = {importer.name: [] for importer in importers}
    for text, seed in _well_formed():
        owner = next((one.name for one in importers if _quietly(one.recognises, text)), None)
        if owner is not None:
            seeds[owner].append(seed)
    return {
        **{one.name: _target(one.name, one.read, seeds[one.name]) for one in importers},
        **{_name_of(read): _of_files(is_one, read) for is_one, read in OF_FILES},
        "any": _target("any", _any, [seed for _, seed in _well_formed()]),
    }


def _target(name: str, read: Read, seeds: list[Seed]) -> Target:
    kept = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(CORPUS.glob(f"{name}/*"))]
    return Target(name=name, read=read, seeds=(*seeds, *map(seed_of, kept)))


@cache
def _well_formed() -> list[tuple[str, Seed]]:
    """Return chats in the forms of the bench, and the exports of the tests that are text, as a whole and in pieces."""
    forms = [_marked(form) for form in (*FORMS.values(), ZOOM) if form.suffix != ".zip"]
    paths = (path for path in sorted(EXPORTS.rglob("*.*")) if not path.name.endswith(".expected.json"))
    texts = [path.read_bytes().decode("utf-8", errors="replace") for path in paths if path.is_file()]
    return [
        *((f"{seed.before}{seed.between.join(seed.records)}{seed.after}", seed) for seed in forms),
        *((text, seed_of(text)) for text in texts),
    ]


def _name_of(read: Callable[..., Imported]) -> str:
    return read.__name__.removeprefix("read_")


def _quietly(recognises: Callable[[str], bool], text: str) -> bool:
    try:
        return recognises(text)
    except AmendsError:
        return False


def _both(first: Callable[[BinaryIO], bool], second: Callable[[BinaryIO], bool]) -> Callable[[BinaryIO], bool]:
    return lambda stream: first(stream) and (stream.seek(0) == 0 and second(stream))


def _any(text: str, said: Said) -> Imported:
    stream = io.BytesIO(bytes_of(text))
    return read_export(stream, date_order=said.date_order, timezone=said.timezone, chat=said.chat)


def _of_text(is_one: Callable[[TextFile], bool], read: Callable[[TextFile, Said], Imported]) -> Importer:
    def read_one(text: str, said: Said) -> Imported:
        file = Lines(text)
        if not is_one(file):
            raise UnreadableExport(reason="unknown")
        return read(file, said)

    return Importer(_name_of(read), lambda text: is_one(Lines(text)), read_one)


def _of_bytes(is_one: Callable[[BinaryIO], bool], read: Callable[[Member, Said], Imported]) -> Importer:
    def read_one(text: str, said: Said) -> Imported:
        member = member_of(text)
        if not is_one(member.open()):
            raise UnreadableExport(reason="unknown")
        return read(member, said)

    return Importer(_name_of(read), lambda text: is_one(io.BytesIO(bytes_of(text))), read_one)


def _of_files(is_one: Callable[..., bool], read: Callable[[tuple[Member, ...], Said], Imported]) -> Target:
    def read_one(text: str, said: Said) -> Imported:
        people = Member(name="users.json", open=lambda: io.BytesIO(SLACK_PEOPLE.encode()))
        members = (people, replace(member_of(text), name="sheds/2020-01-01.json"))
        if not is_one(members):
            raise UnreadableExport(reason="unknown")
        return read(members, said)

    return Target(name=_name_of(read), read=read_one, seeds=(_marked(FORMS["slack"]),))


def _whatsapp(text: str, said: Said) -> Imported:
    file = Lines(text)
    return read_whatsapp(file, said, survey=Survey(file.stream()))


def _is_pasted(text: str) -> bool:
    return bool(text) and read_pasted_lines(Lines(text), Said()).report.messages > 0


def _marked(form: Form) -> Seed:
    """Write a chat of this form in which each message holds a word of its own."""
    begin = datetime(2024, 1, 11, 8, tzinfo=UTC)
    entries = [
        Entry(begin + timedelta(hours=7 * n), PEOPLE[n * n % len(PEOPLE)], f"so q{n}z was" if n % 7 else f"a\nq{n}z")
        for n in range(_MARKED_ENTRIES)
    ]
    records = tuple(form.entry(n, entry) for n, entry in enumerate(entries))
    is_json = records[0].startswith("{")
    return Seed(
        records=records,
        before=form.before,
        between=form.between,
        after=form.after,
        json=is_json,
        counted=form.before.rstrip().endswith("["),
        marked=not is_json,
    )


def seed_of(text: str) -> Seed:
    """Take an export apart: into the entries of its list of messages where it is JSON, otherwise into lines."""
    try:
        value = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        value = None
    records = _messages_of(value)
    if not records:
        head, newline, rest = text.partition("\n")
        is_json = rest.startswith(("{", "["))
        return Seed(records=tuple(rest.split("\n")), before=head + newline, between="\n", json=is_json)
    mark = "\ue000"
    kept = tuple(map(json.dumps, records))
    records[:] = [mark]
    before, after = json.dumps(value, ensure_ascii=False).split(f'"{mark}"')
    return Seed(records=kept, before=before, between=", ", after=after, json=True, counted=True)


def _messages_of(value: Any) -> list[Any]:
    """Return the first list of messages in a value, which may be the value itself."""
    if isinstance(value, list) and value and all(isinstance(inner, dict) for inner in value):
        return value
    if not isinstance(value, dict):
        return []
    inner = [value["messages"]] if "messages" in value else value.values()
    for one in inner:
        found = _messages_of(one) if isinstance(one, dict) or one is value.get("messages") else []
        if found:
            return found
    if isinstance(value.get("list"), list):
        return next(filter(None, map(_messages_of, value["list"])), [])
    return []
