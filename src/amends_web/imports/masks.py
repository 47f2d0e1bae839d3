"""Masks as the writer of a line sees them, who may take each of them off."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMask:
    """One mask in a line; `key` names it in a form."""

    key: str
    words: str
    stand_in: str
    is_sure: bool
    is_off: bool


def masks_of(line: Mapping[str, Any], taken_off: Collection[str] = ()) -> list[ShownMask]:
    """Return the masks in a line that was left out, as its writer sees them."""
    keys = [f"{line['place']}:{start}:{end}" for start, end, *_ in line["masks"]]
    return [
        ShownMask(
            key=key,
            words=line["text"][start:end],
            stand_in=stand_in,
            is_sure=is_sure,
            is_off=key in taken_off,
        )
        for key, (start, end, stand_in, is_sure) in zip(keys, line["masks"], strict=True)
    ]


def masked_text(line: Mapping[str, Any], taken_off: Collection[str] = ()) -> str:
    """Return the words of a line that was left out, masked but for the masks that were taken off."""
    pieces, at = [], 0
    for (start, end, stand_in, _), mask in zip(line["masks"], masks_of(line), strict=True):
        if mask.key not in taken_off:
            pieces += [line["text"][at:start], stand_in]
            at = end
    return "".join([*pieces, line["text"][at:]])
