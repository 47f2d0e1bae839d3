"""A model on the host's machine is asked for one talk, where everybody said yes, and nothing is lost if it fails."""

from __future__ import annotations

import fcntl
import json
import logging
import re

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.urls import reverse
from tests.amends.outside.scripted import completion, scripted

from amends.outside.model import Ticket
from amends.outside.model.ticket import GATE, MOST, TELLINGS
from amends_web.imports import careful
from amends_web.imports.careful import keep_ticket, last_trouble, model_here
from amends_web.imports.models import ImportReading
from amends_web.imports.tests.conftest import WHATSAPP, again

QUESTIONS = ["What did each of you hope the evening would be?", "Is there something that was not said?"]
YES = {"all_agreed": "on"}


def a_ticket(**changed) -> str:
    return Ticket(
        **{"model": "local", "gate": GATE, "tellings": TELLINGS, "found": (0,) * len(MOST)} | changed
    ).written()


def careful_reader(moves=("criticism",), questions=QUESTIONS):
    """A model that gives every message these moves, and suggests these questions."""

    def say(asked):
        if "questions" in asked["messages"][0]["content"]:
            return completion(json.dumps({"questions": questions}))
        numbers = re.findall(r"^(\d+) ", asked["messages"][1]["content"], re.MULTILINE)
        return completion(
            json.dumps({"marks": [{"n": int(n), "moves": list(moves), "feeling": "anger"} for n in numbers]})
        )

    return say


@pytest.fixture
def local(settings):
    """Set a model up that passed the gate; call it with what it says, as a context."""
    settings.MODEL_NAME = "local"
    keep_ticket(a_ticket())

    def served(say, **more):
        class Served:
            def __enter__(self):
                self.context = scripted(say, **more)
                settings.MODEL_URL, asked = self.context.__enter__()
                return asked

            def __exit__(self, *details):
                self.context.__exit__(*details)

        return Served()

    return served


def kept(actor, row):
    return ImportReading.objects.get(of=row).words(again(actor))


def page_of(actor, row, name="import"):
    return actor.client.get(reverse(f"imports:{name}", args=[row.pk])).content.decode()


def let_it_read(actor, row, data=YES):
    return actor.client.post(reverse("imports:read_by_model", args=[row.pk]), data)


def test_where_no_model_is_set_up_there_is_no_page_and_no_link(ana, read):
    row = read(ana)
    assert model_here() is None
    assert "language model" not in page_of(ana, row)
    assert ana.client.get(reverse("imports:model", args=[row.pk])).status_code == 404
    assert let_it_read(ana, row).status_code == 404


@pytest.mark.parametrize(
    "ticket",
    [
        None,
        "not a ticket",
        a_ticket(model="another"),
        a_ticket(gate="0" * 64),
        a_ticket(found=(2, 0, 0, 0, 0, 0, 0)),
    ],
)
def test_a_model_without_a_ticket_for_it_is_never_asked(ana, read, settings, ticket):
    row = read(ana)
    with scripted(careful_reader()) as (url, asked):
        settings.MODEL_URL, settings.MODEL_NAME = url, "local"
        if ticket is not None:
            (settings.DATA_DIR / "model-ticket.json").write_text(ticket)
        assert let_it_read(ana, row).status_code == 404
        assert page_of(ana, row)
    assert asked == []


def test_a_reading_alone_never_asks_the_model(ana, read, local):
    with local(careful_reader()) as asked:
        row = read(ana)
        page_of(ana, row)
        page_of(ana, row, "model")
    assert asked == []


def test_the_page_says_first_where_the_words_go_and_has_a_no_of_the_same_size(ana, read, local):
    with local(careful_reader()):
        page = page_of(ana, read(ana), "model")
    assert "“local”, at 127.0.0.1:" in page
    assert "Whoever runs this copy could see them" in page
    assert re.search(
        r'<button type="submit" class="button">Let it read</button>\s*<a class="button plain"[^>]*>No</a>', page
    )


def test_without_everybodys_yes_nothing_is_given(ana, read, local):
    row = read(ana)
    with local(careful_reader()) as asked:
        response = let_it_read(ana, row, {})
    assert response.status_code == 422
    assert "Tick this if all of you said yes" in response.content.decode()
    assert asked == []


def test_with_it_the_course_is_told_with_its_help_and_its_questions_are_shown(ana, read, local):
    row = read(ana)
    before = kept(ana, row)
    with local(careful_reader()) as asked:
        assert let_it_read(ana, row).status_code == 302
        page = page_of(ana, row)
    assert len(asked) == 2
    assert kept(ana, row)["course"] != before["course"]
    assert "with the help of the model “local”" in page
    assert all(question in page for question in QUESTIONS)


def test_no_mark_of_the_models_own_stands_on_anybodys_words(ana, read, local):
    row = read(ana, "Ana: Shall we eat at seven?\nBen: Yes, at seven.\nAna: Good.\nBen: See you then.\n")
    with local(careful_reader(moves=["contempt", "criticism"])):
        let_it_read(ana, row)
    assert [claim for claim in kept(ana, row)["claims"] if claim[1] in ("hard", "kind")] == []


def test_what_was_waved_away_stays_away_and_the_talks_proposed_stay(ana, read, local):
    row = read(ana)
    hard = next(claim[0] for claim in kept(ana, row)["claims"] if claim[1] == "hard")
    ana.client.post(reverse("imports:wave_away", args=[row.pk]), {"claim": hard})
    before = kept(ana, row)
    with local(careful_reader()):
        let_it_read(ana, row)
    assert kept(ana, row)["waved"] == before["waved"] != []
    assert kept(ana, row)["proposals"] == before["proposals"]


def test_one_can_go_back_to_the_reading_without_it_also_once_it_is_gone(ana, read, local, settings):
    row = read(ana)
    before = kept(ana, row)
    with local(careful_reader()):
        let_it_read(ana, row)
    settings.MODEL_URL = ""
    assert "Show the reading without the model" in page_of(ana, row)
    assert ana.client.post(reverse("imports:without_model", args=[row.pk])).status_code == 302
    assert kept(ana, row) == before
    assert QUESTIONS[0] not in page_of(ana, row)


def test_of_a_chosen_talk_it_is_given_that_talk_alone_and_the_whole_stays(ana, read, local):
    row = read(ana)
    whole = kept(ana, row)
    chosen = {"since": "2025-03-15", "until": "2025-03-15", "submission": "00000000-0000-0000-0000-000000000001"}
    assert ana.client.post(reverse("imports:choose_days", args=[row.pk]), chosen).status_code == 302
    with local(careful_reader()) as asked:
        assert let_it_read(ana, row).status_code == 302
    assert "Are you coming to dinner" not in asked[0]["messages"][1]["content"]
    assert "I will call you tomorrow" in asked[0]["messages"][1]["content"]
    assert kept(ana, row)["course"] == whole["course"]
    assert QUESTIONS[0] in page_of(ana, row)
    ana.client.post(reverse("imports:choose_whole", args=[row.pk]))
    assert QUESTIONS[0] not in page_of(ana, row)


def test_a_talk_too_long_for_it_is_not_given_and_the_page_says_what_to_do(ana, read, local, monkeypatch):
    row = read(ana)
    monkeypatch.setattr(careful, "MOST", 5)
    with local(careful_reader()) as asked:
        assert "Choose one talk of it first" in page_of(ana, row, "model")
        assert let_it_read(ana, row).status_code == 302
    assert asked == []


def test_a_stranger_and_the_other_get_nothing_of_it(ana, ben, read, local):
    row = read(ana)
    with local(careful_reader()) as asked:
        assert ben.client.get(reverse("imports:model", args=[row.pk])).status_code == 404
        assert let_it_read(ben, row).status_code == 404
        assert ben.client.post(reverse("imports:without_model", args=[row.pk])).status_code == 404
    assert asked == []


@pytest.mark.parametrize(
    ("say", "more", "reason"),
    [
        (lambda _: b"", {"status": 500}, "refused"),
        (lambda _: b"", {"status": 302, "headers": {"Location": "http://example.org/"}}, "refused"),
        (lambda _: b"<html>", {}, "garbled"),
        (lambda _: completion("I can't help with private conversations."), {}, "garbled"),
        (lambda _: completion('{"marks": []}'), {}, "garbled"),
        (lambda _: completion("[" * 100_000), {}, "garbled"),
        (lambda _: completion("a" * 2**21), {}, "too_large"),
    ],
)
def test_whatever_it_does_wrong_the_reading_stays_and_one_sentence_says_so(
    ana, read, local, say, more, reason, caplog, capfd
):
    row = read(ana)
    before = kept(ana, row)
    logger = logging.getLogger("django")  # which hands nothing on to the root
    logger.addHandler(caplog.handler)
    with local(say, **more):
        response = let_it_read(ana, row)
    logger.removeHandler(caplog.handler)
    assert response.status_code == 200
    assert "The reading here stays as it was." in response.content.decode()
    assert kept(ana, row) == before
    assert last_trouble() == reason
    assert not [one for one in caplog.records if one.name.startswith(("amends", "django.request"))]
    assert "private conversations" not in "".join(capfd.readouterr())


def test_marks_without_questions_are_none_and_nothing_is_half_kept(ana, read, local):
    row = read(ana)
    before = kept(ana, row)
    marks = careful_reader()

    def say(asked):
        return completion("no") if "questions" in asked["messages"][0]["content"] else marks(asked)

    with local(say):
        assert let_it_read(ana, row).status_code == 200
    assert kept(ana, row) == before


def test_questions_that_push_or_write_what_to_send_are_dropped(ana, read, local):
    row = read(ana)
    said = ["Could you apologise to her?", "You could say: I am sorry.", "<script>alert(1)</script>?", *QUESTIONS]
    with local(careful_reader(questions=said)):
        let_it_read(ana, row)
        page = page_of(ana, row)
    assert all(question in page for question in QUESTIONS)
    assert "Could you apologise" not in page
    assert "alert(1)" not in page


def test_one_reads_at_a_time_and_the_next_is_asked_to_wait(ana, read, local, settings):
    row = read(ana)
    with local(careful_reader()) as asked, (settings.DATA_DIR / "model.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        response = let_it_read(ana, row)
    assert response.status_code == 200
    assert "Try again in a few minutes" in response.content.decode()
    assert asked == []
    assert last_trouble() == ""


def test_a_model_at_an_address_of_others_is_never_asked(ana, read, local, settings):
    row = read(ana)
    with local(careful_reader()):
        settings.MODEL_URL = "http://8.8.8.8/v1"
        assert let_it_read(ana, row).status_code == 200
    assert last_trouble() == "address"


def test_what_is_kept_of_a_model_holds_no_word_in_the_open(ana, read, local, settings):
    row = read(ana)
    with local(careful_reader()):
        let_it_read(ana, row)
    files = b"".join(path.read_bytes() for path in settings.DATA_DIR.rglob("*") if path.is_file())
    assert b"evening" not in files
    assert b"dinner" not in bytes(ImportReading.objects.get(of=row).sealed)


def said_to_the_host() -> list[str]:
    checks = run_checks(include_deployment_checks=True)
    return [check.msg for check in checks if check.id in ("amends_web.W002", "amends_web.W003")]


def test_a_host_without_a_model_hears_nothing_of_it(settings):
    assert said_to_the_host() == []


@pytest.mark.parametrize(
    ("url", "ticket", "said"),
    [
        ("http://8.8.8.8/v1", a_ticket(), "no address of this machine"),
        ("http://127.0.0.1:1/v1", None, "it has no ticket"),
        ("http://127.0.0.1:1/v1", "{", "its ticket can't be read"),
        ("http://127.0.0.1:1/v1", a_ticket(gate="0" * 64), "another version"),
        ("http://127.0.0.1:1/v1", a_ticket(model="x"), "of another name"),
        ("http://127.0.0.1:1/v1", a_ticket(found=(9,) * 7), "did not pass"),
    ],
)
def test_a_host_hears_in_one_sentence_why_a_model_is_not_used(settings, url, ticket, said):
    settings.MODEL_URL, settings.MODEL_NAME = url, "local"
    if ticket is not None:
        (settings.DATA_DIR / "model-ticket.json").write_text(ticket)
    (sentence,) = said_to_the_host()
    assert said in sentence


def test_a_host_hears_how_the_last_answer_failed_until_one_comes_through(ana, read, local):
    row = read(ana)
    with local(lambda _: b"", status=503):
        let_it_read(ana, row)
        (sentence,) = said_to_the_host()
    assert "its server refused the question. Nothing was lost." in sentence
    with local(careful_reader()):
        let_it_read(ana, row)
        assert said_to_the_host() == []


def test_the_command_keeps_a_ticket_for_the_model_that_is_set_up(settings, tmp_path, capsys):
    settings.MODEL_URL, settings.MODEL_NAME = "http://127.0.0.1:1/v1", "local"
    path = tmp_path / "ticket"
    path.write_text(a_ticket())
    call_command("model_gate", str(path))
    assert "“local” may be asked from now on" in capsys.readouterr().out
    assert model_here() is not None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "This is no ticket"),
        (b"\xff\xfe", "This is no ticket"),
        (a_ticket(gate="0" * 64).encode(), "another version"),
        (a_ticket(model="x").encode(), "another model"),
        (a_ticket(found=(0, 0, 0, 1, 0, 0, 0)).encode(), "did not pass"),
        (None, "can't be opened"),
    ],
)
def test_the_command_refuses_any_other_file_in_one_sentence(settings, tmp_path, text, said):
    settings.MODEL_NAME = "local"
    path = tmp_path / "ticket"
    if text is not None:
        path.write_bytes(text)
    with pytest.raises(CommandError, match=said):
        call_command("model_gate", str(path))
    assert not (settings.DATA_DIR / "model-ticket.json").exists()


def test_the_command_says_what_is_missing_where_no_model_is_set_up(settings, tmp_path):
    (tmp_path / "ticket").write_text(a_ticket())
    with pytest.raises(CommandError, match="set AMENDS_MODEL_URL and AMENDS_MODEL_NAME"):
        call_command("model_gate", str(tmp_path / "ticket"))


def test_a_conversation_that_changed_meanwhile_keeps_the_reading_that_it_has(ana, read, local, monkeypatch):
    row = read(ana)
    read_it = careful.read_conversation

    def meanwhile(*args, **kwargs):
        ana.client.post(reverse("imports:take_seat", args=[row.pk]), {"me": "1", "submission": "0" * 32})
        return read_it(*args, **kwargs)

    with local(careful_reader()):
        monkeypatch.setattr(careful, "read_conversation", meanwhile)
        let_it_read(ana, row)
    assert "by_model" not in kept(ana, row)


def test_the_words_of_the_talk_are_those_that_were_brought(ana, read, local):
    row = read(ana)
    with local(careful_reader()) as asked:
        let_it_read(ana, row)
    given = asked[0]["messages"][1]["content"]
    assert len(re.findall(r"^\d+ [AB]: ", given, re.MULTILINE)) == WHATSAPP.count(" - Ana:") + WHATSAPP.count(" - Ben:")
