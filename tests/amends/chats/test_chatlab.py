"""ChatLab's format, and whatever comes near."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from amends.chats import read_export
from amends.errors import AmendsError

EXPORTS = Path(__file__).parents[2] / "exports" / "chatlab"
HEADER = {"_type": "header", "chatlab": {"version": "0.0.2"}, "meta": {"name": "Sheds"}}


def test_the_title_is_that_of_the_chat() -> None:
    assert read_export(EXPORTS / "lines.jsonl").conversation.title == "Sheds"
    assert read_export(EXPORTS / "object.json").conversation.title == "Ben"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
entries = st.fixed_dictionaries(
    {"_type": st.just("message") | values},
    optional={
        "sender": st.sampled_from(["1", "2"]) | values,
        "accountName": st.just("Ana") | values,
        "timestamp": st.just(1711386300) | values,
        "type": st.sampled_from([0, 1, 22, 80, 81]) | values,
        "content": st.sampled_from(["hi", "[图片]", ""]) | values,
    },
)


@settings(deadline=None)
@given(st.lists(entries | values, max_size=6), st.lists(values, max_size=2), st.integers(0, 300))
def test_any_such_chat_is_read_or_refused_and_every_message_is_accounted_for(
    talk: list[Any], members: list[Any], cut: int
) -> None:
    lines = "\n".join(map(json.dumps, [HEADER, *talk]))
    whole = json.dumps({"chatlab": {}, "meta": {"name": 1}, "members": members, "messages": talk})

    for text in (lines, whole):
        with suppress(AmendsError):
            report = read_export(io.BytesIO(text.encode())).report
            others = sum(isinstance(one, dict) and one.get("_type") in ("header", "member") for one in talk) * (
                text == lines
            )
            assert report.messages + report.unread_count + others == len(talk)
        with suppress(AmendsError):
            read_export(io.BytesIO(text.encode()[:cut]))
