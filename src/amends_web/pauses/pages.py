from __future__ import annotations

from django.utils.translation import gettext as _


def on_a_break() -> str:
    """Return what stands above a form that came in during a break, with all that was typed still in it."""
    return _("Somebody is on a break, so nothing was sent. Your words are still here, and can go once it is over.")
