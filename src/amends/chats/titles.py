"""The titles of the chats in one file, by which a person picks the one that is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amends.errors import UndecidedChat, UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


def unique_titles(names: Iterable[str]) -> list[str]:
    """Return a title for each name: the name itself, or "Name (2)" where it stood before."""
    titles: dict[str, None] = {}
    counts: dict[str, int] = {}
    for name in names:
        title = name
        while title in titles:
            counts[name] = counts.get(name, 1) + 1
            title = f"{name} ({counts[name]})"
        titles[title] = None
    return list(titles)


def chosen_title(titles: Collection[str], wanted: str | None) -> str:
    """Return the title of the one chat; raise UndecidedChat where there are several and none of them is wanted."""
    if wanted is not None and wanted in titles:
        return wanted
    if len(titles) > 1:
        raise UndecidedChat(chats=tuple(titles))
    if not titles:
        raise UnreadableExport(reason="no_messages")
    return next(iter(titles))
