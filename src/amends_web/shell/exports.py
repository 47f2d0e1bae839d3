"""What each area puts into a person's own export, and what it takes out when they delete their account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of an export. `name` names the file, `title` is its heading, `rows` hold JSON values."""

    name: str
    title: str
    rows: list[dict[str, Any]]


# Any: the person and the keyring stand above this area.
Collect = Callable[[Any, Any], Section]
Erase = Callable[[Any, Any], None]

_registry: dict[str, tuple[Collect, Erase]] = {}


def register(name: str, *, collect: Collect, erase: Erase) -> None:
    _registry[name] = (collect, erase)


def all_sections(person: object, keyring: object) -> list[Section]:
    return [collect(person, keyring) for collect, _ in _registry.values()]


def erase_all(person: object, keyring: object) -> None:
    """Let every area erase what it holds of the person: the highest area first, as it points at lower ones' rows."""
    for _, erase in reversed(_registry.values()):
        erase(person, keyring)
