"""A summary to take along: what is on the screen, on paper, in the text file and in the PDF is the same."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from html import unescape

import pypdf
import pytest

from amends_web.summaries import pdf
from amends_web.summaries.document import Block, Kind
from amends_web.summaries.pdf import NotSet, pdf_of

# Words that the typesetter would read as its markup, were they not data.
MARKUP = '#panic("x") #read("/etc/passwd") #import "@preview/a:0.1.0" $x^2$ *b* _i_ `raw` @ref \\ // /* ] } " \\u{41}'


def words_of(html):
    """The words of an article as they are read, one space between two."""
    article = re.search(r"<article.*?</article>", html, re.DOTALL)[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", article)).split())


def pages_of(content):
    return pypdf.PdfReader(io.BytesIO(content)).pages


def text_of(content):
    return " ".join(" ".join(page.extract_text() for page in pages_of(content)).split())


@pytest.fixture
def agreed(ana, ben, desk):
    desk.begin(ana, title="Sunday & <Monday>", text="Ana waited.\n\n  Ben “called” * twice_ & more.")
    desk.differ(ben, "I had called.\nTwice.")
    return desk.agree(ana, ben, seen=2)


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_the_text_file_equals_the_screen(ana, ben, agreed, who):
    reader = {"ana": ana, "ben": ben}[who]
    response = agreed.get(reader, "text", 2)
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="summary.txt"'
    text = response.content.decode()
    for page in ("summary", "version", "print"):
        shown = agreed.page(reader, page) if page == "summary" else agreed.page(reader, page, 2)
        assert words_of(shown) == " ".join(text.split())
    assert "\n\n  Ben “called” * twice_ & more.\n\n" in text
    assert "Ben\nI had called.\nTwice.\n" in text
    assert "All of them have signed these words." in text
    assert "Ana approved it on" in text


def test_a_copy_of_a_draft_says_that_nothing_in_it_is_agreed(ana, ben, desk):
    desk.begin(ana).agree(ana, seen=1)
    text = desk.get(ben, "text", 1).content.decode()
    assert "A draft. Nothing in it is agreed." in text
    assert "have signed these words" not in text


def test_the_pdf_holds_the_same_words_and_is_tagged(ana, agreed):
    response = agreed.get(ana, "pdf", 2)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="summary.pdf"'
    assert response.headers["Cache-Control"] == "no-store"
    plain = " ".join(agreed.get(ana, "text", 2).content.decode().split())
    assert text_of(response.content).removesuffix(" 1") == plain
    reader = pypdf.PdfReader(io.BytesIO(response.content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.metadata.title == "Sunday & <Monday>"


def test_words_that_look_like_markup_are_only_words_in_the_pdf(ana, desk):
    desk.begin(ana, title='#read("x")', text=MARKUP)
    desk.differ(ana, MARKUP)
    # A long word may be broken over two lines, so spaces do not count.
    text = "".join(text_of(desk.get(ana, "pdf", 2).content).split())
    assert text.count("".join(MARKUP.split())) == 2
    assert '#read("x")' in text


def test_letters_that_no_font_has_are_said_on_the_page_and_never_lost_in_silence():
    blocks = (Block(kind=Kind.TITLE, text="Abc \U000f1234"), Block(kind=Kind.WORDS, text="\ue8a1 and \u0001 stay"))
    text = text_of(pdf_of(blocks, "Abc \U000f1234"))
    assert text.startswith("The fonts of this computer have no shape for U+F1234, U+E8A1, U+0001.")
    assert "□ and □ stay" in text


def test_each_letter_without_a_shape_is_named_once():
    words = "\ue8a1 and \ue8a2, then \ue8a1 and \ue8a2 again"
    blocks = (Block(kind=Kind.TITLE, text=words), Block(kind=Kind.WORDS, text=words))
    assert text_of(pdf_of(blocks, words)).startswith("The fonts of this computer have no shape for U+E8A1, U+E8A2.")


def left_of(content, words):
    """How far from the left of the page some words begin."""
    found = []

    def look(text, page, line, _font, _size):
        if words in text:
            found.append(page[4] + line[4])

    pages_of(content)[0].extract_text(visitor_text=look)
    return found[0]


@pytest.mark.parametrize("words", ["שלום (20).", "“مرحبا” 20", "20, שלום"])
def test_what_is_written_from_right_to_left_is_set_so(words):
    ltr, rtl = (
        pdf_of((Block(kind=Kind.TITLE, text="Abc"), Block(kind=Kind.WORDS, text=text)), "Abc")
        for text in ("Hello (20).", words)
    )
    assert left_of(rtl, "20") > left_of(ltr, "Hello") + 200


def test_a_line_of_amends_stays_as_it_is_with_a_name_from_right_to_left():
    blocks = (Block(kind=Kind.TITLE, text="Abc"), Block(kind=Kind.NOTE, text="דן approved it."))
    plain = (Block(kind=Kind.TITLE, text="Abc"), Block(kind=Kind.NOTE, text="Dan approved it."))
    assert abs(left_of(pdf_of(blocks, "Abc"), "approved") - left_of(pdf_of(plain, "Abc"), "approved")) < 40


def test_a_long_summary_of_twelve_is_set_whole():
    # As long as the forms take: twelve thousand letters, and three thousand for each who differs.
    blocks = [Block(kind=Kind.TITLE, text="Long"), Block(kind=Kind.WORDS, text="word\n" * 2_400)]
    blocks += [Block(kind=Kind.WORDS, text="w" * 3_000) for _ in range(12)]
    text = text_of(pdf_of(tuple(blocks), "Long"))
    assert text.count("word") == 2_400
    assert re.sub(r"\d|\s|word|Long", "", text).count("w") == 36_000


def test_a_pdf_that_can_not_be_made_says_so_and_offers_the_others(ana, agreed, monkeypatch):
    monkeypatch.setattr(pdf, "_command", lambda: ["/bin/false"])
    response = agreed.get(ana, "pdf", 2)
    page = response.content.decode()
    assert response.status_code == 503
    assert "The PDF could not be made" in page
    assert agreed.url("text", 2) in page


def test_a_typesetter_that_never_ends_is_ended(monkeypatch):
    monkeypatch.setattr(pdf, "_command", lambda: ["/bin/sleep", "infinity"])
    monkeypatch.setattr(pdf, "SECONDS", 0.2)
    with pytest.raises(NotSet):
        pdf_of((Block(kind=Kind.TITLE, text="x"),), "x")


def test_what_the_typesetter_may_use_is_bounded():
    probe = (
        "import json, resource, sys; sys.path[:] = json.loads(sys.argv[1]); "
        "from amends_web.summaries import typesetting; "
        "limits = (resource.RLIMIT_FSIZE, resource.RLIMIT_CPU, resource.RLIMIT_AS); "
        "typesetting.typeset = lambda _: ' '.join(str(resource.getrlimit(one)[0]) for one in limits).encode(); "
        "typesetting.main(7)"
    )
    command = [sys.executable, "-c", probe, json.dumps(sys.path)]
    made = subprocess.run(command, input=b"{}", capture_output=True, check=True)
    assert made.stdout.split() == [b"0", b"7", str(1536 * 1024**2).encode()]


def test_a_version_that_is_not_there_is_404(ana, agreed):
    for copy in ("print", "text", "pdf", "version"):
        assert agreed.get(ana, copy, 9).status_code == 404
