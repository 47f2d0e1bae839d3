"""Two people and a stranger, for every address; and two worlds: nothing of what one keeps reaches the other."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amends_web.accounts.models import Person
from amends_web.breakdowns.tests.conftest import again
from amends_web.clarifying import exports
from amends_web.clarifying.models import Cue, Guess, NotGuessed, Question, Reply
from amends_web.clarifying.tests.conftest import LINE, READINGS, main_of, without_keys
from amends_web.clarifying.urls import urlpatterns
from amends_web.shell.exports import all_sections
from amends_web.spaces.actions import leave_space
from amends_web.spaces.models import Member
from amends_web.vault.models import Box

NAMES = [pattern.name for pattern in urlpatterns]


@pytest.fixture
def addresses(ana, ben, room, opened, of_ana, answered):
    ids = {
        "space_id": room.space.pk,
        "question_id": room.ask(ana, ben).pk,
        "cue_id": room.let_guess(ana, ben).pk,
        "reply_id": answered.pk,
        "breakdown_id": opened.breakdown.pk,
        "share_id": of_ana.pk,
        "kind": "feeling",
    }
    return {
        pattern.name: reverse(
            f"clarifying:{pattern.name}", kwargs={key: ids[key] for key in pattern.pattern.converters}
        )
        for pattern in urlpatterns
    }


def rows():
    models = (Question, Cue, Guess, NotGuessed, Reply)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_the_stranger_gets_404_for_every_address_and_changes_nothing(stranger, addresses):
    before = rows()
    for name in NAMES:
        answers = {
            stranger.client.get(addresses[name]).status_code,
            stranger.client.post(addresses[name], {"pick": "one", "word": "hurt", "landed": "yes"}).status_code,
        }
        assert answers <= {404, 405}, name
        assert 404 in answers, name
        assert rows() == before, name


def test_whoever_left_is_a_stranger(ben, addresses):
    Member.objects.filter(person=ben.person).update(left_at="2026-01-01T00:00Z")
    for name in NAMES:
        answers = {ben.client.get(addresses[name]).status_code, ben.client.post(addresses[name]).status_code}
        assert answers <= {404, 405}, name


def test_whoever_is_not_signed_in_gets_the_same_redirect_for_every_address(addresses):
    client = Client()
    for name in NAMES:
        for response in (client.get(addresses[name]), client.post(addresses[name])):
            assert (response.status_code, response.headers["Location"]) == (302, reverse("accounts:sign_in")), name


def test_a_row_in_a_box_of_somebody_else_is_not_there(ana, ben, room):
    question, cue = room.ask(ana, ben), room.let_guess(ana, ben)
    Box.objects.filter(pk__in=[question.box_id, cue.box_id]).update(owner=None)
    assert room.get(ben, "question", question.pk).status_code == 404
    assert room.get(ben, "cue", cue.pk).status_code == 404
    assert LINE not in room.page(ben, "clarifying")


def seen_by(who, room, opened, addresses):
    """Every answer that somebody gets for every address that shows something, and their own export."""
    pages = ["/", reverse("spaces:space", args=[room.space.pk]), opened.url("breakdown"), *addresses.values()]
    answers = {}
    for address in pages:
        response = who.client.get(address)
        answers[address] = (response.status_code, without_keys(response.content.decode()))
    own = [section for section in all_sections(who.person, again(who)) if section.name != "submissions"]
    return answers | {"export": own}


def test_ana_gets_the_same_bytes_whatever_ben_guesses_and_looks_at(ana, ben, room, opened, of_ana, addresses):
    before = seen_by(ana, room, opened, addresses)
    cue = Cue.objects.get()
    room.guess(ben, cue)
    for name in ("clarifying", "lines", "ask", "guess_first"):
        room.get(ben, name)
    write = ("send_reply", opened.breakdown.pk, of_ana.pk)
    room.post(ben, *write, words="You never listen.", second_look="yes")
    room.post(ben, "send_question", to=ana.person.pk, line="x", one="You never listen.", two="", second_look="yes")
    assert seen_by(ana, room, opened, addresses) == before


def test_no_typed_and_no_picked_word_lies_in_the_database(ana, ben, room, addresses):
    room.guess(ben, Cue.objects.get(), word="furious", strength="strong")
    room.post(ben, "answer_question", Question.objects.get().pk, pick="other", said="I HAD RUN OUT OF WORDS")
    connection.ensure_connection()
    stored = connection.connection.serialize()
    typed = (LINE, *READINGS.values(), "I HAD RUN OUT", "came home on Sunday", "furious", "for an hour", 'landed":')
    for words in typed:
        assert words.encode() not in stored, words


def test_the_export_holds_what_was_between_the_two_and_of_a_guess_only_ones_own(ana, ben, room, addresses):
    room.guess(ben, Cue.objects.get(), word="furious", strength="strong")
    assert "furious" not in str(exports.collect(ana.person, again(ana)))
    mine = exports.collect(ben.person, again(ben))
    assert [row["what"] for row in mine.rows] == ["which way", "guess and check: feeling", "an answer"]
    assert "very furious" in str(mine)


def test_deleting_takes_out_all_that_was_with_the_others_and_its_boxes(ana, ben, room, addresses):
    room.guess(ben, Cue.objects.get())
    room.post(ben, "be_guessed", is_wanted="no")
    exports.erase(ben.person, again(ben))
    assert [len(some) for some in rows()] == [0, 0, 0, 0, 0]
    assert not Box.objects.filter(kind=Box.Kind.PAIR).exists()


@pytest.mark.parametrize("is_told", [True, False])
def test_whoever_left_and_told_it_is_a_former_member_on_every_page_and_in_the_export(ana, ben, room, answered, is_told):
    question, cue = room.ask(ben, ana), room.let_guess(ben, ana)
    pages = [room.url(name, row.pk) for name, row in {"question": question, "cue": cue, "reply": answered}.items()]
    leave_space(keyring=again(ben), space=room.space, person=ben.person, is_told=is_told, now=timezone.now())
    Person.objects.filter(pk=ben.person.pk).update(name="Somebody new")
    called = "a former member" if is_told else "Somebody new"
    for page in (*pages, room.url("clarifying")):
        shown = main_of(ana.client.get(page).content.decode())
        assert called in shown, page
        assert ("Somebody new" in shown) is not is_told, page
    for told in (str(exports.collect(ana.person, again(ana))), ana.client.get("/").content.decode()):
        assert ("Somebody new" in told) is not is_told
