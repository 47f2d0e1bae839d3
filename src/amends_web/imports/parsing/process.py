"""What runs in the process of its own: one order in, one conversation or refusal out, and no way to anything else.

The order holds the key of the one upload, which lies sealed behind an open file: the process unseals it while it reads,
so that no plain byte touches the disk, and learns nothing by the key that it would not read anyway.
"""

from __future__ import annotations

import io
import json
import os
from typing import TYPE_CHECKING, Any, BinaryIO, cast
from zoneinfo import ZoneInfo

from amends.chats import Imported, make_ready, read_export, read_pasted
from amends.chats.files import pdf
from amends.errors import Tampered, Undecided, UnreadableExport
from amends.sealing.streams import CHUNK, SealedReader
from amends_web.imports.parsing.confinement import confine
from amends_web.imports.parsing.wire import encoded, lines_of, refusal_line, slip_line
from amends_web.vault.process import harden

if TYPE_CHECKING:
    from collections.abc import Callable

_ORDERS, _ANSWERS = 0, 1
_MAY_HOLD_A_PDF = (b"%PDF", b"PK")


def main() -> None:
    """Read what the order on the standard input says; tell it on the standard output, and end."""
    harden()
    with os.fdopen(_ORDERS, "rb") as orders:
        order = json.loads(orders.read())
    with os.fdopen(_ANSWERS, "wb") as answers:
        try:
            file = _prepare(order)
            confine(seconds=order["seconds"])
            answers.writelines(lines_of(_read(order, file, progress=_teller(answers))))
        except (UnreadableExport, Undecided, Tampered) as error:
            answers.write(refusal_line(error))
        except Exception as error:  # noqa: BLE001  (a slip in a reader ends this process, and no other)
            answers.write(slip_line(error))
    os._exit(0)


def _prepare(order: dict[str, Any]) -> BinaryIO | None:
    """Open and load whatever there is to open and to load, as long as that is possible; return the file, if any."""
    order["said"]["timezone"] = ZoneInfo(order["said"].pop("time_zone"))
    make_ready()
    if order["upload"] is None:
        return None
    file = _unsealed(**order["upload"])
    if file.read(1024).lstrip().startswith(_MAY_HOLD_A_PDF):
        pdf.load()
    return file


def _unsealed(*, descriptor: int, key: str, place: str) -> BinaryIO:
    sealed = os.fdopen(descriptor, "rb")
    return cast("BinaryIO", io.BufferedReader(SealedReader(sealed, key=bytes.fromhex(key), place=place), CHUNK))


def _read(order: dict[str, Any], file: BinaryIO | None, *, progress: Callable[[int], None]) -> Imported:
    said = order["said"]
    if file is None:
        return read_pasted(order["pasted"], **{key: answer for key, answer in said.items() if key != "name"})
    return read_export(file, **said, progress=progress)


def _teller(answers: BinaryIO) -> Callable[[int], None]:
    def tell(messages: int) -> None:
        answers.write(encoded({"read": messages}))
        answers.flush()

    return tell
