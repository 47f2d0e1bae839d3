"""The workshop, what it was like for the other, the release, the answers, the caps: in two browsers."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from amends.content.own_it import own_it
from amends_web.acknowledgements import exports
from amends_web.acknowledgements.models import Acknowledgement, Hearing, Piece
from amends_web.acknowledgements.pieces import _statement
from amends_web.acknowledgements.tests.conftest import Owning, again, main
from amends_web.breakdowns.actions import begin_breakdown
from amends_web.listening.models import Receipt, Round
from amends_web.listening.tests.conftest import asked
from amends_web.spaces.actions import add_member
from amends_web.vault.models import Box, Grant

DODGE = "I'm sorry if you were upset but you never listen"
PLAIN = "On Sunday I went upstairs without a word. That was unkind of me."


def look(owning, text):
    data = {"text": text, "second_look": "yes", "page": "p"}
    return main(owning.author.client.post(owning.url("next", "words"), data))


def pause(who, space):
    return who.client.post(reverse("pauses:take", args=[space.pk]), {"back": "20", "submission": uuid.uuid4()})


def set_pace(who, space, **fields):
    data = {"not_before": "", "days_between": "0", **fields}
    assert who.client.post(reverse("acknowledgements:keep_pace", args=[space.pk]), data).status_code == 302


def test_a_dodge_gets_three_marks_and_no_ownership_is_credited(owning):
    page = look(owning, DODGE)
    assert page.count('<span class="mark">') >= 3
    assert "your own part: one thing you did, or left undone" in page
    assert "<li>your own part</li>" not in page


def test_plain_words_without_magic_ones_are_credited_and_nothing_is_graded(owning):
    page = look(owning, PLAIN)
    assert "<li>your own part</li>" in page
    assert 'class="mark"' not in page
    assert not re.search(r"perfect|score|grade|\d+ ?/ ?\d+|\d ?%", page, re.IGNORECASE)


def test_no_button_produces_text(owning):
    page = main(owning.author.client.get(owning.url("words")))
    assert re.search(r"<textarea[^>]*>\s*</textarea>", page)
    owning.write("words", PLAIN)
    for then in ("later", "aloud", "preview"):
        owning.write("words", PLAIN, then=then)
        assert f">{PLAIN}<" in main(owning.author.client.get(owning.url("words"))).replace("> ", ">").replace(" <", "<")


def test_the_questions_stand_in_the_order_in_which_they_count_and_forgiveness_is_left_to_the_other(owning):
    page = main(owning.author.client.get(owning.url("words")))
    asked = [page.index(prompt.ask) for prompt in own_it().prompts if prompt.part != "impact"]
    assert asked == sorted(asked)
    assert [prompt.part for prompt in own_it().prompts[:2]] == ["ownership", "repair_offer"]
    assert "You can also leave that to them." in page


def test_three_ways_end_the_workshop(owning):
    page = main(owning.author.client.get(owning.url("words")))
    for way in ("Keep it private", "Read it aloud in person", "See what Ben would get"):
        assert way in page
    owning.write("words", PLAIN, then="aloud")
    aloud = main(owning.author.client.get(owning.url("aloud")))
    assert PLAIN in aloud
    assert "Nothing is sent" in aloud
    assert not Piece.objects.exists()


def test_nothing_is_released_before_ben_says_that_he_feels_heard(owning):
    owning.write("words", PLAIN)
    assert "Send it to Ben" not in main(owning.preview("words"))
    refused = owning.pass_on("words")
    assert refused.status_code == 409
    assert "Ben has not said yet that they feel heard" in main(refused)
    assert not Piece.objects.exists()


@pytest.mark.parametrize("how", ["heard", "now"])
def test_i_feel_heard_and_id_rather_hear_it_now_each_open_it(owning, how):
    owning.write("words", PLAIN)
    owning.hear(how)
    assert "Send it to Ben" in main(owning.preview("words"))
    assert owning.pass_on("words").url == owning.url("sent")
    assert PLAIN in main(owning.recipient.client.get(owning.url("from")))


def test_taken_back_it_is_closed_again(owning):
    owning.write("words", PLAIN)
    owning.hear()
    owning.hear("no")
    assert owning.pass_on("words").status_code == 409


def test_a_word_that_ben_did_not_sign_opens_nothing(owning):
    owning.write("words", PLAIN)
    owning.hear()
    row = Hearing.objects.get()
    row.signature = owning.author.keyring.sign("hearing")
    row.save()
    assert owning.pass_on("words").status_code == 409


def test_that_ben_opened_the_way_reminds_ana_of_nothing(ana, owning):
    before = [ana.client.get(address).content.count(b"card") for address in ("/", owning.url("words"))]
    owning.hear("now")
    after = [ana.client.get(address).content.count(b"card") for address in ("/", owning.url("words"))]
    assert after == before


def test_what_is_previewed_is_what_ben_gets_and_changed_words_are_not_sent(owning):
    owning.write("words", PLAIN)
    owning.hear()
    page = owning.preview("words").content.decode()
    assert PLAIN in page
    previewed = re.search(r'name="previewed" value="([0-9a-f]+)"', page)[1]
    owning.write("words", "something else")
    data = {"previewed": previewed, "submission": uuid.uuid4()}
    assert owning.author.client.post(owning.url("send"), data).status_code == 409
    assert not Piece.objects.exists()


def test_a_form_that_is_sent_twice_sends_once(owning):
    owning.write("words", PLAIN)
    owning.hear()
    key = uuid.uuid4()
    owning.pass_on("words", key)
    owning.pass_on("words", key)
    assert owning.passed() == ["sent"]


@pytest.fixture
def shared(told, ana, ben):
    """Ben's card is open to Ana: what it did to him, how strong, what he needed."""
    told.answer(ben, "impact", text="I stood in the kitchen like a fool")
    told.share(ana, "meant")
    told.share(ben, "impact")
    return told


def test_what_it_was_like_is_written_from_bens_shared_card_and_confirmed_by_him(shared, owning):
    page = main(owning.author.client.get(owning.url("impact")))
    assert "I stood in the kitchen like a fool" in page
    owning.write("impact", "You stood there alone.")
    assert owning.pass_on("impact").status_code == 302
    assert "You stood there alone." in main(owning.recipient.client.get(owning.url("from")))

    owning.check("not_yet", "it was the kids hearing")
    page = main(owning.author.client.get(owning.url("impact")))
    assert "Ben says: not yet." in page
    assert "it was the kids hearing" in page

    owning.write("impact", "You stood there alone, and the kids heard it.")
    assert owning.pass_on("impact").status_code == 302
    owning.write("words", PLAIN)
    owning.hear()
    assert "Confirmed by Ben" not in main(owning.preview("words"))
    owning.check("got_it")
    preview = main(owning.preview("words"))
    assert "Confirmed by Ben" in preview
    # The block stands first.
    assert preview.index("the kids heard it") < preview.index(PLAIN)

    owning.write("impact", "You stood there alone, and somebody heard it.")
    assert "Confirmed by Ben" not in main(owning.preview("words"))


def test_before_ben_shared_his_card_nothing_of_it_is_there_and_nothing_can_be_asked(told, owning):
    page = main(owning.author.client.get(owning.url("impact")))
    assert "BEN-" not in page
    assert "Asking beats guessing" in page
    assert "See what Ben would be asked" not in page
    owning.write("impact", "You stood there alone.")
    assert owning.pass_on("impact").status_code == 409
    assert not Piece.objects.exists()


def test_ben_may_ignore_for_ever_what_is_told_back_without_a_word_on_his_start_page(shared, owning):
    before = owning.recipient.client.get("/").content.count(b'class="card"')
    owning.write("impact", "You stood there alone.")
    owning.pass_on("impact")
    assert owning.recipient.client.get("/").content.count(b'class="card"') == before


def test_got_it_is_bens_own_word(shared, owning):
    owning.write("impact", "You stood there alone.")
    owning.pass_on("impact")
    owning.check("got_it")
    row = Piece.objects.get(by=owning.recipient.person)
    row.signature = owning.author.keyring.sign("x")
    row.save()
    assert owning.author.client.get(owning.url("impact")).status_code == 409


def test_got_it_confirms_the_words_that_ben_saw_and_none_that_came_meanwhile(shared, owning):
    owning.write("impact", "You stood there alone.")
    owning.pass_on("impact")
    owning.check("mostly")
    page = owning.opened()
    owning.write("impact", "You made too much of it.")
    owning.pass_on("impact")
    answer = owning.check("got_it", page=page)
    assert answer.status_code == 409
    assert "Ana has written something else since you opened this page" in main(answer)
    assert "You made too much of it." in main(answer)
    owning.write("words", PLAIN)
    assert "Confirmed by Ben" not in main(owning.preview("words"))
    assert owning.passed() == ["impact", "check", "impact"]


def test_what_ben_typed_as_missing_stays_in_its_field_where_it_can_not_go(shared, owning, space):
    owning.write("impact", "You stood there alone.")
    owning.pass_on("impact")
    owning.check("not_yet", "the kids")
    page = owning.opened()
    owning.write("impact", "You stood there, and it was late.")
    owning.pass_on("impact")
    assert "it was the kids hearing" in main(owning.check("not_yet", "it was the kids hearing", page=page))
    pause(owning.recipient, space)
    answer = owning.check("not_yet", "it was the kids hearing")
    assert answer.status_code == 409
    assert "it was the kids hearing" in main(answer)


def test_an_answer_is_one_to_the_words_that_ben_saw_and_to_none_that_came_meanwhile(owning):
    owning.sent()
    owning.later(hours=24)
    page = owning.opened()
    owning.write("words", "I went upstairs, as you would not stop.")
    assert owning.pass_on("words").status_code == 302
    answer = owning.respond("thank_you", page=page)
    assert answer.status_code == 409
    assert "Ana has written something else since you opened this page" in main(answer)
    assert "as you would not stop" in main(answer)
    assert "thank you" not in main(owning.author.client.get(owning.url("sent")))
    assert owning.respond("not_now").status_code == 302


@pytest.mark.parametrize("thing", ["impact", "words"])
def test_words_that_ana_puts_under_an_answer_of_ben_are_found(shared, owning, thing):
    if thing == "impact":
        owning.write("impact", "You stood there alone.")
        owning.pass_on("impact")
        owning.check("got_it")
    else:
        owning.sent()
        owning.respond("thank_you")
    row = Piece.objects.select_related("box", "acknowledgement").get(by=owning.author.person)
    other = {"impact": "text", "words": "words"}[thing]
    content = row.words(again(owning.author)) | {other: "You made too much of it."}
    row.put(again(owning.author), content)
    row.signature = owning.author.keyring.sign(*_statement(row, content))
    row.save()
    for who, name in ((owning.author, "words"), (owning.recipient, "from")):
        answer = who.client.get(owning.url(name))
        assert answer.status_code == 409
        assert "too much of it" not in answer.content.decode()


def test_ben_says_what_is_missing_and_ana_sees_only_that(owning):
    owning.sent()
    assert owning.respond("missing", "change").status_code == 302
    page = main(owning.author.client.get(owning.url("sent")))
    assert "Ben says that something is missing: what will change." in page
    for other in ("Thank you", "not now", "needs time"):
        assert other not in page


def test_after_something_is_missing_ana_cannot_send_again_for_a_day(owning):
    owning.sent()
    owning.respond("missing", "change")
    owning.write("words", PLAIN + " Next time I will stay.")
    refused = owning.pass_on("words")
    assert refused.status_code == 409
    assert "There is a day between two things that you send." in main(refused)
    owning.later(hours=24)
    assert owning.pass_on("words").status_code == 302
    assert "Next time I will stay" in main(owning.recipient.client.get(owning.url("from")))


@pytest.mark.parametrize(
    ("answer", "reads"),
    [("thank_you", "Ben says: thank you."), ("need_time", "Ben needs time."), ("not_now", "Ben says: not now.")],
)
def test_every_other_answer_is_told_as_it_is_and_closes_the_way(owning, answer, reads):
    owning.sent()
    owning.respond(answer)
    assert reads in main(owning.author.client.get(owning.url("sent")))
    owning.later(days=30)
    assert owning.pass_on("words").status_code == 409
    assert owning.remind().status_code == 409


def test_the_answers_are_of_equal_weight_and_none_forgives(owning):
    page = main(owning.sent().recipient.client.get(owning.url("from")))
    answers = page.split("An answer, if you want to give one")[1].split("</form>")[0]
    buttons = re.findall(r'<button type="submit" class="([^"]*)" name="answer" value="(\w+)"', answers)
    assert {value for _, value in buttons} == {"thank_you", "need_time", "missing", "not_now"}
    assert {style for style, _ in buttons} == {"button plain"}
    assert "orgive" not in page
    assert "To say nothing is an answer as good as these." in page


def test_missing_without_a_part_is_asked_again_and_a_made_up_answer_is_refused(owning):
    owning.sent()
    assert owning.respond("missing").status_code == 422
    assert owning.respond("missing", "love").status_code == 422
    assert owning.respond("forgiven").status_code == 422
    assert owning.passed() == ["sent"]


def test_the_fourth_reminder_is_refused_by_the_server(owning):
    owning.sent()
    assert owning.remind().status_code == 409
    for _ in range(3):
        owning.later(hours=24)
        assert owning.remind().status_code == 302
        assert owning.remind().status_code == 409
    owning.later(days=3)
    refused = owning.remind()
    assert refused.status_code == 409
    assert "was reminded as often as Amends does" in main(refused)
    assert owning.passed() == ["sent", "nudge", "nudge", "nudge"]


def test_after_fourteen_silent_days_ana_is_advised_and_ben_is_told_nothing(owning):
    owning.sent()
    owning.later(days=13)
    assert "Two weeks have gone by" not in main(owning.author.client.get(owning.url("sent")))
    before = main(owning.recipient.client.get("/"))
    owning.later(days=1)
    assert "Two weeks have gone by" in main(owning.author.client.get(owning.url("sent")))
    assert main(owning.recipient.client.get("/")) == before
    assert owning.passed() == ["sent"]


def test_bens_start_page_says_for_a_day_that_something_is_there_and_then_nothing(owning):
    owning.sent()
    assert "There is something from Ana" in main(owning.recipient.client.get("/"))
    owning.later(days=2)
    assert "There is something from Ana" not in main(owning.recipient.client.get("/"))
    owning.remind()
    assert "There is something from Ana" in main(owning.recipient.client.get("/"))
    owning.respond("not_now")
    assert "There is something from Ana" not in main(owning.recipient.client.get("/"))


def test_not_before_a_day_ana_sees_it_and_nothing_reminds_ben_until_then(owning, space):
    day = timezone.localdate() + timedelta(days=4)
    set_pace(owning.recipient, space, not_before=day.isoformat())
    owning.sent()
    page = main(owning.author.client.get(owning.url("sent")))
    assert f"Ben will look from {day.strftime('%A')}" in page
    assert "Say once more that it is there" not in page
    owning.later(days=2)
    refused = owning.remind()
    assert refused.status_code == 409
    assert "has named a day to look from" in main(refused)
    for address in ("/", reverse("breakdowns:breakdown", args=[owning.breakdown.pk])):
        assert "omething from Ana" not in main(owning.recipient.client.get(address))
    set_pace(owning.recipient, space)
    owning.later(days=2)
    assert owning.remind().status_code == 302


def test_days_between_steps_stand_between_reminders_too(owning, space):
    set_pace(owning.recipient, space, days_between="3")
    owning.sent()
    owning.later(days=2)
    assert owning.remind().status_code == 409
    owning.later(days=1)
    assert owning.remind().status_code == 302


@pytest.mark.parametrize("wrong", [{"days_between": "-1"}, {"days_between": "x"}, {"not_before": "someday"}])
def test_a_pace_that_is_none_is_asked_again(ben, space, wrong):
    data = {"not_before": "", "days_between": "0", **wrong}
    assert ben.client.post(reverse("acknowledgements:keep_pace", args=[space.pk]), data).status_code == 422


def test_no_page_counts_down(owning, space):
    day = timezone.localdate() + timedelta(days=4)
    set_pace(owning.recipient, space, not_before=day.isoformat(), days_between="2")
    owning.sent()
    for page in (owning.url("sent"), owning.url("words")):
        assert not re.search(
            r"\b\d+ (?:days?|hours?) (?:left|to go|more)|in \d+ days", main(owning.author.client.get(page))
        )


def test_during_a_break_nothing_goes_either_way_and_nothing_is_lost(owning, space):
    owning.sent()
    pause(owning.recipient, space)
    assert "You are on a break until" in main(owning.recipient.client.get(owning.url("from")))
    assert "Ben is taking a break and means to be back" in main(owning.preview("words"))
    owning.write("words", PLAIN + " More.")
    for response in (owning.respond("thank_you"), owning.remind(), owning.pass_on("words")):
        assert response.status_code == 409
        assert "Somebody is on a break" in main(response)
    assert owning.passed() == ["sent"]
    assert "More." in main(owning.author.client.get(owning.url("words")))


def test_what_ana_drafts_keeps_and_reads_aloud_reaches_ben_in_no_byte(owning, space, ben):
    keys = re.compile(r'name="(?:csrfmiddlewaretoken|submission|page)" value="[^"]*"')

    def seen_by_ben():
        mine = reverse("acknowledgements:own", args=[owning.breakdown.pk])
        theirs = reverse("breakdowns:breakdown", args=[owning.breakdown.pk])
        addresses = ("/", mine, theirs, owning.url("from"), reverse("spaces:space", args=[space.pk]))
        return [keys.sub("", ben.client.get(address).content.decode()) for address in addresses]

    before = seen_by_ben()
    owning.write("words", DODGE, then="aloud")
    owning.write("impact", "zanzibar")
    owning.author.client.get(owning.url("aloud"))
    owning.preview("words")
    owning.author.client.post(owning.url("keep_draft", "words"), {"text": "zanzibar", "page": "p"})
    assert owning.pass_on("words").status_code == 409
    assert seen_by_ben() == before
    owning.hear()
    before = seen_by_ben()
    owning.write("words", "zanzibar mongoose")
    assert seen_by_ben() == before


def test_no_word_and_no_answer_lies_open_in_the_database(owning):
    owning.write("words", "zanzibar mongoose")
    owning.hear("now")
    owning.pass_on("words")
    owning.respond("missing", "repair_offer")
    connection.ensure_connection()
    stored = connection.connection.serialize()
    for words in (b"zanzibar", b"missing", b"repair_offer"):
        assert words not in stored


def test_a_break_of_somebody_third_holds_nothing_between_the_two(owning, ana, actor, space):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    owning.sent()
    pause(cleo, space)
    assert "Cleo" not in main(owning.recipient.client.get(owning.url("from")))
    assert owning.respond("thank_you").status_code == 302


def test_somebody_third_in_the_space_has_no_key_to_it_and_no_page(owning, ana, actor, space):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    owning.sent()
    box = Acknowledgement.objects.get().box
    assert set(Grant.objects.filter(box=box).values_list("person", flat=True)) == {
        owning.author.person.pk,
        owning.recipient.person.pk,
    }
    theirs = Owning(owning.breakdown, owning.author, cleo)
    page = main(cleo.client.get(theirs.url("from")))
    assert "upstairs" not in page
    assert theirs.respond("thank_you").status_code == 409


def test_when_ben_deletes_his_account_ana_keeps_her_own_words_and_no_box_of_the_two_stays(owning, ana, ben):
    owning.sent()
    exports.erase(ben.person, again(ben))
    assert not Piece.objects.exists()
    assert not Box.objects.filter(kind=Box.Kind.PAIR).exists()
    assert "I went upstairs" in main(ana.client.get(owning.url("words")))


def test_deleting_takes_what_one_sent_and_leaves_the_others_own(owning, ana, ben):

    owning.sent()
    owning.respond("thank_you")
    rows = exports.collect(ben.person, again(ben)).rows
    assert [row["what"] for row in rows] == ["sent", "response"]
    exports.erase(ana.person, again(ana))
    assert not Piece.objects.exists()
    assert exports.collect(ben.person, again(ben)).rows == []


@pytest.mark.parametrize("where", ["home", "own", "breakdown", "space"])
def test_more_that_passed_costs_no_more_queries(owning, ana, ben, space, where):
    address = {
        "home": "/",
        "own": reverse("acknowledgements:own", args=[owning.breakdown.pk]),
        "breakdown": reverse("breakdowns:breakdown", args=[owning.breakdown.pk]),
        "space": reverse("spaces:space", args=[space.pk]),
    }[where]

    def count():
        with CaptureQueriesContext(connection) as seen:
            assert ben.client.get(address).status_code == 200
        # Once a minute a look at a page is noted, too; that is no question.
        return sum(query["sql"].startswith("SELECT") for query in seen)

    owning.sent()
    begin_breakdown(keyring=again(ana), person=ana.person, space=space, name="More", day=None)
    count()
    few = count()
    owning.later(days=1)
    owning.remind()
    another = begin_breakdown(keyring=again(ana), person=ana.person, space=space, name="Another", day=None)
    Owning(another, ana, ben).sent()
    assert count() == few


@pytest.fixture
def talk(owning, space):
    """A round about the breakdown, which both have said yes to; Ana speaks first."""
    talk = asked(owning.author, space)
    Round.objects.filter(pk=talk.pk).update(breakdown=owning.breakdown)
    talk.post(owning.recipient, "yes")
    return talk


def test_got_it_in_a_round_about_it_is_bens_word_that_he_feels_heard(owning, talk):
    owning.write("words", PLAIN)
    talk.turn(owning.author, owning.recipient, "I waited for an hour.", "You waited.")
    # Ana felt heard by Ben; he has not spoken yet.
    assert owning.pass_on("words").status_code == 409
    talk.turn(owning.recipient, owning.author, "I was ashamed.", "You were ashamed.")
    assert 'value="heard" aria-pressed="true"' in main(owning.recipient.client.get(owning.url("from")))
    assert owning.pass_on("words").status_code == 302


def test_mostly_in_a_round_opens_nothing(owning, talk):
    owning.write("words", PLAIN)
    talk.turn(owning.author, owning.recipient, "I waited for an hour.", "You waited.")
    talk.say(owning.recipient, "I was ashamed.")
    talk.back(owning.author, "You were tired.")
    talk.answer(owning.recipient, "mostly", "ashamed, not tired")
    assert owning.pass_on("words").status_code == 409


def test_what_ben_says_here_stands_above_what_he_said_in_a_round(owning, talk):
    owning.write("words", PLAIN)
    talk.turn(owning.author, owning.recipient, "I waited for an hour.", "You waited.")
    talk.turn(owning.recipient, owning.author, "I was ashamed.", "You were ashamed.")
    owning.hear("no")
    assert owning.pass_on("words").status_code == 409


def test_a_receipt_that_ben_did_not_sign_opens_nothing(owning, talk):
    owning.write("words", PLAIN)
    talk.turn(owning.author, owning.recipient, "I waited for an hour.", "You waited.")
    talk.turn(owning.recipient, owning.author, "I was ashamed.", "You were ashamed.")
    Receipt.objects.filter(person=owning.recipient.person).update(signature=owning.author.keyring.sign("receipt"))
    assert owning.pass_on("words").status_code == 409
