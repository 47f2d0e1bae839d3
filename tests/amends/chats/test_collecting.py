"""The collector is as it was before a reading, whatever came of it; the readers that leave it off make no cycles."""

from __future__ import annotations

import gc
import io
from typing import TYPE_CHECKING

import pytest
from bench.exports import FORMS, write

from amends.chats import read_export
from amends.errors import UnreadableExport

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WHATSAPP = b"25/03/2024, 18:05 - Ana: hi\n25/03/2024, 18:06 - Ben: hello\n"
REFUSED = b'{"name": "Jo", "type": "personal_chat", "id": 1, "messages": [{"id": 1, "ty'


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    yield
    gc.enable()


@pytest.mark.parametrize("is_on", [True, False])
def test_a_reading_leaves_the_collector_as_it_was(is_on: bool) -> None:
    (gc.enable if is_on else gc.disable)()

    read_export(io.BytesIO(WHATSAPP))
    assert gc.isenabled() is is_on

    with pytest.raises(UnreadableExport):
        read_export(io.BytesIO(REFUSED))
    assert gc.isenabled() is is_on


@pytest.mark.parametrize("form", ["android", "ios", "telegram", "messenger", "encrypted"])
def test_as_much_is_left_to_collect_after_a_long_chat_as_after_a_short_one(form: str, tmp_path: Path) -> None:
    left: list[int] = []
    for count in (10, 10, 1_000):  # the first time, patterns are compiled
        path = tmp_path / f"{form}-{len(left)}{FORMS[form].suffix}"
        write(path, FORMS[form], count)
        damaged = io.BytesIO(path.read_bytes().replace(b"rain", b'rain", "x": oops, "y": "'))
        gc.collect()
        gc.disable()
        read_export(damaged, date_order="dmy")
        left.append(gc.collect())

    assert left[2] <= left[1] + 10
