from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning

from amends.outside.model.endpoint import ModelFailed, check_address
from amends_web.imports.careful import last_trouble, trouble_with_ticket
from amends_web.imports.parsing.apart import is_filtered

_WITHOUT = "The model of AMENDS_MODEL_URL is not used, and readings go on without it: "
_NOT_USED = {
    "address": "it is at no address of this machine or of a home network, or its name leads nowhere.",
    "none": "it has no ticket.",
    "unreadable": "its ticket can't be read.",
    "other_gate": "its ticket is for the gate of another version of Amends.",
    "other_model": "the ticket is of a model of another name than AMENDS_MODEL_NAME.",
    "failed": "it did not pass the gate.",
}
_LAST_TIME = {
    "address": "its name led to an address that is not of this machine or a home network",
    "unreachable": "nothing answered",
    "slow": "it took too long",
    "too_large": "its answer was too large",
    "refused": "its server refused the question",
    "garbled": "its answer had not the form that was asked for",
}


def uploads_are_read_apart(**_: Any) -> list[CheckMessage]:
    """Say so where only the limits hold uploads in, and not the filter of system calls too."""
    if is_filtered():
        return []
    message = "What people upload is read in a process of its own, but nothing filters its system calls here."
    hint = "Serve from Linux on x86-64 or ARM64; in a container, allow seccomp."
    return [CheckWarning(message, hint=hint, id="amends_web.W001")]


def the_model_is_used(**_: Any) -> list[CheckMessage]:
    """Say so where a language model is set up and not used, or where its last answer could not be used."""
    if not settings.MODEL_URL:
        return []
    reason = _reason()
    hint = "docs/mirror.md says how a model gets its ticket."
    if reason:
        return [CheckWarning(_WITHOUT + _NOT_USED[reason], hint=hint, id="amends_web.W002")]
    last = last_trouble()
    if not last:
        return []
    message = f"The model of AMENDS_MODEL_URL gave no answer last time: {_LAST_TIME[last]}. Nothing was lost."
    return [CheckWarning(message, hint="Look at the model's server.", id="amends_web.W003")]


def _reason() -> str:
    try:
        check_address(settings.MODEL_URL)
    except ModelFailed as failed:
        return failed.reason
    return trouble_with_ticket()
