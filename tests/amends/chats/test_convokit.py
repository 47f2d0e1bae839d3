"""ConvoKit: one conversation of a corpus, in a folder or a zip, and whatever comes near."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.chats import read_export
from amends.errors import AmendsError, UndecidedChat

EXPORTS = Path(__file__).parents[2] / "exports" / "convokit"
CORPUS = EXPORTS / "corpus"


def _zip(files: dict[str, str]) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    stream.seek(0)
    return stream


def _zipped_corpus() -> io.BytesIO:
    return _zip({f"corpus/{path.name}": path.read_text(encoding="utf-8") for path in CORPUS.iterdir()})


def test_the_conversation_that_is_picked_is_read_with_the_names_of_its_speakers() -> None:
    for source in (CORPUS, _zipped_corpus()):
        result = read_export(source, chat="a1")

        assert [(str(message.at), message.speaker, message.text) for message in result.conversation.messages] == [
            ("2024-03-25 17:05:00+00:00", "Ana", "Are we ok?"),
            ("2024-03-25 17:06:00+00:00", "Ben", "I was late,\nsorry"),
            ("2024-03-25 17:07:00+00:00", "Ana", "thank you"),
            ("2024-03-25 17:07:10+00:00", "Ben (2)", ""),
        ]
        assert result.report.doubts == ("empty_messages", "same_names")
        assert result.report.unread_lines == (7,)
        assert (result.conversation.source, result.conversation.title) == ("convokit", "a1")


def test_of_several_conversations_the_person_picks_one() -> None:
    for source in (CORPUS, _zipped_corpus(), CORPUS / "utterances.jsonl"):
        with pytest.raises(UndecidedChat) as caught:
            read_export(source)
        assert caught.value.chats == ("a1", "b1")


def test_where_one_time_is_missing_none_is_used() -> None:
    result = read_export(CORPUS, chat="b1")

    assert [message.at for message in result.conversation.messages] == [None, None]
    assert result.report.people == ("s3", "Ana")
    assert result.report.doubts == ("no_times",)


def test_without_the_speakers_people_are_called_by_their_ids() -> None:
    assert read_export(CORPUS / "utterances.jsonl", chat="a1").report.people == ("s1", "s2", "s4")


def test_files_with_such_names_are_no_corpus_without_utterances_in_them() -> None:
    with pytest.raises(AmendsError):
        read_export(_zip({"utterances.jsonl": '{"steps": 4000}\n', "speakers.json": "{}"}))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
utterances = st.fixed_dictionaries(
    {"id": st.just("a") | values, "conversation_id": st.sampled_from(["a", "b"]) | values},
    optional={"speaker": st.just("s") | values, "text": values, "timestamp": st.just(1711386300) | values},
)


@settings(deadline=None)
@given(st.lists(utterances | values, max_size=6), values, st.booleans())
def test_any_such_corpus_is_read_or_refused_and_every_utterance_is_accounted_for(
    talk: list[Any], speakers: Any, on_lines: bool
) -> None:
    first = {"id": "a", "conversation_id": "a", "speaker": "s", "text": "hi", "reply-to": None, "timestamp": None}
    every = [first, *talk]
    name = "utterances.jsonl" if on_lines else "utterances.json"
    text = "\n".join(map(json.dumps, every)) if on_lines else json.dumps(every)
    own = [one for one in every if isinstance(one, dict)]
    chosen = [
        one
        for one in own
        if str(one.get("id") if one.get("conversation_id") is None else one["conversation_id"]) == "a"
    ]

    with suppress(AmendsError):
        report = read_export(_zip({name: text, "speakers.json": json.dumps(speakers)}), chat="a").report
        assert report.messages + report.unread_count == len(every) - len(own) + len(chosen)
