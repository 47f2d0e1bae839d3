"""What is written into a person's own list of what happened to their account."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    SIGNED_UP = "signed_up", _("The account was made")
    SIGNED_IN = "signed_in", _("Signed in")
    NEW_DEVICE = "new_device", _("Signed in on a device or browser that was new")
    RECOVERED = "recovered", _("Opened with the recovery key")
    PASSPHRASE_CHANGED = "passphrase_changed", _("The passphrase was changed")
    RECOVERY_KEY_MADE = "recovery_key_made", _("A new recovery key was made")
    SESSIONS_ENDED = "sessions_ended", _("Other sessions were ended")
    NAME_CHANGED = "name_changed", _("The name was changed")
    EXPORTED = "exported", _("Everything was exported")
