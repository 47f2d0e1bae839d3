"""What home and the space page show of this area."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.path.places import Place
from amends_web.protocols.queries import asked_of
from amends_web.shell.panels import Panel, Step
from amends_web.spaces.models import Space
from amends_web.vault.requests import UnlockedRequest

# How long a proposal stays among the next steps. After that it waits on its own page: to leave it is an answer too.
_ASKED_FOR = timedelta(days=7)
# After what somebody asks about one talk: this is about all those to come.
_ORDER = 16


def steps(request: UnlockedRequest) -> Iterator[Step]:
    """Yield what others proposed in the last days, and where one came in, once what people there had agreed on."""
    asked = asked_of(request.user, request.keyring, since=timezone.localdate() - _ASKED_FOR)
    for space_id in {one.space_id for one in asked if one.was_before}:
        yield Step(
            title=_("Read how people here talk"),
            hint=_("It holds with you once you say yes, too. Or leave it."),
            url=reverse("protocols:protocols", args=[space_id]),
            minutes=3,
            order=_ORDER,
        )
    for one in asked:
        if one.proposed_by and not one.was_before:
            yield Step(
                title=_("%(name)s proposes how you could talk") % {"name": one.proposed_by},
                hint=_("Read it, change it, or leave it."),
                url=reverse("protocols:protocol", args=[one.version.protocol_id]),
                minutes=2,
                order=_ORDER,
            )


def space_panels(_request: UnlockedRequest, space: Space) -> Iterator[Panel]:
    yield Panel(
        title=_("How we talk"),
        text=_("What you agree on, and protocols to walk through step by step."),
        url=reverse("protocols:protocols", args=[space.pk]),
        minutes=3,
        place=Place.AGREE,
    )
