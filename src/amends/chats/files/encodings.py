"""In which encoding a text is that is not UTF-8, where its letters leave but one answer."""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import NamedTuple

_PUNCTUATION = "‘’‚“”„‹›«»–—…•·€£§°©®™ªº½²³\xa0"
_NOT_AFTER_LETTERS = "‚„‹£§"
_PUNCTUATION_OF_IDEOGRAPHS = (
    "\u3001\u3002\uff0c\uff0e\uff01\uff1f\uff1a\uff1b\uff08\uff09\uff5e“”‘’…—\u3000\u30fb\u30fc"
)
# A name, which stands on every other line, may be written with a rare character.
_RARE_IDEOGRAPHS = 0.2
_MISFITS = 0.02
_FEWEST = 12  # letters, by which a script other than Latin can be told


class _Language(NamedTuple):
    """What text of a language, or of a script, is like.

    `common` are letters that no such text does without: they are more than `share` of its letters. `misfit` finds
    what it does not have, which may be a part of it as large as `misfits`.
    """

    encodings: tuple[str, ...]
    letter: re.Pattern[str]
    misfit: re.Pattern[str]
    misfits: float = _MISFITS
    common: re.Pattern[str] | None = None
    share: float = 0

    def fits(self, text: str) -> bool:
        """Say whether a text may be of this language."""
        letters = len(self.letter.findall(text))
        if len(self.misfit.findall(text)) > self.misfits * letters:
            return False
        return self.common is None or (letters >= _FEWEST and len(self.common.findall(text)) > self.share * letters)


def _latin(encoding: str, lower: str) -> _Language:
    """Return a language of letters that ASCII has and of these, with no capital after a small letter."""
    upper = "".join(sorted(sign for sign in {*lower.upper()} if not sign.isascii()))  # "ß" becomes "SS"
    return _Language(
        (encoding,),
        re.compile(f"[{lower}{upper}{_PUNCTUATION}]"),
        re.compile(
            f"[^\x00-\x7f{lower}{upper}{_PUNCTUATION}]|(?<=[a-z{lower}])[{upper}{_NOT_AFTER_LETTERS}]|£(?=[a-z])"
        ),
    )


def _script(*encodings: str, letters: str, common: str) -> _Language:
    """Return a script whose letters stand in no word with those of ASCII, nor its capitals after small ones."""
    both = "".join(sorted({*letters, *letters.upper()}))
    upper = "".join(sorted({*letters.upper()} - {*letters})) or "\x00"
    return _Language(
        encodings,
        re.compile(f"[{both}]"),
        re.compile(
            f"[^\x00-\x7f{both}{_PUNCTUATION}]|(?<=[a-zA-Z])[{both}]|[{both}](?=[a-zA-Z])"
            f"|(?<=[{letters}])[{upper}{_NOT_AFTER_LETTERS}]"
        ),
        common=re.compile(f"[{common}{common.upper()}]"),
        share=0.5,
    )


def _ideographs(encoding: str, *, letters: str, common: str, share: float) -> _Language:
    """Return a script of thousands of characters, of which `letters` are those in daily use."""
    return _Language(
        (encoding,),
        re.compile(f"[{letters}]"),
        re.compile(f"[^\x00-\x7f{letters}{_PUNCTUATION_OF_IDEOGRAPHS}]"),
        misfits=_RARE_IDEOGRAPHS,
        common=re.compile(f"[{common}]"),
        share=share,
    )


def _in_daily_use(encoding: str, leads: range) -> str:
    """Return the part of a double-byte encoding in which the characters in daily use stand."""
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    found = (bytes((lead, trail)).decode(encoding, errors="ignore") for lead in leads for trail in trails)
    return "".join(character for character in found if len(character) == 1 and not character.isascii())


_HIRAGANA = "".join(map(chr, range(0x3041, 0x3094)))
_KATAKANA = "".join(map(chr, range(0x30A1, 0x30F5)))
_CHINESE = "的一是不了我你在有好"


@cache
def _languages() -> tuple[_Language, ...]:
    """Return what is known, made when a text that is not UTF-8 comes: it takes 60 milliseconds."""
    return (
        _latin("cp1252", "àâæçéèêëîïôœùûü"),  # French
        _latin("cp1252", "äöüßéà"),  # German
        _latin("cp1252", "áéíñóúüç¿¡"),  # Spanish
        _latin("cp1252", "áàâãçéêíóôõúü"),  # Portuguese
        _latin("cp1252", "àèéìíîòóù"),  # Italian
        _latin("cp1252", "áéíóúèëïöüàçê"),  # Dutch
        _latin("cp1252", "àçèéíïòóúü"),  # Catalan
        _latin("cp1252", "åäöéàüøæ"),  # Danish, Finnish, Norwegian, Swedish
        _latin("cp1252", "áðéíóúýþæö"),  # Icelandic
        _latin("cp1250", "ąćęłńóśźż"),  # Polish
        _latin("cp1250", "áčďéěíňóřšťúůýž"),  # Czech
        _latin("cp1250", "áäčďéíĺľňóôŕšťúýž"),  # Slovak
        _latin("cp1250", "áéíóöőúüű"),  # Hungarian
        _latin("cp1250", "ăâîşţ"),  # Romanian
        _latin("cp1250", "čćđšž"),  # Bosnian, Croatian, Slovene
        _latin("cp1254", "âçğıîöşüûİ"),  # Turkish
        _latin("cp1257", "ąčęėįšųūž"),  # Lithuanian
        _latin("cp1257", "āčēģīķļņšūž"),  # Latvian
        _latin("cp1257", "äõöüšž"),  # Estonian
        _script(
            "cp1251", "koi8-r", "koi8-u", "cp866",
            letters="абвгдеёжзийклмнопрстуфхцчшщъыьэюяґєіїўђјљњћџѓќѕ", common="оеаинтсрвлі",
        ),
        _script("cp1253", letters="αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ", common="αοιετσνηυρ"),
        _script("cp1255", letters="אבגדהוזחטיךכלםמןנסעףפץצקרשת", common="יוהלאמרבתש"),
        _script("cp1256", letters="ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيپچژگکی،؛؟ًٌٍَُِّْ", common="الينموتربه"),
        _ideographs("gb18030", letters=_in_daily_use("gb2312", range(0xB0, 0xD8)), common=_CHINESE, share=0.03),
        _ideographs("cp950", letters=_in_daily_use("big5", range(0xA4, 0xC7)), common=_CHINESE, share=0.03),
        _ideographs(
            "cp932",
            letters=_HIRAGANA + _KATAKANA + _in_daily_use("euc_jp", range(0xB0, 0xD0)),
            common=_HIRAGANA,
            share=0.2,
        ),
        _ideographs(
            "cp949", letters=_in_daily_use("euc_kr", range(0xB0, 0xC9)), common="이다는가하고을지나", share=0.05
        ),
    )  # fmt: skip


def guessed_encoding(sample: bytes) -> str | None:
    """Return the encoding of lines that are not UTF-8, or None where they fit none, or read otherwise in another."""
    readings: dict[str, str] = {}
    for language in _languages():
        for encoding in language.encodings:
            try:
                text = codecs.getincrementaldecoder(encoding)().decode(sample)  # the last letter may be cut off
            except UnicodeDecodeError:
                continue
            if text in readings or language.fits(text):
                readings.setdefault(text, encoding)
    return next(iter(readings.values())) if len(readings) == 1 else None
