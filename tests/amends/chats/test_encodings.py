"""Texts that are not UTF-8: read where their letters leave one answer, refused where they leave several."""

from __future__ import annotations

import io
import time

import pytest

from amends.chats import Imported, read_export
from amends.errors import BadEncoding, UnreadableExport


def _table(*talk: tuple[str, str], names: str = "Date,Author,Message") -> str:
    return f"{names}\r\n" + "".join(f"2024-03-25 18:{n:02},{who},{words}\r\n" for n, (who, words) in enumerate(talk))


def _read(text: str, encoding: str) -> Imported:
    return read_export(io.BytesIO(text.encode(encoding)))


def _texts(result: Imported) -> list[str]:
    return [message.text for message in result.conversation.messages]


TALKS = [
    ("cp1252", "Jürgen", "Schön dass du da bist", "Das tut mir leid; ich war müde und größenwahnsinnig"),
    ("cp1252", "Chloé", "Tu as oublié ça – où étais-tu ?", "J’étais à côté – désolée"),
    ("cp1252", "José", "¿Qué pasó mañana?", "No me escuchó; así no"),
    ("cp1252", "João", "Não é isso", "Você está atrasado há uma hora"),
    ("cp1252", "Åsa", "Jag är ledsen över igår", "Förlåt"),
    ("cp1250", "Łukasz", "Przepraszam że się spóźniłem", "Nie chcę już o tym rozmawiać"),
    ("cp1250", "Jiří", "Promiň že jsem přišel pozdě", "Už to neřeš"),
    ("cp1250", "Győző", "Sajnálom hogy késtem", "Ne haragudj rám az űrlapért"),
    ("cp1254", "Ayşe", "Geç kaldığım için özür dilerim", "Sana kızgınım"),
    ("cp1257", "Rūta", "Atsiprašau kad vėlavau", "Ačiū už žodžius"),
    ("cp1251", "Ольга", "Прости что опоздала", "Я ждал тебя целый час"),
    ("koi8-r", "Ольга", "Прости что опоздала", "Я ждал тебя целый час"),
    ("cp866", "Ольга", "Прости что опоздала", "Я ждал тебя целый час"),
    ("cp1251", "Оксана", "Вибач що я запізнилася", "Я чекав на тебе цілу годину"),
    ("cp1253", "Ελένη", "Συγγνώμη που άργησα", "Σε περίμενα μία ώρα"),
    ("cp1255", "נועה", "סליחה שאיחרתי אתמול", "חיכיתי לך שעה שלמה"),
    ("cp1256", "ليلى", "آسفة على التأخير أمس", "انتظرتك ساعة كاملة"),
    ("gb18030", "婷婷", "对不起，我昨天来晚了", "我等了你一个小时，你在哪里"),
    ("cp950", "怡君", "對不起，我昨天來晚了", "我等了你一個小時，你在哪裡"),
    ("cp932", "花子", "昨日は遅れてごめんなさい", "一時間も待っていたよ"),
    ("cp949", "지민", "어제 늦어서 미안해", "한 시간이나 기다렸다는 말이야"),
    ("cp1252", "Ana", "I didn’t mean it – “sorry”", "You don’t say"),
]


@pytest.mark.parametrize(("encoding", "name", "one", "other"), TALKS)
def test_a_table_that_a_spreadsheet_saved_in_its_own_encoding_is_read(
    encoding: str, name: str, one: str, other: str
) -> None:
    result = _read(_table((name, one), ("Ben", "ok"), (name, other)), encoding)

    assert _texts(result) == [one, "ok", other]
    assert result.report.people == (name, "Ben")
    assert "guessed_encoding" in result.report.doubts
    assert result.report.unread_count == 0


def test_names_of_columns_are_read_in_the_encoding_of_the_words() -> None:
    result = _read(_table(("Ана", "Прости"), ("Иван", "Ладно"), names="Дата,Отправитель,Сообщение"), "cp1251")

    assert _texts(result) == ["Прости", "Ладно"]


def test_a_chat_that_an_editor_saved_anew_is_read() -> None:
    chat = "25/03/2024, 18:05 - Zoë: Tu as oublié ça ?\n25/03/2024, 18:06 - Ben: Désolé\n"

    result = _read(chat, "cp1252")

    assert _texts(result) == ["Tu as oublié ça ?", "Désolé"]
    assert "guessed_encoding" in result.report.doubts


def test_a_word_that_reads_otherwise_in_another_encoding_is_refused() -> None:
    with pytest.raises(BadEncoding):
        _read(_table(("Ana", "el niño"), ("Ben", "el niño")), "cp1252")  # "ni\u0144o" in cp1250


@pytest.mark.parametrize(("encoding", "word"), [("cp1255", "נועה"), ("cp852", "Győző"), ("mac_roman", "João")])
def test_a_single_word_of_another_encoding_is_not_read_as_another_word(encoding: str, word: str) -> None:
    with pytest.raises(BadEncoding):
        _read(_table((word, "hi"), ("Ben", "ok"), (word, "so")), encoding)


def test_letters_of_no_language_are_refused() -> None:
    with pytest.raises(BadEncoding):
        _read(_table(("Ana", "ÐæÞ×ß"), ("Ben", "ÞßÆÐ÷")), "cp1252")


def test_few_bad_bytes_among_proper_letters_are_no_other_encoding() -> None:
    talk = [("Zoë", "où ça")] * 59
    text = _table(*talk).encode().replace("où".encode(), b"o\xf9", 1)

    result = read_export(io.BytesIO(text))

    assert "bad_bytes" in result.report.doubts
    assert "guessed_encoding" not in result.report.doubts


def test_text_that_is_utf_8_is_never_guessed() -> None:
    result = _read(_table(("Zoë", "où ça"), ("Ben", "là")), "utf-8")

    assert "guessed_encoding" not in result.report.doubts


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_long_text_is_read_as_a_short_one(encoding: str, newline: str) -> None:
    day = "".join(f"25/03/2024, 18:05 - {who}: {words}{newline}" for who, words in (("Zoë", "où ça"), ("Ben", "là")))

    short, long = _read(day, encoding), _read(day * 2_000, encoding)

    assert len(day * 2_000) > 64 * 1024
    assert _texts(short) * 2_000 == _texts(long)
    assert short.report.doubts == long.report.doubts
    assert short.report.unread_count == long.report.unread_count == 0


@pytest.mark.slow
def test_a_line_without_end_is_not_searched_whole() -> None:
    begun = time.process_time()

    with pytest.raises(UnreadableExport):
        _read("ż" * 15_000_000, "cp1250")

    assert time.process_time() - begun < 10
