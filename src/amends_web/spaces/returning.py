"""What ends where somebody comes back into a space that they had left: an old yes is none, until they say it again.

Areas register here what of theirs counts on a yes. Until then, and to the others, whoever left without telling looks as
before; that somebody is let in again is known to all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from amends_web.accounts.models import Person
    from amends_web.spaces.models import Space
    from amends_web.vault.keyring import Keyring

    # With the keyring of whoever lets them in, in one transaction with it.
    Ending = Callable[[Person, Space, Keyring], None]

_endings: list[Ending] = []


def register_ending(ending: Ending) -> None:
    if ending not in _endings:
        _endings.append(ending)


def end_what_was_agreed(person: Person, space: Space, keyring: Keyring) -> None:
    for ending in _endings:
        ending(person, space, keyring)
