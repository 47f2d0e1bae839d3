"""What a lower page shows of a higher area: areas register here, home and the space page ask here.

Such a page stands whatever one row holds: what does not open is left out, and the page says that something is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from amends.errors import Tampered

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing a person could do next. A lower `order` comes first; `seen` says who will see it, in words."""

    title: str
    hint: str
    url: str
    minutes: int
    order: int
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A card on a page. `minutes` is 0 where the card asks for no time.

    On the page of a space, a card with a `place` of the way (amends.path.places) stands there; one without is what is
    going on, and comes first.
    """

    title: str
    text: str
    url: str
    minutes: int = 0
    place: str = ""


# Any: each area types its provider with the unlocked request and its own space, which stand above this area.
StepProvider = Callable[[Any], Iterable[Step]]
PanelProvider = Callable[[Any, Any], Iterable[Panel]]
HomePanelProvider = Callable[[Any], Iterable[Panel]]
AfterPanelProvider = Callable[[Any, str, UUID], Iterable[Panel]]

Found = TypeVar("Found")

logger = logging.getLogger(__name__)

_step_providers: list[StepProvider] = []
_space_panel_providers: list[PanelProvider] = []
_breakdown_panel_providers: list[PanelProvider] = []
_home_panel_providers: list[HomePanelProvider] = []
_after_panel_providers: list[AfterPanelProvider] = []


def register_steps(provider: StepProvider) -> None:
    _add(_step_providers, provider)


def register_space_panel(provider: PanelProvider) -> None:
    _add(_space_panel_providers, provider)


def register_breakdown_panel(provider: PanelProvider) -> None:
    """Register what the page of a breakdown leads on to; the provider gets the request and the breakdown."""
    _add(_breakdown_panel_providers, provider)


def register_home_panel(provider: HomePanelProvider) -> None:
    """Register what home lists below the next steps, such as one's spaces."""
    _add(_home_panel_providers, provider)


def register_after_panel(provider: AfterPanelProvider) -> None:
    """Register what the end of a step leads on to; the provider gets the request, the kind of step, and its id."""
    _add(_after_panel_providers, provider)


def next_steps(request: HttpRequest, most: int = 3) -> list[Step]:
    steps = _found(_step_providers, request)
    return sorted(steps, key=lambda step: step.order)[:most]


def space_panels(request: HttpRequest, space: object) -> list[Panel]:
    return _found(_space_panel_providers, request, space)


def breakdown_panels(request: HttpRequest, breakdown: object) -> list[Panel]:
    return _found(_breakdown_panel_providers, request, breakdown)


def home_panels(request: HttpRequest) -> list[Panel]:
    return _found(_home_panel_providers, request)


def after_panels(request: HttpRequest, kind: str, about: UUID) -> list[Panel]:
    return _found(_after_panel_providers, request, kind, about)


@contextmanager
def opening(request: HttpRequest) -> Iterator[None]:
    """Go on without what does not open in here, and have the page say so (`request.has_unopened`).

    A provider that goes through rows opens each in one of these, so that one bad row costs no other.
    """
    try:
        yield
    except Tampered as error:
        logger.warning("A sealed row was left out of a page, as it does not open.", exc_info=error)
        request.has_unopened = True  # type: ignore[attr-defined]


def _found(providers: Iterable[Callable[..., Iterable[Found]]], request: HttpRequest, *about: object) -> list[Found]:
    found: list[Found] = []
    for provider in providers:
        with opening(request):
            for one in provider(request, *about):
                found.append(one)  # noqa: PERF402  (what came before a row that does not open stays)
    return found


def _add(providers: list[Any], provider: Callable[..., Any]) -> None:
    if provider not in providers:
        providers.append(provider)
