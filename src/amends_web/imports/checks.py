from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning

from amends_web.imports.parsing.apart import is_filtered


def uploads_are_read_apart(**_: Any) -> list[CheckMessage]:
    """Say so where only the limits hold uploads in, and not the filter of system calls too."""
    if is_filtered():
        return []
    message = "What people upload is read in a process of its own, but nothing filters its system calls here."
    hint = "Serve from Linux on x86-64 or ARM64; in a container, allow seccomp."
    return [CheckWarning(message, hint=hint, id="amends_web.W001")]
