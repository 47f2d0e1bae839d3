"""`amends label --convokit`: the measuring instrument, as a corpus."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from typing import Any

import pytest

from amends.chats import read_export
from amends.errors import UndecidedChat

WHEN = datetime(2025, 3, 4, 18, 22, tzinfo=UTC)


def line(**changes: Any) -> str:
    entry = {
        "id": "t-1",
        "kind": "couple",
        "people": ["Mara", "Jo"],
        "messages": [
            {"n": 0, "from": "Mara", "at": "2025-03-04T18:22", "text": "you always do this, you are so selfish"},
            {"n": 1, "from": None, "at": "2025-03-04T18:23", "text": "Jo left", "type": "system"},
            {"n": 2, "from": "Jo", "at": "2025-03-04T18:24:07", "text": "I was wrong,\nI'm so sorry 🙏"},
        ],
    } | changes
    return json.dumps(entry, ensure_ascii=False) + "\n"


@pytest.fixture
def corpus(amends: Any, typed: Any, tmp_path: Any) -> Any:
    folder = tmp_path / "corpus"
    later = [{"n": 0, "from": "Mara", "at": None, "text": "hello"}]
    typed(line() + line(id="t-2", people=["Mara"], messages=later) + line(id="t-2") + line(id=""))
    assert amends("label", "-", "--convokit", folder) == (0, "", "")
    return folder


def read(folder: Any, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="ascii"))


def test_our_own_reader_reads_it_back(corpus: Any) -> None:
    with pytest.raises(UndecidedChat) as caught:
        read_export(corpus)
    assert caught.value.chats == ("t-1", "t-2", "t-2 (3)", "4")
    back = read_export(corpus, chat="t-1").conversation
    assert [(message.at, message.speaker, message.text) for message in back.messages] == [
        (WHEN, "Mara", "you always do this, you are so selfish"),
        (WHEN.replace(minute=23), None, "Jo left"),
        (WHEN.replace(minute=24, second=7), "Jo", "I was wrong,\nI'm so sorry 🙏"),
    ]
    assert [message.text for message in read_export(corpus, chat="t-2").conversation.messages] == ["hello"]


def test_the_labels_are_those_of_a_labelled_line(corpus: Any, amends: Any, typed: Any) -> None:
    typed(line())
    labelled = json.loads(amends("label", "-")[1])
    utterances = [json.loads(one) for one in (corpus / "utterances.jsonl").read_text(encoding="ascii").splitlines()]
    assert [one["id"] for one in utterances[:3]] == ["t-1#0", "t-1#1", "t-1#2"]
    assert [one["reply-to"] for one in utterances[:4]] == [None, "t-1#0", "t-1#1", None]
    for message, utterance in zip(labelled["messages"], utterances, strict=False):
        assert utterance["meta"] == {
            "n": message["n"],
            "type": message.get("type", "text"),
            "moves": message["moves"],
            "feeling": message["feeling"],
        }
    about = read(corpus, "conversations.json")["t-1"]["meta"]
    assert about == {"source": "breakdowns", "kind": "couple"} | {
        key: labelled[key] for key in ("turning_point", "outcome", "missed_bids", "open_questions", "concerns")
    }


def test_people_of_one_name_in_two_conversations_are_two(corpus: Any) -> None:
    speakers = read(corpus, "speakers.json")
    named = [speaker for speaker, about in speakers.items() if about["meta"]["name"] == "Mara"]
    assert named == ["t-1/0", "t-2/0", "t-2 (3)/0", "4/0"]


def test_the_index_names_each_label_with_its_kind(corpus: Any) -> None:
    index = read(corpus, "index.json")
    conversation = read(corpus, "conversations.json")["t-1"]["meta"]
    assert list(index["conversations-index"]) == list(conversation)
    for kind, values in (
        ("conversations-index", conversation),
        ("speakers-index", {"name": "Mara"}),
        ("overall-index", read(corpus, "corpus.json")),
    ):
        for name, value in values.items():
            assert value is None or index[kind][name] == [str(type(value))]


def test_it_says_that_it_is_a_measuring_instrument(corpus: Any) -> None:
    note = read(corpus, "corpus.json")["note"]
    assert "measuring instrument" in note
    assert (corpus / "README.md").read_text(encoding="utf-8") == f"{note}\n"


def test_only_this_person_can_look_into_it_and_nothing_else_is_left(corpus: Any) -> None:
    assert stat.S_IMODE(corpus.stat().st_mode) == 0o700
    assert [path.name for path in corpus.parent.iterdir()] == ["corpus"]


def test_a_bad_line_leaves_no_half_of_a_corpus(amends: Any, typed: Any, tmp_path: Any) -> None:
    typed(line() + "{\n")
    status, out, err = amends("label", "-", "--convokit", tmp_path / "corpus")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "line 2" in err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_left_alone(amends: Any, typed: Any, corpus: Any) -> None:
    before = sorted(corpus.iterdir())
    typed(line())
    status, _, err = amends("label", "-", "--convokit", corpus)
    assert (status, err) == (1, f"This folder is not empty; give another name: {corpus}\n")
    assert sorted(corpus.iterdir()) == before
    typed(line())
    assert amends("label", "-", "--convokit", corpus / "README.md")[0] == 1
    typed(line())
    status, _, err = amends("label", "-", "--convokit", corpus / "no" / "where")
    assert (status, err) == (1, f"There is no such file or folder: {corpus / 'no' / 'where'}\n")
