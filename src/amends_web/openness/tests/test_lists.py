"""What somebody tells unasked: only they write it, it holds once accepted, and either of them ends it."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from amends.content.openness import openness_words
from amends_web.accounts.models import Person
from amends_web.breakdowns.tests.conftest import again
from amends_web.openness import actions, exports
from amends_web.openness.models import Agreement, Entry
from amends_web.openness.queries import lists_of, shown_list, with_entries
from amends_web.openness.tests.conftest import ITEMS, main_of, part_of
from amends_web.spaces.actions import add_member, leave_space
from amends_web.spaces.models import Space

NEW = "when I am thinking of another job"


def held(who, receiver):
    """What holds with somebody, as `who` opens it."""
    (shown,) = lists_of(who.person, again(who))
    return shown.terms.held_with(str(receiver.person.pk))


def test_a_list_holds_once_it_is_accepted(ana, ben, room):
    agreement = room.offer(ana, ben)
    assert held(ana, ben) == held(ben, ben) == ()
    assert room.answer(ben, agreement).status_code == 302
    assert held(ana, ben) == held(ben, ben) == ITEMS


def test_the_preview_shows_word_for_word_what_they_would_get_and_offers_nothing(ana, ben, room):
    response = room.post(ana, "preview_list", to=[ben.person.pk], items="\n".join(ITEMS))
    page = main_of(response.content.decode())
    assert all(item in page for item in ITEMS)
    assert "Shared with Ben" in page
    assert not Agreement.objects.exists()
    back = room.post(ana, "preview_list", to=[ben.person.pk], items="\n".join(ITEMS), change="yes")
    assert "\n".join(ITEMS) in back.content.decode()


def test_both_see_the_same_state_on_refresh(ana, ben, room):
    agreement = room.offer(ana, ben)
    states = []
    for step in (
        lambda: None,
        lambda: room.answer(ben, agreement),
        lambda: room.change(ana, agreement, *ITEMS, NEW),
        lambda: room.post(ben, "suggest", agreement.pk, item="what the school says"),
        lambda: room.answer(ben, agreement),
        lambda: room.post(ben, "end_list", agreement.pk),
        lambda: room.post(ana, "end_list", agreement.pk),
    ):
        step()
        seen = {part_of(room.page(who, "list", agreement.pk), "standing") for who in (ana, ben)}
        assert len(seen) == 1
        states += seen
    assert len(set(states)) == len(states)


def test_a_new_version_holds_once_it_is_accepted_and_until_then_the_one_before(ana, ben, room):
    agreement = room.offer(ana, ben)
    room.answer(ben, agreement)
    assert room.change(ana, agreement, ITEMS[0], NEW).status_code == 302
    assert held(ben, ben) == ITEMS
    page = main_of(room.page(ben, "list", agreement.pk))
    assert f"{NEW} (new)" in page
    assert f"No longer there: {ITEMS[1]}" in page
    room.answer(ben, agreement)
    assert held(ana, ben) == (ITEMS[0], NEW)
    assert "Earlier versions" in room.page(ana, "list", agreement.pk)


def test_a_yes_to_a_version_that_changed_meanwhile_is_not_taken_and_the_newest_is_shown(ana, ben, room):
    agreement = room.offer(ana, ben)
    room.change(ana, agreement, NEW)
    response = room.answer(ben, agreement, number=1)
    assert response.status_code == 409
    assert "The list was changed meanwhile." in response.content.decode()
    assert NEW in response.content.decode()
    assert held(ben, ben) == ()


def test_of_changes_from_two_windows_none_undoes_the_other_and_both_lists_are_shown(ana, ben, room):
    agreement = room.offer(ana, ben)
    room.post(ben, "suggest", agreement.pk, item=NEW)
    room.post(ana, "suggestion", agreement.pk, 2, answer="take")
    answer = room.change(ana, agreement, ITEMS[0], "when I am unwell", seen=1)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "The list was changed since you began to write" in page
    assert NEW in main_of(page)
    assert "when I am unwell" in page.split("<textarea")[1].split("</textarea>")[0]
    assert 'name="seen" value="3"' in page
    assert Entry.objects.count() == 3
    assert room.change(ana, agreement, *ITEMS, NEW, "when I am unwell", seen=3).status_code == 302


def test_an_older_version_is_kept_through_the_preview(ana, ben, room):
    agreement = room.offer(ana, ben)
    room.change(ana, agreement, NEW)
    preview = room.post(ana, "preview_change", agreement.pk, items=ITEMS[0], seen=1).content.decode()
    assert 'name="seen" value="1"' in preview
    changed = room.post(ana, "preview_change", agreement.pk, items=ITEMS[0], seen=1, change="yes").content.decode()
    assert 'name="seen" value="1"' in changed


def test_an_answer_that_is_neither_a_yes_nor_a_no_is_none(ana, ben, room):
    agreement = room.offer(ana, ben)
    room.post(ben, "suggest", agreement.pk, item=NEW)
    assert room.answer(ben, agreement, answer="", number=1).status_code == 409
    assert room.post(ana, "suggestion", agreement.pk, 2, answer="x").status_code == 409
    assert Entry.objects.count() == 2


def test_only_the_maker_writes_the_list(ana, ben, room):
    agreement = room.offer(ana, ben)
    assert room.change(ben, agreement, NEW).status_code == 404
    assert room.get(ben, "change_list", agreement.pk).status_code == 404
    assert room.answer(ana, agreement).status_code == 404
    assert room.post(ben, "suggestion", agreement.pk, 1, answer="take").status_code == 404


def test_a_suggestion_is_a_question_that_the_maker_takes_or_leaves(ana, ben, room):
    agreement = room.offer(ana, ben)
    room.post(ben, "suggest", agreement.pk, item=NEW)
    assert held(ana, ben) == ()
    page = room.page(ana, "list", agreement.pk)
    assert [NEW in page, "A no needs no reason." in page] == [True, True]
    number = Entry.objects.latest("number").number
    assert room.post(ana, "suggestion", agreement.pk, number, answer="leave").status_code == 302
    assert NEW not in room.page(ana, "list", agreement.pk)
    room.post(ben, "suggest", agreement.pk, item="when the school calls")
    number = Entry.objects.latest("number").number
    room.post(ana, "suggestion", agreement.pk, number, answer="take")
    room.answer(ben, agreement)
    assert held(ana, ben) == (*ITEMS, "when the school calls")
    assert room.post(ana, "suggestion", agreement.pk, number, answer="take").status_code == 409


def test_a_second_suggestion_waits_for_the_first_and_stays_typed(ana, ben, room):
    agreement = room.offer(ana, ben)
    room.post(ben, "suggest", agreement.pk, item=NEW)
    response = room.post(ben, "suggest", agreement.pk, item="what the school says")
    assert response.status_code == 409
    assert "what the school says" in response.content.decode()


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_either_can_end_it_without_a_reason_and_also_during_a_break(ana, ben, room, who):
    agreement = room.offer(ana, ben)
    room.answer(ben, agreement)
    room.take_a_break(ben)
    assert room.post({"ana": ana, "ben": ben}[who], "end_list", agreement.pk).status_code == 302
    assert held(ana, ben) == held(ben, ben) == ()


def test_a_no_is_as_large_as_a_yes_and_is_not_asked_again(ana, ben, room):
    agreement = room.offer(ana, ben)
    page = room.page(ben, "list", agreement.pk)
    assert "A list to accept, or not." in ben.client.get("/").content.decode()
    assert page.index("Accept it") < page.index("No, thank you")
    assert room.answer(ben, agreement, "decline").status_code == 302
    room.change(ana, agreement, NEW)
    assert "A list to accept, or not." not in ben.client.get("/").content.decode()
    assert "Accept it" in room.page(ben, "list", agreement.pk)


def test_each_receiver_speaks_for_themself(ana, ben, cleo, room):
    agreement = room.offer(ana, ben, cleo)
    room.answer(ben, agreement)
    assert (held(cleo, ben), held(cleo, cleo)) == (ITEMS, ())
    room.answer(cleo, agreement, "decline")
    assert held(ana, ben) == ITEMS
    assert room.post(cleo, "end_list", agreement.pk).status_code == 409


def test_somebody_for_whom_it_is_not_sees_nothing_of_it(ana, ben, cleo, room):
    agreement = room.offer(ana, ben)
    assert room.get(cleo, "list", agreement.pk).status_code == 404
    assert ITEMS[0] not in room.page(cleo, "openness")
    assert str(agreement.pk) not in cleo.client.get("/").content.decode()


def test_sharing_where_one_is_and_passwords_is_declined_with_a_reason_and_alternatives(ana, ben, room):
    for item, reason in (
        ("Share your location/passwords", "can’t be about seeing where somebody is"),
        ("my live location, all day", "can’t be about seeing where somebody is"),
        ("my passwords", "can’t hand over passwords"),
    ):
        typed = f"{ITEMS[0]}\n{item}"
        for name in ("preview_list", "offer_list"):
            response = room.post(ana, name, to=[ben.person.pk], items=typed)
            page = response.content.decode()
            assert response.status_code == 422
            assert reason in page
            assert "Some people put something like this there instead:" in page
            assert typed in page
    assert not Agreement.objects.exists()


def test_a_suggestion_and_a_change_that_would_watch_somebody_are_declined_too(ana, ben, room):
    agreement = room.offer(ana, ben)
    watched = "where you are, with your location on"
    for response in (
        room.post(ben, "suggest", agreement.pk, item=watched),
        room.change(ana, agreement, watched),
    ):
        assert response.status_code == 422
        assert "instead:" in response.content.decode()
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"items": " \n - "}, "Write at least one line."),
        ({"items": "\n".join(map(str, range(20)))}, "Keep it to 12 lines: take some out."),
        ({"items": "long " * 60}, "Keep each line under 200 letters."),
        ({"to": []}, "Tick at least one person."),
        ({"to": ["nobody"]}, "Pick people who are here."),
    ],
)
def test_what_can_not_be_a_list_gets_one_sentence_and_nothing_typed_is_lost(ana, ben, cleo, room, fields, sentence):
    fields = {"to": [ben.person.pk], "items": "\n".join(ITEMS), **fields}
    response = room.post(ana, "preview_list", **fields)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert fields["items"].strip() in response.content.decode()


def test_a_list_that_is_offered_twice_is_one(ana, ben, room):
    fields = {"to": [ben.person.pk], "items": ITEMS[0], "submission": uuid.uuid4()}
    answers = [room.post(ana, "offer_list", **fields).headers["Location"] for _ in range(2)]
    assert len(set(answers)) == 1
    assert Agreement.objects.count() == 1


def test_the_same_yes_twice_is_one(ana, ben, room):
    agreement = room.offer(ana, ben)
    assert [room.answer(ben, agreement, number=1).status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.count() == 2


def test_during_a_break_nothing_is_offered_and_the_words_stay(ana, ben, room):
    agreement = room.offer(ana, ben)
    room.take_a_break(ben)
    for response in (
        room.post(ana, "offer_list", to=[ben.person.pk], items=NEW),
        room.change(ana, agreement, NEW),
        room.post(ben, "suggest", agreement.pk, item=NEW),
    ):
        assert response.status_code == 409
        assert NEW in response.content.decode()
    assert Entry.objects.count() == 1


def test_where_the_maker_has_left_nothing_is_asked_and_it_can_still_be_ended(ana, ben, room):
    agreement = room.offer(ana, ben)
    room.answer(ben, agreement)
    leave_space(keyring=again(ana), space=room.space, person=ana.person, is_told=True, now=timezone.now())
    page = room.page(ben, "list", agreement.pk)
    assert "a former member is no longer in this space." in page
    assert "Ana" not in main_of(page)
    assert "Suggest an item" not in page
    assert room.post(ben, "end_list", agreement.pk).status_code == 302


@pytest.mark.parametrize("is_told", [True, False])
def test_whoever_left_and_came_back_is_asked_anew_whether_a_list_is_to_hold(ana, ben, cleo, room, is_told):
    agreement = room.offer(ana, ben, cleo)
    for who in (ben, cleo):
        room.answer(who, agreement)
    leave_space(keyring=again(ben), space=room.space, person=ben.person, is_told=is_told, now=timezone.now())
    add_member(keyring=again(cleo), space=room.space, person=ben.person)
    shown = shown_list(with_entries(Agreement.objects).get(), again(ana))
    assert shown.holds_with == [cleo.person]
    assert shown.asks(ben.person)


def test_the_lists_of_whoever_left_and_came_back_hold_with_nobody(ana, ben, room):
    room.answer(ben, room.offer(ana, ben))
    leave_space(keyring=again(ana), space=room.space, person=ana.person, is_told=True, now=timezone.now())
    add_member(keyring=again(ben), space=room.space, person=ana.person)
    assert lists_of(ben.person, again(ben)) == lists_of(ana.person, again(ana)) == []


def test_more_lists_entries_and_notes_cost_no_more_queries(ana, ben, cleo, room, django_assert_max_num_queries):
    first = room.offer(ana, ben)
    pages = (room.url("openness"), room.url("list", first.pk), "/")

    def cost(page):
        with django_assert_max_num_queries(60) as queries:
            assert ben.client.get(page).status_code == 200
        return len(queries)

    room.answer(ben, first)
    room.write(ana, ben)
    before = [cost(page) for page in pages]
    for _ in range(3):
        agreement = room.offer(ana, ben, cleo)
        room.answer(cleo, agreement)
        room.change(ana, agreement, NEW)
        room.write(ana, ben, cleo)
    room.change(ana, first, NEW)
    room.answer(ben, first)
    assert [cost(page) for page in pages] == before


@pytest.mark.parametrize(("days", "is_asked"), [(6, True), (7, False)])
def test_whoever_leaves_a_question_is_not_asked_day_after_day(ana, ben, room, days, is_asked):
    then = timezone.now() - timedelta(days=days)
    agreement = actions.offer_list(
        keyring=again(ana), person=ana.person, space=room.space, to=[ben.person], items=ITEMS, now=then
    )
    actions.suggest(keyring=again(ben), person=ben.person, agreement=agreement, item=NEW, now=then)
    assert ("A list to accept, or not." in ben.client.get("/").content.decode()) == is_asked
    assert ("Ben suggests an item for your list" in ana.client.get("/").content.decode()) == is_asked


def test_what_can_have_a_good_reason_is_asked_about_in_the_preview_and_may_stand(ana, ben, room):
    item = "I will ask your permission before I go out"
    response = room.post(ana, "preview_list", to=[ben.person.pk], items=item)
    assert response.status_code == 200
    assert '<p class="note">' in response.content.decode()
    assert room.offer(ana, ben, items=[item]).entries.count() == 1


@pytest.mark.parametrize("relation", ["couple", "family", "friends", "coparents", "colleagues"])
def test_ideas_and_words_fit_how_people_stand_to_each_other(ana, ben, room, relation):
    Space.objects.update(relation=relation)
    pages = " ".join(main_of(room.page(ana, name)) for name in ("openness", "new_list", "own_things"))
    assert openness_words().tell[relation][0] in pages
    assert openness_words().lands[relation][0] in pages
    if relation != "couple":
        assert not re.search(r"\b(?:partner|couple|romantic|relationship|loved?|bed)\b", pages, re.IGNORECASE)


def test_a_number_of_no_version_is_answered_calmly(ana, ben, room):
    agreement = room.offer(ana, ben)
    for number in ("", "x", "9" * 5000):
        assert room.post(ben, "answer_list", agreement.pk, answer="accept", number=number).status_code == 409


def test_a_change_that_is_sent_twice_is_one_and_leads_to_the_same_page(ana, ben, room):
    agreement = room.offer(ana, ben)
    fields = {"items": NEW, "seen": 1, "submission": uuid.uuid4()}
    answers = [room.post(ana, "offer_change", agreement.pk, **fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Entry.objects.count() == 2


def test_what_was_left_is_not_asked_again_and_the_words_stay(ana, ben, room):
    agreement = room.offer(ana, ben)
    room.post(ben, "suggest", agreement.pk, item=NEW)
    room.post(ana, "suggestion", agreement.pk, 2, answer="leave")
    answer = room.post(ben, "suggest", agreement.pk, item=NEW)
    assert answer.status_code == 409
    assert "This was suggested before, and the list went on without it." in answer.content.decode()
    assert NEW in answer.content.decode().split("<textarea")[1].split("</textarea>")[0]


def test_a_no_lies_there_as_large_as_a_yes(ana, ben, cleo, room):
    agreement = room.offer(ana, ben, cleo)
    room.answer(ben, agreement)
    room.answer(cleo, agreement, "decline")
    yes, no = Entry.objects.order_by("number")[1:]
    assert len(yes.sealed) == len(no.sealed)


@pytest.mark.parametrize("is_told", [True, False])
def test_whoever_left_and_told_it_is_a_former_member_on_every_page_and_in_the_export(ana, ben, room, is_told):
    agreement = room.offer(ana, ben)
    room.answer(ben, agreement)
    room.change(ana, agreement, NEW)
    note, things = room.write(ana, ben), room.show(ana, ben)
    pages = [
        room.url("openness"),
        room.url("list", agreement.pk),
        room.url("note", note.pk),
        room.url("things", things.pk),
    ]
    leave_space(keyring=again(ana), space=room.space, person=ana.person, is_told=is_told, now=timezone.now())
    Person.objects.filter(pk=ana.person.pk).update(name="Somebody new")
    called = "a former member" if is_told else "Somebody new"
    for page in pages:
        shown = main_of(ben.client.get(page).content.decode())
        assert called in shown, page
        assert ("Somebody new" in shown) is not is_told, page
    exported = str(exports.collect(ben.person, again(ben)))
    assert ("Somebody new" in exported) is not is_told
    assert ("A note from Somebody new" in ben.client.get("/").content.decode()) is not is_told
