"""The reading as Markdown."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.reading import seen_from
from amends.reports import as_markdown
from amends.reports.markdown import _safe
from amends.reports.sections import sections_of

if TYPE_CHECKING:
    from amends.conversation import Conversation

AS_ANA = """\
# A reading of Ana and Ben

8 messages, 12 March 2025 to 14 March 2025

Seen from the seat of Ana.

Made on this computer, by rules. It can be wrong, and it can't tell who is right. It is not therapy and not evidence.

## How the talk went

```text
tension  ▁█▄▁
warmth   ▁▁▃▇
```

It began calm, and ended warm. The most tense stretch is around 12 March 2025, 18:06.

## A place to look

Somewhere in this stretch the talk seems to have turned (fairly sure). Both of you are in it. What happened here, for \
each of you?

> Did you tell your brother?
>
> — Ana · 12 March 2025, 18:05
"""
OWN = """\
> That was on me, I shut you out.  
> Thank you for asking again.
>
> — Ana · 14 March 2025, 20:13 · names your own part; thanks them or shows warmth
"""  # noqa: W291


def told(conversation: Conversation, number: int, text: str) -> Conversation:
    messages = list(conversation.messages)
    messages[number] = replace(messages[number], text=text)
    return replace(conversation, messages=tuple(messages))


def test_ana_reads_her_talk(talk: Any) -> None:
    conversation, report, reading = talk
    written = as_markdown(conversation, report, seen_from(reading, conversation, seat="Ana"))
    assert written.startswith(AS_ANA)
    assert written.endswith(OWN)


def test_it_has_every_section_of_the_page_and_the_terminal(talk: Any) -> None:
    conversation, report, reading = talk
    for seat in ("Ana", "Ben", None):
        seen = seen_from(reading, conversation, seat=seat)
        headings = re.findall("^## (.*)$", as_markdown(conversation, report, seen), re.MULTILINE)
        expected = [section.heading for section in sections_of(conversation, seen, language="en")]
        without_seat = [] if seat else ["What your words may have done"]
        assert headings == ["How the talk went", *expected, *without_seat]


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("# not a heading", r"\# not a heading"),
        ("- not a list", r"\- not a list"),
        ("1. not a list", r"1\. not a list"),
        ("12) nor this", r"12\) nor this"),
        ("---", r"\---"),
        ("===", r"\=\=\="),
        ("    not code", "not code"),
        ("> not a quote", "&gt; not a quote"),
        ("*not* __loud__ ~~gone~~", r"\*not\* \_\_loud\_\_ \~\~gone\~\~"),
        ("![seen](x)", r"\!\[seen\](x)"),
        ("[[a note]] #tag %% hidden $x$", r"\[\[a note\]\] \#tag \%\% hidden \$x\$"),
        ("[a]: /b", r"\[a\]: /b"),
        ("<b onclick=x>&nbsp;", r"&lt;b onclick\=x&gt;&amp;nbsp;"),
        ("a|b {.big} :fire:", r"a\|b \{.big\} \:fire:"),
        ("`code` ```", "&#96;code&#96; &#96;&#96;&#96;"),
        ("\\*", r"\\\*"),
        ("see https://evil.example/a_b", "see `https://evil.example/a_b`"),
        ("`www.evil.example`", "&#96;`www.evil.example`&#96;"),
        ("<https://evil.example>", "`<https://evil.example>`"),
        ("ask ana@example.org or @ben", "ask `ana@example.org` or `@ben`"),
        ("it is on evil.example, look", "it is on `evil.example,` look"),
        ("I was late... at 10:30. It's 2.5 km, well-known (really)!", None),
    ],
)
def test_words_stay_words(words: str, written: str | None) -> None:
    assert _safe(words) == (words.replace("!", r"\!") if written is None else written)


@given(st.text(alphabet=st.sampled_from("\\`*_[]<>#!|~&@/.w-+1) \t\nab\u202e\x1b\u2028"), max_size=40))
def test_whatever_is_said_nothing_in_it_is_markup(words: str) -> None:
    written = _safe(words)
    assert "\n" not in written
    assert written.isprintable()
    bare = re.sub(r"`[^` ]+`", "", written)
    bare = re.sub(r"\\[!-/:-@\[-`{-~]|&(?:amp|lt|gt|#96);", "", bare)
    assert not set(bare) & set("\\`*_[]<>#!|~&@")
    assert not re.match(r"[-+]|\d+[.)]|\s", written)


def test_every_line_of_a_message_stays_in_its_quote(talk: Any) -> None:
    conversation, report, reading = talk
    hostile = told(conversation, 4, "so?\n\n# Ana is to blame\n\n\n---\n[x]: http://evil.example\n    <script>")
    written = as_markdown(hostile, report, seen_from(reading, hostile, seat=None))
    assert (
        "> so?  \n>\n> \\# Ana is to blame  \n>\n>\n> \\---  \n> \\[x\\]: `http://evil.example`  \n> &lt;script&gt;\n"
        in written
    )
    quoted = [line for line in written.split("\n") if "blame" in line or "script" in line or "evil" in line]
    assert all(line.startswith("> ") for line in quoted)


def test_a_name_and_a_title_are_words_too(talk: Any) -> None:
    conversation, report, reading = talk
    named = replace(conversation, title="<i>us</i>\n# x [y](z)")
    written = as_markdown(named, report, seen_from(reading, named, seat=None))
    assert written.startswith("# A reading of &lt;i&gt;us&lt;/i&gt; \\# x \\[y\\](z)\n")
