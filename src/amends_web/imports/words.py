"""The sentences of this area that are content, by the codes of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amends.content import load_toml

if TYPE_CHECKING:
    from collections.abc import Iterable


def refusal_of(reason: str) -> str:
    """Return why something was not taken, as a person should read it."""
    sentence: str = load_toml("imports")["refusals"][reason]
    return sentence


def app_name(source: str) -> str:
    """Return what people call the app or the kind of file that a conversation came from."""
    name: str = load_toml("imports")["apps"].get(source, source)
    return name


def doubts(codes: Iterable[str]) -> list[str]:
    sentences = load_toml("imports")["doubts"]
    return [sentences[code] for code in codes]
