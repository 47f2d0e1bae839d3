"""Transcripts of meetings as WebVTT, SubRip or SubViewer: "Name: words" (Zoom), the voices (`<v Name>`) of Teams, and
the speakers that Webex names above the times.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from amends.chats.formats.pasted import looks_like_a_name
from amends.chats.imported import Imported, Unread, imported, speakers_of
from amends.chats.names import clean_name
from amends.conversation import Conversation, Message
from amends.errors import UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from amends.chats.files.text import TextFile
    from amends.chats.said import Said

# "00:01:02.500 --> 00:01:04.000", and "0:01:02.500,0:01:04.000" of SubViewer.
_TIMING = re.compile(r"\s*(?:\d+:)?\d{2}:\d{2}[.,]\d{3}(?:\s+-->\s|,\d+:\d{2}:\d{2}\.\d{3})")
_TIMES_ALONE = re.compile(
    r"(?:[^>]*-->\s+|[\d:.]+,)[\d:.,]+(?:\s+(?:vertical|line|position|size|align|region|[XY][12]):\S+)*\s*"
)
_NUMBER = re.compile(r"\d{1,9}\s*")
_VOICE = re.compile(r"<v(?:\.[\w.]{1,60})?[ \t]+([^<>\n]{1,100})>")
_TAG = re.compile(r"</?(?:[a-z][^<>\n]{0,100}|[\d:.]{5,16})?>")
# WhisperX sets its speakers in brackets ("[SPEAKER_00]: hi").
_NAME_WORDS = re.compile(r"\[?((?<=\[)[^:\[\]\n]{1,100}(?=\]:)|(?<!\[)[^:\n]{1,100})\]?:\s+(.*)", re.DOTALL)
# `3 "Ana Reed" (1234567890)` of Webex.
_SPEAKER_ABOVE = re.compile(r'(?:\d{1,9} )?"([^"\n]{1,100})" \(\d{1,20}\)\s*')
_MOST_WORDS = 9  # of a name that recurs
_DIGITS = re.compile(r"\d{7,15}")  # of somebody who called in
# What ends with a period in a name: initials and titles ("Dr. J.R. Okafor").
_SHORTENED = re.compile(
    r"\b(?:(?:\w\.){0,3}\w|Dr|Mr|Mrs|Ms|Mx|Prof|Rev|Fr|Hr|St|Sr|Sra|Jr|Mme|Mlle|Dott|Avv|Ing|Mag)\.(?=\s)",
    re.IGNORECASE,
)
_NO_CUES = ("WEBVTT", "NOTE", "STYLE", "REGION")
_LIKE_TIMING = re.compile(r"-->|\d:\d\d.*\d:\d\d")


def is_transcript(file: TextFile) -> bool:
    """Say whether a text is WebVTT, or SubRip: a number, the times, and then words; or times and words alone."""
    first, second = [*islice(filter(str.strip, file.lines()), 2), "", ""][:2]
    if first.startswith("WEBVTT") or _TIMING.match(first):
        return True
    return _NUMBER.fullmatch(first) is not None and _TIMING.match(second) is not None


def read_transcript(file: TextFile, said: Said) -> Imported:
    """Read a transcript: what one person says in cues that follow each other is one message.

    The times of cues count from the start of the recording, so no message has one. A cue of which the speaker is not
    told is counted as not read. Raises UnreadableExport where no one is told.
    """
    unread = Unread()
    cues = list(_cues(file, unread=unread))
    counts = Counter(name for _, name, _ in cues if name)
    has_voices = _has_voices(file)
    if not cues or (not any(count > 1 for count in counts.values()) and not has_voices):
        raise UnreadableExport(reason="unknown")
    if not has_voices:
        counts = Counter({name: count for name, count in counts.items() if count > 1 or _is_a_name(name)})
    turns: list[tuple[str, str]] = []
    for number, name, words in cues:
        if name in counts:
            turns += ((speaker, _plain(part)) for speaker, part in _speakers_in(name, words, known=counts))
        else:
            unread.add(number)
    doubts = {"rare_speaker"} if 1 in counts.values() and not has_voices else set()
    return of_turns(turns, file, said, between=" ", unread=unread, doubts=doubts)


def of_turns(
    turns: Iterable[tuple[str, str]],
    file: TextFile,
    said: Said,
    *,
    between: str,
    unread: Unread,
    doubts: set[str],
    title: str = "",
) -> Imported:
    """Return what was said in the turns of a recording, with the report; no message has a time.

    What one person says in turns that follow each other is one message, with `between` between them. Raises
    UnreadableExport where there is no turn.
    """
    messages = _joined(turns, between=between)
    if not messages:
        raise UnreadableExport(reason="unknown")
    for number in file.bad_lines:
        unread.add(number)
    if said.progress is not None:
        said.progress(len(messages))
    people = speakers_of(messages)
    doubts = doubts | {"recording_times"} | file.doubts | ({"one_speaker"} if len(people) == 1 else set())
    conversation = Conversation(source="transcript", people=people, messages=tuple(messages), title=title)
    return imported(conversation, unread=unread, doubts=doubts)


def _joined(turns: Iterable[tuple[str, str]], *, between: str) -> list[Message]:
    said_by: list[tuple[str, list[str]]] = []
    for speaker, words in turns:
        if not said_by or said_by[-1][0] != speaker:
            said_by.append((speaker, []))
        if words:
            said_by[-1][1].append(words)
    return [
        Message(n=n, at=None, speaker=speaker, text=between.join(parts)) for n, (speaker, parts) in enumerate(said_by)
    ]


def _has_voices(file: TextFile) -> bool:
    return any(_VOICE.search(line) or _SPEAKER_ABOVE.fullmatch(line) for line in file.lines())


def _cues(file: TextFile, *, unread: Unread) -> Iterator[tuple[int, str, str]]:
    """Give the line of each cue, who speaks ("" where that is not told), and the words."""
    for block in _blocks(file):
        timing = next((place for place, (_, line) in enumerate(block[:2]) if _TIMING.match(line)), None)
        if timing is None:
            if not block[0][1].startswith(_NO_CUES) or any(_LIKE_TIMING.search(line) for _, line in block):
                for number, _ in block:
                    unread.add(number)
            continue
        if not _TIMES_ALONE.fullmatch(block[timing][1]):
            unread.add(block[timing][0])
        for number, line in block[timing + 1 :]:
            if _TIMING.match(line):  # a cue that no blank line parts from this one
                unread.add(number)
        payload = "\n".join(line for _, line in block[timing + 1 :])
        above = _SPEAKER_ABOVE.fullmatch(block[0][1])
        for name, words in _voices(payload) if above is None else [(clean_name(html.unescape(above[1])), payload)]:
            yield block[timing][0], name, words


def _blocks(file: TextFile) -> Iterator[list[tuple[int, str]]]:
    block: list[tuple[int, str]] = []
    for number, line in enumerate(file.lines(), 1):
        if line.strip():
            block.append((number, line))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _voices(payload: str) -> Iterator[tuple[str, str]]:
    before, *parts = _VOICE.split(payload)
    if not parts or before.strip():
        name, words = _named(before)
        if _may_be_a_name(name):
            yield name, words
        elif before.strip():
            yield "", before
    for name, words in zip(parts[::2], parts[1::2], strict=True):
        yield clean_name(html.unescape(name)), words


def _is_a_name(name: str) -> bool:
    return looks_like_a_name(_SHORTENED.sub("", name).strip())


def _may_be_a_name(name: str) -> bool:
    """Say whether words may be a name if they recur; a long one is one only then."""
    words = name.split()
    return len(words) <= _MOST_WORDS and (_is_a_name(" ".join(words[:5])) or _DIGITS.fullmatch(name) is not None)


def _named(text: str) -> tuple[str, str]:
    """Part "Name: words"; the name is empty where there is none."""
    match = _NAME_WORDS.match(text)
    return (clean_name(html.unescape(match[1])), match[2]) if match is not None else ("", text)


def _speakers_in(name: str, words: str, *, known: Container[str]) -> Iterator[tuple[str, str]]:
    """Part the words of a cue where a line of it begins with another one of those who speak elsewhere."""
    lines: list[str] = []
    for line in words.split("\n"):
        other, rest = _named(line)
        if lines and other in known:
            yield name, "\n".join(lines)
            name, lines = other, [rest]
        else:
            lines.append(line)
    yield name, "\n".join(lines)


def _plain(words: str) -> str:
    """Take off the tags, and join the lines, which are cut to the width of the picture."""
    return " ".join(html.unescape(_TAG.sub("", words)).split())
