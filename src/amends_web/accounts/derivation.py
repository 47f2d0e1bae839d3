"""Key derivation, one at a time: each takes 128 MiB, and twenty at once would take the machine."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from amends.errors import Tampered
from amends.sealing import Cost, Seed, new_salt, new_seed, unwrap_seed, wrap_seed
from amends_web.accounts.models import Person


def wrap(seed: Seed, *, passphrase: str, salt: bytes, cost: Cost, person: Person) -> bytes:
    with _turn():
        return wrap_seed(seed, secret=passphrase, salt=salt, cost=cost, person=person.pk)


def unwrap(person: Person, *, passphrase: str) -> Seed:
    """Raises WrongPassphrase; and Tampered for a stored cost below the floor, which only a downgrade explains."""
    if settings.DERIVATION_FLOOR and not person.cost.is_enough:
        raise Tampered
    with _turn():
        return unwrap_seed(
            bytes(person.wrapped_by_passphrase),
            secret=passphrase,
            salt=bytes(person.salt),
            cost=person.cost,
            person=person.pk,
        )


def spend(passphrase: str) -> None:
    """Take as long as `unwrap` does: a name that nobody has must not be told by the time of the answer."""
    with _turn():
        wrap_seed(new_seed(), secret=passphrase, salt=new_salt(), cost=settings.DERIVATION_COST, person="nobody")


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for one's turn among all the processes of this machine."""
    path = Path(settings.DATA_DIR) / "derivation.lock"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
