"""What one keeps here for oneself: pulses, answers after a step. Two worlds: nothing of it reaches the other."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid4, uuid5

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from amends.content.rhythm import rhythm_words
from amends_web.breakdowns.tests.conftest import again
from amends_web.rhythm import exports
from amends_web.rhythm.models import SharedAnswer
from amends_web.rhythm.own import change_own, own_of
from amends_web.rhythm.tests.conftest import main_of, without_keys
from amends_web.shell.exports import all_sections
from amends_web.shell.models import Submission

STUCK = rhythm_words().stuck


def seen_by(who, room, check_in):
    """Every answer that somebody gets for every address that shows something, and their own export."""
    about = ("check-in", check_in.pk)
    addresses = ["/", reverse("spaces:space", args=[room.space.pk])]
    addresses += [room.url(name) for name in ("check_ins", "time", "begin", "pulse")]
    addresses += [room.url(name, check_in.pk) for name in ("check_in", "look", "preview")]
    addresses += [room.url("part", check_in.pk, "topic"), room.url("answer", *about), reverse("rhythm:mine")]
    answers = {}
    for address in addresses:
        response = who.client.get(address)
        answers[address] = (response.status_code, without_keys(response.content.decode()))
    own = [section for section in all_sections(who.person, again(who)) if section.name != "submissions"]
    return answers | {"export": own}


def own_page(who):
    return main_of(who.client.get(reverse("rhythm:mine")))


def keep_pulses(who, room, *answers):
    """Let somebody have kept a pulse a week, the last one today."""
    now = timezone.now()

    def change(own):
        for week, answer in enumerate(reversed(answers)):
            at = (now - timedelta(weeks=week, minutes=1)).isoformat()
            entry = {"id": str(uuid4()), "at": at, "space": str(room.space.pk), "when": "", "answers": answer}
            own["pulses"].insert(0, entry)

    change_own(who.person, again(who), change)


def test_ana_gets_the_same_bytes_whatever_ben_answers_and_feels(ana, ben, room, held):
    before = seen_by(ana, room, held)
    room.post(ben, "keep_pulse", hope="hardly", safe="a_little", when="after")
    room.post(ben, "keep_pulse")
    room.answer(ben, "check-in", held.pk, heard="no", fair="no", change="BEN-PRIVATE", wish="too_long")
    room.answer(ben, "check-in", held.pk, heard="partly", wish="too_fast", show=["heard"])
    room.post(ben, "keep_topic", text="BEN-TOPIC")
    ben.client.post(reverse("rhythm:keep_word"), {"text": "BEN-ON-AMENDS", "submission": uuid4()})
    keep_pulses(ben, room, *[{"hope": "a_little"}] * 7)
    for name in ("pulse", "check_ins"):
        room.get(ben, name)
    assert STUCK in room.page(ben, "pulse")
    assert seen_by(ana, room, held) == before


def test_any_subset_of_the_pulse_is_kept_and_none_is_asked_for_one(ana, room):
    assert room.post(ana, "keep_pulse", safe="mostly").status_code == 302
    response = room.post(ana, "keep_pulse")
    assert response.status_code == 422
    assert "Pick a word for at least one sentence." in main_of(response)
    assert len(own_of(ana.person, again(ana))["pulses"]) == 1


def test_a_pulse_is_words_and_no_figures(ana, room):
    for answer in ("hardly", "partly", "fully"):
        room.post(ana, "keep_pulse", hope=answer, safe="mostly", when="before")
    page = room.get(ana, "pulse").content.decode()
    assert "<polygon" in page
    text = re.sub(r"about 1 min|\d{1,2} \w+ 20\d\d, \d\d:\d\d", "", room.page(ana, "pulse"))
    assert not re.findall(r"\d|average|percent|%|score", text)
    assert "before a check-in" in text


def test_deleting_a_pulse_takes_it_out_of_the_band(ana, room):
    for answer in ("hardly", "partly", "fully"):
        room.post(ana, "keep_pulse", hope=answer)
    first = own_of(ana.person, again(ana))["pulses"][0]["id"]
    assert room.post(ana, "delete_pulse", room.space.pk, first).status_code == 302
    assert "<polygon" not in room.get(ana, "pulse").content.decode()
    assert len(own_of(ana.person, again(ana))["pulses"]) == 2


def test_somebody_elses_pulse_can_not_be_deleted(ana, ben, room):
    room.post(ana, "keep_pulse", hope="partly")
    entry = own_of(ana.person, again(ana))["pulses"][0]["id"]
    assert room.post(ben, "delete_pulse", room.space.pk, entry).status_code == 404
    assert room.post(ben, "delete_answer", entry).status_code == 404
    assert len(own_of(ana.person, again(ana))["pulses"]) == 1


def test_six_flat_weeks_show_a_calm_word_to_that_person_alone(ana, ben, room):
    keep_pulses(ana, room, *[{"hope": "a_little"}] * 7)
    keep_pulses(ben, room, *[{"hope": "a_little"}] * 6)
    page = room.page(ana, "pulse")
    assert STUCK in page
    assert "See who can help" in page
    assert STUCK not in room.page(ben, "pulse")
    assert STUCK not in ben.client.get("/").content.decode()
    assert room.post(ana, "put_help_away").status_code == 302
    assert STUCK not in room.page(ana, "pulse")


def test_feedback_is_private_unless_ticked(ana, ben, room, held):
    room.answer(ana, "check-in", held.pk, heard="partly", fair="yes", change="ANA-PRIVATE")
    assert not SharedAnswer.objects.exists()
    assert "ANA-PRIVATE" not in room.page(ben, "answer", "check-in", held.pk)
    assert "ANA-PRIVATE" in own_page(ana)


def test_what_is_ticked_is_shown_exactly_first_and_only_then_sent(ana, ben, room, held):
    words = {"heard": "partly", "fair": "no", "change": "ANA-CHANGE"}
    response = room.answer(ana, "check-in", held.pk, **words, show=["heard", "change"])
    preview = ana.client.get(response.url)
    page = main_of(preview)
    assert "Did I feel heard? partly" in page
    assert "ANA-CHANGE" in page
    assert "Was it fair?" not in page
    assert not SharedAnswer.objects.exists()
    previewed = re.search(r'name="previewed" value="(\w+)"', preview.content.decode())[1]
    shown = {"show": ["heard", "change"], "previewed": previewed}
    assert room.post(ana, "show_answer", "check-in", held.pk, **shown).status_code == 302
    there = room.page(ben, "answer", "check-in", held.pk)
    assert "ANA-CHANGE" in there
    assert "Was it fair? no" not in there
    assert "Ana shows you how a step was" in ben.client.get("/").content.decode()
    room.post(ana, "take_shown_back", "check-in", held.pk)
    assert "ANA-CHANGE" not in room.page(ben, "answer", "check-in", held.pk)


def test_nothing_is_ticked_beforehand(ana, room, held):
    room.answer(ana, "check-in", held.pk, change="words")
    page = room.get(ana, "answer", "check-in", held.pk).content.decode()
    assert not re.findall(r'name="show"[^>]*checked', page)


def test_another_answer_than_the_one_that_was_looked_at_is_not_shown(ana, room, held):
    response = room.answer(ana, "check-in", held.pk, change="first", show=["change"])
    previewed = re.search(r'name="previewed" value="(\w+)"', ana.client.get(response.url).content.decode())[1]
    room.answer(ana, "check-in", held.pk, change="second")
    assert room.post(ana, "show_answer", "check-in", held.pk, show="change", previewed=previewed).status_code == 409
    assert not SharedAnswer.objects.exists()


def test_an_answer_that_was_put_in_for_somebody_is_shown_to_nobody(ana, ben, room, held):
    response = room.answer(ana, "check-in", held.pk, change="mine", show=["change"])
    previewed = re.search(r'name="previewed" value="(\w+)"', ana.client.get(response.url).content.decode())[1]
    room.post(ana, "show_answer", "check-in", held.pk, show="change", previewed=previewed)
    row = SharedAnswer.objects.get()
    words = row.words(again(ben))
    words["parts"]["change"] = "not mine"
    row.put(again(ben), words)
    row.save()
    for who in (ana, ben):
        assert "not mine" not in room.page(who, "answer", "check-in", held.pk)


def test_ones_own_answers_of_three_weeks_stand_first(ana, room, held):
    room.answer(ana, "check-in", held.pk, heard="yes", change="RECENT")

    def change(own):
        old = own["feedback"][0] | {"id": str(uuid4()), "about": str(uuid4()), "change": "LONG-AGO"}
        own["feedback"].insert(0, old | {"at": (timezone.now() - timedelta(weeks=4)).isoformat()})

    change_own(ana.person, again(ana), change)
    page = own_page(ana)
    assert page.index("RECENT") < page.index("Before that") < page.index("LONG-AGO")


def test_feedback_about_amends_stays_here_and_leaves_only_in_ones_own_export(ana, ben, room):
    url = reverse("rhythm:keep_word")
    assert ana.client.post(url, {"text": "ON-AMENDS", "submission": uuid4()}).status_code == 302
    assert ana.client.post(url, {"text": " ", "submission": uuid4()}).status_code == 422
    assert "ON-AMENDS" in str(exports.collect(ana.person, again(ana)))
    assert "ON-AMENDS" not in str(all_sections(ben.person, again(ben)))


def test_no_typed_and_no_picked_word_lies_in_the_database(ana, ben, room, held):
    room.post(ana, "keep_pulse", hope="a_little", when="after")
    room.answer(ana, "check-in", held.pk, heard="partly", change="ANA-CHANGE", wish="too_long")
    room.post(ana, "keep_topic", text="ANA-TOPIC")
    room.agree(ana, ben)
    connection.ensure_connection()
    stored = connection.connection.serialize()
    for words in (b"ANA-", b"BEN-", b"a_little", b"partly", b"too_long", b"thanks", b"weeks", b"apart", b'yes":'):
        assert words not in stored, words


def test_the_export_holds_ones_own_and_what_opened(ana, ben, room, held):
    room.post(ana, "keep_pulse", hope="partly")
    room.answer(ana, "check-in", held.pk, heard="yes")
    mine = str(exports.collect(ana.person, again(ana)))
    assert all(words in mine for words in ("ANA-THANKS", "BEN-THANKS", "hope", "heard"))
    theirs = str(exports.collect(ben.person, again(ben)))
    assert "ANA-THANKS" in theirs
    assert "hope" not in theirs


def test_before_it_opens_not_even_the_export_holds_what_the_other_shared(ana, ben, room, apart):
    room.fill_in(ana, apart, thanks="ANA-THANKS")
    room.share(ana, apart)
    assert "ANA-THANKS" not in str(exports.collect(ben.person, again(ben)))


@pytest.mark.parametrize("name", ["pulses", "feedback"])
def test_deleting_takes_out_what_was_ones_own_and_leaves_the_others_theirs(ana, ben, room, held, name):
    room.post(ana, "keep_pulse", hope="partly")
    room.answer(ana, "check-in", held.pk, heard="yes")
    exports.erase(ana.person, again(ana))
    assert own_of(ana.person, again(ana))[name] == []
    page = room.page(ben, "check_in", held.pk)
    assert "ANA-THANKS" not in page
    assert "BEN-THANKS" in page


def test_no_row_in_the_open_tells_that_somebody_kept_something_for_themselves(ana, room, held):
    """Whoever runs the copy may be the other one: an address and an hour would tell them who answered, and when."""
    before = list(Submission.objects.order_by("pk").values())
    room.post(ana, "keep_pulse", hope="hardly")
    room.answer(ana, "check-in", held.pk, heard="no", change="words", show=["change"])
    room.post(ana, "keep_topic", text="ANA-TOPIC")
    ana.client.post(reverse("rhythm:keep_word"), {"text": "ON-AMENDS", "submission": uuid4()})
    assert list(Submission.objects.order_by("pk").values()) == before
    own = own_of(ana.person, again(ana))
    assert [len(own[name]) for name in ("pulses", "feedback", "topics", "about_amends")] == [1, 1, 1, 1]


def test_what_is_sent_twice_with_the_same_form_is_kept_once(ana, room, held):
    for _ in range(2):
        for name, data in (("keep_pulse", {"hope": "hardly"}), ("keep_topic", {"text": "the rent"})):
            ana.client.post(room.url(name), {**data, "submission": uuid5(NAMESPACE_URL, name)})
        ana.client.post(reverse("rhythm:keep_word"), {"text": "words", "submission": uuid5(NAMESPACE_URL, "word")})
        room.answer(ana, "check-in", held.pk, heard="no")
    own = own_of(ana.person, again(ana))
    assert [len(own[name]) for name in ("pulses", "feedback", "topics", "about_amends")] == [1, 1, 1, 1]


@pytest.mark.parametrize("key", ["", "x", "9" * 5000])
def test_a_form_without_its_key_is_no_form_of_ours(ana, room, key):
    assert ana.client.post(room.url("keep_pulse"), {"hope": "hardly", "submission": key}).status_code == 400
