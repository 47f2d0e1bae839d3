"""Four times the input takes about four times the time, for every form of a chat and for what is made to be slow."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from bench.exports import FORMS, PEOPLE, SLACK_PEOPLE, Entry, Form
from tests.amends.growing import in_step

from amends.chats import read_export
from amends.errors import AmendsError

START = datetime(2024, 3, 25, 8, tzinfo=UTC)


def _written(form: Form, count: int, *, text: str = "so it was") -> str:
    entries = (Entry(START + timedelta(minutes=n), PEOPLE[n % 3], f"{text} {n}") for n in range(count))
    return form.before + form.between.join(form.entry(n, entry) for n, entry in enumerate(entries)) + form.after


def _telegram(messages: list[dict[str, Any]]) -> str:
    return json.dumps({"name": "Jo", "type": "personal_chat", "id": 1, "messages": messages})


def _telegram_message(n: int, **more: Any) -> dict[str, Any]:
    return {"type": "message", "date_unixtime": f"{1711386300 + n}", "from": "Jo", "from_id": "u", "text": "a"} | more


def _discord_message(n: int) -> str:
    entry = json.loads(FORMS["discord"].entry(n, Entry(START, "Jo", "a")))
    return json.dumps(entry | {"author": {"id": str(n), "name": "Jo"}})


def _discord_page_with(piece: str, count: int) -> str:
    form = FORMS["discord-page"]
    return form.before + form.entry(0, Entry(START, PEOPLE[0], "so it was")).replace("so it was", piece * 4 * count)


def _signal_item(n: int) -> str:
    item = json.loads(FORMS["signal"].entry(n, Entry(START, "Jo", "a")))["chatItem"]
    return json.dumps({"chatItem": item | {"chatId": f"{n}"}}) + "\n"


CRAFTED: dict[str, Callable[[int], str]] = {
    "people of one name, Telegram": lambda count: _telegram(
        [_telegram_message(n, from_id=f"user{n}") for n in range(count)]
    ),
    "people of one name, Discord": lambda count: (
        FORMS["discord"].before + ",".join(map(_discord_message, range(count))) + FORMS["discord"].after
    ),
    "chats of one name, Telegram": lambda count: json.dumps(
        {
            "about": "",
            "chats": {"list": [{"name": "Jo", "messages": [_telegram_message(n)]} for n in range(count)]},
        }
    ),
    "chats of one name, Signal": lambda count: (
        FORMS["signal"].before
        + "".join(f'{{"chat": {{"id": "{n}", "recipientId": "2"}}}}\n' for n in range(count))
        + "".join(map(_signal_item, range(count)))
    ),
    "conversations of one id": lambda count: '{"id": "x", "people": ["A"], "messages": []}\n' * count,
    "parts of one text": lambda count: _telegram([_telegram_message(0, text=["a", {"text": "b"}] * count)]),
    "keys of one entry": lambda count: _telegram([_telegram_message(0) | {f"key{n}": {} for n in range(count)}]),
    "entries that are broken": lambda count: (
        '{"name": "x", "type": "personal_chat", "messages": [' + '{"a": oops, "b": "c"},' * count
    ),
    "backslashes": lambda count: '{"name": "x", "messages": ["' + "\\" * (8 * count + 1),
    "blanks between entries": lambda count: FORMS["messenger"].before + " " * (16 * count) + FORMS["messenger"].after,
    "pasted heads, Discord": lambda count: (
        FORMS["discord-text"].before + "[25.03.2024 18:05] Jo\nlook\n\n" + "[24.03.2023 18:05] Jo\n\n" * count
    ),
    **{
        f"{what} in one message, Discord": partial(_discord_page_with, piece)
        for what, piece in {
            "numbers": "data-message-id=1221026979025911810 ",
            "pictures": "<img alt=x ",
            "alternatives": "alt=x ",
            "words": "<div class=chatlog__content>",
            "quotes": "<div class=quote>",
            "code": '<code class="pre--multiline ',
        }.items()
    },
    "text with marks of Slack": lambda count: FORMS["slack"].before + json.dumps({"text": "<@U" * count}) + "]",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FORMS.keys() - {"convokit", "mail"}))
def test_a_chat_of_four_times_the_length_takes_some_four_times_the_time(name: str) -> None:
    _check(lambda count: _written(FORMS[name], count), is_slack=name == "slack")


@pytest.mark.slow
@pytest.mark.parametrize("crafted", CRAFTED.values(), ids=CRAFTED)
def test_what_is_made_to_be_slow_is_not(crafted: Callable[[int], str]) -> None:
    _check(crafted, is_slack=crafted is CRAFTED["text with marks of Slack"])


def _seconds_to_read(data: bytes) -> float:
    start = time.process_time()
    with suppress(AmendsError):
        read_export(io.BytesIO(data))
    return time.process_time() - start


def _check(crafted: Callable[[int], str], *, is_slack: bool) -> None:
    def seconds(count: int) -> float:
        data = _bytes(crafted(count), is_slack=is_slack)
        return _seconds_to_read(data)

    seconds(100)
    assert in_step(seconds, 2_000, 8_000, most=8, floor=0.2)


def _bytes(text: str, *, is_slack: bool) -> bytes:
    if not is_slack:
        return text.encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("users.json", SLACK_PEOPLE)
        archive.writestr("sheds/2024-03-25.json", text)
    return stream.getvalue()
