"""What keeps opened keys inside this process (SECURITY.md 2.1, rule 13)."""

from __future__ import annotations

import ctypes
import resource
import sys
from contextlib import suppress

_PR_SET_DUMPABLE = 4


def harden() -> None:
    """Keep this process's memory out of core dumps, and away from debuggers of the same account.

    Called once by whatever serves, before the first request; it holds for child processes that are forked later. Not
    called on import: a shell or a test that looks into itself is nobody's business to stop. Where a system offers
    less, it does less. Python cannot wipe `bytes`: what was opened stays in memory until it is reused.
    """
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
