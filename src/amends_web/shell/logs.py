from __future__ import annotations

import logging
import traceback

from django.http import HttpRequest


class NoWords(logging.Filter):
    """Keeps from the log what a person may have typed: of an error, its kind and its places in the code stay.

    An error's own message goes, as it may quote what was sent; so do the lines that `raise ... from` chains on. Of a
    request, which Django tells with the address that was asked for, a status, a method and a kind of page stay.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            record.msg = f"{getattr(record, 'status_code', '')} {request.method} {_route(request)}".lstrip()
            record.args = ()
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            places = "".join(
                f"  {frame.filename}:{frame.lineno} in {frame.name}\n" for frame in traceback.extract_tb(trace)
            )
            record.exc_text = f"{kind.__name__}\n{places}".rstrip()
            record.exc_info = None
        return True


def _route(request: HttpRequest) -> str:
    """Return the pattern of the page that was asked for: the address itself tells which card, protocol or person."""
    match = request.resolver_match
    return f"/{match.route}" if match else "(no page of ours)"
