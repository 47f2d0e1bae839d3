"""Each turn ends in a signed receipt; over time each sees, alone, how what they thought compares with what was felt."""

from __future__ import annotations

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amends_web.listening import exports
from amends_web.listening.actions import let_words_go
from amends_web.listening.models import Draft, Receipt, Round, Said, Thought
from amends_web.listening.signing import said_statement
from amends_web.listening.tests.conftest import again, asked, main


def test_a_round_ends_with_a_receipt_of_each_turn_that_both_can_see(ana, ben, heard):
    for who in (ana, ben):
        page = main(heard.get(who, "receipt"))
        assert "Ana: got it." in page
        assert "Ben: got it." in page
        assert "Signed by Ana" in page
        assert "Signed by Ben" in page
        assert "BEN-HEARD you sat alone" in page


def test_a_receipt_holds_hashes_and_no_words(ana, heard):
    for receipt in Receipt.objects.select_related("box"):
        assert "SAID" not in str(receipt.words(again(ana)))


def test_a_receipt_that_was_changed_is_not_shown(ana, ben, heard):
    receipt = Receipt.objects.select_related("box").get(person=ana.person)
    receipt.put(again(ben), receipt.words(again(ben)) | {"verdict": "not_yet"})
    receipt.save()
    response = heard.get(ana, "receipt")
    assert response.status_code == 409
    assert "Something here was changed" in main(response)


def test_words_that_were_swapped_under_a_receipt_are_found(ana, ben, heard):
    """Ben, with the database in his hands, signs other words of his own in the place of those that Ana answered."""
    said = Said.objects.select_related("box").filter(person=ben.person).order_by("number").first()
    words = said.words(again(ben)) | {"text": "something else"}
    said.put(again(ben), words)
    said.signature = again(ben).sign(*said_statement(said, words))
    said.save()
    assert heard.get(ana, "receipt").status_code == 409


def test_each_sees_alone_how_i_thought_i_got_it_compares_with_felt_heard(ana, ben, talk):
    talk.say(ana, "I sat there alone.")
    talk.back(ben, "You were bored.", thought="got_it")
    talk.answer(ana, "not_yet", "It was that nobody rang.")
    talk.back(ben, "Nobody rang.", thought="mostly")
    talk.answer(ana, "got_it")
    page = main(ben.client.get("/rounds/mine/"))
    first, second = page.split("You thought")[1:]
    assert "I think I got it Ana said Not yet What was missing: “It was that nobody rang.”" in first
    assert "Mostly, I think Ana said Got it They felt more heard than you thought." in second
    assert "Only you" in page
    assert "Nothing here yet." in main(ana.client.get("/rounds/mine/"))


def test_after_three_there_is_a_picture_that_says_what_stands_below_it_in_words(ana, ben, talk):
    talk.say(ana, "one")
    for thought, verdict in (("got_it", "not_yet"), ("mostly", "mostly"), ("got_it", "got_it")):
        assert "<figure" not in ben.client.get("/rounds/mine/").content.decode()
        talk.back(ben, "two", thought=thought)
        talk.answer(ana, verdict)
    page = ben.client.get("/rounds/mine/").content.decode()
    apart = re.findall(r'class="apart" d="M\d+ (\d+) V(\d+)"', page)
    assert [int(felt) - int(thought) for thought, felt in apart] == [60, 0, 0]


def test_a_thought_without_an_answer_yet_says_nothing(ana, ben, talk):
    talk.say(ana, "one")
    talk.back(ben, "two", thought="got_it")
    assert "Nothing here yet." in main(ben.client.get("/rounds/mine/"))


def test_what_was_felt_at_the_end_of_a_turn_stays_beside_what_one_thought_when_the_words_are_gone(ana, ben, talk):
    talk.say(ana, "I sat there alone.")
    talk.back(ben, "You were bored.", thought="got_it")
    talk.answer(ana, "mostly", "It was that nobody rang.")
    talk.back(ben, "Nobody rang.", thought="got_it")
    talk.post(ana, "leave_it")
    talk.turn(ben, ana, "I was ashamed.", "You were ashamed.", thought="mostly")
    Round.objects.update(words_go_at=timezone.now())
    let_words_go(now=timezone.now())
    assert not Said.objects.exists()
    page = main(ben.client.get("/rounds/mine/"))
    assert page.count("You thought") == 1
    assert "I think I got it Ana said Mostly Something was missing." in page
    assert "Mostly, I think Ben said Got it" in main(ana.client.get("/rounds/mine/"))


def test_a_thought_before_the_last_reflection_is_not_held_against_the_end_of_the_turn(ana, ben, talk):
    talk.say(ana, "I sat there alone.")
    talk.back(ben, "You were bored.", thought="got_it")
    talk.answer(ana, "not_yet")
    talk.back(ben, "Nobody rang.")
    talk.answer(ana, "got_it")
    talk.post(ana, "no_more")
    Round.objects.update(words_go_at=timezone.now())
    let_words_go(now=timezone.now())
    assert "Nothing here yet." in main(ben.client.get("/rounds/mine/"))


def test_one_round_that_was_changed_takes_nothing_else_from_ones_own_listening(ana, ben, heard, space):
    later = asked(ana, space, topic="The kitchen")
    later.post(ben, "yes")
    later.turn(ana, ben, "one", "two", thought="mostly")
    said = Said.objects.filter(of=heard.pk).first()
    said.signature = b"x" * 64
    said.save()
    page = main(ben.client.get("/rounds/mine/"))
    assert "The kitchen" in page
    assert "Sunday evening" not in page


def test_whoever_left_and_told_it_is_a_former_member_in_ones_own_listening(ana, ben, heard, space):
    space.members.filter(person=ana.person).update(left_at=timezone.now(), is_told=True)
    page = main(ben.client.get("/rounds/mine/"))
    assert "a former member said Got it" in page
    assert "Ana" not in page


def test_my_own_listening_holds_no_number_and_no_grade(ana, ben, heard):
    page = main(ben.client.get("/rounds/mine/"))
    assert "%" not in page
    assert "out of" not in page


def test_more_rounds_cost_no_more_queries(ana, ben, heard, space):
    def queries(url):
        with CaptureQueriesContext(connection) as seen:
            assert ben.client.get(url).status_code == 200
        # Reads: once a minute a page also notes that somebody was here.
        return sum(query["sql"].startswith("SELECT") for query in seen)

    urls = ["/rounds/mine/", "/", f"/spaces/{space.pk}/", heard.url("round"), heard.url("receipt")]
    for url in urls:
        queries(url)
    few = [queries(url) for url in urls]
    for _ in range(3):
        more = asked(ana, space)
        more.post(ben, "yes")
        more.turn(ana, ben, "one", "two", thought="mostly")
        more.turn(ben, ana, "three", "four", thought="mostly")
    assert [queries(url) for url in urls] == few


def test_the_export_holds_the_round_and_what_one_thought_and_not_what_the_other_did(ana, ben, heard):
    heard.post(ben, "keep", step="ended", words="BEN-DRAFT")
    own = str(exports.collect(ben.person, again(ben)))
    assert "BEN-DRAFT" in own
    assert "ANA-SAID" in own
    assert "{'2': 'got_it'}" in own
    theirs = str(exports.collect(ana.person, again(ana)))
    assert "BEN-DRAFT" not in theirs
    assert "{'2': 'got_it'}" not in theirs


def test_deleting_takes_ones_words_and_leaves_the_others_and_their_receipts(ana, ben, heard):
    exports.erase(ana.person, again(ana))
    for model in (Said, Receipt, Draft, Thought):
        assert not model.objects.filter(person=ana.person).exists()
    page = main(heard.get(ben, "receipt"))
    assert "BEN-SAID" in page
    assert "ANA-" not in page
    assert "Somebody has taken words of theirs out since." in page


def test_a_deleted_account_leaves_a_round_that_can_still_be_read(ana, ben, heard):
    exports.erase(ana.person, again(ana))
    ana.person.delete()
    assert "BEN-SAID" in heard.get(ben).content.decode()
