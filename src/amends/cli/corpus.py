"""A folder that holds a corpus of ConvoKit, written whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from amends.reports import corpus_files, corpus_json, corpus_talk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from amends.conversation import Conversation
    from amends.reading import Reading


def write_corpus(folder: Path, talks: Iterable[tuple[Conversation, Reading]]) -> None:
    """Write a corpus into a new folder that only this person can look into.

    A conversation is called by its id; one without is called by its number, and so is one whose id was there before.
    Raises OSError, for a folder that holds something among others, and whatever `talks` raises.
    """
    speakers: dict[str, Any] = {}
    conversations: dict[str, Any] = {}
    with _new(folder) as part:
        with (part / "utterances.jsonl").open("w", encoding="ascii") as utterances:
            for number, (conversation, reading) in enumerate(talks, start=1):
                name = _free_name(conversation.id, number, taken=conversations)
                talk = corpus_talk(conversation, reading, name=name)
                utterances.writelines(map(corpus_json, talk.utterances))
                speakers |= talk.speakers
                conversations |= talk.conversations
        written = {"speakers.json": corpus_json(speakers), "conversations.json": corpus_json(conversations)}
        for name, text in (corpus_files() | written).items():
            (part / name).write_text(text, encoding="utf-8")


def _free_name(wanted: str, number: int, *, taken: dict[str, Any]) -> str:
    name = wanted or str(number)
    while name in taken:
        name = f"{name} ({number})"
    return name


@contextmanager
def _new(folder: Path) -> Iterator[Path]:
    """Give a folder to write into, which takes the place of `folder` when all went well."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        number = errno.ENOTEMPTY if folder.is_dir() else errno.EEXIST
        raise OSError(number, os.strerror(number), str(folder))
    try:
        part = Path(mkdtemp(prefix=".amends-", dir=folder.parent))
    except OSError as trouble:
        raise OSError(trouble.errno, trouble.strerror, str(folder)) from trouble  # not the name of the part
    try:
        yield part
        part.replace(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
