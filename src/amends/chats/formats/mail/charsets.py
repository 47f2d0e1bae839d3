"""Bytes of a letter to text: what they say they are is often not so."""

from __future__ import annotations

import codecs
import encodings
import pkgutil
from encodings.aliases import aliases
from functools import lru_cache

# What programs call these, they write in the larger set that the name has come to stand for.
_LARGER = {
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "iso8859-9": "cp1254",
}
# What Python knows by other names, or not at all while it knows what they are made of.
_OTHER_NAMES = {
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "windows-874": "cp874",
    "windows-31j": "cp932",
    "windows-949": "cp949",
    "unicode-1-1-utf-7": "utf-7",
}
# Python would look for a file by any other name, and a letter may give any name.
_NAMES = frozenset((*aliases, *(module.name for module in pkgutil.iter_modules(encodings.__path__))))
# They are no sets of characters, and some are slow on purpose-made bytes.
_NOT_OF_MAIL = frozenset(("punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "unicodeescape"))


# A text in one of these is hardly ever valid UTF-8 by chance; what is valid is UTF-8 under a wrong name.
_ONE_BYTE = ("iso8859", "cp125", "koi8", "mac", "ascii", "utf-8")


def text_of(content: bytes, charset: str) -> tuple[str, bool]:
    """Return the text, and whether its bytes are what they say, or UTF-8; if not, it is a guess."""
    named = _known(charset.strip("\"' ").lower()) if len(charset) < 40 else ""
    if named.startswith("iso2022_jp") and content.isascii():  # what would be UTF-8, whatever it means
        return _japanese(content, named)
    for name in ("utf-8", named) if named.startswith(_ONE_BYTE) else (named, "utf-8"):
        try:
            return content.decode(name), True
        except (UnicodeError, LookupError, ValueError):
            continue
    return content.decode("cp1252", errors="replace"), False


def _japanese(content: bytes, named: str) -> tuple[str, bool]:
    """Read ISO-2022-JP, also with the signs that NEC and Windows put into it ("①", "㈱"); a larger set has them."""
    larger = content.replace(b"\x1b$B", b"\x1b$(Q")
    for form, name in ((content, named), (larger, "iso2022_jp_2004")):
        try:
            return form.decode(name), True
        except ValueError:
            continue
    return larger.decode("iso2022_jp_2004", errors="replace"), False


@lru_cache(maxsize=256)
def _known(charset: str) -> str:
    charset = charset.removeprefix("x-")
    charset = _OTHER_NAMES.get(charset, charset)
    if not charset.isascii() or encodings.normalize_encoding(charset) not in _NAMES:
        return ""
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        return ""
    return "" if name in _NOT_OF_MAIL else _LARGER.get(name, name)
