"""The people of an export that knows each of them by an id."""

from __future__ import annotations

from amends.chats.files.json_values import clean

DELETED_ACCOUNT = "Deleted account"


class People:
    """Gives each person one name. Two people of one name get two, and the doubt "same_names" is added to `doubts`."""

    def __init__(self) -> None:
        self.doubts: set[str] = set()
        self._names: dict[str, str] = {}
        self._counts: dict[str, int] = {}  # how often each name was asked for

    def name(self, person_id: object, shown: object) -> str:
        """Return the name of a person; without an id, those of one name are one person."""
        known = None if person_id is None else self._names.get(f"id {person_id}")
        return self._named(person_id, shown) if known is None else known

    def _named(self, person_id: object, shown: object) -> str:
        name = clean(shown).strip() if isinstance(shown, str) else ""
        name = name or DELETED_ACCOUNT
        key = f"name {name}" if person_id is None else f"id {person_id}"
        if key not in self._names:
            unique = name
            while unique in self._counts:
                self._counts[name] += 1
                unique = f"{name} ({self._counts[name]})"
                self.doubts.add("same_names")
            self._counts[unique] = 1
            self._names[key] = unique
        return self._names[key]
