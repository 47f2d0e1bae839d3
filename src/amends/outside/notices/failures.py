from __future__ import annotations


class NoticeFailed(Exception):
    """A notice did not go. It carries a reason and never an address.

    `reason` is "address" (none that may be used), "gone" (whoever had it is not there any more: it will never work
    again), or "failed" (this time it did not).
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
