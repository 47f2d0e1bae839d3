from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from amends.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CHAT = """\
13/03/2025, 18:05 - Messages and calls are end-to-end encrypted. Tap to learn more.
13/03/2025, 18:05 - Ana: hi, are you coming?
13/03/2025, 18:06 - Ben: you never tell me anything
13/03/2025, 18:07 - Ana: whatever. I'm done
13/03/2025, 18:09 - Ben: you are pathetic
and one more line
13/03/2025, 18:12 - Ana: I felt left out. I'm sorry I shouted, that was on me.
15/03/2025, 08:12 - Ben: I'll call her tomorrow
"""

Answer = tuple[int, str, str]


@pytest.fixture
def amends(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Run one command in this process; gives its status, its output and its complaint."""

    def run(*arguments: object) -> Answer:
        capsys.readouterr()
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = int(end.code or 0)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    path = tmp_path / "WhatsApp Chat with Ben.txt"
    path.write_text(CHAT, encoding="utf-8")
    return path


@pytest.fixture
def unclear_chat(tmp_path: Path) -> Path:
    """A chat in which nothing tells day and month apart."""
    path = tmp_path / "chat.txt"
    path.write_text("03/04/2025, 18:05 - Ana: hi\n03/04/2025, 18:06 - Ben: hello\n", encoding="utf-8")
    return path


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str | bytes], None]:
    """Put text on standard input."""

    def put(text: str | bytes) -> None:
        given = text.encode() if isinstance(text, str) else text
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))

    return put
