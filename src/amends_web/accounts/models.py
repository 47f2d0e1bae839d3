from __future__ import annotations

import unicodedata
import uuid
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.crypto import salted_hmac

from amends.sealing import Cost
from amends_web.accounts.events import Event
from amends_web.vault.models import SealedRow
from amends_web.vault.shapes import Shape, is_time


class People(BaseUserManager["Person"]):
    """Django asks for a manager that knows the natural key."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(sign_in_name=sign_in_name(username or ""))


class Person(AbstractBaseUser):
    """Somebody who has an account on this copy.

    There is no password: signing in *is* opening the wrapped seed. `last_login` is not kept: nobody needs it, and a
    host who is the partner should not have it.
    """

    password = None  # type: ignore[assignment]
    last_login = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # As they want to be called; and the same in the form in which it is looked up.
    name = models.CharField(max_length=60)
    sign_in_name = models.CharField(max_length=120, unique=True)

    salt = models.BinaryField()
    cost_mebibytes = models.PositiveIntegerField()
    cost_passes = models.PositiveIntegerField()
    wrapped_by_passphrase = models.BinaryField()
    wrapped_by_recovery = models.BinaryField()
    public_key = models.BinaryField()
    verify_key = models.BinaryField()
    # False until the printed recovery key was typed back.
    recovery_checked = models.BooleanField(default=False)

    time_zone = models.CharField(max_length=60, default="UTC")
    idle_minutes = models.PositiveSmallIntegerField(
        default=15, validators=[MinValueValidator(2), MaxValueValidator(60)]
    )
    joined_on = models.DateField(auto_now_add=True)
    # A made-up person of a demo space, deleted with it.
    is_demo = models.BooleanField(default=False)

    objects = People()

    USERNAME_FIELD = "sign_in_name"

    @property
    def cost(self) -> Cost:
        return Cost(mebibytes=self.cost_mebibytes, passes=self.cost_passes)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of their clock; UTC where the database holds none that is known here."""
        try:
            return ZoneInfo(self.time_zone)
        # Of a folder of zones, or outside of them.
        except (LookupError, OSError, ValueError):
            return ZoneInfo("UTC")

    def get_session_auth_hash(self) -> str:
        """A new passphrase ends every signed-in session."""
        return salted_hmac("amends.session", bytes(self.wrapped_by_passphrase), algorithm="sha256").hexdigest()


class Attempts(models.Model):
    """Tries to open one account from one place. Waiting grows; nobody is ever locked out for good.

    `key` is a keyed hash of account and place: no name and no address is kept.
    """

    key = models.BinaryField(primary_key=True, max_length=32)
    tries = models.PositiveIntegerField(default=0)
    open_from = models.DateTimeField()


class KnownDevice(models.Model):
    """A browser that opened this account before; nobody elsewhere can make it wait. Kept as a hash of its cookie."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="known_devices")
    token_hash = models.BinaryField(max_length=32)
    known_since = models.DateField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "token_hash"], name="one_row_per_person_and_device"),
        ]


class SecurityEvent(SealedRow):
    """What happened to one's own account, sealed for its owner alone: {"event": code, "browser": name, "at": time}.

    The hour is sealed too: when somebody signs in is not for the host to know.
    """

    shape: ClassVar[Shape] = {"event": Event, "browser": str, "at": is_time}

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="security_events")
    noted_on = models.DateField()


class PendingRecoveryKey(SealedRow):
    """A recovery key that was made and not yet typed back: {"key": ...}. Gone as soon as it is."""

    shape: ClassVar[Shape] = {"key": str}

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="pending_recovery_key")


class FirstStep(SealedRow):
    """What somebody wrote before they had an account, taken along into it: {"text": …}."""

    shape: ClassVar[Shape] = {"text": str}

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="first_steps")
    kept_on = models.DateField(auto_now_add=True)


class WavedMarks(SealedRow):
    """The kinds of marks on drafts that somebody never wants again, by the names of their rules: {"rules": […]}."""

    shape: ClassVar[Shape] = {"rules": [str]}

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="waved_marks")


def sign_in_name(typed: str) -> str:
    """Return a name in the form in which it is looked up: capitals, accent forms and spaces do not matter."""
    return " ".join(unicodedata.normalize("NFKC", typed).casefold().split())
