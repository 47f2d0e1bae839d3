"""OurFamilyWizard: the messages of a report, and PDFs that are none, broken or hostile."""

from __future__ import annotations

import io
import logging
import time
import zlib
from contextlib import suppress
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.chats import Imported, read_export
from amends.chats.files import pdf
from amends.errors import AmendsError, TooLarge, UndecidedDateOrder, UnreadableExport

EXPORTS = Path(__file__).parents[2] / "exports" / "ourfamilywizard"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
RESOURCES = b"/Resources << /Font << /F1 3 0 R >> >>"


def pdf_of(pages: list[bytes], *, more: list[bytes] = [], resources: bytes = RESOURCES) -> bytes:  # noqa: B006
    """Write a PDF: what each page draws, and objects of one's own, of which the first is number 4."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", FONT, *more]
    kids = []
    for page in pages:
        objects.append(stream_of(page))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] %b /Contents %d 0 R >>" % (resources, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (b" ".join(kids), len(kids))
    written, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(written))
    return written + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def stream_of(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< %b/Length %d >>\nstream\n%b\nendstream" % (entries, len(data), data)


def packed(data: bytes) -> bytes:
    return stream_of(zlib.compress(data), b"/Filter /FlateDecode ")


def drawn(lines: list[tuple[int, int, str]]) -> bytes:
    """Draw lines of text, each so far from the left and from the foot of the page."""
    escaped = ((left, height, text.encode("cp1252", "replace")) for left, height, text in lines)
    return b"".join(
        b"BT /F1 11 Tf %d %d Td (%b) Tj ET\n"
        % (left, height, text.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)"))
        for left, height, text in escaped
    )


def page_of(lines: list[str]) -> bytes:
    return drawn([(54, 740 - 15 * number, line) for number, line in enumerate(lines)])


def head(sent: str, sender: str = "Ana Ruiz", subject: str = "Re: Pickup") -> list[str]:
    return [f"Sent: {sent}", f"From: {sender}", "To: Ben Ruiz (First Viewed: Never)", f"Subject: {subject}"]


def _read(data: bytes, **said: Any) -> Imported:
    return read_export(io.BytesIO(data), **said)


def _said(result: Imported) -> list[tuple[str | None, str]]:
    return [(message.speaker, message.text) for message in result.conversation.messages]


def test_lines_are_read_from_the_top_down_in_whatever_order_they_are_drawn() -> None:
    lines = ["Message 1 of 1", *head("03/01/2026 8:15 AM"), "First line.", "Second line."]
    placed = [(54, 740 - 15 * number, line) for number, line in enumerate(lines)]

    result = _read(pdf_of([drawn([*placed[5:], *placed[:5]])]))

    assert _said(result) == [("Ana Ruiz", "First line.\nSecond line.")]


def test_a_label_and_its_value_may_be_drawn_apart() -> None:
    lines = ["Message 1 of 1", *head("03/01/2026 at 8:15 AM"), "hi"]
    pieces = [
        (54 + 60 * n, 740 - 15 * number, piece)
        for number, line in enumerate(lines)
        for n, piece in enumerate(line.split(" ", 1))
    ]

    assert _said(_read(pdf_of([drawn(pieces)]))) == [("Ana Ruiz", "hi")]


def test_lines_that_the_page_broke_are_joined_and_those_of_the_person_stay() -> None:
    long = "I can arrive at half past five unless the event at school runs late, and then I will call you from"
    lines = ["Message 1 of 1", *head("03/01/2026 8:15 AM"), long, "the car.", "Bring:", "shoes"]

    assert _said(_read(pdf_of([page_of(lines)]))) == [("Ana Ruiz", f"{long} the car.\nBring:\nshoes")]


def test_a_message_that_opens_a_thread_begins_with_its_subject() -> None:
    lines = ["Message 1 of 2", *head("03/01/2026 8:15 AM", subject="Can you swap Friday?")]
    lines += ["Message 2 of 2", *head("03/01/2026 8:16 AM", subject="RE: Can you swap Friday?"), "yes"]

    assert [text for _, text in _said(_read(pdf_of([page_of(lines)])))] == ["Can you swap Friday?", "yes"]


def test_of_quoted_messages_of_one_minute_those_that_differ_are_all_kept() -> None:
    first, second = ["Can you take", "them?"], ["And the bag?"]
    quoted = [*head("03/06/2026 8:00 AM", "Ben Ruiz"), *first, *head("03/06/2026 8:00 AM", "Ben Ruiz"), *second]
    again = [*head("03/06/2026 8:00 AM", "Ben Ruiz"), " ".join(first)]
    lines = ["Message 1 of 2", *head("03/06/2026 9:00 AM"), "Yes.", *quoted]
    lines += ["Message 2 of 2", *head("03/06/2026 9:05 AM"), "Both.", *again]

    result = _read(pdf_of([page_of(lines)]))

    assert _said(result) == [
        ("Ben Ruiz", "Can you take\nthem?"),
        ("Ben Ruiz", "And the bag?"),
        ("Ana Ruiz", "Yes."),
        ("Ana Ruiz", "Both."),
    ]


def test_the_persons_zone_counts_where_the_report_names_none_that_is_known() -> None:
    zone = timezone(timedelta(hours=2))
    page = ["Message 1 of 1", *head("03/01/2026 8:15 AM"), "hi"]

    assert str(_read(pdf_of([page_of(page)]), timezone=zone).report.first_at) == "2026-03-01 08:15:00+02:00"
    assert _read(pdf_of([page_of(["Timezone: The Moon", *page])])).report.doubts == ("no_timezone",)
    named = _read(pdf_of([page_of(["Timezone: America/New_York", *page])]), timezone=zone)
    assert str(named.report.first_at) == "2026-03-01 15:15:00+02:00"


@pytest.mark.parametrize(
    ("date", "asked", "order"),
    [
        ("03/04/2026", None, "mdy"),
        ("03/04/2026", "dmy", "dmy"),
        ("25/04/2026", None, "dmy"),
        ("04/25/2026", "dmy", "mdy"),
    ],
)
def test_the_month_stands_first_unless_that_cannot_be(date: str, asked: str | None, order: str) -> None:
    data = pdf_of([page_of(["Message 1 of 1", *head(f"{date} 8:15 AM"), "hi"])])

    assert _read(data, date_order=asked).report.date_order == order


@pytest.mark.parametrize("zone", ["Europe/London", "Australia/Sydney", "Pacific/Auckland"])
def test_where_the_month_may_stand_second_it_is_asked_for(zone: str) -> None:
    lines = [f"Timezone: {zone}", "Message 1 of 2", *head("03/04/2026 8:15 AM"), "hi"]
    data = pdf_of([page_of([*lines, "Message 2 of 2", *head("05/04/2026 8:15 AM"), "yes"])])

    with pytest.raises(UndecidedDateOrder):
        _read(data)
    assert _read(data, date_order="dmy").report.date_order == "dmy"


def test_where_the_month_may_stand_second_the_days_tell() -> None:
    lines = ["Timezone: Europe/London", "Message 1 of 2", *head("03/04/2026 8:15 AM"), "hi"]
    data = pdf_of([page_of([*lines, "Message 2 of 2", *head("13/04/2026 8:15 AM"), "yes"])])

    assert _read(data).report.date_order == "dmy"


def test_an_answer_without_a_subject_has_none_in_its_words() -> None:
    assert _said(_read(pdf_of([page_of(["Message 1 of 1", *head("03/01/2026 8:15 AM", subject="Re:"), "yes"])]))) == [
        ("Ana Ruiz", "yes")
    ]


LONG_SUBJECT = "Re: the pickup on Friday at the school, and the bag with the books and the shoes"


def test_a_subject_that_goes_on_in_the_next_line_is_no_part_of_the_answers() -> None:
    lines = []
    for n, words in enumerate(["Hi Ana,", "Hi Ana,", "no"], 1):
        lines += [f"Message {n} of 3", *head(f"03/0{n}/2026 8:15 AM", subject=LONG_SUBJECT), "that he forgot", words]

    assert [text for _, text in _said(_read(pdf_of([page_of(lines)])))] == ["Hi Ana,", "Hi Ana,", "no"]


def test_a_subject_that_goes_on_in_the_next_line_is_one_before_the_words_that_open_a_thread() -> None:
    subject = LONG_SUBJECT.removeprefix("Re: ")
    lines = ["Message 1 of 1", *head("03/01/2026 8:15 AM", subject=subject), "that he forgot", "Hi Ana,"]

    assert _said(_read(pdf_of([page_of(lines)]))) == [("Ana Ruiz", f"{subject} that he forgot\n\nHi Ana,")]


def test_a_greeting_that_stands_below_each_subject_is_none() -> None:
    lines = []
    for n in (1, 2):
        lines += [f"Message {n} of 2", *head(f"03/0{n}/2026 8:15 AM", subject="Re: the pickup"), "Hi Ana,", f"no {n}"]

    assert [text for _, text in _said(_read(pdf_of([page_of(lines)])))] == ["Hi Ana,\nno 1", "Hi Ana,\nno 2"]


def test_the_last_line_of_a_page_may_begin_like_what_is_printed_on_it() -> None:
    lines = ["Message 1 of 1", *head("03/01/2026 8:15 AM", subject="Re: it"), "the list was", "Generated: by hand"]

    assert _said(_read(pdf_of([page_of(lines)]))) == [("Ana Ruiz", "the list was\nGenerated: by hand")]


def test_messages_that_are_missing_are_told() -> None:
    whole = [page_of([f"Message {n} of 3", *head(f"03/0{n}/2026 8:15 AM"), f"{n}"]) for n in (1, 2, 3)]

    assert "missing_messages" not in _read(pdf_of(whole)).report.doubts
    assert "missing_messages" in _read(pdf_of([whole[0], whole[2]])).report.doubts


def test_a_message_without_a_head_is_counted_as_not_read() -> None:
    lines = ["Message 1 of 2", *head("03/01/2026 8:15 AM"), "hi", "Message 2 of 2", "Sent: last week", "lost"]

    report = _read(pdf_of([page_of(lines)])).report

    assert (report.messages, report.unread_lines) == (1, (8, 9))


def test_before_the_first_number_what_a_report_is_about_is_left_out_and_a_message_is_counted_as_not_read() -> None:
    cover = ["Message Report", "Number of messages: 2", "Parents: Ana Ruiz, Ben Ruiz"]
    rest = [*head("01/02/2024 8:30 AM"), "The end of another.", "Message 1 of 1", *head("01/02/2024 8:31 AM"), "Fine."]
    assert _read(pdf_of([page_of(cover + rest[5:])])).report.unread_count == 0
    result = _read(pdf_of([page_of(cover + rest)]))
    assert [message.text for message in result.conversation.messages] == ["Fine."]
    assert result.report.unread_count == 5


def test_a_time_without_a_sender_below_it_is_no_head_though_the_next_message_has_one() -> None:
    lines = ["Message 1 of 2", *head("03/01/2026 8:15 AM"), "hi", "Message 2 of 2"]
    lines = [*lines, "Sent: 03/02/2026 8:15 AM", *head("03/02/2026 8:16 AM"), "hello"]
    lines = [*lines, "Message 2 of 2", "Sent: 03/03/2026 8:15 AM", "Message 2 of 2", "From: Ben Ruiz", "lost"]

    report = _read(pdf_of([page_of(lines)])).report

    assert (report.messages, report.unread_lines) == (2, (8, 15, 17, 18))


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\nsome text",
        pdf_of([page_of(["An invoice", "Message 1 of 2 that we sent", "From: us"])]),
        pdf_of([page_of(head("03/01/2026 8:15 AM"))]),
        pdf_of([]),
    ],
)
def test_another_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableExport) as caught:
        _read(data)

    assert caught.value.reason == "binary"


REPORT = pdf_of([page_of(["Message 1 of 1", *head("03/01/2026 8:15 AM"), "hi"])])


def test_a_report_that_breaks_later_on_is_refused_as_broken() -> None:
    pages = [page_of([f"Message {n} of 5", *head(f"03/0{n}/2026 8:15 AM"), "hi"]) for n in range(1, 5)]
    data = pdf_of([*pages, b""], more=[packed(b" " * 5_000_000)])
    last = data.rindex(b"/Contents 13 0 R")

    with pytest.raises(UnreadableExport) as caught:
        _read(data[:last] + b"/Contents  4 0 R" + data[last + 16 :])

    assert caught.value.reason == "broken_file"


@settings(deadline=None, max_examples=60)
@given(st.integers(0, len(REPORT)), st.binary(max_size=40), st.integers(0, 60))
def test_a_damaged_report_is_read_or_refused(place: int, bytes_put: bytes, cut: int) -> None:
    with suppress(AmendsError):
        _read(REPORT[:place] + bytes_put + REPORT[place + cut :])


NESTED = b"[" * 100_000
RANGES = b"1 beginbfrange\n" + b"<00> <18000> <0041>\n" * 10 + b"endbfrange\n"
HOSTILE = {
    "a page that unpacks to very much": pdf_of([b""], more=[packed(b"0" * 200_000_000)]).replace(
        b"/Contents 5 0 R", b"/Contents 4 0 R"
    ),
    "nested lists": pdf_of([NESTED]),
    "nested dictionaries": pdf_of([b"<<" * 50_000]),
    "pages that hold themselves": REPORT.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"),
    "pages that hold themselves and a page": REPORT.replace(b"/Kids [5 0 R]", b"/Kids [5 0 R 2 0 R]"),
    "a table before itself": REPORT.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % REPORT.index(b"xref\n0")),
    "a root that is itself": REPORT.replace(b"/Root 1 0 R", b"/Root 99 0 R"),
    "a length that is a lie": REPORT.replace(b"/Length ", b"/Length 9999"),
    "very many objects": REPORT + b"1 0 obj\n" * 200_000,
    "forms in forms": pdf_of(
        [b"/X Do " * 1_000],
        more=[stream_of(b"/X Do " * 1_000, b"/Type /XObject /Subtype /Form /Resources << /XObject << /X 4 0 R >> >> ")],
        resources=b"/Resources << /Font << /F1 3 0 R >> /XObject << /X 4 0 R >> >>",
    ),
    "a font of very many letters on every page": pdf_of(
        [page_of(["Message 1 of 1", *head("03/01/2026 8:15 AM"), "hi"])] * 200,
        more=[
            stream_of(RANGES),
            (
                b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 4 0 R "
                b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /W [0 60000 500] >>] >>"
            ),
        ],
        resources=b"/Resources << /Font << /F1 5 0 R >> >>",
    ),
    "a locked file": REPORT.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /P -1 >>"),
}


@pytest.mark.slow
@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_pdf_is_read_or_refused_soon(data: bytes) -> None:
    start = time.process_time()

    with suppress(AmendsError):
        _read(data)

    assert time.process_time() - start < 10


def test_a_pdf_past_a_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf_of([page_of([f"Message {n} of 4", *head("03/01/2026 8:15 AM"), "hi"]) for n in range(1, 5)])

    for name, limit in (("MAX_PAGES", 3), ("MAX_WORK", 1_000)):
        with monkeypatch.context() as patched:
            patched.setattr(pdf, name, limit)
            with pytest.raises(TooLarge):
                pdf.Pdf(data).pages()


def test_what_the_library_warns_of_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), suppress(AmendsError):
        _read(REPORT.replace(b"/Root 1 0 R", b"/Root 1 0 R /Secret (words)").replace(b"startxref", b"startxerf"))

    assert caplog.records == []
