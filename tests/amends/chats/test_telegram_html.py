"""Telegram's web pages: the pages of a chat in their order, old ones, damaged ones, and whatever comes near."""

from __future__ import annotations

import io
import time
import zipfile
from contextlib import suppress
from datetime import timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.amends.growing import in_step

from amends.chats import Imported, read_export
from amends.errors import AmendsError, UndecidedChat, UnreadableExport

EXPORTS = Path(__file__).parents[2] / "exports" / "telegram"


def _message(number: int, text: str, *, name: str = "Ana", at: str = "25.03.2024 18:05:00 UTC+01:00") -> str:
    """Write a message as Telegram does; without a name it goes on after the one before."""
    joined = "" if name else " joined"
    from_name = f'<div class="from_name">\n{name} \n</div>\n' if name else ""
    return (
        f'<div class="message default clearfix{joined}" id="message{number}">\n<div class="body">\n'
        f'<div class="pull_right date details" title="{at}">\n18:05\n</div>\n{from_name}'
        f'<div class="text">\n{text}\n</div>\n</div>\n</div>\n'
    )


def _page(*messages: str, title: str = "Ana") -> bytes:
    header = f'<div class="page_header">\n<div class="text bold">\n{title} \n</div>\n</div>\n'
    body = f'<div class="page_body chat_page">\n<div class="history">\n{"".join(messages)}</div>\n</div>\n'
    return f"<!DOCTYPE html>\n<html>\n<body>\n{header}{body}</body>\n</html>\n".encode()


def _zip(members: dict[str, bytes]) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    stream.seek(0)
    return stream


def _read(*messages: str) -> Imported:
    return read_export(io.BytesIO(_page(*messages)))


def _texts(result: Imported) -> list[str]:
    return [message.text for message in result.conversation.messages]


def test_the_pages_of_a_chat_are_one_conversation_in_their_order() -> None:
    pages = {
        "ChatExport/messages10.html": _page(_message(10, "d")),
        "ChatExport/messages.html": _page(_message(1, "a"), _message(2, "b", name="")),
        "ChatExport/messages2.html": _page(_message(3, "c", name="Jo")),
        "ChatExport/css/style.css": b".message {}",
    }

    result = read_export(_zip(pages))

    assert _texts(result) == ["a", "b", "c", "d"]
    assert (result.conversation.source, result.conversation.title) == ("telegram", "Ana")


def test_a_page_that_was_not_given_is_told() -> None:
    def link(page: str) -> str:
        return f'<a class="pagination block_link" href="{page}">\nNext messages\n</a>\n'

    first, second = _page(_message(1, "a"), link("messages2.html")), _page(link("messages.html"), _message(2, "b"))
    third = _page(link("messages2.html"), _message(3, "c"))

    assert read_export(io.BytesIO(first)).report.doubts == ("parts_missing",)
    assert read_export(_zip({"messages.html": first, "messages2.html": second})).report.doubts == ()
    assert read_export(_zip({"messages.html": first, "messages3.html": third})).report.doubts == ("parts_missing",)


def test_a_folder_is_read_as_its_zip_is(tmp_path: Path) -> None:
    (tmp_path / "messages.html").write_bytes(_page(_message(1, "a")))
    (tmp_path / "messages2.html").write_bytes(_page(_message(2, "b")))

    assert _texts(read_export(tmp_path)) == ["a", "b"]


def test_of_several_chats_the_person_picks_one_by_its_title() -> None:
    pages = {
        "chats/chat_001/messages.html": _page(_message(1, "a"), title="Ana"),
        "chats/chat_002/messages.html": _page(_message(1, "b"), title="Deleted Account"),
        "chats/chat_003/messages.html": _page(_message(1, "c"), title="Ana"),
        "lists/chats.html": b'<html><body><div class="page_body list_page"></div></body></html>',
    }

    with pytest.raises(UndecidedChat) as caught:
        read_export(_zip(pages))

    assert caught.value.chats == ("Ana", "Deleted account", "Ana (2)")
    assert _texts(read_export(_zip(pages), chat="Ana (2)")) == ["c"]


def test_beside_the_json_of_the_same_chat_the_pages_are_passed_over() -> None:
    files = {"messages.html": _page(_message(1, "page")), "result.json": (EXPORTS / "one-chat.json").read_bytes()}

    assert "page" not in _texts(read_export(_zip(files)))


def test_a_zone_that_was_given_is_used() -> None:
    zone = timezone(timedelta(hours=5))
    new, old = EXPORTS / "page.html", EXPORTS / "old-page.html"

    assert read_export(new, timezone=zone).conversation.messages[1].at.isoformat() == "2024-03-25T22:05:00+05:00"  # type: ignore[union-attr]
    assert read_export(old, timezone=zone).conversation.messages[0].at.isoformat() == "2019-03-25T18:05:00+05:00"  # type: ignore[union-attr]
    assert read_export(old, timezone=zone).report.doubts == ("local_times",)


@pytest.mark.parametrize(
    ("zone", "read"),
    [("Europe/Berlin", "2024-07-03T18:05:00+02:00"), ("Asia/Kolkata", "2024-07-03T22:35:00+05:30"), (None, None)],
)
def test_the_offset_beside_a_time_of_summer_is_that_of_winter(zone: str | None, read: str | None) -> None:
    page = _page(_message(1, "a", at="03.07.2024 18:05:00 UTC+01:00"))

    result = read_export(io.BytesIO(page), timezone=zone and ZoneInfo(zone))

    at = result.conversation.messages[0].at
    assert at is not None
    assert at.isoformat() == (read or "2024-07-03T18:05:00+01:00")
    assert result.report.doubts == (() if zone else ("winter_offset",))


@pytest.mark.parametrize(
    "at", ["03.07.2024 18:05:00 UTC+06:00", "03.02.2024 18:05:00 UTC+01:00", "03.07.2024 18:05:00 UTC+10:00"]
)
def test_where_no_clock_is_put_on_nothing_is_in_doubt(at: str) -> None:
    assert _read(_message(1, "a", at=at)).report.doubts == ()


def test_where_the_offset_changes_with_the_clock_each_is_right_beside_its_time() -> None:
    page = _page(_message(1, "a"), _message(2, "b", at="03.07.2024 18:05:00 UTC+02:00"))

    for zone in (None, ZoneInfo("Europe/Berlin")):
        result = read_export(io.BytesIO(page), timezone=zone)
        ats = [message.at and message.at.isoformat() for message in result.conversation.messages]
        assert ats == ["2024-03-25T18:05:00+01:00", "2024-07-03T18:05:00+02:00"]
        assert result.report.doubts == ()


@pytest.mark.parametrize(
    ("written", "offset"),
    [("GMT+01:00", "+01:00"), ("GMT-5", "-05:00"), ("GMT+5:30", "+05:30"), ("GMT", "+00:00"), ("CET", ""), ("", "")],
)
def test_other_systems_name_the_offset_in_another_way_or_not_at_all(written: str, offset: str) -> None:
    result = _read(_message(1, "a", at=f"25.02.2024 18:05:00 {written}"))

    at = result.conversation.messages[0].at
    assert at is not None
    assert at.isoformat() == f"2024-02-25T18:05:00{offset}"
    assert ("local_times" in result.report.doubts) == (not offset)


def test_what_was_said_before_a_group_became_a_supergroup_is_read() -> None:
    day = '<div class="message service" id="message-2">\n<div class="body details">\n26 March 2024\n</div>\n</div>\n'
    moved = (
        '<div class="message service" id="message-999999990">\n<div class="body details">\nAna left\n</div>\n</div>\n'
    )

    result = _read(_message(-999999991, "a"), _message(-999999990, "b", name=""), moved, day, _message(2, "c"))

    assert _texts(result) == ["a", "b", "Ana left", "c"]


def test_the_question_of_a_poll_is_read_with_what_is_marked_in_it() -> None:
    question = 'When, <a href="" onclick="return ShowNotLoadedEmoji();">🎉</a> &amp; where?'
    poll = f'<div class="media_poll">\n<div class="question bold">\n{question}\n</div>\n<div class="answer">\n- x</div>'
    media = f'<div class="media_wrap clearfix">\n{poll}\n</div>\n</div>\n'

    result = _read(_message(1, "a"), _message(2, "").replace('<div class="text">\n\n</div>\n', media))

    assert _texts(result) == ["a", "When, 🎉 & where?"]


def test_who_wrote_by_a_bot_is_nobody_else() -> None:
    result = _read(_message(1, "a", name="Jo"), _message(2, "b", name="Jo  via @gif"))

    assert result.conversation.people == ("Jo",)


def test_where_one_page_names_no_offset_all_times_are_as_they_stand() -> None:
    result = _read(_message(1, "a"), _message(2, "b", at="25.03.2024 18:06:00"))

    assert [f"{message.at}" for message in result.conversation.messages] == [
        "2024-03-25 18:05:00",
        "2024-03-25 18:06:00",
    ]
    assert result.report.doubts == ("local_times", "no_timezone")


@pytest.mark.parametrize("at", ["25.13.2024 18:05:00", "25.03.2024", "", "25.03.2024 18:05:00 UTC+99:00"])
def test_a_message_whose_time_cannot_be_read_is_counted(at: str) -> None:
    report = _read(_message(1, "a"), _message(2, "b", at=at)).report

    assert (report.messages, report.unread_lines) == (1, (24,))


def test_a_message_that_goes_on_after_nobody_s_is_counted() -> None:
    report = _read(_message(1, "a", name=""), _message(2, "b")).report

    assert (report.messages, report.unread_count) == (1, 1)


@pytest.mark.parametrize(
    ("whole", "damaged"),
    [
        ('class="message ', 'class="messXge '),
        ('<div class="message ', '<dXv class="message '),
        ('<div class="message ', '<div clXss="message '),
        ('<div class="message ', 'Xdiv class="message '),
        ('id="message2">', 'id="message2"X'),
    ],
)
def test_a_message_whose_tag_is_damaged_is_counted_and_none_of_it_is_of_the_one_before(
    whole: str, damaged: str
) -> None:
    wordless = _message(1, "").replace('<div class="text">\n\n</div>', '<div class="media_wrap">\n</div>')
    lost = _message(2, "b", name="Jo").replace(whole, damaged)

    result = _read(wordless, lost, _message(3, "c"))

    assert _texts(result) == ["", "c"]
    assert (result.report.unread_lines, result.report.unread_count) == ((23,), 1)


@pytest.mark.parametrize(("picture", "said"), [(True, [("Ana", "a"), ("Jo", "c")]), (False, [("Ana", "a")])])
def test_what_goes_on_after_a_damaged_tag_is_of_who_is_sure_to_have_spoken(
    picture: bool, said: list[tuple[str, str]]
) -> None:
    disc = '<div class="pull_left userpic_wrap">\n<div class="userpic userpic3">\n</div>\n</div>\n' if picture else ""
    lost = _message(2, "b", name="Jo").replace('"message default', '"mess').replace('<div class="body">', disc)

    result = _read(_message(1, "a"), lost, _message(3, "c", name=""))

    assert [(message.speaker, message.text) for message in result.conversation.messages] == said
    assert result.report.messages + result.report.unread_count == 3


def test_a_damaged_tag_of_a_day_is_no_message() -> None:
    day = '<div class="messXge service" id="message-2">\n<div class="body details">\n26 March 2024\n</div>\n</div>\n'

    report = _read(_message(1, "a"), day, _message(2, "b")).report

    assert (report.messages, report.unread_count) == (2, 0)


def test_what_goes_on_after_a_message_that_cannot_be_read_is_its_author_s() -> None:
    unreadable = _message(2, "b", name="Jo", at="")
    nameless = _message(2, "b", name="Jo").replace("from_name", "from")

    result = _read(_message(1, "a"), unreadable, _message(3, "c", name=""))

    assert [(message.speaker, message.text) for message in result.conversation.messages] == [("Ana", "a"), ("Jo", "c")]
    assert _read(_message(1, "a"), nameless, _message(3, "c", name="")).report.unread_count == 2


@pytest.mark.parametrize(("source", "kind"), [("Zita", "media"), ("Ana", "text")])
def test_what_somebody_else_said_and_was_passed_on_is_not_the_words_of_who_did(source: str, kind: str) -> None:
    name = f'<div class="from_name">\n{source} <span class="date details"> 02.03.2024</span>\n</div>\n'
    begin = f'<div class="forwarded body">\n{name}'
    passed_on = _message(1, "a").replace('<div class="text">', f'{begin}<div class="text">')

    result = _read(passed_on, _message(2, "b", name=""), _message(3, "c"))

    assert [(one.speaker, one.text, one.type.value) for one in result.conversation.messages] == [
        ("Ana", "a", kind),
        ("Ana", "b", kind),
        ("Ana", "c", "text"),
    ]


def test_two_people_of_one_name_are_in_doubt() -> None:
    def with_disc(number: int, colour: int) -> str:
        disc = f'<div class="pull_left userpic_wrap">\n<div class="userpic userpic{colour}">\n</div>\n</div>\n'
        return _message(number, "a").replace('<div class="body">', f'{disc}<div class="body">')

    assert "one_name" in _read(with_disc(1, 3), with_disc(2, 4)).report.doubts
    assert "one_name" not in _read(with_disc(1, 3), with_disc(2, 3)).report.doubts


def test_a_text_that_is_never_closed_ends_where_the_next_message_begins() -> None:
    broken = _message(1, "a").replace("</div>\n</div>\n</div>\n", "")

    assert _texts(_read(broken, _message(2, "b"))) == ["a", "b"]


def test_a_page_that_is_cut_off_is_read_up_to_there() -> None:
    page = _page(_message(1, "a"), _message(2, "b and"))

    result = read_export(io.BytesIO(page[: page.index(b" and")]))

    assert _texts(result) == ["a", "b"]
    assert result.report.doubts == ("cut_off",)


def test_an_empty_chat_is_refused_as_such() -> None:
    note = '<div class="body details">\nNo exported messages\n</div>\n'
    day = f'<div class="message service" id="message-1">\n{note}</div>\n'

    with pytest.raises(UnreadableExport) as caught:
        _read(day)

    assert caught.value.reason == "no_messages"


def test_another_web_page_is_refused() -> None:
    with pytest.raises(UnreadableExport) as caught:
        read_export(io.BytesIO(b"<!DOCTYPE html>\n<html><body><div class='message'>hi</div></body></html>"))

    assert caught.value.reason == "html"


said = st.text(
    alphabet=st.characters(categories=["L", "N", "P", "S"], include_characters="\n"), min_size=1, max_size=40
)


def _escaped(text: str) -> str:
    for sign, name in {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\n": "<br>"}.items():
        text = text.replace(sign, name)
    return text


@settings(deadline=None)
@given(st.lists(said.filter(lambda text: text == text.strip()), min_size=1, max_size=5))
def test_every_text_is_read_as_it_was_written(texts: list[str]) -> None:
    assert _texts(_read(*(_message(n, _escaped(text)) for n, text in enumerate(texts, 1)))) == texts


pieces = st.text(max_size=10) | st.sampled_from(
    [
        *("<div>", "</div>", '<div class="text">', '<div class="message default">', '<div class="message service">'),
        *(
            '<div class="media_wrap">',
            '<div class="',
            '">',
            "<span>",
            "</span>",
            "<br>",
            "&#" + "9" * 5_000 + ";",
            "\r",
        ),
        *(_message(1, "a"), _message(2, "b", name=""), "<", "&lt;", '<div class="from_name">', "\x85"),
    ]
)


@settings(deadline=None)
@given(st.lists(pieces, max_size=12))
def test_anything_like_a_page_is_read_or_refused(parts: list[str]) -> None:
    with suppress(AmendsError):
        read_export(io.BytesIO(_page(*parts)))


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        *(
            "<div>",
            '<div class="text">',
            '<div class="message default">',
            "<div ",
            '<div class="',
            "&#9",
            "<br",
            "</div>",
            "message ",
        ),
        *('<div class="a b c d ', "<span><div>", _message(1, "a"), 'id="message1'),
        *('<div class="message id="message1 ', 'message id="message1 '),
        *('<div class="text"><b><div class="message x">', '<div class="text"><div>'),
    ],
)
@pytest.mark.parametrize("begin", ["", '<div class="'])
def test_reading_takes_linear_time(piece: str, begin: str) -> None:
    def seconds(count: int) -> float:
        page = _page(_message(1, "a"), begin + piece * count)
        start = time.process_time()
        with suppress(AmendsError):
            read_export(io.BytesIO(page))
        return time.process_time() - start

    seconds(100)
    assert in_step(seconds, 6_000, 24_000, most=8, floor=0.2)
