"""One card, several people: each writes alone, and all of it opens at the same moment."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from amends.content.drills import skills
from amends_web.breakdowns.models import Breakdown, Share
from amends_web.breakdowns.tests.conftest import again
from amends_web.pauses.actions import take_pause
from amends_web.practice import exports, panels
from amends_web.practice.access import together_for
from amends_web.practice.actions import take_answer_back, write_together
from amends_web.practice.models import Answer, Together
from amends_web.practice.tests.conftest import Room, audience_in, get, page, post, url, without_keys, words_of
from amends_web.spaces.actions import add_member, create_space, leave_space
from amends_web.spaces.blind import save_share
from amends_web.spaces.models import Member

MINE = "When you asked about October I felt uneasy. Could you send me the other two first?"
THEIRS = "Before the next one, could we look at the last two? It sits between us."


def test_both_see_what_both_wrote_at_the_same_moment(ana, ben, room):
    card = room.begin(ana)
    room.write(ana, card, MINE)
    assert "Waiting" in page(ana, "together", card.pk)
    assert MINE not in page(ben, "together", card.pk)
    assert get(ana, "wait", card.pk).status_code == 204
    room.write(ben, card, THEIRS)
    for who in (ana, ben):
        text = words_of(page(who, "together", card.pk))
        assert MINE in text
        assert THEIRS in text
    assert get(ana, "wait", card.pk)["HX-Redirect"] == url("together", card.pk)


def test_until_then_ben_gets_the_same_bytes_whatever_ana_does(ana, ben, room):
    card = room.begin(ana)

    def seen():
        places = ["/", reverse("spaces:space", args=[room.space.pk]), url("choose", room.space.pk)]
        places += [url(name, card.pk) for name in ("together", "wait")]
        answers = [ben.client.get(place) for place in places]
        pages = [(answer.status_code, without_keys(answer.content.decode())) for answer in answers]
        return pages, exports.collect(ben.person, again(ben))

    before = seen()
    post(ana, "write", card.pk, words="You never pay.", second_look="yes")
    assert seen() == before
    room.write(ana, card, MINE)
    assert seen() == before
    room.write(ana, card, f"{MINE} Please.")
    assert seen() == before
    post(ana, "take_back", card.pk)
    assert seen() == before


def test_one_practising_alone_is_seen_by_nobody_else(ana, ben, room):
    def seen():
        places = ["/", reverse("spaces:space", args=[room.space.pk]), url("choose", room.space.pk), url("deck")]
        return [without_keys(ben.client.get(place).content.decode()) for place in places]

    before = seen()
    post(ana, "try", "soft-start", "the-tickets", words="zanzibar")
    post(ana, "plan", "soft-start", "the-tickets", when="zanzibar", then="I wait")
    assert seen() == before


def test_what_was_written_can_be_taken_back_until_it_opens(ana, ben, room):
    card = room.begin(ana)
    room.write(ana, card, MINE)
    post(ana, "take_back", card.pk)
    room.write(ben, card, THEIRS)
    assert THEIRS not in page(ana, "together", card.pk)
    room.write(ana, card, "Another way.")
    assert MINE not in page(ben, "together", card.pk)
    post(ana, "take_back", card.pk)
    assert Answer.objects.count() == 2


def test_four_people_wait_for_all_four(ana, ben, actor):
    others = [ben, actor("Chidi"), actor("Dora")]
    space = create_space(keyring=ana.keyring, person=ana.person, relation="colleagues", name="The firm")
    for other in others:
        add_member(keyring=again(ana), space=space, person=other.person)
    room = Room(space)
    card = room.begin(ana, "the-numbers")
    for number, who in enumerate([ana, *others]):
        assert "What you all wrote" not in page(ana, "together", card.pk)
        room.write(who, card, f"words {number}")
    for who in (ana, *others):
        text = words_of(page(who, "together", card.pk))
        assert all(f"words {number}" in text for number in range(4))


def test_somebody_who_comes_later_waits_for_nobody_and_reads_nothing(ana, ben, actor, room):
    card = room.begin(ana)
    room.write(ana, card, MINE)
    late = actor("Late")
    add_member(keyring=again(ana), space=room.space, person=late.person)
    room.write(ben, card, THEIRS)
    assert "Somebody has come in since you wrote." in words_of(page(ana, "together", card.pk))
    room.write(ana, card, MINE)
    room.write(late, card, "Mine too.")
    assert "Mine too." in page(ben, "together", card.pk)
    later = actor("Later")
    add_member(keyring=again(ana), space=room.space, person=later.person)
    text = words_of(page(later, "together", card.pk))
    assert "before you could" in text
    assert MINE not in text


def test_during_a_break_nothing_goes_and_what_was_typed_is_still_there(ana, ben, room):
    card = room.begin(ana)
    now = timezone.now()
    take_pause(
        keyring=again(ben),
        person=ben.person,
        space=room.space,
        back_at=now + timezone.timedelta(hours=1),
        now=now,
    )
    response = post(ana, "write", card.pk, words=MINE, audience=audience_in(page(ana, "together", card.pk)))
    assert response.status_code == 409
    assert MINE in response.content.decode()
    assert post(ana, "begin", room.space.pk, card="the-tickets").status_code == 409
    assert not Answer.objects.exists()


def test_empty_words_get_one_sentence(ana, room):
    response = post(ana, "write", room.begin(ana).pk, words=" ")
    assert response.status_code == 422
    assert "Write a sentence, or leave it for now." in response.content.decode()


def test_words_that_come_after_it_opened_are_not_added_and_not_lost(ana, ben, room):
    card = room.begin(ana)
    room.write(ana, card, MINE)
    room.write(ben, card, THEIRS)
    response = post(ana, "write", card.pk, words="One more thing.")
    assert response.status_code == 409
    assert "One more thing." in response.content.decode()


def test_a_form_that_is_sent_twice_counts_once(ana, room):
    data = {"submission": "0c6f8b2e-0b0f-4c39-9d55-0e7f0d0c1a11", "card": "the-tickets"}
    first, second = (ana.client.post(url("begin", room.space.pk), data) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Together.objects.count() == 1


def test_a_card_that_is_not_in_the_list_gets_one_sentence(ana, room):
    response = post(ana, "begin", room.space.pk, card="new-year")
    assert response.status_code == 422
    assert "Pick a card of the list." in response.content.decode()


def test_alone_in_a_space_there_is_nobody_to_do_it_with(ana):
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="Mine")
    assert "Nobody else is here yet." in words_of(page(ana, "choose", space.pk))
    assert post(ana, "begin", space.pk, card="the-tickets").status_code == 409


def test_home_offers_it_to_the_others_until_they_wrote_and_never_to_who_began(ana, ben, room):
    card = room.begin(ana)
    assert url("together", card.pk) in ben.client.get("/").content.decode()
    assert url("together", card.pk) not in ana.client.get("/").content.decode()
    room.write(ben, card, THEIRS)
    assert url("together", card.pk) not in ben.client.get("/").content.decode()


def test_home_leads_whoever_wrote_back_to_it_once_somebody_has_come_since(ana, ben, actor, room):
    card = room.begin(ana)
    room.write(ana, card, THEIRS)
    assert url("together", card.pk) not in ana.client.get("/").content.decode()
    add_member(keyring=again(ana), space=room.space, person=actor("Cleo").person)
    assert url("together", card.pk) in ana.client.get("/").content.decode()
    room.write(ana, card, THEIRS)
    assert url("together", card.pk) not in ana.client.get("/").content.decode()


def test_however_many_cards_somebody_lays_open_home_asks_for_one(ana, ben, room):
    for card in ("the-tickets", "who-else", "the-tickets", "who-else"):
        room.begin(ana, card)
    request = SimpleNamespace(user=ben.person, keyring=again(ben))
    (step,) = panels.steps(request)
    assert step.title == "A card to practise together"


def test_only_who_laid_it_open_may_put_it_away_and_it_goes_with_all_that_was_written(ana, ben, room):
    card = room.begin(ana)
    room.write(ben, card, THEIRS)
    assert post(ben, "put_away", card.pk).status_code == 404
    assert "Put it away" not in page(ben, "together", card.pk)
    post(ana, "put_away", card.pk)
    assert not Answer.objects.exists()
    assert get(ben, "together", card.pk).status_code == 404


def test_once_its_beginner_is_gone_anybody_may_put_it_away(ana, ben, room):
    card = room.begin(ana)
    Together.objects.update(begun_by=None)
    assert post(ben, "put_away", card.pk).status_code == 302


def test_words_that_were_changed_are_shown_to_nobody(ana, ben, room):
    card = room.begin(ana)
    room.write(ana, card, MINE)
    room.write(ben, card, THEIRS)
    row = Answer.objects.select_related("box").get(person=ben.person)
    row.put(again(ana), row.words(again(ana)) | {"words": "I will pay tomorrow."})
    row.save()
    for who in (ana, ben):
        response = get(who, "together", card.pk)
        assert response.status_code == 409
        assert "tomorrow" not in response.content.decode()


def test_words_that_were_written_to_another_card_are_shown_to_nobody(ana, ben, room):
    card = room.begin(ana)
    room.write(ana, card, MINE)
    room.write(ben, card, THEIRS)
    card.put(again(ana), {"card": "who-else"})
    card.save()
    for who in (ana, ben):
        response = get(who, "together", card.pk)
        assert response.status_code == 409
        assert THEIRS not in response.content.decode()
    assert THEIRS not in str(exports.collect(ana.person, again(ana)).rows)


def test_words_that_were_shared_about_something_else_are_no_answer_to_a_card(ana, ben, room):
    card = room.begin(ana)
    breakdown = Breakdown(pk=card.pk, box=room.space.box, space=room.space, begun_by=ana.person)
    breakdown.put(again(ana), {"name": "Sunday", "day": ""})
    breakdown.save(force_insert=True)
    share = Share(box=room.space.box, breakdown=breakdown, person=ben.person)
    words = {"parts": {}, "words": "It was all my fault.", "card": "the-tickets"}
    save_share(share, again(ben), words, audience=[ana.person.pk, ben.person.pk])
    moved = Answer(box=room.space.box, together=card, person=ben.person, commitment=share.commitment)
    moved.put(again(ana), share.words(again(ana)))
    moved.signature = share.signature
    moved.save(force_insert=True)
    room.write(ana, card, MINE)
    assert "Waiting" in page(ana, "together", card.pk)


def test_nobody_who_came_in_while_one_was_writing_is_shown_it_unasked(ana, ben, actor, room):
    card = room.begin(ana)
    opened = page(ana, "together", card.pk)
    late = actor("Late")
    add_member(keyring=again(ana), space=room.space, person=late.person)
    response = post(ana, "write", card.pk, words=MINE, audience=audience_in(opened))
    assert response.status_code == 409
    text = response.content.decode()
    assert MINE in text
    assert "Somebody has come in" in words_of(text)
    assert "Ben and Late" in words_of(text)
    assert not Answer.objects.exists()
    assert post(ana, "write", card.pk, words=MINE, audience=audience_in(text)).status_code == 302


def test_whoever_was_named_and_has_left_meanwhile_is_in_nobodys_way(ana, ben, actor, room):
    late = actor("Late")
    add_member(keyring=again(ana), space=room.space, person=late.person)
    card = room.begin(ana)
    opened = page(ana, "together", card.pk)
    leave_space(keyring=again(late), person=late.person, space=room.space, is_told=True, now=timezone.now())
    assert post(ana, "write", card.pk, words=MINE, audience=audience_in(opened)).status_code == 302


def test_words_for_nobody_who_was_named_are_not_kept(ana, room):
    card = room.begin(ana)
    for audience in ([], ["nobody"], ["x" * 9999]):
        assert post(ana, "write", card.pk, words=MINE, audience=audience).status_code == 409
    assert not Answer.objects.exists()


def test_a_card_that_was_put_away_just_before_is_not_there(ana, ben, room):
    card = room.begin(ana)
    stale = together_for(ben.person, card.pk)
    post(ana, "put_away", card.pk)
    everybody = [ana.person.pk, ben.person.pk]
    now = timezone.now()
    with pytest.raises(Http404):
        write_together(keyring=again(ben), person=ben.person, together=stale, words=MINE, shown=everybody, now=now)
    with pytest.raises(Http404):
        take_answer_back(person=ben.person, together=stale)


def test_a_card_that_is_no_more_in_the_deck_keeps_nobody_from_the_others(ana, ben, room):
    gone = room.begin(ana)
    gone.put(again(ana), {"card": "one-of-last-year"})
    gone.save()
    room.begin(ana, "who-else")
    assert "Cards of the last days" in words_of(page(ben, "choose", room.space.pk))


def test_a_former_member_is_named_so(ana, ben, room):
    card = room.begin(ana)
    room.write(ana, card, MINE)
    room.write(ben, card, THEIRS)
    Member.objects.filter(person=ben.person).update(left_at=timezone.now(), is_told=True)
    text = words_of(page(ana, "together", card.pk))
    assert "a former member" in text
    assert "Ben" not in text


@pytest.mark.parametrize("skill", skills(), ids=lambda skill: skill.name)
def test_every_skill_can_be_done_together(ana, ben, room, skill):
    card = next(card for card in skill.drills if card.relation == "friends")
    together = room.begin(ana, card.name)
    text = words_of(page(ben, "together", together.pk))
    for reading in card.readings:
        assert reading in text
    assert not card.told or card.told not in text
    for who in (ana, ben):
        room.write(who, together, card.ways[0])
    assert card.told in words_of(page(ana, "together", together.pk))


def test_the_export_has_the_others_words_once_it_is_open_and_deleting_takes_ones_own(ana, ben, room):
    card = room.begin(ana)
    room.write(ana, card, MINE)
    assert THEIRS not in str(exports.collect(ana.person, again(ana)).rows)
    room.write(ben, card, THEIRS)
    rows = exports.collect(ana.person, again(ana)).rows
    assert {(row["by"], row["words"]) for row in rows} == {("Ana", MINE), ("Ben", THEIRS)}
    exports.erase(ben.person, again(ben))
    assert not Answer.objects.filter(person=ben.person).exists()
