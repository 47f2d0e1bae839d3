"""The sentences of this area that are content, by the codes of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amends.content import load_toml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amends.errors import UnreadableExport


def refusal(error: UnreadableExport) -> str:
    """Return why something was not taken, as a person should read it."""
    sentences = load_toml("imports")["refusals"]
    sentence: str = sentences[error.reason]
    return sentence


def doubts(codes: Iterable[str]) -> list[str]:
    sentences = load_toml("imports")["doubts"]
    return [sentences[code] for code in codes]
