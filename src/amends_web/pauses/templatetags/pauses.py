from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils import timezone

from amends_web.pauses import queries

if TYPE_CHECKING:
    from amends_web.spaces.models import Space

register = template.Library()


@register.inclusion_tag("pauses/gate.html", takes_context=True)
def pause_gate(context: dict[str, Any], space: Space) -> dict[str, Any]:
    """Tell of breaks above a composer, and again as they begin and end; on a page that loads pauses/gate.js.

    What is inside `<fieldset data-composer>` is held still meanwhile, with what was typed in it. The action behind
    the form asks `queries.check_open` as well.
    """
    request = context["request"]
    gate = queries.gate(space, request.keyring, now=timezone.now())
    return {"gate": gate, "space": space, "request": request}
