from __future__ import annotations

from dataclasses import dataclass

import segno


@dataclass(frozen=True, slots=True, kw_only=True)
class QrPicture:
    """A QR code as a path in a square of `size` units, for an SVG in the page: no picture leaves the page."""

    size: int
    path: str


def qr_picture(text: str) -> QrPicture:
    rows = list(segno.make(text, error="m").matrix_iter(border=2))
    dark = [(x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return QrPicture(size=len(rows), path="".join(f"M{x} {y}h1v1h-1z" for x, y in dark))
