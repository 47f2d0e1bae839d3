"""What WhatsApp itself wrote: placeholders for media, notices of deleting and editing, calls, lines of the app."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from amends.chats.formats.phrases import phrases, plain, without_marks
from amends.conversation import MessageType

if TYPE_CHECKING:
    from collections.abc import Callable

_LEFT_TO_RIGHT = "\u200e"  # WhatsApp for iOS puts it before everything that it writes itself
_FILE_IN_BRACKETS = re.compile(r"[^\n]{1,250}\.\w{1,8} \((?P<note>[^()\n]{3,60})\)")
_FILE_IN_ANGLES = re.compile(r"<[^<>:：\n]{1,40}[:：]\s?[^<>\n]{1,250}\.\w{1,8}\s?>$")
# "<two words>" and "photo.jpg (two words)" in words that are not in the table; a person may type them, too.
_LIKE_A_NOTICE = re.compile(
    r"< ?[^<>\s]+ [^<>\n]{1,40}>|<[^<>\x00-\x7f]{3,40}>"
    r"|\S[^\n]{0,250}\.(?:jpe?g|png|webp|mp4|opus|vcf|pdf) \([^()\n]{3,60}\)"
)
# A colon inside is in a group's name; some languages close with the sign that others open with.
_QUOTES = (("“„", "”"), ("„", "“”"), ("«", "»"), ("「", "」"), ("‘", "’"))
_OPENING = re.compile(r'(?<![^\s(-])["”](?=\S)')
_PAGES = re.compile(r"\.\w{1,8} • [\u200e\u200f]?\d|• [\u200e\u200f]\d")
_FILE_BEFORE_ANGLES = re.compile(r"[^\n]{1,250}\.\w{1,8} <[^<>\n]{3,30}>")  # as the oldest exports of iOS have it
_ENDS = frozenset(">)")
_MARKS_BEFORE = frozenset("\u200e\u200f\u202a\u202b\u2066\u2067\u2068")
_LONGEST_NOTICE = 8  # words after a name
_LONGEST_LINE = 80
_HEAD = 6  # characters by which a phrase is looked for


class Body(NamedTuple):
    """What a message is, and what of its text a person wrote."""

    type: MessageType
    text: str
    edited: bool = False
    doubt: str = ""


class Notices:
    """Tells words that people wrote from what the app wrote."""

    def __init__(self, *, with_authors: bool, marked: bool, typed_by: Callable[[str], bool]) -> None:
        """Take how the app writes in this chat, and who has typed anything in it.

        `with_authors` is whether its lines carry an author, as on iOS, `marked` whether its mark stands before any.
        """
        self._with_authors = with_authors
        self._marked = marked and with_authors  # Android puts the mark before files only
        self._typed_by = typed_by
        self._phrases = phrases()
        self._heads = _heads()
        self._more_than_deleted = tuple(f"{phrase} " for phrase in self._phrases.deleted)

    def may_be(self, words: str) -> bool:
        """Say quickly that the words are only a person's."""
        return (
            words[:_HEAD].casefold() in self._heads
            or words[-1:] in _ENDS
            or words[:1] in _MARKS_BEFORE
            or _LEFT_TO_RIGHT in words
        )

    def read(self, text: str, *, speaker: str) -> Body:
        """Say what a message with an author is."""
        whole, (text, edited) = text, self._without_edited(text)
        first, newline, rest = text.partition("\n")
        body = self._placeholder(first, rest) or self._caption(text) or self._of_the_app(first, newline + rest, speaker)
        if body is None:
            unknown = _LIKE_A_NOTICE.fullmatch(text) or _ends_like_edited(text) or self._goes_on_from_deleted(text)
            doubt = "null_bodies" if text == "null" else "unknown_notice" if unknown else ""
            written = without_marks(text) if text.startswith(_LEFT_TO_RIGHT) else text
            body = Body(MessageType.TEXT, written, doubt=doubt)
        if edited and not body.doubt and self._marked:
            body = body._replace(doubt=self._doubt_of(whole[len(text) :]))
        return body._replace(edited=edited)

    def is_of_the_app(self, rest: str) -> bool:
        """Say whether a line with a colon, from nobody who is known, is the app's."""
        before_colon = plain(rest.partition(": ")[0])
        table = self._phrases
        known = before_colon.startswith(table.system_starts) or before_colon.endswith(table.system_before_colon)
        return known or _in_quotes(before_colon)

    def may_be_of_the_app(self, name: str) -> bool:
        """Say whether what stands before a colon reads like the app, too."""
        return self._goes_on(plain(name))

    def is_call(self, line: str) -> bool:
        """Say whether a line is about a call."""
        return plain(line).startswith(self._phrases.calls)

    def knows(self, line: str) -> bool:
        """Say whether a line from nobody is one that the app is known to write, in a language that is known."""
        start, table = plain(line), self._phrases
        starts = (*table.encryption, *table.calls, *table.system_starts, *table.system_marked)
        return start.startswith(starts) or self._goes_on(start)

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
            return Body(MessageType.DELETED, "", doubt=self._doubt_of(first) if self._marked else "")
        if line in table.media:
            return Body(MessageType.MEDIA, rest)
        bare = line.strip("<> ")  # some languages have "< … >"
        if bare in table.media_endings or f"<{bare}>" in table.media:
            return Body(MessageType.MEDIA, rest, doubt=self._doubt_of(first) if self._marked else "")
        caption = self._before_file(first, line)
        if caption is None:
            return None
        return Body(MessageType.MEDIA, "\n".join(filter(None, [caption, rest])))

    def _caption(self, text: str) -> Body | None:
        """Read a caption of several lines, with the placeholder at the end of the last."""
        lines, newline, last = text.rpartition("\n")
        if not newline or _LEFT_TO_RIGHT not in last or len(last) > 400:
            return None
        before = self._before_file(last, plain(last))
        return None if before is None else Body(MessageType.MEDIA, without_marks(f"{lines}\n{before}").rstrip("\n"))

    def _before_file(self, first: str, line: str) -> str | None:
        """Return what stands before a placeholder with a file's name, or None where there is no placeholder."""
        marked = _LEFT_TO_RIGHT in first
        file = _FILE_IN_BRACKETS.fullmatch(without_marks(first).strip())
        if file and (plain(file["note"]) in self._phrases.attached or first.startswith(_LEFT_TO_RIGHT)):
            return ""
        if marked and _FILE_BEFORE_ANGLES.fullmatch(without_marks(first).strip()):
            return ""
        angles = _FILE_IN_ANGLES.search(first.rstrip())
        if angles and (marked or not angles.start()):
            before = first[: angles.start()]
            return "" if _PAGES.search(before) else without_marks(before).strip()
        if marked and line.endswith(self._phrases.marked_media_endings):
            before = first[: first.rfind(_LEFT_TO_RIGHT)]
            return "" if "•" in first else without_marks(before).strip()
        return None

    def _of_the_app(self, first: str, rest: str, speaker: str) -> Body | None:
        """Read a line of the app that carries an author, as WhatsApp for iOS writes them."""
        line, marked = plain(first), first.startswith(_LEFT_TO_RIGHT)
        whole = without_marks(first) + rest
        if line.startswith(self._phrases.calls):
            if marked or line in self._phrases.calls:
                return Body(MessageType.CALL, whole)
            return Body(MessageType.TEXT, whole, doubt="" if self._marked else "unknown_notice")
        if line.startswith(self._phrases.system_with_author):
            return Body(MessageType.SYSTEM, whole)
        known = line in self._phrases.waiting or line.startswith(self._phrases.system_starts)
        if known or self._is_about(speaker, line):
            return Body(MessageType.SYSTEM, whole, doubt=self._doubt_of(first))
        if not marked or rest or "http" in line:
            return None
        if line.startswith(self._phrases.system_marked) or self._goes_on(line) or plain(speaker) in line:
            return Body(MessageType.SYSTEM, whole)
        kind = MessageType.TEXT if self._typed_by(speaker) else MessageType.SYSTEM
        return Body(kind, whole, doubt="unknown_notice")

    def _doubt_of(self, first: str) -> str:
        """Say what doubt is left where a line with an author has no mark, but the app would have set one here."""
        unmarked_here = not self._marked and self._with_authors
        return "" if unmarked_here or _LEFT_TO_RIGHT in first else "unknown_notice"

    def _goes_on_from_deleted(self, text: str) -> bool:
        """Say whether a short line begins as a notice of deleting does and tells by whom, as one of an admin's does."""
        return len(text) <= _LONGEST_LINE and "\n" not in text and plain(text).startswith(self._more_than_deleted)

    def _is_about(self, speaker: str, line: str) -> bool:
        """Say whether a line without a mark is the app's about its author: "Ana: Ana added Ben"."""
        about = line.removeprefix(f"{plain(speaker)} ")
        if not self._with_authors or about == line or (" left" in line and not line.endswith(" left")):
            return False
        return len(about.split()) <= _LONGEST_NOTICE and self._goes_on(line)

    def _goes_on(self, line: str) -> bool:
        """Say whether a line goes on as the lines of the app do after a name."""
        return any(map(f"{line} ".__contains__, self._phrases.system_inside))


@cache
def _heads() -> frozenset[str]:
    """Return how the phrases begin that may stand where a person's words do."""
    table = phrases()
    every = (
        *table.media, *table.media_endings, *table.deleted, *table.calls, *table.waiting,
        *table.view_once, *table.view_once_starts, *table.system_starts, *table.system_with_author,
    )  # fmt: skip
    # The shortest may have a period within the head: "信息已删除。"
    return frozenset(f"{phrase}{period}"[:_HEAD] for phrase in (*every, "null") for period in ("", ".", "。"))


def _ends_like_edited(text: str) -> bool:
    """Say whether a message ends as an edited one does, in words that are not in the table."""
    start = text.rfind("<")
    return text[start - 1 : start] in {" ", _LEFT_TO_RIGHT} and _LIKE_A_NOTICE.fullmatch(text, start) is not None


def _in_quotes(before: str) -> bool:
    """Say whether a quotation is open at the end of what stands before a colon; 6" is none."""
    for left, right in _QUOTES:
        if sum(map(before.count, left)) > sum(map(before.count, right)):
            return True
    for sign in '"”':
        opened = sum(found[0] == sign for found in _OPENING.finditer(before))
        if opened > before.count(sign) - opened:
            return True
    return False
