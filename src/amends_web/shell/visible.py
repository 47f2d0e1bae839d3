"""Words of which something shows: a name that shows nothing can't be read, told apart or tapped on any page."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError

# Letters and signs that every font draws as a gap.
_GAPS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def check_can_be_seen(words: str) -> None:
    """Raise ValidationError, said by the field in its sentence for nothing at all, where nothing of the words shows."""
    if not any(unicodedata.category(letter)[0] in "LNPS" and letter not in _GAPS for letter in words):
        raise ValidationError("", code="required")
