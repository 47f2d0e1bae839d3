from __future__ import annotations

import logging
import traceback


class NoWords(logging.Filter):
    """Keeps from the log what a person may have typed: of an error, its kind and its places in the code stay.

    An error's own message goes, as it may quote what was sent; so do the lines that `raise ... from` chains on.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            places = "".join(
                f"  {frame.filename}:{frame.lineno} in {frame.name}\n" for frame in traceback.extract_tb(trace)
            )
            record.exc_text = f"{kind.__name__}\n{places}".rstrip()
            record.exc_info = None
        return True
