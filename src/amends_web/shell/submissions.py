"""A form that is sent twice does its work once.

A page puts `{% submission_key %}` into its form; the view hands its action to `once`. Where a form keeps something for
its sender alone, the view hands `form_key` to the action instead: what is kept has it as its id, so that a second copy
finds it there, and no row in the open tells who kept something, where and when.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.utils import timezone

from amends_web.shell.exports import Section
from amends_web.shell.models import Submission

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

# A browser that comes back with an old page within this time still gets the first answer.
_KEPT_FOR = timedelta(days=7)


def once(request: HttpRequest, act: Callable[[], str]) -> str:
    """Run `act` and return the URL that it returns; for a repeat of the same form, return that URL again.

    `act` and the row of the key stand in one transaction. Two copies that arrive together wait for each other at
    that row: the second finds the URL of the first. Where `act` raises, nothing is kept and the form can be sent
    again. The URL is stored, so it holds ids only.

    Raises SuspiciousOperation (an answer of 400) where the form has no proper key.
    """
    key = _key(request)
    holder = _holder(request)
    with transaction.atomic():
        row, is_first = Submission.objects.get_or_create(holder=holder, key=key)
        if not is_first:
            return row.url
        row.url = act()
        row.save(update_fields=["url"])
        Submission.objects.filter(holder=holder, taken_at__lt=timezone.now() - _KEPT_FOR).delete()
    return row.url


def collect(person: Any, _keyring: Any) -> Section:
    rows = Submission.objects.filter(holder=str(person.pk)).order_by("taken_at")
    return Section(
        name="submissions",
        title="Forms you sent in the last days",
        rows=[{"sent_at": row.taken_at.isoformat(), "led_to": row.url} for row in rows],
    )


def erase(person: Any, _keyring: Any) -> None:
    Submission.objects.filter(holder=str(person.pk)).delete()


def form_key(request: HttpRequest) -> uuid.UUID:
    """Return the id of what a form keeps for whoever sent it, the same for each copy of the form.

    The sender is in it: no form names what somebody else kept. Raises SuspiciousOperation (an answer of 400) where the
    form has no proper key.
    """
    return uuid.uuid5(uuid.UUID(_holder(request)), str(_key(request)))


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("submission", ""))
    except ValueError:
        # "from None": the exception would carry what was sent
        raise SuspiciousOperation("The form has no proper submission key.") from None


def _holder(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return str(user.pk) if user is not None and user.is_authenticated else ""
