"""Web pages of imessage-exporter: what stands twice, what is damaged, and whatever comes near."""

from __future__ import annotations

import io
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.amends.growing import in_step

from amends.chats import Imported, read_export
from amends.errors import AmendsError

HEAD = "<html>\n<head>\n<style>\n.message {}\n</style>\n</head>\n<body>\n"
TIME = "Mar 25, 2024  6:05:00 PM"


def _message(text: str, *, name: str = "Ana", at: str = TIME, replies: str = "") -> str:
    return (
        f'<div class="message">\n<div class="{"sent iMessage" if name == "Me" else "received"}">\n'
        f'<p><span class="timestamp"><a href="sms://open?message-guid=">{at}</a> </span>\n'
        f'<span class="sender">{name}</span></p>\n<hr><div class="message_part">\n'
        f'<span class="bubble">{text}</span>\n</div>\n{replies}</div>\n</div>\n'
    )


def _under(*messages: str) -> str:
    inner = "".join(f'<div class="reply" id="A">{message}</div>\n' for message in messages)
    return f'<div class="replies">\n{inner}</div>\n'


def _read(*messages: str) -> Imported:
    return read_export(io.BytesIO(f"{HEAD}{''.join(messages)}</body></html>".encode("utf-8", errors="replace")))


def _said(result: Imported) -> list[tuple[str | None, str]]:
    return [(message.speaker, message.text) for message in result.conversation.messages]


def test_a_reply_that_stands_twice_is_one_message_at_its_own_place() -> None:
    reply = _message("because", name="Me")

    result = _read(_message("why", replies=_under(reply)), _message("well?"), reply)

    assert _said(result) == [("Ana", "why"), ("Ana", "well?"), ("Me", "because")]


def test_a_reply_that_stands_only_under_what_it_answers_is_kept() -> None:
    assert _said(_read(_message("why", replies=_under(_message("because", name="Me"))))) == [
        ("Ana", "why"),
        ("Me", "because"),
    ]


def test_of_a_translated_message_the_words_are_those_that_were_sent() -> None:
    message = _message(
        'Ich war da</span>\n<div class="translated"><span class="bubble">I was <b>there</b></span></div>'
    )

    assert _said(_read(message)) == [("Ana", "I was there")]


def test_the_same_words_said_twice_are_two_messages() -> None:
    assert _said(_read(_message("ok"), _message("ok"))) == [("Ana", "ok"), ("Ana", "ok")]


@pytest.mark.parametrize("at", ["", "Mar 32, 2024  6:05:00 PM", "25 Mar 2024", "Mar 25, 2024 16:05:00 PM"])
def test_a_message_whose_time_cannot_be_read_is_counted(at: str) -> None:
    report = _read(_message("a"), _message("b", at=at)).report

    assert (report.messages, report.unread_lines) == (1, (17,))


def test_a_message_without_its_author_is_counted() -> None:
    assert _read(_message("a"), _message("b", name="")).report.unread_lines == (17,)


def test_a_tag_that_is_missing_costs_no_message() -> None:
    broken = _message("a").replace("</div>\n</div>\n</div>\n", "</div>\n")

    assert _said(_read(broken, _message("b"), _message("c"))) == [("Ana", "a"), ("Ana", "b"), ("Ana", "c")]


def test_a_page_that_is_cut_off_is_read_up_to_there() -> None:
    page = f"{HEAD}{_message('a')}{_message('b and')}"

    result = read_export(io.BytesIO(page[: page.index(" and")].encode()))

    assert _said(result) == [("Ana", "a"), ("Ana", "b")]
    assert result.report.doubts == ("cut_off", "no_timezone", "one_speaker")


said = st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"], include_characters="\n"), max_size=40)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["Ana", "Me", "Zoë 🌻"]), said.filter(str.strip)), min_size=1, max_size=10))
def test_every_message_is_read_as_it_was_written(talk: list[tuple[str, str]]) -> None:
    def escaped(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")

    assert _said(_read(*(_message(escaped(text), name=name) for name, text in talk))) == talk


pieces = st.text(max_size=10) | st.sampled_from(
    [
        *("<div>", "</div>", '<div class="message">', '<div class="replies">', '<span class="bubble">', "</span>", "<"),
        *('<div class="edited"><table><td>', '<div class="tapbacks">', '<div class="message_part">', "<audio </audio>"),
        *(_message("a"), _message("why", replies=_under(_message("because"))), '<div class ="announcement">'),
    ]
)


@settings(deadline=None)
@given(st.lists(pieces, max_size=12))
def test_anything_like_a_page_is_read_or_refused(parts: list[str]) -> None:
    with suppress(AmendsError):
        _read(_message("a"), *parts)
    with suppress(AmendsError):
        _read(*parts)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<span>",
        '<div class="message">',
        '<span class="bubble">',
        "</div>",
        "<div",
        _message("a"),
        '<span class="bubble"><div class="message">',
    ],
)
def test_reading_takes_linear_time(piece: str) -> None:
    def seconds(count: int) -> float:
        start = time.process_time()
        with suppress(AmendsError):
            _read(_message("a"), piece * count)
        return time.process_time() - start

    seconds(100)
    assert in_step(seconds, 6_000, 24_000, most=8, floor=0.2)
