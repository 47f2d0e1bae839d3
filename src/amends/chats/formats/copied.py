"""What messengers put on the clipboard around the words of a message, and where the next one begins."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from amends.conversation import MessageType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_EDITED = re.compile(r"[ \u00a0]?\(edited\)\s*$")
# "[6:06 PM]" of Discord: another message of whoever spoke before. Slack writes "6:06", which a person may have said.
_AGAIN_IN_BRACKETS = re.compile(r"\[\d{1,2}:\d{2}(?:[ \u202f\u00a0][AP]M)?\]\s*")
_AGAIN = re.compile(r"(\d{1,2}):(\d{2})\s*")
_MOST_MINUTES = 10  # between two messages that Slack shows under one name
_HALF_A_DAY = 12 * 60
_EMOJI_NAME = re.compile(r":[\w+'-]{1,60}:(?::[\w+'-]{1,60}:)?\s*")  # with the tone of a hand
_COUNT = re.compile(r"\d{1,4}\s*")
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = re.compile(rf"Today|Yesterday|(?:[A-Z][a-z]{{2,5}}day, )?{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:, \d{{4}})?")
_REPLIES = re.compile(r"\d{1,4} repl(?:y|ies)\s*")
_LAST_REPLY = re.compile(r"Last reply .{1,60}")
_PICTURE = re.compile(r"Profile picture of [^\n]{1,60}?\.(?=\S)")
_REFERENCE, _REFERENCE_ENDS = "Begin Reference, ", "End Reference"
# "[ Photo ]" and "[ 😀 Sticker ]", in whatever language, with blanks inside, which people do not put there.
_TELEGRAM_MEDIA = re.compile(r"\[ [^\[\]\n]{1,80} \]\s*")
_TELEGRAM_REPLY = re.compile(r"\[In reply to [^\]\n]{1,100}\]\s*")
_TELEGRAM_FORWARD = re.compile(r"\[Forwarded from [^\]\n]{1,100}\]\s*")


class Part(NamedTuple):
    """A message of those that stand under one head."""

    text: str
    type: MessageType = MessageType.TEXT
    edited: bool = False


def of_discord(lines: Sequence[str]) -> Iterator[Part]:
    """Give the messages that Discord copies under one head."""
    begins = [n for n, line in enumerate(lines) if n and _AGAIN_IN_BRACKETS.fullmatch(line)]
    yield from _split(_without_day(lines), begins)


def of_slack(lines: Sequence[str], *, minute: int | None) -> Iterator[Part]:
    """Give the messages that Slack or Teams copies under one head, of a minute of the day.

    What others did with them is left out.
    """
    begins = []
    filled = [n for n, line in enumerate(lines) if line.strip()] or [0]
    for n in range(filled[0] + 1, filled[-1]):
        again = _AGAIN.fullmatch(lines[n])
        if again is None or minute is None:
            continue
        later = int(again[1]) * 60 + int(again[2])
        if (later - minute) % _HALF_A_DAY <= _MOST_MINUTES:
            begins.append(n)
            minute = later
    left_out = _pairs(lines, _EMOJI_NAME, _COUNT) | _pairs(lines, _REPLIES, _LAST_REPLY)
    shown = _without_day(["" if n in left_out else line for n, line in enumerate(lines)])
    yield from _split(shown, begins) if begins else of_teams(shown)


def of_teams(lines: Sequence[str]) -> Iterator[Part]:
    """Give the message that Teams copies under one head, without what it answers."""
    start = next((n for n, line in enumerate(lines) if line.strip()), 0)
    edited = any(lines[start + 1 :]) and lines[start].strip() == "Edited"
    if edited:
        start += 1
    elif lines[start].startswith(_REFERENCE):
        start = next((n + 1 for n, line in enumerate(lines) if line.strip() == _REFERENCE_ENDS), start)
    for part in _split(lines[start:], []):
        yield part._replace(edited=part.edited or edited)


def without_previews(lines: list[str], names: Sequence[str | None]) -> list[str]:
    """Blank out the lines "the first words of it... by Ana" that Teams puts above what Ana says.

    `names` has who begins to speak at each line.
    """
    shown = list(lines)
    for n, name in enumerate(names):
        if name is None or not n or not lines[n - 1].rstrip().endswith(f" by {name}"):
            continue
        preview = _PICTURE.sub("", lines[n - 1], count=1)
        begins = next((line for line in lines[n + 1 : n + 6] if line.strip() and line.strip() != "Edited"), "")
        if preview.startswith(_REFERENCE) or preview.split()[:1] == begins.split()[:1]:
            shown[n - 1] = ""
    return shown


def of_telegram(lines: Sequence[str]) -> Iterator[Part]:
    """Give the message that Telegram copies under one head; what was passed on are words of somebody else."""
    start = next((n for n, line in enumerate(lines) if line.strip()), len(lines))
    kind = MessageType.TEXT
    while start < len(lines):
        if _TELEGRAM_MEDIA.fullmatch(lines[start]) or _TELEGRAM_FORWARD.fullmatch(lines[start]):
            kind = MessageType.MEDIA
        elif _TELEGRAM_REPLY.fullmatch(lines[start]) is None:
            break
        start += 1
    for part in _split(lines[start:], []):
        yield part._replace(type=kind)


def _split(lines: Sequence[str], begins: list[int]) -> Iterator[Part]:
    """Give what stands between the lines at which another message begins."""
    for start, end in pairwise([-1, *begins, len(lines)]):
        words = "\n".join(lines[start + 1 : end]).strip("\n")
        text = _EDITED.sub("", words)
        if words or not begins:
            yield Part(text, edited=text != words)


def _without_day(lines: Sequence[str]) -> Sequence[str]:
    """Leave out the day of the next messages at the end, with a blank line above or below it."""
    filled = [n for n, line in enumerate(lines) if line.strip()]
    if len(filled) < 2 or not _DAY.fullmatch(lines[filled[-1]].strip()):
        return lines
    last = filled[-1]
    return lines[:last] if last + 1 < len(lines) or last - 1 > filled[-2] else lines


def _pairs(lines: Sequence[str], above: re.Pattern[str], below: re.Pattern[str]) -> set[int]:
    """Return the lines that stand one above the other so."""
    found = {n for n, (one, other) in enumerate(pairwise(lines)) if above.fullmatch(one) and below.fullmatch(other)}
    return found | {n + 1 for n in found}
