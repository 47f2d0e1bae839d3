"""How words are compared when somebody looks for them: as people type them, not as a keyboard wrote them."""

from __future__ import annotations

import unicodedata

from amends.chats.masking import fold

_QUOTES = {"’": "'", "‘": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "‐": "-", "‑": "-", "–": "-", "—": "-"}


class _Signs(dict[int, str]):
    """What each sign is compared as, once it was met."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        # Marks of direction, joiners and the form of an emoji can't be seen, and are not typed by everybody.
        is_unseen = unicodedata.category(sign) == "Cf" or "\ufe00" <= sign <= "\ufe0f"
        self[code] = "" if is_unseen else _QUOTES.get(sign) or fold(sign)
        return self[code]


_SIGNS = _Signs()


def compared(text: str) -> str:
    """Return a text without case, accents, signs that can't be seen, and differences of quotes and dashes."""
    return text.lower() if text.isascii() else text.translate(_SIGNS)
