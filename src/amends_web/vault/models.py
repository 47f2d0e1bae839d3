"""What lies sealed, and who may open it. No column here, nor in any sealed row, holds words."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models

from amends.errors import Tampered
from amends.sealing import open_value, seal_value
from amends_web.vault.shapes import Shape, fits, is_hex, is_id

if TYPE_CHECKING:
    from amends_web.vault.keyring import Keyring


class Box(models.Model):
    """What opens together. A version is a key; a new one is made whenever somebody leaves."""

    class Kind(models.TextChoices):
        PRIVATE = "private"
        SPACE = "space"
        IMPORT = "import"
        REQUEST = "request"
        PAIR = "pair"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    version = models.PositiveIntegerField(default=1)
    # Whose it is, where it is one person's; a space's box is nobody's.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    # The space's box, for one of some of its people: what is written there takes a key of each, so that whoever left
    # the space, and has none of its newer keys, opens none of it.
    within = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner"], condition=models.Q(kind="private"), name="one_private_box_per_person"
            ),
        ]

    def newest_version(self) -> int:
        """Return the version under which rows are sealed now; of a space looked up anew, as somebody may be leaving.

        Within a space's box it is one above the space's; rows of version 1 there are under the box's own key alone,
        from before there was this.
        """
        if self.kind == Box.Kind.SPACE:
            return _version_now(self.pk)
        return self.version if self.within_id is None else _version_now(self.within_id) + 1


def _version_now(box_id: uuid.UUID) -> int:
    return Box.objects.values_list("version", flat=True).get(pk=box_id)


class Grant(models.Model):
    """One version of one box's key, sealed to one person and signed by whoever gave it."""

    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="grants")
    version = models.PositiveIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants")
    sealed = models.BinaryField()
    # The giver may have gone since; what they signed stays checkable by the key that is kept with it.
    given_by = models.UUIDField()
    giver_verify_key = models.BinaryField()
    signature = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["box", "version", "person"], name="one_grant_per_version_and_person"),
        ]


class UnlockedSession(models.Model):
    """A seed, sealed under a token that only the browser has."""

    token_hash = models.BinaryField(primary_key=True, max_length=32)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unlocked_sessions")
    sealed_seed = models.BinaryField()
    opened_at = models.DateTimeField()
    # To the minute: when somebody last touched a page is nobody's business beyond the idle lock.
    touched_at = models.DateTimeField()
    # The browser's and device's name as the person should recognise it, e.g. "Firefox on Android".
    browser = models.CharField(max_length=60)


class SealedRow(models.Model):
    """A row whose words are one sealed JSON value, bound to the row's own place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # What its words hold (shapes): each model has its own.
    shape: ClassVar[Shape]

    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="+")
    key_version = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        abstract = True

    def put(self, keyring: Keyring, words: dict[str, Any]) -> None:
        """Seal `words` under the newest key of the box; the caller saves the row."""
        self.key_version = self.box.newest_version()
        plain = json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
        self.sealed = seal_value(keyring.box_key(self.box_id, self.key_version), plain, *self._place())

    def words(self, keyring: Keyring) -> dict[str, Any]:
        """Open the row; its words are of the model's shape.

        Raises Tampered where it was changed or moved, or is of another shape, and NoGrant (a Tampered) for whoever may
        not.
        """
        plain = open_value(keyring.box_key(self.box_id, self.key_version), bytes(self.sealed), *self._place())
        # Whoever has the box's key can seal anything in it.
        try:
            opened = json.loads(plain)
        except (RecursionError, ValueError):
            # "from None": the error would quote it
            raise Tampered from None
        if not fits(opened, self.shape):
            raise Tampered
        words: dict[str, Any] = opened
        return words

    def _place(self) -> tuple[object, ...]:
        return (self._meta.label_lower, self.box_id, self.key_version, self.pk, "sealed")


class Pin(SealedRow):
    """The keys that the box's owner confirmed with somebody: {"person": id, "public_key": hex, "verify_key": hex}."""

    shape: ClassVar[Shape] = {"person": is_id, "public_key": is_hex, "verify_key": is_hex}
