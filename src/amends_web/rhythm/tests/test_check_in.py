"""One check-in: the same agenda for all, filled in blind, opened for all at once; live, or each when it suits."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from amends.content.rhythm import rhythm_words
from amends.path.checkin import PARTS
from amends_web.breakdowns.actions import begin_breakdown
from amends_web.breakdowns.tests.conftest import again
from amends_web.rhythm.models import CheckIn, Plan, Share, Tempo
from amends_web.rhythm.tests.conftest import HTMX, main_of, without_keys
from amends_web.spaces.actions import add_member, leave_space
from amends_web.spaces.models import Member

TITLES = [part.title for part in rhythm_words().parts]


def bytes_for(who, room, check_in):
    """Every byte of the check-in that somebody gets, also by the poll."""
    pages = [room.get(who, "check_in", check_in.pk), room.get(who, "check_ins"), who.client.get("/")]
    seen = CheckIn.objects.get(pk=check_in.pk).number
    polled = who.client.get(room.url("look", check_in.pk), {"seen": seen}, **HTMX)
    return [without_keys(page.content.decode()) for page in pages] + [polled.status_code, polled.content]


def test_both_get_the_same_agenda(ana, ben, room, apart):
    pages = [room.page(who, "check_in", apart.pk) for who in (ana, ben)]
    for page in pages:
        places = [page.index(title) for title in TITLES]
        assert places == sorted(places)
    assert pages[0].replace("Ben", "Ana") == pages[1]


def test_what_each_fills_in_opens_for_both_at_the_same_moment(ana, ben, room, apart):
    room.fill_in(ana, apart, thanks="ANA-THANKS", request="ANA-WISH")
    room.fill_in(ben, apart, topic="BEN-TOPIC")
    assert room.share(ana, apart).status_code == 302
    assert "ANA-THANKS" not in room.page(ben, "check_in", apart.pk)
    assert room.share(ben, apart).status_code == 302
    for who in (ana, ben):
        page = room.page(who, "check_in", apart.pk)
        assert [said in page for said in ("ANA-THANKS", "ANA-WISH", "BEN-TOPIC")] == [True] * 3


def test_before_it_opens_ben_gets_the_same_bytes_whatever_ana_writes_shares_and_takes_back(ana, ben, room, apart):
    before = bytes_for(ben, room, apart)
    room.fill_in(ana, apart, thanks="ANA-THANKS", topic="ANA-TOPIC")
    assert bytes_for(ben, room, apart) == before
    room.share(ana, apart)
    assert bytes_for(ben, room, apart) == before
    room.post(ana, "take_back", apart.pk)
    assert bytes_for(ben, room, apart) == before


def test_what_was_taken_back_is_there_again_to_write_on(ana, room, apart):
    room.fill_in(ana, apart, thanks="ANA-THANKS")
    room.share(ana, apart)
    assert room.post(ana, "take_back", apart.pk).status_code == 302
    assert not Share.objects.exists()
    assert "ANA-THANKS" in room.get(ana, "part", apart.pk, "thanks").content.decode()


def test_once_it_is_open_nothing_is_taken_back(ana, room, held):
    assert room.post(ana, "take_back", held.pk).status_code == 409
    assert room.post(ana, "go_out", held.pk).status_code == 302
    assert Share.objects.count() == 2


def test_the_preview_is_exactly_what_the_others_get(ana, ben, room, apart):
    room.fill_in(ana, apart, thanks="first words")
    page = room.get(ana, "preview", apart.pk).content.decode()
    room.fill_in(ana, apart, thanks="other words")
    previewed = page.split('name="previewed" value="')[1][:32]
    response = room.post(ana, "share", apart.pk, previewed=previewed)
    assert response.status_code == 409
    assert "Your words have changed since you looked at them." in main_of(response)
    assert not Share.objects.exists()


def test_with_nothing_written_there_is_nothing_to_share(ana, room, apart):
    assert "One line in one part is enough." in room.page(ana, "preview", apart.pk)
    assert room.share(ana, apart).status_code == 409


def test_sharing_twice_with_the_same_form_counts_once(ana, room, apart):
    room.fill_in(ana, apart, thanks="ANA-THANKS")
    page = room.get(ana, "preview", apart.pk).content.decode()
    form = {"previewed": page.split('name="previewed" value="')[1][:32], "submission": uuid4()}
    answers = [ana.client.post(room.url("share", apart.pk), form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Share.objects.count() == 1


def test_one_that_left_without_telling_is_waited_for_and_one_that_told_is_not(ana, ben, actor, room):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=room.space, person=cleo.person)
    check_in = room.begin(ana)
    for who in (ana, ben):
        room.fill_in(who, check_in, thanks=f"{who.person.name}-THANKS")
        room.share(who, check_in)
    leave_space(keyring=again(cleo), person=cleo.person, space=room.space, is_told=False, now=timezone.now())
    assert "Ben-THANKS" not in room.page(ana, "check_in", check_in.pk)
    Member.objects.filter(person=cleo.person).update(is_told=True)
    assert "Ben-THANKS" in room.page(ana, "check_in", check_in.pk)


def test_somebody_else_s_words_in_a_share_are_shown_to_nobody(ana, ben, room, held):
    share = Share.objects.get(person=ben.person)
    words = share.words(again(ana))
    words["parts"]["thanks"] = "It was your fault."
    share.put(again(ana), words)
    share.save()
    for who in (ana, ben):
        response = room.get(who, "check_in", held.pk)
        assert response.status_code == 409
        assert "It was your fault." not in main_of(response)
        assert who.client.get("/").status_code == 200


@pytest.mark.parametrize("model", [Plan, CheckIn, Tempo])
def test_a_row_that_was_broken_in_the_database_keeps_nobody_from_their_pages(ana, ben, room, held, model):
    room.agree(ana, ben)
    room.answer(ana, "check-in", held.pk)
    assert model.objects.update(sealed=b"broken") > 0
    for who in (ana, ben):
        assert who.client.get("/").status_code == 200
        assert room.get(who, "check_ins").status_code == 200
    assert room.get(ana, "check_in", held.pk).status_code == (409 if model is CheckIn else 200)
    assert room.begin(ana, how="live") != held


def test_live_all_are_at_the_same_part_and_see_it_once_all_gave_theirs(ana, ben, room, live):
    for place, part in enumerate(PARTS):
        for who in (ana, ben):
            assert TITLES[place] in room.page(who, "check_in", live.pk)
        room.give(ana, live, part, words=f"ANA-{part}")
        assert f"ANA-{part}" not in room.page(ben, "check_in", live.pk)
        room.give(ben, live, part, words=f"BEN-{part}")
        for who in (ana, ben):
            page = room.page(who, "check_in", live.pk)
            assert f"ANA-{part}" in page
            assert f"BEN-{part}" in page
        assert room.go_on(ben, live, place).status_code == 302
    page = room.page(ana, "check_in", live.pk)
    assert all(f"BEN-{part}" in page for part in PARTS)
    assert "How was that for you?" in page


def test_live_the_poll_tells_nothing_of_what_the_other_gave_before_it_opens(ana, ben, room, live):
    before = bytes_for(ben, room, live)
    room.post(ana, "keep_draft", live.pk, "thanks", words="ANA-DRAFT")
    room.give(ana, live, "thanks", words="ANA-THANKS")
    assert bytes_for(ben, room, live) == before
    seen = CheckIn.objects.get().number
    room.give(ben, live, "thanks", words="BEN-THANKS")
    polled = ana.client.get(room.url("look", live.pk), {"seen": seen}, **HTMX)
    assert "BEN-THANKS" in polled.content.decode()


def test_live_one_may_say_it_aloud_instead(ana, ben, room, live):
    room.give(ana, live, "thanks", words="half a draft", aloud="yes")
    room.give(ben, live, "thanks", words="BEN-THANKS")
    page = room.page(ben, "check_in", live.pk)
    assert "half a draft" not in page
    assert "Nothing written" in page


@pytest.mark.parametrize("part", ["went_right", "request"])
def test_live_nobody_runs_ahead_and_words_are_given_back(ana, room, live, part):
    response = room.give(ana, live, part, words="too early")
    assert response.status_code == 409
    assert "too early" in response.content.decode()
    assert not Share.objects.exists()


def test_live_an_old_page_leads_nobody_on(ana, ben, room, live):
    for who in (ana, ben):
        room.give(who, live, "thanks")
    assert room.go_on(ana, live, 0).status_code == 302
    assert room.go_on(ben, live, 0).status_code == 409
    assert room.go_on(ben, live, 1).status_code == 409
    assert "What went right" in room.page(ana, "check_in", live.pk)


def test_live_anybody_may_end_it_and_what_opened_stays(ana, ben, room, live):
    for who in (ana, ben):
        room.give(who, live, "thanks", words=f"{who.person.name}-THANKS")
    room.go_on(ana, live, 0)
    room.give(ana, live, "went_right", words="ANA-UNSEEN")
    room.post(ben, "end", live.pk)
    page = room.page(ben, "check_in", live.pk)
    assert "Ana-THANKS" in page
    assert "ANA-UNSEEN" not in page


def test_live_what_had_not_opened_at_the_end_stays_closed_whoever_leaves_later(ana, ben, actor, room):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=room.space, person=cleo.person)
    check_in = room.begin(ana, how="live")
    for who in (ana, ben, cleo):
        room.give(who, check_in, "thanks", words=f"{who.person.name}-THANKS")
    room.go_on(ana, check_in, 0)
    for who in (ana, ben):
        room.give(who, check_in, "went_right", words=f"{who.person.name}-UNSEEN")
    room.post(ana, "end", check_in.pk)
    leave_space(keyring=again(cleo), person=cleo.person, space=room.space, is_told=True, now=timezone.now())
    assert room.go_on(ben, check_in, 1).status_code == 409
    page = room.page(ben, "check_in", check_in.pk)
    assert "Cleo-THANKS" in page
    assert "Ana-UNSEEN" not in page


def test_live_what_is_open_when_it_ends_stays(ana, ben, room, live):
    for who in (ana, ben):
        room.give(who, live, "thanks", words=f"{who.person.name}-THANKS")
    room.post(ana, "end", live.pk)
    assert "Ana-THANKS" in room.page(ben, "check_in", live.pk)


def test_going_out_of_it_leaves_what_one_wrote_with_oneself(ana, ben, room, apart):
    room.fill_in(ana, apart, thanks="ANA-THANKS")
    room.share(ana, apart)
    assert room.post(ana, "go_out", apart.pk).status_code == 302
    assert not Share.objects.exists()
    assert room.get(ana, "check_in", apart.pk).status_code == 404
    assert "It goes without somebody this time" in room.page(ben, "check_in", apart.pk)


def test_only_one_goes_on_at_a_time_and_whoever_comes_second_comes_in(ana, ben, room, live):
    assert room.get(ben, "begin").url == room.url("check_in", live.pk)
    assert room.begin(ben, how="apart") == live
    assert "A check-in has begun" in ben.client.get("/").content.decode()


def test_the_topic_knows_what_happened_here_and_ones_own_notes(ana, ben, room, apart):
    begin_breakdown(keyring=again(ana), person=ana.person, space=room.space, name="The late dinner", day=None)
    room.post(ana, "keep_topic", text="the rent")
    page = room.page(ana, "part", apart.pk, "topic")
    assert "The late dinner" in page
    assert "the rent" in page
    other = room.page(ben, "part", apart.pk, "topic")
    assert "The late dinner" in other
    assert "the rent" not in other


def test_the_part_for_promises_lists_what_is_open_between_those_who_made_it_and_got_it(ana, ben, actor, room):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=room.space, person=cleo.person)
    day = timezone.localdate() + timedelta(days=5)
    offer = {"to": [ben.person.pk], "cue": "", "act": "call you from the station", "day": day, "at": "18:00"}
    made = ana.client.post(reverse("promises:offer", args=[room.space.pk]), {"submission": uuid4(), **offer})
    assert made.status_code == 302, main_of(made)
    check_in = room.begin(ana)
    for who in (ana, ben):
        assert "call you from the station" in room.page(who, "part", check_in.pk, "promises")
    assert "call you from the station" not in room.page(cleo, "part", check_in.pk, "promises")


def test_a_wish_leads_whoever_would_do_it_to_a_promise_of_their_own(ana, ben, room, held):
    for who in (ana, ben):
        page = room.get(who, "check_in", held.pk).content.decode()
        assert "A no to a wish is fine." in page
        assert reverse("promises:make", args=[room.space.pk]) in page


def test_what_nobody_wrote_takes_no_room_afterwards(ana, room, held):
    page = room.page(ana, "check_in", held.pk)
    assert "Thanks" in page
    assert "What went right" not in page
    assert "Nothing written" not in page


def test_a_hard_start_is_marked_for_its_writer_alone_and_can_be_given_as_it_is(ana, ben, room, apart):
    page = room.post(ana, "next_part", apart.pk, "topic", words="You never listen to me.", second_look="yes")
    assert 'class="mark"' in page.content.decode()
    assert room.post(ana, "next_part", apart.pk, "topic", words="You never listen to me.").status_code == 302
    room.fill_in(ben, apart, thanks="BEN-THANKS")
    for who in (ana, ben):
        room.share(who, apart)
    page = room.get(ben, "check_in", apart.pk).content.decode()
    assert "You never listen to me." in page
    assert 'class="mark"' not in page


def test_during_a_break_nothing_is_given_and_what_was_typed_is_still_there(ana, ben, room, live):
    room.take_a_break(ben)
    response = room.give(ana, live, "thanks", words="ANA-THANKS")
    assert response.status_code == 409
    assert "ANA-THANKS" in response.content.decode()
    assert not Share.objects.exists()
    assert room.post(ana, "begin_now", how="live", length="15").status_code == 409


def test_during_a_break_nothing_is_shared_apart_and_it_is_kept(ana, ben, room, apart):
    room.fill_in(ana, apart, thanks="ANA-THANKS")
    room.take_a_break(ben)
    assert room.share(ana, apart).status_code == 409
    assert "ANA-THANKS" in room.page(ana, "preview", apart.pk)


def test_what_is_typed_is_kept_for_oneself_at_a_rest(ana, room, live):
    assert room.post(ana, "keep_draft", live.pk, "thanks", words="half a sentence").status_code == 200
    assert "half a sentence</textarea>" in room.get(ana, "check_in", live.pk).content.decode()
    assert room.post(ana, "keep_draft", live.pk, "thanks", words="x" * 6000).status_code == 422
    assert room.post(ana, "keep_draft", live.pk, "nothing", words="x").status_code == 404


def test_pages_cost_as_many_queries_for_many_as_for_one(ana, ben, room, held):
    addresses = ["/", room.url("check_ins"), room.url("check_in", held.pk)]
    for address in addresses:
        ana.client.get(address)
    counts = []
    for _ in range(2):
        counts.append([])
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                ana.client.get(address)
            counts[-1].append(len(queries))
        for _ in range(2):
            more = room.begin(ana)
            for who in (ana, ben):
                room.fill_in(who, more, thanks="more")
                room.share(who, more)
            room.post(ana, "keep_topic", text="one more")
    assert counts[0] == counts[1]
