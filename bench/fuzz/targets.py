"""One target for every importer of `amends.chats.formats.registry`, with the exports of the tests that it recognises.

An input is a text in whatever form the files are: of a binary one each character is a byte, after BINARY; of several
files each begins with MEMBER and a line with its name.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from amends.chats import read_export, recognise
from amends.chats.files.container import Member, members_of
from amends.chats.files.text import TextFile
from amends.chats.formats.pasted import read_pasted_lines
from amends.chats.formats.registry import OF_BYTES, OF_FILES, OF_JSON, OF_TEXT
from amends.chats.formats.whatsapp import Survey, read_whatsapp
from amends.chats.said import Said
from amends.errors import AmendsError, UnreadableExport
from bench.exports import FORMS, PEOPLE, SLACK_PEOPLE, Entry, Form
from bench.fuzz import messages_rows, report_lines
from bench.fuzz.damage import BINARY, Seed

if TYPE_CHECKING:
    from collections.abc import Callable

    from amends.chats import Imported

    Read = Callable[[str, Said], Imported]

EXPORTS = Path(__file__).parents[2] / "tests" / "exports"
CORPUS = Path(__file__).parent / "corpus"
MEMBER = "\ue001"
_MESSAGES = 60
_SHORT = 400  # characters


@dataclass(frozen=True, kw_only=True)
class Target:
    """An importer. `read` answers as `read_export` does for a file of that text."""

    name: str
    read: Read
    seeds: tuple[Seed, ...]


class Importer(NamedTuple):
    """A target before its seeds are known."""

    name: str
    recognises: Callable[[str], bool]
    read: Read


class Lines(TextFile):
    """A text in memory, past the reading of its bytes: that is gone through by the target "any"."""

    def __init__(self, text: str) -> None:
        if not text.strip("\r\n\t "):
            raise UnreadableExport(reason="empty")
        self.encoding = "utf-8"
        self.bad_lines = ()
        self.doubts = frozenset()
        self._seen = {}
        self._text = text

    def _stream(self) -> io.StringIO:
        return io.StringIO(self._text, newline="\n")


def data_of(text: str) -> bytes:
    """Return the bytes of a file."""
    if text.startswith(BINARY):
        return text[1:].encode("latin-1", "replace")
    return text.encode("utf-8", "surrogatepass")


def text_of(data: bytes) -> str:
    """Return the text that stands for a file."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return BINARY + data.decode("latin-1")


def member_of(text: str, name: str = "") -> Member:
    """Return a file as the readers take it."""
    data = data_of(text)
    return Member(name=name, open=lambda: io.BytesIO(data))


def files_of(text: str) -> tuple[Member, ...]:
    """Return several files as the readers take them."""
    parts = (part.partition("\n") for part in text.split(MEMBER)[1:])
    return tuple(member_of(content, name) for name, _, content in parts)


@cache
def targets() -> dict[str, Target]:
    """Return every target by its name."""
    importers = [
        *(_of_bytes(is_one, read) for is_one, read in OF_BYTES),
        *(_of_bytes(_is_json_and(is_one), read) for is_one, read in OF_JSON),
        *(_of_text(is_one, read) for is_one, read in OF_TEXT),
        Importer("whatsapp", lambda text: Survey(Lines(text).stream()).main is not None, _whatsapp),
        Importer("pasted", _is_pasted, lambda text, said: read_pasted_lines(Lines(text), said)),
    ]
    several = [_of_files(is_one, read) for is_one, read in OF_FILES]
    of_single, of_several = _seeds(importers, _single()), _seeds(several, _several())
    of_single["imessage_db"] += map(seed_of, messages_rows.in_parts(EXPORTS))
    return {
        **{one.name: _target(one.name, one.read, of_single[one.name]) for one in importers},
        **{one.name: _target(one.name, one.read, of_several[one.name]) for one in several},
        "messages_rows": _target("messages_rows", messages_rows.read, messages_rows.seeds(EXPORTS)),
        "report_lines": _target("report_lines", report_lines.read, report_lines.seeds(EXPORTS)),
        "zip": _target("zip", _zip, _zips()),
        "any": _target("any", _any, [*(seed for _, seed in _single()), *_in_utf_16()]),
    }


def _seeds(importers: list[Importer], exports: list[tuple[str, Seed]]) -> dict[str, list[Seed]]:
    """Give each export to the first importer that recognises it."""
    seeds: dict[str, list[Seed]] = {importer.name: [] for importer in importers}
    for text, seed in exports:
        owner = next((one.name for one in importers if _quietly(one.recognises, text)), None)
        if owner is not None:
            seeds[owner].append(seed)
    return seeds


def _quietly(recognises: Callable[[str], bool], text: str) -> bool:
    try:
        return recognises(text)
    except AmendsError:
        return False


def _target(name: str, read: Read, seeds: list[Seed]) -> Target:
    kept = [seed_of(text_of(path.read_bytes())) for path in sorted(CORPUS.glob(f"{name}/*"))]
    # Two of three inputs come out of well-formed exports: the kept ones are mostly damaged past reading.
    weight = -(-2 * len(kept) // max(1, len(seeds))) or 1
    return Target(name=name, read=read, seeds=tuple(_as_whole(seed, read) for seed in (*seeds * weight, *kept)))


def _as_whole(seed: Seed, read: Read) -> Seed:
    """Mark a seed of lines of which a message takes several: a few lines of it are hardly ever a message."""
    if seed.json or seed.marked or seed.binary:
        return seed
    try:
        messages = read(
            seed.before + seed.between.join(seed.records) + seed.after, Said(date_order="dmy")
        ).report.messages
    except AmendsError:
        messages = 1
    return replace(seed, whole=len(seed.records) > 2 * messages)


def _name_of(read: Callable[..., Imported]) -> str:
    return read.__name__.removeprefix("read_")


def _of_text(is_one: Callable[[TextFile], bool], read: Callable[[TextFile, Said], Imported]) -> Importer:
    def read_one(text: str, said: Said) -> Imported:
        file = Lines(text)
        if not is_one(file):
            raise UnreadableExport(reason="unknown")
        return read(file, said)

    return Importer(_name_of(read), lambda text: is_one(Lines(text)), read_one)


def _of_bytes(is_one: Callable[[Member], bool], read: Callable[[Member, Said], Imported]) -> Importer:
    def read_one(text: str, said: Said) -> Imported:
        member = member_of(text)
        if not is_one(member):
            raise UnreadableExport(reason="unknown")
        return read(member, said)

    return Importer(_name_of(read), lambda text: is_one(member_of(text)), read_one)


def _of_files(
    is_one: Callable[[tuple[Member, ...]], bool], read: Callable[[tuple[Member, ...], Said], Imported]
) -> Importer:
    def read_some(text: str, said: Said) -> Imported:
        members = files_of(text)
        if not is_one(members):
            raise UnreadableExport(reason="unknown")
        return read(members, said)

    return Importer(_name_of(read), lambda text: is_one(files_of(text)), read_some)


def _is_json_and(is_one: Callable[[Member], bool]) -> Callable[[Member], bool]:
    return lambda member: recognise.is_json(member.open()) and is_one(member)


def _whatsapp(text: str, said: Said) -> Imported:
    file = Lines(text)
    return read_whatsapp(file, said, survey=Survey(file.stream()))


def _is_pasted(text: str) -> bool:
    return read_pasted_lines(Lines(text), Said()).report.messages > 0


def _zip(text: str, said: Said) -> Imported:
    stream = io.BytesIO(data_of(text))
    for member in members_of(stream) or ():
        member.open().read()
    return _any(text, said)


def _any(text: str, said: Said) -> Imported:
    stream = io.BytesIO(data_of(text))
    return read_export(stream, date_order=said.date_order, timezone=said.timezone, chat=said.chat)


@cache
def _single() -> list[tuple[str, Seed]]:
    """Return chats in the forms of the bench, and the exports of the tests that are one file, whole and in pieces."""
    forms = [_marked(form) for form in (*FORMS.values(), ZOOM) if form.suffix not in {"", ".zip"}]
    paths = filter(_is_export, sorted(EXPORTS.rglob("*.*")))
    texts = [text_of(path.read_bytes()) for path in paths]
    return [
        *((f"{seed.before}{seed.between.join(seed.records)}{seed.after}", seed) for seed in forms),
        *((text, seed_of(text)) for text in texts),
    ]


def _in_utf_16() -> list[Seed]:
    """Return the shorter exports in the other encoding that they may come in."""
    texts = [text for text, _ in _single() if len(text) < _SHORT and not text.startswith(BINARY)]
    return [seed_of(BINARY + f"\ufeff{text}".encode("utf-16-le").decode("latin-1")) for text in texts]


def _several() -> list[tuple[str, Seed]]:
    """Return the exports that are several files, once for each of the files, which is then the one in pieces."""
    slack = _marked(FORMS["slack"])
    day = slack.before + slack.between.join(slack.records[:6]) + slack.after
    folders = [{"users.json": SLACK_PEOPLE, "sheds/2020-01-01.json": day}]
    folders += [messages_rows.with_log(EXPORTS), messages_rows.with_log(EXPORTS, only_from=1)]
    folders += [{path.name: text_of(path.read_bytes())} for path in EXPORTS.glob("*/*.*") if _is_export(path)]
    for folder in sorted(path for path in EXPORTS.glob("*/*") if path.is_dir() and path.name != "layouts"):
        paths = filter(_is_export, sorted(folder.rglob("*")))
        folders.append({path.relative_to(folder).as_posix(): text_of(path.read_bytes()) for path in paths})
    return [(_joined(files), _in_folder(files, name)) for files in folders for name in files]


def _in_folder(files: dict[str, str], name: str) -> Seed:
    """Take one of several files apart, and put the others before it; the longest of them is the one of the messages."""
    seed = seed_of(files[name])
    before = f"{_joined(files, without=name)}{MEMBER}{name}\n{seed.before}"
    return replace(seed, before=before, counted=seed.counted and name == max(files, key=lambda one: len(files[one])))


def _joined(files: dict[str, str], *, without: str = "") -> str:
    return "".join(f"{MEMBER}{name}\n{content}" for name, content in files.items() if name != without)


def _is_export(path: Path) -> bool:
    return path.is_file() and path.suffix != ".toml" and not path.name.endswith(".expected.json")


def _zips() -> list[Seed]:
    """Return small zips of a chat, packed and not."""
    chat = "".join(_marked(FORMS["android"]).records[:4])
    seeds = []
    for packing in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", packing) as archive:
            for name, content in (("_chat.txt", chat), ("a/photo.jpg", b"\xff\xd8\xff")):
                archive.writestr(zipfile.ZipInfo(name), content, packing)  # which is of 1980, in every run
        seeds.append(seed_of(BINARY + stream.getvalue().decode("latin-1")))
    return seeds


def _zoom(n: int, entry: Entry) -> str:
    minute, second = divmod(n, 60)
    return f"{n}\n00:{minute:02}:{second:02}.000 --> 00:{minute:02}:{second:02}.900\n{entry.person}: {entry.text}\n\n"


# Not in the bench, which compares message by message: what one person says on end is one message of a transcript.
ZOOM = Form(entry=_zoom, before="WEBVTT\n\n", suffix=".vtt")


def _marked(form: Form) -> Seed:
    """Write a chat of this form in which each message holds a word of its own."""
    begin = datetime(2024, 1, 11, 8, tzinfo=UTC)
    entries = [
        Entry(begin + timedelta(hours=7 * n), PEOPLE[n * n % len(PEOPLE)], f"so q{n}z was" if n % 7 else f"a\nq{n}z")
        for n in range(_MESSAGES)
    ]
    records = tuple(form.entry(n, entry) for n, entry in enumerate(entries))
    is_json = records[0].startswith("{")
    return Seed(
        records=records,
        before=form.before,
        between=form.between,
        after=form.after,
        json=is_json,
        parted=True,
        counted=form.before.rstrip().endswith("["),
        # A tag that is no longer one takes its words along, and a mailbox holds the letters of others.
        marked=form.suffix in {".txt", ".vtt"},
    )


def seed_of(text: str) -> Seed:
    """Take an export apart: into the entries of its list of messages where it is JSON, otherwise into lines."""
    if text.startswith(BINARY):
        return Seed(records=(text[1:],), before=BINARY, binary=True)
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
    if isinstance(value, list):
        return value if value and all(isinstance(inner, dict) for inner in value) else []
    if not isinstance(value, dict):
        return []
    if "messages" in value:
        return _messages_of(value["messages"]) if isinstance(value["messages"], list) else []
    inner = [one for one in value.values() if isinstance(one, dict)]
    if isinstance(value.get("list"), list):
        inner += value["list"]
    return next(filter(None, map(_messages_of, inner)), [])
