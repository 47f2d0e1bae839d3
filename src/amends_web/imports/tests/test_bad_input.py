"""Whatever is given, the answer is one clear sentence, and nothing that was typed is lost."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from amends.chats import ImportReport
from amends.content import load_toml
from amends.errors import UnreadableExport
from amends.moves import HEALING, HURTING
from amends_web.imports.models import Import
from amends_web.imports.tests.conftest import WHATSAPP, a_file
from amends_web.vault.uploads import SealedUploadHandler


def zipped(name="chat.txt", content=WHATSAPP):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def locked():
    """A zip whose member says that it is encrypted."""
    data = bytearray(zipped())
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(header) + flags] |= 1
    return bytes(data)


BAD = {
    "empty": (b"", "empty"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 40, "not a text file"),
    "another kind of text": (b"Dear diary, today it rained.\nNothing else happened.\n", "No conversation was found"),
    "bytes that are not UTF-8": (bytes(range(128, 256)) * 60, "(is not UTF-8|not a text file|No conversation)"),
    "a damaged zip": (zipped()[:-40], "damaged"),
    "a locked zip": (locked(), "password"),
    "a zip without a chat": (zipped("photo.jpg", b"\xff\xd8\xff" + b"x" * 99), "no chat in this zip"),
    "a zip bomb": (zipped(content=b"0" * 20_000_000), "larger than what is read here"),
    "JSON that was cut off": (b'{"name": "Ben", "type": "personal_chat", "id": 7, "messages": [{"id": 1,', "damaged"),
}


@pytest.mark.parametrize("what", BAD)
def test_each_bad_file_gets_its_own_sentence_and_keeps_nothing(ana, bring, uploads, what):
    content, sentence = BAD[what]
    response = bring(ana, file=a_file(content))
    assert response.status_code == 422
    assert re.search(sentence, response.content.decode())
    assert not Import.objects.exists()
    assert uploads() == []


def test_pasted_words_and_zone_stay_in_the_form_when_they_are_not_taken(ana, bring):
    response = bring(ana, "It rained <b>all</b> day.", time_zone="Asia/Tokyo")
    page = response.content.decode()
    assert response.status_code == 422
    assert "It rained &lt;b&gt;all&lt;/b&gt; day.</textarea>" in page
    assert '<option value="Asia/Tokyo" selected>' in page


def test_nothing_given_asks_for_a_file_or_lines(ana, bring):
    response = bring(ana, " \n ")
    assert response.status_code == 422
    assert "Choose a file, or paste the lines." in response.content.decode()


def test_a_zone_that_does_not_exist_is_not_taken(ana, bring):
    assert bring(ana, file=a_file(WHATSAPP), time_zone="Moon/Base").status_code == 422


def test_a_form_without_its_key_is_not_taken(ana, bring):
    assert bring(ana, file=a_file(WHATSAPP), submission="no key").status_code == 422
    assert not Import.objects.exists()


def test_too_large_a_file_is_said_to_be_so(ana, bring, uploads, monkeypatch):
    monkeypatch.setattr(SealedUploadHandler, "largest", 100)
    response = bring(ana, file=a_file(WHATSAPP))
    assert response.status_code == 422
    assert "larger than what is read here" in response.content.decode()
    assert uploads() == []


def test_more_files_than_are_read_at_once_are_said_to_be_so(ana, bring, uploads):
    response = bring(ana, file=[a_file(WHATSAPP, name=f"{n}.txt") for n in range(21)])
    assert response.status_code == 422
    page = response.content.decode()
    assert "more than 20 files" in page
    assert "the others afterwards by “Bring more of this conversation”" in page
    assert uploads() == []


def test_too_much_pasted_text_gets_a_page_that_says_so(ana, bring):
    response = bring(ana, "Ana: hello\n" * 300_000)
    assert response.status_code == 413
    assert "too much at once" in response.content.decode()


def test_every_reason_of_the_library_has_its_sentence():
    assert {*UnreadableExport.SENTENCES, "too_large", "bad_encoding"} <= set(load_toml("imports")["refusals"])


def test_every_doubt_of_the_library_has_its_sentence():
    codes = set(re.findall(r'- "(\w+)":', ImportReport.__doc__))
    assert codes
    assert codes == set(load_toml("imports")["doubts"])


def test_every_move_has_a_sentence_for_ones_own_words():
    own = load_toml("imports")["own"]
    assert set(own["hard"]) == {move.value for move in HURTING}
    assert set(own["kind"]) == {move.value for move in HEALING}
