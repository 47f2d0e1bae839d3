"""Backups of text messages: who is who, what the app writes in its own way, and files that are cut off or crafted."""

from __future__ import annotations

import io
import re
import time
from contextlib import suppress
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.amends.growing import in_step

from amends.chats import Imported, read_export
from amends.chats.files.tags import Tags
from amends.conversation import MessageType
from amends.errors import AmendsError, UndecidedChat, UnreadableExport

MARA, JO, OWN = "+353861234567", "+353877654321", "+353850001111"
TIME = 1_711_303_200_000


def tag(name: str, /, **attributes: str) -> str:
    return f"<{name} {' '.join(f'{key}={quoteattr(value)}' for key, value in attributes.items())} />"


def sms(body: str = "hi", **attributes: str) -> str:
    return tag("sms", **({"address": MARA, "date": str(TIME), "type": "1", "body": body} | attributes))


def mms(*parts: str, people: dict[str, str], **attributes: str) -> str:
    """Write a message of several parts; `people` tells the role of each number."""
    own = {"address": MARA, "date": str(TIME), "msg_box": "1"} | attributes
    addresses = "".join(tag("addr", address=number, type=role) for number, role in people.items())
    return tag("mms", **own).replace(" />", f"><parts>{''.join(parts)}</parts><addrs>{addresses}</addrs></mms>")


def words(text: str) -> str:
    return tag("part", ct="text/plain", text=text)


def backup(*records: str) -> bytes:
    return f'<?xml version="1.0"?><smses count="1">\n{chr(10).join(records)}\n</smses>'.encode()


def read(data: bytes, **said: Any) -> Imported:
    return read_export(io.BytesIO(data), **said)


def talk(result: Imported) -> list[tuple[str | None, str]]:
    return [(message.speaker, message.text) for message in result.conversation.messages]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("&#55357;&#56832;&#55357;&#56832;", "😀😀"),
        ("&#xD83D;&#xDE00;", "😀"),
        ("&#128512; &amp;lt; &quot;&apos;", "😀 &lt; \"'"),
        ("&#56832;&#55357;", "��"),
        ("&#55357; &#56832;", "� �"),
        ("&#1114112;&nbsp;&#;&", "�&nbsp;&#;&"),
        ("one&#10;two", "one\ntwo"),
        ("one\ntwo", "one\ntwo"),
        ("😀 <3", "😀 <3"),
    ],
)
def test_references_become_characters(written: str, text: str) -> None:
    result = read(backup(sms().replace('"hi"', f'"{written}"')))

    assert talk(result) == [(MARA, text)]
    assert ("garbled_text" in result.report.doubts) == ("�" in text)


def test_what_looks_like_an_attribute_inside_of_a_value_is_none() -> None:
    tags = Tags(
        io.BytesIO(b"""<sms type="1" note=' type="2" body="no"' other="' type='3'" />"""), wanted=frozenset({"type"})
    )

    assert [one.written for one in tags] == [{"type": "1"}]


def test_quotes_of_either_kind_end_a_value() -> None:
    body = """'she said data="x" and type="2"'"""

    assert talk(read(backup(sms().replace('"hi"', body)))) == [(MARA, 'she said data="x" and type="2"')]


def test_numbers_are_one_person_where_the_phone_has_one_name_for_them() -> None:
    named = read(backup(sms(contact_name="Mara"), sms("yes", address="086 123-4567", contact_name="Mara", date="9")))
    assert (named.conversation.people, named.report.doubts) == (("Mara",), ())

    with pytest.raises(UndecidedChat) as refused:
        read(backup(sms(contact_name="(Unknown)"), sms(address="0861234567", contact_name="null")))
    assert refused.value.chats == (MARA, "0861234567")

    assert talk(read(backup(sms(), sms("yes", address="00353 86 1234567")))) == [(MARA, "hi"), (MARA, "yes")]


def test_a_name_with_a_comma_is_learnt_from_messages_of_one_person() -> None:
    group = {"address": f"{MARA}~{JO}~+353860000000", "contact_name": "Lind, Mara, Jo"}
    data = backup(sms(contact_name="Lind, Mara"), mms(words("hi all"), people={MARA: "137"}, **group))

    with pytest.raises(UndecidedChat) as refused:
        read(data)
    assert refused.value.chats[0] == "Lind, Mara"


def test_one_name_with_two_numbers_may_be_two_people() -> None:
    result = read(backup(sms(contact_name="Mara"), sms("yes", address=JO, contact_name="Mara")))

    assert result.report.doubts == ("one_name",)


def test_a_person_called_me_is_told_apart() -> None:
    result = read(backup(sms("a", type="2", contact_name="Me"), sms("b", contact_name="Me")))

    assert talk(result) == [("Me", "a"), ("Me (2)", "b")]
    assert result.report.doubts == ("same_names",)


def test_a_group_is_a_chat_of_its_own_and_its_senders_are_told() -> None:
    group = {"address": f"{MARA}~{JO}", "contact_name": "Mara, Jo"}
    data = backup(
        sms("alone", contact_name="Mara"),
        mms(words("mine"), people={MARA: "137", OWN: "151"}),
        mms(words("to all"), people={MARA: "151", JO: "151", OWN: "137"}, msg_box="2", **group),
        mms(words("from Jo"), people={JO: "137", MARA: "151", OWN: "151"}, date="1711303201", **group),
        mms(words("from nobody"), people={}, date=str(TIME + 2), **group),
        # Some phones name the sender alone.
        mms(words("from Mara"), people={MARA: "137", JO: "151", OWN: "151"}, date=str(TIME + 3000)),
    )

    with pytest.raises(UndecidedChat) as refused:
        read(data)
    assert refused.value.chats == ("Mara", "Mara, Jo")
    assert talk(read(data, chat="Mara")) == [("Mara", "alone"), ("Mara", "mine")]
    result = read(data, chat="Mara, Jo")
    assert talk(result) == [("Me", "to all"), ("Jo", "from Jo"), ("Mara", "from Mara")]
    assert result.report.unread_count == 1


def test_the_own_number_is_learnt_from_what_came_to_a_group() -> None:
    group = {"address": f"{MARA}~{JO}", "contact_name": "Mara, (Unknown)"}
    data = backup(
        mms(words("from Jo"), people={JO: "137", MARA: "151", OWN: "151"}, **group),
        mms(words("from Mara"), people={MARA: "137", JO: "151", OWN: "151"}, date=str(TIME + 1000), **group),
        mms(words("mine"), people={"insert-address-token": "137", MARA: "151", JO: "151"}, msg_box="2", **group),
    )

    assert talk(read(data)) == [(JO, "from Jo"), ("Me", "mine"), ("Mara", "from Mara")]


def test_who_kept_their_number_back_may_be_several_people() -> None:
    result = read(backup(sms(address="null"), sms("yo", address="null", date=str(TIME + 1))))

    assert result.conversation.people == ("Unknown",)
    assert result.report.doubts == ("unknown_speaker",)


def test_what_was_not_sent_is_left_out_and_said() -> None:
    unsent = [sms(f"no {kind}", type=kind) for kind in "3456"]
    result = read(backup(sms(), *unsent, mms(words("no"), people={}, msg_box="3"), sms("?", type="9")))

    assert talk(result) == [(MARA, "hi")]
    assert (result.report.doubts, result.report.unread_count) == (("not_sent",), 1)


def test_a_reaction_that_is_told_in_words_is_one_where_the_words_were_said() -> None:
    said = [sms("Liked “hi”", date="3"), sms("hi", type="2", date="2"), sms("👍 to “hi”", date="4"), sms("Liked “ho”")]
    removed = sms("Removed a heart from “hi”", date="5")

    messages = read(backup(*said, removed)).conversation.messages

    assert [message.type for message in messages] == ["text", "reaction", "reaction", "reaction", "text"]


@pytest.mark.parametrize(
    ("part", "kind", "text"),
    [
        (words("hi"), MessageType.TEXT, "hi"),
        (words("null") + tag("part", ct="image/jpeg", text="null", data="AAAA"), MessageType.MEDIA, ""),
        (tag("part", ct="application/smil", text="<smil>") + words("hi"), MessageType.TEXT, "hi"),
        (tag("part", ct="text/x-vcard", text="BEGIN:VCARD"), MessageType.MEDIA, ""),
        ("", MessageType.MEDIA, ""),
    ],
)
def test_the_parts_of_a_message_tell_what_it_is(part: str, kind: MessageType, text: str) -> None:
    (message,) = read(backup(mms(part, people={}))).conversation.messages

    assert (message.type, message.text) == (kind, text)


@pytest.mark.parametrize(("subject", "text"), [("Tonight", "Tonight\ncome"), ("NoSubject", "come"), ("null", "come")])
def test_a_subject_is_words_of_the_sender_unless_the_phone_put_it_there(subject: str, text: str) -> None:
    message = mms(words("come"), people={MARA: "137", OWN: "151"}, sub=subject, v="18", _id="77")

    assert [one.text for one in read(backup(message)).conversation.messages] == [text]


def test_a_photo_that_is_sent_twice_in_one_second_is_there_twice() -> None:
    photo = tag("part", ct="image/jpeg", data="AAAA")
    result = read(backup(mms(photo, people={}, m_id="a"), mms(photo, people={}, m_id="b"), sms(), sms()))

    assert (result.report.messages, result.report.doubts) == (3, ("double_records",))


def test_bad_bytes_are_replaced_and_counted() -> None:
    result = read(backup(sms("a"), sms("hxllo"), sms("b")).replace(b"hxllo", b"h\xffllo"))

    assert [text for _, text in talk(result)] == ["a", "h�llo", "b"]
    assert (result.report.unread_lines, result.report.doubts) == ((3,), ("bad_bytes",))


@pytest.mark.parametrize("end", ["</smses>", "\n</smses>", " />\n</smses>", 'hi" />\n</smses>'])
def test_a_file_that_is_cut_off_is_read_up_to_there(end: str) -> None:
    data = backup(sms("first"), sms("hi")).decode().removesuffix(end).encode()

    result = read(data)

    assert talk(result)[0] == (MARA, "first")
    assert result.report.doubts == ("cut_off",)
    assert result.report.messages + result.report.unread_count == 2


def test_a_tag_that_is_broken_costs_one_message() -> None:
    result = read(backup(sms("a"), sms("b").replace(' type="1"', " type=1"), sms("c")))

    assert [text for _, text in talk(result)] == ["a", "c"]
    assert result.report.unread_lines == (3,)


@pytest.mark.parametrize(
    ("count", "doubts"),
    [("3", ("missing_messages",)), ("2", ()), ("1", ()), ("", ()), ("-3", ()), ("٣", ()), ("9" * 5_000, ())],
)
def test_a_file_that_tells_of_more_records_than_are_found_is_in_doubt(count: str, doubts: tuple[str, ...]) -> None:
    damaged = sms("lost", date="5").replace("<sms", "<sXs")
    unsent = sms("draft", type="3")

    report = read(backup(sms("a"), damaged, unsent).replace(b'count="1"', f'count="{count}"'.encode())).report

    assert (report.messages, report.doubts) == (1, tuple(sorted({*doubts, "not_sent"})))


def test_the_counts_of_two_files_put_together_are_added() -> None:
    first, second = backup(sms("a")), backup(sms("b", date="5"))

    assert read(first + second).report.doubts == ()
    assert read(first + second.replace(b'count="1"', b'count="2"')).report.doubts == ("missing_messages",)


def test_a_record_that_runs_into_the_next_costs_one_message() -> None:
    both = sms("lost", re="").replace('re="" />', sms("kept")[5:])

    report = read(backup(sms("hi"), both)).report

    assert (report.messages, report.unread_count) == (1, 1)


def test_entities_and_document_types_are_never_expanded() -> None:
    data = backup(sms("x")).replace(b'"x"', b'"&x;"')
    crafted = data.replace(b"<smses", b'<!DOCTYPE smses [<!ENTITY x "expanded">]><smses', 1)

    assert [text for _, text in talk(read(data))] == ["&x;"]
    assert [one.value("body") for one in Tags(io.BytesIO(crafted), wanted=frozenset({"body"}))] == ["", "&x;", ""]
    with pytest.raises(UnreadableExport):
        read(crafted)


def test_xml_of_another_program_is_refused() -> None:
    for data in (b"<?xml version='1.0'?><feed></feed>", b"<!-- <smses count='1'> --><html></html>"):
        with pytest.raises(UnreadableExport):
            read(data)
    with pytest.raises(UnreadableExport, match="no message"):
        read(b"<?xml version='1.0'?><smses count='0'></smses>")


class Growing(io.RawIOBase):
    """A file whose photo is far larger than what may be held in memory."""

    def __init__(self, head: bytes, middle: bytes, times: int, tail: bytes) -> None:
        self._blocks = iter([head, *([middle] * times), tail])
        self.largest = 0

    def read(self, size: int = -1) -> bytes:
        self.largest = max(self.largest, size)
        return next(self._blocks, b"")


def test_a_photo_is_not_held_in_memory() -> None:
    head = b'<smses><mms date="1"><parts><part ct="image/jpeg" data="'
    stream = Growing(head, b"QUJD" * 50_000, 200, b'" text="after"/></parts></mms></smses>')

    tags = list(Tags(stream, wanted=frozenset({"ct", "text"})))

    assert [one.written for one in tags if one.name == "part"] == [{"ct": "image/jpeg", "text": "after"}]
    assert stream.largest <= 256 * 1024


almost_xml = st.sampled_from(
    [
        *("<sms ", "<mms ", "<part ", "/>", ">", "</mms>", "</smses>", '"', "'", "=", "<!--", "-->", "&#55357;", "\n"),
        *('address="1"', 'date="1711303200000"', 'type="1"', 'body="', 'data="', 'ct="text/plain"', "<?x ?>"),
    ]
) | st.text(max_size=5)


@settings(deadline=None)
@given(st.lists(almost_xml, max_size=40))
def test_almost_a_backup_is_either_read_or_refused(pieces: list[str]) -> None:
    for data in ("<smses>" + "".join(pieces), "<smses>" + sms() + " ".join(pieces) + sms("yes") + "</smses>"):
        with suppress(AmendsError):
            read(data.encode("utf-8", errors="surrogatepass"))


@settings(deadline=None)
@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=8))
def test_plain_words_come_back_as_they_were(texts: list[str]) -> None:
    records = [sms(text, date=str(TIME + n)) for n, text in enumerate(texts)]
    # As the app writes them: everything beyond ASCII in UTF-16 units.
    data = re.sub(
        "[^\n -~]",
        lambda sign: "".join(
            f"&#{int.from_bytes(pair, 'big')};"
            for pair in re.findall(b"(?s)..", sign[0].encode("utf-16-be", "surrogatepass"))
        ),
        backup(*records).decode(),
    )

    found = [text for _, text in talk(read(data.encode()))]
    assert found == ["" if text == "null" else text for text in texts]


HOSTILE = {
    "blanks": "<sms " + " " * 20_000,
    "open tags": "<sms " * 1_000,
    "attributes without end": "<sms " + 'a="1" ' * 4_000,
    "tags in values": '<sms a="' + "<sms b='<sms c=\" " * 1_500,
    "open comments": "<!--" * 5_000,
    "references": sms("&#55357;" * 3_000),
    "open quotes": sms("Liked “" * 3_000),
    "many people": "".join(sms(address=f"+3538{n}") for n in range(400)),
    "a large group": mms(words("x"), people={}, address="~".join(f"+3538{n}" for n in range(2_000))),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_twice_the_input_takes_no_more_than_some_twice_the_time(text: str) -> None:
    assert in_step(lambda times: _seconds(text * times), 4, 8, most=3, floor=0.05)


def _seconds(text: str) -> float:
    data = f"<smses>{text}</smses>".encode()
    start = time.process_time()
    with suppress(AmendsError):
        read(data)
    return time.process_time() - start
