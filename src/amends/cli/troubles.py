"""One sentence for whatever goes wrong, safe to print and without anybody's words."""

from __future__ import annotations

import errno

from amends.errors import AmendsError, UndecidedChat
from amends.reports import printable

MOST_CHATS = 10  # named in a sentence

_BY_NUMBER = {
    errno.ENOENT: "There is no such file or folder",
    errno.EISDIR: "This is a folder; give a file",
    errno.ENOTDIR: "There is no such folder",
    errno.EAGAIN: "Another run is writing this; wait for it, or give another name",
    errno.EEXIST: "This is there already; give another name",
    errno.ENOTEMPTY: "This folder is not empty; give another name",
    errno.EACCES: "This may not be read or written; change its permissions",
    errno.EPERM: "This may not be read or written; change its permissions",
    errno.EROFS: "This disk can only be read",
    errno.ENOSPC: "The disk is full",
    errno.ENAMETOOLONG: "This name is too long",
}


def sentence_for(trouble: AmendsError | OSError) -> str:
    """Return one sentence that says what happened and, where it is known, what to do; of several files, with which."""
    of = "".join(f"{note}: " for note in getattr(trouble, "__notes__", ()))
    return printable(of + _sentence(trouble))


def _sentence(trouble: AmendsError | OSError) -> str:
    if isinstance(trouble, UndecidedChat):
        named = ", ".join(trouble.chats[:MOST_CHATS])
        rest = ", …" if len(trouble.chats) > MOST_CHATS else ""
        return f"There are several chats in this file; say which with --chat: {named}{rest}."
    if isinstance(trouble, AmendsError):
        return str(trouble)
    said = _BY_NUMBER.get(trouble.errno or 0, "This could not be read or written")
    where = "" if trouble.filename is None else f": {trouble.filename}"
    return f"{said}{where}"
