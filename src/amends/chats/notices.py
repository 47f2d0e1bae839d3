"""What WhatsApp itself wrote: placeholders for media, notices of deleting and editing, calls, lines of the app."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from amends.chats.phrases import phrases, plain, without_marks
from amends.conversation import MessageType

if TYPE_CHECKING:
    from collections.abc import Callable

_LEFT_TO_RIGHT = "\u200e"  # WhatsApp for iOS puts it before everything that it writes itself
_FILE_IN_BRACKETS = re.compile(r"[^\n]{1,250}\.\w{1,8} \((?P<note>[^()\n]{3,60})\)")
_FILE_IN_ANGLES = re.compile(r"<[^<>:\n]{1,40}:\s?[^<>\n]{1,250}\.\w{1,8}\s?>$")
# "<two words>" and "photo.jpg (two words)" in words that are not in the table; a person may type them, too.
_LIKE_A_NOTICE = re.compile(
    r"<[^<>\s]+ [^<>\n]{1,40}>|\S[^\n]{0,250}\.(?:jpe?g|png|webp|mp4|opus|vcf|pdf) \([^()\n]{3,60}\)"
)
_QUOTES = (("“", "”"), ("«", "»"), ("「", "」"))  # a colon inside is in a group's name
_MARKS_BEFORE = frozenset("\u200e\u200f\u202a\u202b\u2066\u2067\u2068")
_LONGEST_NOTICE = 8  # words after a name
_HEAD = 6  # characters by which a phrase is looked for


class Body(NamedTuple):
    """What a message is, and what of its text a person wrote."""

    type: MessageType
    text: str
    edited: bool = False
    doubt: str = ""


class Notices:
    """Tells words that people wrote from what the app wrote."""

    def __init__(self, *, with_authors: bool, typed_by: Callable[[str], bool]) -> None:
        """Take whether lines of the app carry an author, as on iOS, and who has typed anything in this chat."""
        self._with_authors = with_authors
        self._typed_by = typed_by
        self._phrases = table = phrases()
        every = (
            *table.media, *table.media_endings, *table.deleted, *table.calls,
            *table.view_once, *table.view_once_starts, *table.system_starts,
        )  # fmt: skip
        self._heads = frozenset(phrase[:_HEAD] for phrase in every)

    def may_be(self, words: str) -> bool:
        """Say quickly that the words are only a person's."""
        return (
            words[:_HEAD].casefold() in self._heads
            or words[-1:] in {">", ")", _LEFT_TO_RIGHT}
            or words[:1] in _MARKS_BEFORE
            or _LEFT_TO_RIGHT in words
            or words == "null"
        )

    def read(self, text: str, *, speaker: str) -> Body:
        """Say what a message with an author is."""
        text, edited = self._without_edited(text)
        first, newline, rest = text.partition("\n")
        body = self._placeholder(first, rest) or self._of_the_app(first, newline + rest, speaker)
        if body is None:
            doubt = "null_bodies" if text == "null" else "unknown_notice" if _LIKE_A_NOTICE.fullmatch(text) else ""
            written = without_marks(text) if text.startswith(_LEFT_TO_RIGHT) else text
            body = Body(MessageType.TEXT, written, doubt=doubt)
        return body._replace(edited=edited)

    def is_of_the_app(self, rest: str) -> bool:
        """Say whether a line with a colon, from nobody who is known, is the app's."""
        before_colon = plain(rest.partition(": ")[0])
        return (
            before_colon.startswith(self._phrases.system_starts)
            or before_colon.count('"') % 2 == 1
            or any(before_colon.count(left) > before_colon.count(right) for left, right in _QUOTES)
            or self._goes_on(before_colon)
        )

    def is_call(self, line: str) -> bool:
        """Say whether a line is about a call."""
        return plain(line).startswith(self._phrases.calls)

    def _without_edited(self, text: str) -> tuple[str, bool]:
        start = text.rfind("<")
        if start < 0 or len(text) - start > 80 or plain(text[start:]) not in self._phrases.edited:
            return text, False
        return text[:start].rstrip(f" {_LEFT_TO_RIGHT}"), True

    def _placeholder(self, first: str, rest: str) -> Body | None:
        """Read a first line that stands for something that is not text; the lines after it are a caption."""
        if len(first) > 400:
            return None
        line, table = plain(first), self._phrases
        if line in table.view_once or line.startswith(table.view_once_starts):
            return Body(MessageType.VIEW_ONCE, rest)
        if (line in table.deleted or line.startswith(table.deleted_starts)) and not rest:
            return Body(MessageType.DELETED, "")
        if line in table.media or line in table.media_endings or f"<{line}>" in table.media:
            return Body(MessageType.MEDIA, rest)
        caption = self._before_file(first, line)
        if caption is None:
            return None
        return Body(MessageType.MEDIA, "\n".join(filter(None, [caption, rest])))

    def _before_file(self, first: str, line: str) -> str | None:
        """Return what stands before a placeholder with a file's name, or None where there is no placeholder."""
        marked = _LEFT_TO_RIGHT in first
        file = _FILE_IN_BRACKETS.fullmatch(without_marks(first).strip())
        if file and (plain(file["note"]) in self._phrases.attached or first.startswith(_LEFT_TO_RIGHT)):
            return ""
        angles = _FILE_IN_ANGLES.search(first.rstrip())
        if angles and (marked or not angles.start()):
            return without_marks(first[: angles.start()]).strip()
        if marked and line.endswith(self._phrases.media_endings):
            before = first[: first.rfind(_LEFT_TO_RIGHT)]
            return "" if "•" in first else without_marks(before).strip()
        return None

    def _of_the_app(self, first: str, rest: str, speaker: str) -> Body | None:
        """Read a line of the app that carries an author, as WhatsApp for iOS writes them."""
        line, marked = plain(first), first.startswith(_LEFT_TO_RIGHT)
        whole = without_marks(first) + rest
        call = line.startswith(self._phrases.calls)
        if call and (marked or (not rest and "," not in line and len(line) <= 60)):
            return Body(MessageType.CALL, whole)
        if line.startswith(self._phrases.system_starts) or self._is_about(speaker, line):
            return Body(MessageType.SYSTEM, whole)
        if not marked or rest or "http" in line:
            return None
        if line.startswith(self._phrases.system_marked) or self._goes_on(line) or plain(speaker) in line:
            return Body(MessageType.SYSTEM, whole)
        kind = MessageType.TEXT if self._typed_by(speaker) else MessageType.SYSTEM
        return Body(kind, whole, doubt="unknown_notice")

    def _is_about(self, speaker: str, line: str) -> bool:
        """Say whether a line without a mark is the app's about its author: "Ana: Ana added Ben"."""
        about = line.removeprefix(f"{plain(speaker)} ")
        if not self._with_authors or about == line or (" left" in line and not line.endswith(" left")):
            return False
        return len(about.split()) <= _LONGEST_NOTICE and self._goes_on(line)

    def _goes_on(self, line: str) -> bool:
        """Say whether a line goes on as the lines of the app do after a name."""
        return any(part in f"{line} " for part in self._phrases.system_inside)
