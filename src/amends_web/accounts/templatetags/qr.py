from __future__ import annotations

from typing import Any

import segno
from django import template

register = template.Library()

# Modules of empty space around it, which scanners need (ISO/IEC 18004).
_QUIET = 4


@register.inclusion_tag("accounts/qr.html")
def qr(text: str, label: str) -> dict[str, Any]:
    """Draw a QR code of `text`; `label` says what it is to who can't see it."""
    matrix = segno.make(text, error="m").matrix
    path = "".join(
        f"M{column + _QUIET} {row + _QUIET}h1v1h-1z"
        for row, line in enumerate(matrix)
        for column, is_dark in enumerate(line)
        if is_dark
    )
    return {"path": path, "size": len(matrix) + 2 * _QUIET, "label": label}
