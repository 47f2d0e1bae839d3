"""The deck, alone (PRODUCT 4.4 "Practice new communication patterns", 4.6 the drill cards of "Read emotional cues")."""

from __future__ import annotations

import re
import socket
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amends.content.drills import skills
from amends.content.relations import relations
from amends_web.accounts.actions import wave_mark_away
from amends_web.breakdowns.tests.conftest import again
from amends_web.practice import exports, queries
from amends_web.practice.actions import MOST_PLANS, keep_plan, keep_try
from amends_web.practice.deck import skill_of_card
from amends_web.practice.models import OwnPractice
from amends_web.practice.tests.conftest import CARD, CUE, get, page, post, url, words_of
from amends_web.spaces.actions import create_space

HARD = "You never pay anything back. I felt uneasy when you asked about October. Could you send me the two first?"
COUPLE_WORDS = r"\b(partner|spouse|husband|wife|love|romantic|couple)\b"


def own(who):
    return queries.own_practice(again(who), who.person)


def test_a_soft_start_has_you_never_marked_and_feeling_situation_and_request_found(ana):
    assert post(ana, "try", *CARD, words=HARD)["Location"] == url("after", *CARD)
    text = page(ana, "after", *CARD)
    assert 'You <span class="mark">never</span> pay anything back' in text
    found = re.search(r"Here already:</p><ul[^>]*>(.*?)</ul>", text)[1]
    for part in ("how it is for you", "what it is about", "a wish that can be answered"):
        assert f"<li>{part}</li>" in found
    assert "Still open:" not in text


def test_the_look_comes_before_done_too_and_without_scripts_by_a_button_that_keeps_nothing(ana):
    text = post(ana, "try", *CARD, words=HARD, second_look="yes").content.decode()
    assert '<span class="mark">never</span>' in text
    assert HARD in text
    assert own(ana) == {}
    assert get(ana, "after", *CARD)["Location"] == url("card", *CARD)


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("a request went out")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_no_step_of_practising_asks_anything_of_the_network(ana, no_network):
    for skill in skills():
        words_of(page(ana, "skill", skill.name))
        card = skill.drills[0]
        text = page(ana, "card", skill.name, card.name)
        assert re.findall(r'(?:src|href|action)="(?:https?:)?//', text) == []
        post(ana, "pick", skill.name, card.name, pick="ask")
        post(ana, "try", skill.name, card.name, words=card.ways[0])
        post(ana, "plan", skill.name, card.name, when="it comes up", then="I breathe out")
        words_of(page(ana, "after", skill.name, card.name))
    assert len(queries.tried_on(own(ana))) == len(skills())


def test_progress_is_skills_tried_and_never_a_count_a_level_or_a_row_of_days(ana):
    now = timezone.now()
    for days in (3, 2, 1):
        card = skill_of_card(CARD[1])[1]
        keep_try(keyring=again(ana), person=ana.person, card=card, words="x", today=now.date() - timedelta(days=days))
    text = words_of(page(ana, "deck"))
    assert text.count("You have tried this.") == 1
    assert not re.search(r"\b(\d+ (times|days|of)|level|streak|points|score|per cent|%)", text.replace("5 min", ""))
    assert set(own(ana)["tried"]) == {CARD[1]}


@pytest.mark.parametrize("pick", ["1", "2", "3"])
def test_picking_a_reading_names_the_others_tells_nothing_and_leads_on_to_asking(ana, pick):
    card = skill_of_card(CUE[1])[1]
    text = post(ana, "pick", *CUE, pick=pick).content.decode()
    for reading in card.readings:
        assert reading in text
    assert "From the line alone nobody can tell" in text
    assert 'value="ask"' in text
    assert "<textarea" not in text
    assert card.told not in text


def test_asking_wins_the_answer_comes_to_whoever_asked(ana):
    card = skill_of_card(CUE[1])[1]
    asked = post(ana, "pick", *CUE, pick="ask").content.decode()
    assert "<textarea" in asked
    assert card.told not in words_of(asked)
    assert get(ana, "after", *CUE).status_code == 302
    post(ana, "try", *CUE, words=card.ways[0])
    assert card.told in words_of(page(ana, "after", *CUE))


def test_no_reading_is_called_right_or_wrong(ana):
    for pick in ("1", "2", "3", "ask"):
        text = words_of(post(ana, "pick", *CUE, pick=pick).content.decode())
        assert not re.search(r"(?i)\b(right|wrong|correct|false|true|well done)\b", text)


def test_a_pick_that_is_none_gets_one_sentence(ana):
    response = post(ana, "pick", *CUE, pick="7")
    assert response.status_code == 422
    assert "Pick one of the readings, or that you would ask." in response.content.decode()


def test_what_was_said_back_is_told_beside_what_is_open(ana):
    card = ("say-back", "the-whole-table-knew")
    post(ana, "try", *card, words="You told me first, in confidence.")
    text = words_of(page(ana, "after", *card))
    assert "Here already: Jo told you first, and then everybody knew" in text
    assert "Still open: Jo laughed along and wanted to leave" in text


def test_a_card_said_aloud_counts_as_tried_with_no_words(ana):
    assert post(ana, "try", *CARD, words="").status_code == 302
    text = words_of(page(ana, "after", *CARD))
    assert "What you wrote" not in text
    assert "How somebody else might put it" in text


def test_a_plan_at_the_end_is_ones_own_note_and_can_be_let_go(ana, ben):
    post(ana, "plan", *CARD, when="he asks about October", then="I say how it is for me")
    assert "If he asks about October, then I say how it is for me." in words_of(page(ana, "deck"))
    assert "October" not in page(ben, "deck")
    (plan,) = queries.plans(own(ana))
    post(ben, "let_plan_go", plan=plan.id)
    assert queries.plans(own(ana)) == [plan]
    post(ana, "let_plan_go", plan=plan.id)
    assert queries.plans(own(ana)) == []


def test_half_a_plan_gets_one_sentence_and_nothing_is_lost(ana):
    response = post(ana, "plan", *CARD, when="he asks about October", then="")
    assert response.status_code == 422
    text = response.content.decode()
    assert "Write the one thing that you would do." in text
    assert 'value="he asks about October"' in text
    assert own(ana) == {}


def test_a_plan_that_is_sent_twice_is_kept_once(ana):
    data = {"submission": "0c6f8b2e-0b0f-4c39-9d55-0e7f0d0c1a11", "when": "it is late", "then": "I ask for tomorrow"}
    first, again_sent = (ana.client.post(url("plan", *CARD), data) for _ in range(2))
    assert first["Location"] == again_sent["Location"] == url("deck")
    assert len(queries.plans(own(ana))) == 1


def test_too_long_an_answer_gets_one_sentence_and_is_not_lost(ana):
    response = post(ana, "try", *CARD, words="y" * 5001)
    assert response.status_code == 422
    assert "y" * 5001 in response.content.decode()


def test_more_plans_than_anybody_keeps_in_mind_let_the_oldest_go(ana):
    keyring, skill = again(ana), skills()[0]
    for number in range(MOST_PLANS + 1):
        keep_plan(
            keyring=keyring,
            person=ana.person,
            key=uuid4(),
            skill=skill,
            when=f"w{number}",
            then="t",
            today=timezone.now().date(),
        )
    kept = queries.plans(own(ana))
    assert [plan.when for plan in kept] == [f"w{number}" for number in range(MOST_PLANS, 0, -1)]


def test_the_card_tried_least_recently_comes_next(ana):
    skill = skills()[0]
    today = timezone.now().date()
    for days, card in enumerate(skill.drills):
        keep_try(keyring=again(ana), person=ana.person, card=card, words="", today=today - timedelta(days=days))
    text = page(ana, "skill", skill.name)
    assert url("card", skill.name, skill.drills[-1].name) in text.split('class="choice"')[1].split("</div>")[0]


def test_of_all_that_one_practised_no_word_and_no_name_lies_in_the_database(ana):
    post(ana, "try", *CARD, words="zanzibar mongoose")
    post(ana, "plan", *CARD, when="zanzibar", then="mongoose")
    connection.ensure_connection()
    stored = connection.connection.serialize()
    for word in ("zanzibar", "mongoose", *CARD):
        assert word.encode() not in stored
    assert OwnPractice.objects.get().box.owner == ana.person


def test_it_is_in_ones_export_and_goes_at_once_when_deleted(ana):
    post(ana, "try", *CARD, words="zanzibar")
    post(ana, "plan", *CARD, when="it is late", then="I wait")
    rows = exports.collect(ana.person, again(ana)).rows
    assert [row["what"] for row in rows] == ["a card", "a plan"]
    assert rows[0]["words"] == "zanzibar"
    post(ana, "delete")
    assert not OwnPractice.objects.exists()
    assert "Delete what you practised" not in page(ana, "deck")


@pytest.mark.parametrize("relation", [name for name in relations() if name != "couple"])
def test_no_word_of_a_couple_is_on_any_page_of_somebody_who_is_not_here_as_one(ana, relation):
    create_space(keyring=ana.keyring, person=ana.person, relation=relation, name="Us")
    seen = [page(ana, "deck"), page(ana, "paper", relation)]
    for skill in skills():
        text = page(ana, "skill", skill.name)
        seen.append(text)
        for address in set(re.findall(rf'href="({url("skill", skill.name)}[a-z-]+/)"', text)):
            seen.append(ana.client.get(address).content.decode())
    assert len(seen) > 30
    assert re.findall(COUPLE_WORDS, " ".join(map(words_of, seen)), re.IGNORECASE) == []
    couples = next(card for card in skills()[0].drills if card.relation == "couple")
    assert get(ana, "card", skills()[0].name, couples.name).status_code == 404


def test_somebody_in_two_relations_has_the_cards_of_both_and_two_papers(ana):
    for relation in ("couple", "colleagues"):
        create_space(keyring=again(ana), person=ana.person, relation=relation, name="Us")
    text = page(ana, "deck")
    assert "On paper: We are a couple" in text
    assert "On paper: We work together" in text
    first = [card.relation for card in skills()[0].drills if card.moment in page(ana, "card", "soft-start", card.name)]
    assert {"couple", "colleagues"} <= set(first)


def test_there_is_no_skill_and_no_card_of_another_name(ana):
    assert get(ana, "skill", "winning").status_code == 404
    assert get(ana, "card", "soft-start", "who-else").status_code == 404
    assert get(ana, "card", "winning", "the-tickets").status_code == 404
    assert get(ana, "paper", "rivals").status_code == 404


def test_the_cards_on_paper_are_the_same_for_everybody_and_need_no_account(db, ana):
    for relation in relations():
        text = Client().get(url("paper", relation)).content.decode()
        for skill in skills():
            for card in skill.drills:
                assert (card.moment in text) == (card.relation == relation), card.name
        assert "<form" not in text.split("<main")[1]
        assert words_of(page(ana, "paper", relation)) == words_of(text)
    assert Client().get(url("papers")).status_code == 200


def test_what_a_card_on_paper_asks_for_can_be_written_below_it(db):
    three, two = (rf'\s*<span class="to-write-on" aria-hidden="true">(?:<i></i>){{{count}}}</span>' for count in (3, 2))
    for relation in relations():
        text = Client().get(url("paper", relation)).content.decode()
        asked = re.findall(rf'class="card">(?:(?!class="card").)*:</strong></p>{three}', text, re.DOTALL)
        assert len(asked) == sum(card.relation == relation for skill in skills() for card in skill.drills)
        assert len(re.findall(rf"Use it today: if …, then I …[^\n]*</p>{two}", text)) == len(skills())


def test_what_one_practised_costs_no_more_queries(ana):
    addresses = [url("deck"), url("skill", "soft-start"), url("after", *CARD)]
    post(ana, "try", *CARD, words="x")

    def reads(address):
        with CaptureQueriesContext(connection) as seen:
            assert ana.client.get(address).status_code == 200
        # Reads: once a minute a page also notes that somebody was here.
        return sum(query["sql"].startswith("SELECT") for query in seen)

    for address in addresses:
        reads(address)
    few = [reads(address) for address in addresses]
    for skill in skills():
        for card in skill.drills:
            keep_try(keyring=again(ana), person=ana.person, card=card, words="x", today=timezone.now().date())
        post(ana, "plan", *CARD, when="a", then="b")
    assert [reads(address) for address in addresses] == few


def test_a_question_that_is_looked_at_without_scripts_stays_at_asking(ana):
    text = post(ana, "try", *CUE, words="Why did you ask that?", second_look="yes").content.decode()
    assert "Why did you ask that?" in text
    assert "Asking is the one way to find out here." in text
    assert own(ana) == {}


def test_a_kind_of_mark_that_was_waved_away_is_left_out_below_ones_answer_too(ana):
    post(ana, "try", *CARD, words="You never pay anything back.")
    assert '<span class="mark">never</span>' in page(ana, "after", *CARD)
    wave_mark_away(person=ana.person, keyring=again(ana), rule="words.always")
    assert '<span class="mark">never</span>' not in page(ana, "after", *CARD)
