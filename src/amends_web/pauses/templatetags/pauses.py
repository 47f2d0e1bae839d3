from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils import timezone

from amends_web.pauses import queries

if TYPE_CHECKING:
    from amends_web.accounts.models import Person
    from amends_web.spaces.models import Space

register = template.Library()


@register.inclusion_tag("pauses/gate.html", takes_context=True)
def pause_gate(context: dict[str, Any], space: Space, other: Person | None = None) -> dict[str, Any]:
    """Tell of breaks above a composer, and again as they begin and end; on a page that loads pauses/gate.js.

    Where the words go to one other alone, only their break and one's own hold them.

    What is inside `<fieldset data-composer>` is held still meanwhile, with what was typed in it. The action behind
    the form asks `queries.check_open` as well.
    """
    request = context["request"]
    people = [str(other.pk), str(request.user.pk)] if other else []
    gate = queries.gate(space, request.keyring, now=timezone.now(), people=people)
    return {"gate": gate, "space": space, "people": people, "request": request}
