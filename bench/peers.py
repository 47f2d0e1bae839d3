"""Other parsers of chats, run by a Python that has them (none is in the locks): `bench.importers --peers PYTHON`.

Times are compared as each parser gives them, so one that has no zone may be the wall clock or UTC.
"""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bench.rows import Result, measure, right

if TYPE_CHECKING:
    from bench.rows import Read, Row

FORMATS = {
    "chat-miner": ("android", "ios", "telegram", "messenger"),
    "whatstk": ("android", "ios"),
    "ConvoKit": ("convokit",),
}
_CHAT_MINER = {"telegram": "TelegramJsonParser", "messenger": "FacebookMessengerParser"}
_NODE = Path(__file__).parent / "whatsapp_chat_parser.mjs"


def chat_miner() -> Read:
    """Return the reader of chat-miner."""
    parsers = import_module("chatminer.chatparsers")

    def read(path: Path) -> list[Row]:
        parser = getattr(parsers, _CHAT_MINER.get(path.stem, "WhatsAppParser"))(str(path))
        parser.parse_file()
        rows = parser.parsed_messages.get_df().iter_rows(named=True)
        return [(row["author"], row["timestamp"], row["message"]) for row in rows]

    return read


def whatstk() -> Read:
    """Return the reader of whatstk."""
    chat = import_module("whatstk").WhatsAppChat

    def read(path: Path) -> list[Row]:
        frame = chat.from_source(str(path), max_size=2**40).df
        return [(row.username, row.date.to_pydatetime(), row.message) for row in frame.itertuples()]

    return read


def convokit() -> Read:
    """Return the reader of ConvoKit."""
    corpus = import_module("convokit").Corpus

    def read(path: Path) -> list[Row]:
        every = corpus(filename=str(path)).iter_utterances()
        return [(one.speaker.id, datetime.fromtimestamp(one.timestamp, UTC), one.text) for one in every]

    return read


def whatsapp_chat_parser(modules: Path, path: Path, count: int) -> Result:
    """Read with the Node package whatsapp-chat-parser, which lies in a folder `node_modules`."""
    program = ["node", "--max-old-space-size=8192", str(_NODE), str(modules.resolve()), str(path)]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    figures, *lines = done.stdout.splitlines()
    seconds, peak = json.loads(figures)
    rows = [_row(*json.loads(line)) for line in lines]
    return Result(seconds, len(rows), right(rows, path.stem, count), peak)


def _row(author: str | None, at: str, text: str) -> Row:
    return author, datetime.fromisoformat(at).replace(tzinfo=None), text


if __name__ == "__main__":
    measure({"chat-miner": chat_miner, "whatstk": whatstk, "ConvoKit": convokit})
