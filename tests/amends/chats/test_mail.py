"""Mail: letters and mailboxes, who writes with whom, and whatever comes near a letter."""

from __future__ import annotations

import base64
import io
import time
import zipfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.amends.growing import in_step

from amends.chats import Imported, read_export, read_pasted
from amends.chats.formats.mail import boxes
from amends.chats.formats.mail.web import text_of_page
from amends.conversation import MessageType
from amends.errors import AmendsError, UndecidedChat, UnreadableExport

ANA, BEN, KIM = "Ana Ruiz <ana@example.org>", "Ben Okafor <ben@example.org>", "Kim Lee <kim@example.org>"


def letter(
    text: str | bytes = "hello",
    *,
    by: str = BEN,
    to: str = ANA,
    minute: int = 0,
    subject: str = "Boxes",
    more: str = "Content-Type: text/plain; charset=utf-8",
) -> bytes:
    head = f"From: {by}\nTo: {to}\nSubject: {subject}\nDate: Mon, 25 Mar 2024 18:{minute:02}:00 +0100\n{more}\n\n"
    return head.encode() + (text.encode() if isinstance(text, str) else text)


def mailbox(*letters: bytes) -> bytes:
    return b"".join(b"From x@example.org Mon Mar 25 18:05:00 2024\n" + one + b"\n\n" for one in letters)


def zipped(files: dict[str, bytes]) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out


def read(content: bytes, *, chat: str | None = None, timezone: timezone | None = None) -> Imported:
    return read_export(io.BytesIO(content), chat=chat, timezone=timezone)


def texts(result: Imported) -> list[str]:
    return [message.text for message in result.conversation.messages]


def page(body: str) -> bytes:
    return letter(body, more="Content-Type: text/html; charset=utf-8")


def parts(*bodies: str, kind: str = "mixed") -> bytes:
    inner = "".join(f"--cut\n{body}\n" for body in bodies)
    return letter(f"{inner}--cut--\n", more=f'MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="cut"')


# Where letters lie


def test_a_letter_is_seen_by_its_fields_however_many_programs_wrote_above_them() -> None:
    stamps = "".join(f"Received: from a{n}.example.org\n\tby b.example.org; Mon, 25 Mar 2024\n" for n in range(60))

    assert texts(read(stamps.encode() + letter())) == ["hello"]
    assert read_export(io.BytesIO(letter()), name="chat.txt").conversation.source == "mail"


def test_a_pasted_letter_is_read_as_one() -> None:
    assert texts(read_pasted(letter().decode())) == ["hello"]


def test_a_mailbox_whose_first_letter_is_damaged_is_read_on() -> None:
    box = mailbox(letter().replace(b"From:", b"X:"), letter("two", minute=1))

    assert texts(read(box)) == ["two"]
    assert read(box).report.unread_lines == (2,)


def test_of_a_file_of_apple_mail_the_letter_alone_is_read() -> None:
    content = letter("Friday is fine.\n")
    notes = b'<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict><key>flags</key></dict></plist>\n'

    assert texts(read(b"%-10d\n" % len(content) + content + notes)) == ["Friday is fine."]


def test_a_line_of_another_mailbox_among_the_fields_hides_none_and_words_without_a_blank_line_above_stay() -> None:
    moved = letter().replace(b"To:", b">From x@example.org Mon Mar 25 18:05:00 2024\nTo:")
    close = letter(more="From what I know it is Friday.")

    assert texts(read(moved)) == ["hello"]
    assert texts(read(close)) == ["From what I know it is Friday.\n\nhello"]


def test_a_talk_about_letters_is_none() -> None:
    with pytest.raises(UnreadableExport):
        read(b"Dear diary\n\nFrom: Ana\nTo: Ben\nDate: Monday\nSubject: none\n")


@pytest.mark.parametrize(
    "names", [("a.eml", "b.eml"), ("cur/1711386300.M1P2.host:2,S", "new/1711386301.M1P2.host"), ("x/1.EML", "y/2.txt")]
)
def test_a_zip_of_letters_is_one_conversation(names: tuple[str, str]) -> None:
    first, second = letter("one", minute=1), letter("two", by=ANA, to=BEN, minute=2)

    assert texts(read_export(zipped({names[1]: second, names[0]: first}))) == ["one", "two"]


def test_a_folder_of_letters_is_read_with_what_else_lies_in_it_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(letter("one", minute=1))
    (tmp_path / "b.eml").write_bytes(letter("two", by=ANA, to=BEN, minute=2))
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0")

    assert texts(read_export(tmp_path)) == ["one", "two"]


def test_a_mailbox_beside_other_files_is_found() -> None:
    files = {"Mail/Ben.mbox": mailbox(letter()), "index.html": b"<html></html>", "a.json": b"{}", "b.json": b"{}"}

    assert texts(read_export(zipped(files))) == ["hello"]


def test_a_zip_that_a_mac_made_of_letters_is_mail() -> None:
    files = {"a.eml": letter("one"), "b.eml": letter("two", by=ANA, to=BEN, minute=1), ".DS_Store": b"\0\0\0\1Bud1"}
    beside = {"__MACOSX/._a.eml": b"\0\5\x16\7", "__MACOSX/._b.eml": b"\0\5\x16\7"}

    assert texts(read_export(zipped(files | beside))) == ["one", "two"]


def test_letters_of_mailboxes_that_were_joined_without_a_blank_line_are_two() -> None:
    first, second = mailbox(letter("one")), mailbox(letter("two", by=ANA, to=BEN, minute=1))

    assert texts(read(first.rstrip(b"\n") + b"\n" + second)) == ["one", "two"]
    assert texts(read(first.rstrip(b"\n") + b"\nFrom Monday on, 18:05 it is.\nNote: no.\n")) == [
        "one\nFrom Monday on, 18:05 it is.\nNote: no."
    ]


def test_a_letter_that_was_sent_in_a_chat_does_not_make_it_mail() -> None:
    chat = b"25/03/2024, 18:05 - Ana: hi\n25/03/2024, 18:06 - Ben: ho\n"

    result = read_export(zipped({"_chat.txt": chat, "letter.eml": letter(), "photo.jpg": b"\xff\xd8\xff"}))

    assert result.conversation.source == "whatsapp"


def test_words_that_begin_a_letter_in_a_mailbox_do_not_cut_it() -> None:
    text = "Look:\n\nFrom Monday on I am away.\nNote: not before.\n\n>From Tuesday on too.\n"

    (message,) = read(mailbox(letter(text))).conversation.messages

    assert message.text == "Look:\n\nFrom Monday on I am away.\nNote: not before.\n\nFrom Tuesday on too."


def test_a_letter_of_a_mac_or_of_windows_has_the_same_words() -> None:
    box = mailbox(letter("one\n\ntwo"), letter("three", by=ANA, to=BEN, minute=9))

    assert texts(read(box.replace(b"\n", b"\r\n"))) == texts(read(box)) == ["one\n\ntwo", "three"]


def test_a_photo_larger_than_a_letter_may_be_does_not_cost_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "MAX_LETTER", 6 * 1024**2)
    photo = base64.encodebytes(b"\xff" * 9 * 1024**2).decode()
    content = parts(
        "Content-Type: image/jpeg\nContent-Transfer-Encoding: base64\n\n" + photo, "Content-Type: text/plain\n\nhello"
    )

    assert texts(read(content)) == ["hello"]


def test_of_a_signature_in_the_text_itself_only_the_words_are_kept() -> None:
    signature = "-----BEGIN PGP SIGNATURE-----\n\niQEzBAEBCAAd\n=a1b2\n-----END PGP SIGNATURE-----\n"
    signed = f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n- - One\n\n- - Two - three\n\n{signature}"
    cut_off = "-----BEGIN PGP SIGNED MESSAGE-----\n\nOnly this came."

    assert texts(read(letter(f"Before.\n{signed}After."))) == ["Before.\n- One\n\n- Two - three\n\nAfter."]
    assert texts(read(letter(cut_off))) == ["Only this came."]


def test_a_letter_past_the_limit_is_counted_and_the_next_one_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "MAX_LETTER", 1024)

    report = read(mailbox(letter("long words\n" * 200), letter("short"))).report

    assert (report.messages, report.unread_lines, report.unread_count) == (1, (2,), 1)


# Who, to whom, when


def test_what_two_people_wrote_is_one_chat_whoever_got_a_copy() -> None:
    box = mailbox(
        letter("one", subject="A", minute=1),
        letter("two", by=ANA, to=f"{BEN}, {KIM}", subject="B", minute=2),
        letter("three", by=BEN, to=f"{KIM}, {ANA}", subject="Re: C", minute=3),
    )

    result = read(box)

    assert texts(result) == ["one", "two", "three"]
    assert result.conversation.title == "Ana Ruiz, Ben Okafor"


def test_of_several_chats_the_person_picks_one_and_those_where_both_wrote_come_first() -> None:
    box = mailbox(
        *(letter(f"news {n}", by="Shop <shop@example.org>", subject=f"News {n}", minute=n) for n in range(5)),
        letter("to Kim", by=ANA, to=KIM, subject="x", minute=10),
        letter("to Ben", by=ANA, to=BEN, subject="y", minute=11),
        letter("from Ben", by=BEN, to=ANA, subject="z", minute=12),
    )

    with pytest.raises(UndecidedChat) as caught:
        read(box)

    assert caught.value.chats == ("Ana Ruiz, Ben Okafor", "Ana Ruiz, Shop", "Ana Ruiz, Kim Lee")
    assert texts(read(box, chat="Ana Ruiz, Ben Okafor")) == ["to Ben", "from Ben"]
    assert texts(read(box, chat="Ana Ruiz, Kim Lee")) == ["to Kim"]


def test_one_thread_is_one_chat_though_people_come_and_go() -> None:
    box = mailbox(
        letter("one", more="Message-ID: <1@x>", minute=1),
        letter("two", by=KIM, to=BEN, more="Message-ID: <2@x>\nIn-Reply-To: <1@x>", minute=2),
        letter("three", by=ANA, to=KIM, more="Message-ID: <3@x>\nReferences: <1@x> <2@x>", minute=3),
        letter("four", by=BEN, to="zoe@example.org", subject="SV: Boxes", minute=4),
    )

    result = read(box)

    assert texts(result) == ["one", "two", "three", "four"]
    assert result.conversation.title == "Boxes"


@pytest.mark.parametrize("copied", [False, True])
def test_a_letter_that_names_no_reader_is_in_the_only_chat_there_is(copied: bool) -> None:
    to = f"{ANA}, {KIM}" if copied else ANA
    hidden = [letter(f"hidden {n}", subject=f"S{n}", minute=n).replace(b"To: ", b"X-To: ") for n in range(3)]
    box = mailbox(letter("one", to=to), letter("two", by=ANA, to=BEN, subject="x", minute=9), *hidden)

    result = read(box)

    assert sorted(texts(result)) == ["hidden 0", "hidden 1", "hidden 2", "one", "two"]
    assert (result.conversation.title, result.report.unread_count) == ("Ana Ruiz, Ben Okafor", 0)


@pytest.mark.parametrize("field", [b"To: ", b"X-To: "])
def test_what_may_be_of_another_chat_is_a_chat_of_its_own(field: bytes) -> None:
    to_kim = letter("to Kim", by=ANA, to=KIM, subject="x", minute=1)
    alone = letter("alone", to=BEN, subject="y", minute=2).replace(b"To: ", field)
    box = mailbox(letter("to Ana"), *([to_kim] if field == b"X-To: " else []), alone)

    with pytest.raises(UndecidedChat) as caught:
        read(box)

    assert "Ben Okafor" in caught.value.chats
    assert texts(read(box, chat="Ben Okafor")) == ["alone"]


def test_what_somebody_wrote_to_themselves_in_a_thread_is_in_it() -> None:
    box = mailbox(letter("one", more="Message-ID: <1@x>"), letter("two", to=BEN, more="In-Reply-To: <1@x>", minute=1))

    assert texts(read(box)) == ["one", "two"]


def test_a_draft_of_thunderbird_without_a_reader_was_not_sent_while_one_with_readers_may_have_been() -> None:
    mark = "X-Mozilla-Draft-Info: internal/draft; vcard=0"
    draft = letter("never", more=mark, minute=2).replace(b"To: ", b"X-To: ")

    result = read(mailbox(letter("one"), letter("two", more=mark, minute=1), draft))

    assert texts(result) == ["one", "two"]
    assert "not_sent" in result.report.doubts


def test_the_same_letter_in_two_folders_is_taken_once_but_not_another_of_the_same_number() -> None:
    sent = letter("one", more="Message-ID: <1@x>")
    other = letter("two", more="Message-ID: <1@x>", minute=9)

    assert texts(read(mailbox(sent, b"X-Folder: Inbox\n" + sent, other))) == ["one", "two"]


def test_a_letter_without_a_number_that_lies_in_two_folders_is_taken_once_but_not_another_of_that_moment() -> None:
    stamped = b"Received: from a.example by b.example\r\n" + letter("one").replace(b"\n", b"\r\n") + b"\r\n"

    assert texts(read(mailbox(letter("one"), stamped, letter("two")))) == ["one", "two"]


def test_people_are_called_as_they_call_themselves_most_often() -> None:
    box = mailbox(
        letter(by="ben@example.org", minute=1),
        letter(by='"Okafor" <BEN@example.org>', minute=2),
        letter(by="=?utf-8?q?Ben_Ok=C3=A1for?= <ben@example.org>", minute=3),
        letter(by="=?utf-8?q?Ben_Ok=C3=A1for?= <ben@example.org>", minute=4),
        letter(by="Ana", to="Mine <ben@example.org>", minute=5, more="Sender: ana@example.org"),
    )

    assert read(box).conversation.people == ("Ben Okáfor", "Ana Ruiz")


def test_addresses_of_one_full_name_are_one_person_which_is_told() -> None:
    box = mailbox(
        letter(minute=1),
        letter(by='"Okafor, Ben" <ben@work.example>', minute=2),
        letter(by=ANA, to="Ben Okafor <ben@work.example>", minute=3),
    )

    report = read(box).report

    assert report.people == ("Ben Okafor", "Ana Ruiz")
    assert report.doubts == ("joined_addresses",)


def test_one_address_under_names_that_differ_is_one_person_which_is_told() -> None:
    one, other, short = (f"{name} <home@x.example>" for name in ("Zoe Park", "Jo Park", "Park, Zoe"))
    box = mailbox(letter(by=one), letter(by=other, minute=1))
    same = mailbox(letter(by=one), letter(by=short, minute=1), letter(by="Zoe <home@x.example>", minute=2))

    assert read(box).report.doubts == ("one_address", "one_speaker")
    assert read(same).report.doubts == ("one_speaker",)


@pytest.mark.parametrize("field", ["X-Original-From: Ben Okafor <ben@x.example>", "Reply-To: ben@x.example"])
def test_a_list_that_puts_its_own_address_there_is_not_the_writer(field: str) -> None:
    to = "Boxes <boxes@x.example>"
    box = mailbox(
        letter("one", by="'Ben Okafor' via Boxes <boxes@x.example>", to=to, more=f"Message-ID: <1@x>\n{field}"),
        letter("two", by=f"Kim via {to}", to=to, more="References: <1@x>\nReply-To: k@x.example", minute=1),
        letter("three", by=ANA, to=to, more="References: <1@x>", minute=2),
    )

    assert read(box).conversation.people == ("Ben Okafor", "Kim", "Ana Ruiz")


def test_two_people_of_one_short_name_stay_two() -> None:
    box = mailbox(
        letter(by="Jo <jo@a.example>", to="Jo <jo@b.example>"), letter(by="Jo <jo@b.example>", to="jo@a.example")
    )

    report = read(box).report

    assert (report.people, report.doubts) == (("Jo", "Jo (2)"), ("same_names",))


def test_a_name_in_quotes_with_signs_of_addresses_in_it_is_one_name() -> None:
    result = read(
        letter(by=r'"Ruiz; Ana \"Annie\" <x>, (y)" <ana@example.org>', to="ben@example.org (Ben: home), Team:;")
    )

    assert result.conversation.people == ('Ruiz; Ana "Annie" <x>, (y)',)


@pytest.mark.parametrize(
    ("date", "offset", "doubts"),
    [
        ("Mon, 25 Mar 2024 18:05:00 -0500", -5, ()),
        ("25 Mar 2024 18:05 +0200 (EET)", 2, ()),
        ("Mon, 25 Mar 2024 18:05:00 -0000", 0, ()),
        ("Mon, 25 Mar 2024 18:05:00 GMT", 0, ()),
        ("Mon, 25 Mar 2024 18:05:00 GMT+1", 1, ()),
        ("Mon, 25 Mar 2024 18:05:00 GMT-03:30", -3.5, ()),
        ('Mon, 25 Mar 2024 18:05:00 "GMT"+0100', 1, ()),
        ("Mon, 25 Mar 2024 18:05:00 UTC+2 (EET)", 2, ()),
        ("Mon, 25 Mar 2024 18:05:00 +01:00", 1, ()),
        ("Mon, 25-Mar-2024 18:05:00 +0100", 1, ()),
        ("Mon, 25 Mar 2024 6:05:00 PM +0100", 1, ()),
        ("2024-03-25T18:05:00+01:00", 1, ()),
        ("2024-03-25 18:05:00 -0500", -5, ()),
        ("2024-03-25T18:05:00Z", 0, ()),
        ("2024-03-25 18:05:00", 0, ("no_timezone",)),
        ("Mon, 25 Mar 2024 18:05:00", 0, ("no_timezone",)),
        ("Mon, 25 Mar 2024 18:05:00 XYZ", 0, ("no_timezone",)),
    ],
)
def test_the_time_is_that_of_the_sender(date: str, offset: float, doubts: tuple[str, ...]) -> None:
    box = mailbox(
        b"From: a@x.example\nTo: b@x.example\nDate: " + date.encode() + b"\n\nhi",
        b"From: b@x.example\nTo: a@x.example\nDate: Mon, 25 Mar 2030 18:05:00 +0000\n\nho",
    )

    result = read(box)
    at = result.conversation.messages[0].at

    assert at == datetime(2024, 3, 25, 18, 5, tzinfo=timezone(timedelta(hours=offset)))
    assert at is not None
    assert at.utcoffset() == timedelta(hours=offset)
    assert result.report.doubts == doubts


def test_times_are_shown_in_the_zone_that_the_person_names() -> None:
    zone = timezone(timedelta(hours=9))
    bare = letter("two", minute=1).replace(b" +0100", b"")

    result = read(mailbox(letter("one"), bare), timezone=zone)

    assert [message.at for message in result.conversation.messages] == [
        datetime(2024, 3, 25, 18, 1, tzinfo=zone),
        datetime(2024, 3, 25, 17, 0, tzinfo=UTC),
    ]
    assert {message.at.utcoffset() for message in result.conversation.messages if message.at} == {timedelta(hours=9)}


@pytest.mark.parametrize(
    "broken", ["From: nobody", "Date: some day", "Date:", "Date: Mon, 25 Mar 99999999 18:05 +0100"]
)
def test_a_letter_without_a_writer_or_a_time_is_counted_with_its_line(broken: str) -> None:
    name = broken.partition(":")[0].encode()
    lines = [broken.encode() if line.startswith(name + b":") else line for line in letter().split(b"\n")]

    report = read(mailbox(letter("one"), b"\n".join(lines))).report

    assert (report.messages, report.unread_lines, report.unread_count) == (1, (11,), 1)


@pytest.mark.parametrize(
    "mark",
    [
        "X-Unsent: 1",
        "X-Gmail-Labels: Drafts",
        "X-Gmail-Labels: =?utf-8?q?Entw=C3=BCrfe?=",
        "X-Gmail-Labels: =?utf-8?q?=E4=B8=8B=E6=9B=B8=E3=81=8D?=",
    ],
)
def test_what_was_never_sent_is_left_out_which_is_told(mark: str) -> None:
    result = read(mailbox(letter("one"), letter("never", more=mark, minute=1)))

    assert texts(result) == ["one"]
    assert "not_sent" in result.report.doubts


# What a letter says


def test_plain_text_is_taken_before_the_page_of_the_same_words() -> None:
    content = parts("Content-Type: text/plain\n\nplain", "Content-Type: text/html\n\n<p>page</p>", kind="alternative")

    assert texts(read(content)) == ["plain"]


@pytest.mark.parametrize("stub", ["", "This is a page.", "Your program shows no pages."])
def test_a_page_is_read_where_the_plain_text_says_next_to_nothing(stub: str) -> None:
    words = "I wanted to tell you for a long time that I miss how we talked before the boxes came."
    content = parts(
        f"Content-Type: text/plain\n\n{stub}", f"Content-Type: text/html\n\n<p>{words}</p>", kind="alternative"
    )

    assert texts(read(content)) == [words]


def test_of_a_page_only_the_words_are_kept() -> None:
    body = (
        "<html><head><title>t</title><style>p{}</style></head><body><!-- no --><script>no()</script>"
        '<p>One<br>two &amp; <a href="https://example.org/?who=ana" title="a > b">three</a></p><p>four'
        '<img src="https://example.org/pixel.gif" alt="no"></p><ul><li>five</li></ul></body></html>'
    )

    assert texts(read(page(body))) == ["One\ntwo & three\n\nfour\n\n- five"]


@pytest.mark.parametrize(
    "body",
    [
        '<p>Mine.</p><p>1.3.2024 18:05 Ben &lt;b@x.example&gt; жазды:</p><blockquote class="gmail_quote">Yours.',
        '<div class="moz-cite-prefix">Am 25.03.24 schrieb er:</div><blockquote type="cite">Yours.</blockquote>Mine.',
        'Mine.<div id="yahoo_quoted_1" class="yahoo_quoted"><div>Lundi, X a &eacute;crit :</div>Yours.</div>',
        'Mine.<div id="mail-editor-reference-message-container"><p>Nork: x<br>Noiz: y</p><p>Yours.</p></div>',
        '<p class="MsoNormal">Mine.</p><span id="OLK_SRC_BODY_SECTION"><b>X:</b> y<br>Yours.</span>',
    ],
)
def test_what_a_page_marks_as_quoted_is_left_out(body: str) -> None:
    assert texts(read(page(body))) == ["Mine."]


def test_a_smiley_that_is_a_picture_a_blank_that_does_not_break_and_lines_as_they_stand_are_kept() -> None:
    smiley = '<div>fine <img alt="👨‍👩‍👧" src="https://example.org/1.png"><img alt="photo"></div>'

    assert texts(read(page(smiley))) == ["fine 👨‍👩‍👧"]
    assert texts(read(page("<div>one</div><div>&nbsp;</div><div> </div><div>two</div>"))) == ["one\n\ntwo"]
    assert texts(read(page('<div style="white-space: pre-wrap">one\n\ntwo</div><div>three\nfour</div>'))) == [
        "one\n\ntwo\nthree four"
    ]


def test_answers_between_the_quotes_of_a_page_are_kept() -> None:
    quote = '<blockquote class="gmail_quote">{}</blockquote>'
    body = (
        f'<div class="gmail_quote">{quote.format("When?")}<div>Friday.</div>{quote.format("Who?")}<div>Me.</div></div>'
    )

    assert texts(read(page(body))) == ["Friday.\n\nMe."]


def test_what_somebody_sets_apart_in_a_page_stays_hers() -> None:
    body = '<p>I wrote a poem:</p><blockquote style="margin:0 0 0 40px">boxes, boxes</blockquote>'

    assert texts(read(page(body))) == ["I wrote a poem:\n\nboxes, boxes"]


def test_lines_that_flow_are_joined_and_those_that_do_not_stay() -> None:
    flowed = letter("one \ntwo\nthree\n > four", more="Content-Type: text/plain; format=flowed")

    assert texts(read(flowed)) == ["one two\nthree\n> four"]
    assert texts(read(letter("one \ntwo"))) == ["one\ntwo"]


@pytest.mark.parametrize(
    ("charset", "content", "text", "doubts"),
    [
        ("utf-8", "Zoë".encode(), "Zoë", ()),
        ("iso-8859-1", "Zoë".encode(), "Zoë", ()),
        ("iso-8859-1", "Zoë – ja".encode("cp1252"), "Zoë – ja", ()),
        ("us-ascii", "Zoë".encode("cp1252"), "Zoë", ("garbled_text",)),
        ("x-unknown", "Zoë".encode(), "Zoë", ()),
        ("gb2312", "周五可以。镕".encode("gb18030"), "周五可以。镕", ()),
        ("iso-2022-jp", "金曜日".encode("iso-2022-jp"), "金曜日", ()),
        ("iso-2022-jp", b"\x1b$B-!6bMK\x1b(B ok", "①金曜 ok", ()),
        ("iso-2022-jp", b"\x1b$B6b\x7f\x7f\x1b(B ok", "金\ufffd ok", ("garbled_text",)),
        ("iso-2022-jp", "金曜日".encode(), "金曜日", ()),
        ("koi8-r", "Пятница".encode("koi8-r"), "Пятница", ()),
        ("base64", b"plain", "plain", ()),
        ("iso-8859-8-i", "שלום".encode("iso-8859-8"), "שלום", ()),
        ("windows-874", "สวัสดี".encode("cp874"), "สวัสดี", ()),
        ("x-mac-cyrillic", "Пятница".encode("mac-cyrillic"), "Пятница", ()),
        ("x-sjis", "金曜日".encode("cp932"), "金曜日", ()),
        ("Windows-31J", "①金曜".encode("cp932"), "①金曜", ()),
    ],
)
def test_text_is_read_in_the_encoding_that_it_is_in(
    charset: str, content: bytes, text: str, doubts: tuple[str, ...]
) -> None:
    box = mailbox(
        letter(content, more=f"Content-Type: text/plain; charset={charset}"), letter(by=ANA, to=BEN, minute=1)
    )

    result = read(box)

    assert texts(result)[0] == text
    assert result.report.doubts == doubts


def test_a_name_in_bytes_is_in_the_encoding_of_the_letter_and_a_guess_is_told() -> None:
    names = {"koi8-r": "Бен".encode("koi8-r"), "utf-8": "Zoë".encode(), "us-ascii": "Zoë".encode("cp1252")}
    letters = {
        charset: letter(more=f"Content-Type: text/plain; charset={charset}").replace(b"Ben Okafor", name)
        for charset, name in names.items()
    }

    people = {charset: read(content).report for charset, content in letters.items()}

    assert [report.people for report in people.values()] == [("Бен",), ("Zoë",), ("Zoë",)]
    assert ["garbled_text" in report.doubts for report in people.values()] == [False, False, True]


def test_the_name_of_an_encoding_with_a_blank_behind_it_is_that_encoding() -> None:
    content = letter(
        "Zo=C3=AB=20\n=\nja", more="Content-Type: text/plain\nContent-Transfer-Encoding: Quoted-Printable "
    )

    assert texts(read(content)) == ["Zoë\nja"]


@pytest.mark.parametrize(
    "content",
    [
        parts("Content-Type: application/pgp-encrypted\n\nVersion: 1", "Content-Type: a/b\n\nx", kind="encrypted"),
        letter("MIAGCSqGSIb3", more="Content-Type: application/pkcs7-mime; smime-type=enveloped-data"),
        letter("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----"),
    ],
)
def test_of_an_encrypted_letter_only_that_it_was_sent_is_known(content: bytes) -> None:
    result = read(content)

    assert [(message.type, message.text) for message in result.conversation.messages] == [(MessageType.MEDIA, "")]
    assert "encrypted_messages" in result.report.doubts


def test_words_around_what_is_encrypted_or_quotes_it_are_kept() -> None:
    block = "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"
    quoted = "".join(f"> {line}\n" for line in block.splitlines())

    around = read(letter(f"Can you read this?\n{block}I can.\n"))
    answer = read(letter(f"I can not.\n\n{quoted}", subject="Re: Boxes"))

    assert texts(around)[0].split() == ["Can", "you", "read", "this?", "I", "can."]
    assert "encrypted_messages" in around.report.doubts
    assert texts(answer) == ["I can not."]
    assert "encrypted_messages" not in answer.report.doubts


def test_a_signed_letter_is_read_without_its_signature() -> None:
    content = parts(
        "Content-Type: text/plain\n\nhello", "Content-Type: application/pgp-signature\n\nabc", kind="signed"
    )

    assert texts(read(content)) == ["hello"]


@pytest.mark.parametrize(
    "content",
    [
        letter("I am away.", more="Auto-Submitted: auto-replied"),
        parts(
            "Content-Type: text/plain\n\nI am away.", "Content-Type: message/rfc822\n\n" + "X: y\n\nz", kind="report"
        ),
        parts("Content-Type: text/plain\n\nI am away.", "Content-Type: text/calendar\n\nBEGIN:VCALENDAR"),
    ],
)
def test_what_a_program_wrote_is_nobodys_word(content: bytes) -> None:
    box = mailbox(letter("one"), content)

    assert [(m.speaker, m.type, m.text) for m in read(box).conversation.messages] == [
        ("Ben Okafor", MessageType.TEXT, "one"),
        (None, MessageType.SYSTEM, "I am away."),
    ]


def test_an_answer_of_exchange_is_nobodys_word() -> None:
    away = letter("I am away.", more="X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent", minute=1)

    assert [message.speaker for message in read(mailbox(letter(), away)).conversation.messages] == ["Ben Okafor", None]


@pytest.mark.parametrize(
    "file",
    [
        'Content-Type: text/plain; name="notes.txt"\nContent-Disposition: inline; filename="notes.txt"\n\nnotes',
        'Content-Type: text/html; name="page.html"\n\n<p>page</p>',
        'Content-Type: text/calendar; name="friday.ics"\nContent-Disposition: attachment\n\nBEGIN:VCALENDAR',
    ],
)
def test_a_file_of_text_that_was_sent_with_the_words_is_not_said(file: str) -> None:
    (message,) = read(parts("Content-Type: text/plain\n\nDoes Friday suit you?", file)).conversation.messages

    assert (message.speaker, message.text) == ("Ben Okafor", "Does Friday suit you?")


def test_a_page_under_the_name_of_plain_text_and_words_in_markdown_are_read() -> None:
    assert texts(read(letter("<html><body><p>hello</p></body></html>"))) == ["hello"]
    assert texts(read(letter("hello", more="Content-Type: text/markdown"))) == ["hello"]


@pytest.mark.parametrize(
    "footer",
    [
        "_" * 47 + "\nFamily mailing list\nFamily@lists.example\nhttps://lists.example/listinfo/family",
        "_" * 47 + "\nfamily mailing list -- family@lists.example\nTo unsubscribe send an email to x@lists.example",
        "-=-=-=-=-=-=-=-=-=-=-=-\nGroups.io Links:\n\nView: https://groups.example/1\n-=-=-=-=-=-=-=-=-=-=-=-",
    ],
)
def test_what_a_list_puts_below_each_letter_is_left_out_and_the_same_by_a_person_stays(footer: str) -> None:
    words = "Friday is fine.\n\n" + footer

    assert texts(read(letter(words, more="List-Id: Family <family.lists.example>"))) == ["Friday is fine."]
    assert texts(read(letter(words))) == [words]
    assert texts(read(letter("Mine.\n" + "_" * 47 + "\nYours.", more="List-Id: <x.example>"))) == [
        "Mine.\n" + "_" * 47 + "\nYours."
    ]


def test_a_reaction_is_no_letter_of_its_own() -> None:
    reaction = 'Content-Type: text/vnd.google.email-reaction+json\n\n{"emoji": "x", "version": 1}'
    content = parts("Content-Type: text/plain\n\n👍 Ben reacted via Gmail", reaction, kind="alternative")

    assert [message.type for message in read(content).conversation.messages] == [MessageType.REACTION]


def test_of_a_letter_with_nothing_but_a_subject_the_subject_is_said() -> None:
    box = mailbox(letter("", subject="Home at six"), letter("", by=ANA, to=BEN, subject="Re: Home at six", minute=1))

    result = read(box)

    assert texts(result) == ["Home at six", ""]
    assert result.report.doubts == ("empty_messages",)


def test_quotes_are_known_by_the_earlier_letters_of_the_thread_alone() -> None:
    quoted = "From: Ben\nSent: 25 March 2024 18:01\nTo: Ana\nSubject: Boxes\n\n{}\nNo, never, I said."
    words = "Can you come on Friday with the small van?"
    box = mailbox(
        letter(words, more="Message-ID: <1@x>", minute=1),
        letter("Yes.\n\n" + quoted.format(words), by=ANA, to=BEN, more="In-Reply-To: <1@x>", minute=2),
        letter("Yes.\n\n" + quoted.format(words), by=ANA, to=BEN, subject="Another", minute=3),
    )

    result = read(box)

    assert texts(result) == [words, "Yes.\n\nNo, never, I said.", "Yes."]
    assert result.report.doubts == ("quoted_text", "unseen_quotes")


# Whatever comes near


@pytest.mark.parametrize(
    "content",
    [
        letter(more="Content-Type: multipart/mixed"),
        letter(more="Content-Type: multipart/mixed; boundary="),
        letter(more="Content-Type: ; charset=\nContent-Transfer-Encoding: base64", text="a"),
        letter(more="Content-Type: text/plain; charset*0*=utf-8''%FF; charset*1=x"),
        letter(more='Content-Type: text/plain; charset="=?utf-8?q?=FF?="'),
        letter(more="Content-Transfer-Encoding: x-uuencode", text="begin 644 x\n#\n"),
        letter(more="Content-Type: message/rfc822"),
        letter(more="Content-Type: message/external-body; access-type=x"),
        letter(more="Content-Disposition: \xff; filename*=x'y'z"),
        letter(more="Content-Type: multipart/alternative; boundary=a", text="--a\n\n--a--"),
        letter(by="<<<>>>@@ \x00 <ben@example.org>"),
        letter(subject="=?utf-8?b?//?= =?x?q??= =?utf-8?q?=?="),
    ],
)
def test_a_letter_that_is_broken_on_purpose_is_read_or_counted(content: bytes) -> None:
    report = read(mailbox(content, letter("fine"))).report

    assert report.messages + report.unread_count == 2


def test_parts_within_parts_are_counted_as_not_read() -> None:
    nested = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3_000))
    box = mailbox(letter("one"), letter(nested, more="X: y", minute=1).replace(b"X: y\n\n", b""))

    report = read(box).report

    assert (report.messages, report.unread_count) == (1, 1)


HOSTILE = {
    "fields": b"From: a@x.example\nDate: Mon, 25 Mar 2024 18:05:00 +0000\n" + b"X: y\n" * 9_000,
    "long fields": letter(more="References: " + "<a@b> " * 9_000 + "\nCc: " + '"a, b" <c@d.example>, ' * 3_000),
    "folded fields": letter(more="X:" + " y\n" * 9_000 + " z"),
    "encoded words": letter(subject="=?a?q?b?= " * 3_000, by="=?utf-8?q?" * 3_000 + "<a@x.example>"),
    "open quotes": letter(by='"\\' * 9_000 + "<a@x.example>", more="Cc: " + "(<" * 9_000),
    "marks": letter(">" * 30_000 + "\n" + "> " * 30_000 + "\n" + "> a\n" * 9_000),
    "heads": letter("On Mon, 25 Mar 2024 18:05, Ben <b@x.example> wrote:\n" * 3_000),
    "half heads": letter("On 3 May\n" * 900 + "From: a\n" * 900 + "From:\nSent:\nTo:\n" * 900),
    "fields in the text": letter("From: a\nSent: b\nTo: c\nSubject: d\n\ne\n" * 2_000),
    "rules": letter("-----Original Message-----\n" * 3_000 + "----\n" * 3_000),
    "dashes": letter("> a\n" * 3_000 + "--\n\n" * 3_000 + "Sent from my \n" * 3_000),
    "known words": letter("one two three four five\n" * 5_000),
    "boundaries": parts(*["Content-Type: text/plain\n\na"] * 2_000),
    "one line": letter("a" * 200_000),
    "separators": b"From a 18:05\n" * 9_000,
    "letters": letter(more="Message-ID: <1@x>") + b"\n\nFrom a 18:05\nFrom: a@b.c\nDate: x\n\n" * 2_000,
    "threads": mailbox(*(letter(subject="Re: x", minute=n % 60, to=f"a{n}@x.example") for n in range(400))),
    "page of div": page("<div>" * 20_000),
    "page of quotes": page('<blockquote class="quote">a' * 9_000),
    "page of brackets": page("<" * 60_000 + "<a '" * 9_000 + '<a "' * 9_000),
    "page of comments": page("<!--" * 9_000 + "<!-- --><style>" * 9_000),
    "page of entities": page("&amp" * 20_000 + "&#" * 9_000),
}


@pytest.mark.slow
@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_twice_the_letter_takes_no_more_than_some_twice_the_time(content: bytes) -> None:
    # The fields stand once, what is hostile in them or below is what grows.
    assert in_step(lambda times: _seconds(_grown(content, times)), 2, 4, most=2.6, floor=0.05)


def _grown(content: bytes, times: int) -> bytes:
    """Repeat each of the longer lines, or runs of lines, so that every part of a letter grows."""
    head, separator, body = content.partition(b"\n\n")
    fields = [line * times if len(line) < 40 and b"y" in line else _longer(line, times) for line in head.split(b"\n")]
    return b"\n".join(fields) + separator + body * times


def _longer(line: bytes, times: int) -> bytes:
    name, colon, value = line.partition(b": ")
    return name + colon + value * (times if len(value) > 2_000 else 1)


def _seconds(content: bytes) -> float:
    start = time.process_time()
    with suppress(AmendsError):
        read(content)
    return time.process_time() - start


def test_the_depth_of_a_page_is_not_the_depth_of_the_reader() -> None:
    assert text_of_page("<div>" * 100_000 + "x") == "x"


names = st.sampled_from(["From", "To", "Cc", "Date", "Subject", "Message-ID", "References", "Content-Type", "X-Unsent"])
values = st.sampled_from(
    [
        ANA,
        BEN,
        "Mon, 25 Mar 2024 18:05:00 +0100",
        "Re: Boxes",
        "<1@x>",
        "text/html",
        "multipart/mixed; boundary=a",
        "multipart/alternative; boundary=b",
        "text/plain; charset=utf-16; format=flowed",
    ]
) | st.text(max_size=12)
lines = st.sampled_from(
    ["--a", "--a--", "--b", "> quoted", "On 3 May 2024 18:05, Ben wrote:", "-- ", "From: Ben", "Sent: x", "", "<div>"]
) | st.text(max_size=12)


@settings(deadline=None)
@given(st.lists(st.tuples(st.lists(st.tuples(names, values), max_size=6), st.lists(lines, max_size=9)), max_size=4))
def test_any_mailbox_is_read_or_refused(letters: list[tuple[list[tuple[str, str]], list[str]]]) -> None:
    content = mailbox(
        letter("first"),
        *("\n".join([*(f"{name}: {value}" for name, value in head), "", *body]).encode() for head, body in letters),
    )

    with suppress(AmendsError):
        report = read(content).report
        assert report.messages + report.unread_count >= 1
