"""A protocol holds once everybody here said yes to the same words, and until anybody ends it."""

from __future__ import annotations

import html
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from amends.content.protocols import templates_for
from amends.content.surveillance import watching_words
from amends_web.breakdowns.tests.conftest import again
from amends_web.protocols import actions
from amends_web.protocols.models import Acceptance, Protocol, Version
from amends_web.protocols.tests.conftest import TEA, TEA_LINES, WORDS, main_of
from amends_web.spaces.actions import leave_space
from amends_web.spaces.models import Member


def test_a_protocol_is_live_only_after_both_accept(ana, ben, room):
    protocol = room.propose(ana)
    assert room.live(ana, protocol) is None
    assert "Waits for Ben." in main_of(room.page(ana, "protocols"))
    page = main_of(room.page(ben, "protocol", protocol.pk))
    assert all(part in page for words in WORDS.values() for part in words.split("\n"))
    assert "Waits for you." in page
    assert room.accept(ben, protocol).status_code == 302
    for who in (ana, ben):
        assert room.live(who, protocol) == 1
        assert "Everybody here said yes to these words." in main_of(room.page(who, "protocol", protocol.pk))
        assert re.search("What holds.*Phones at supper", main_of(room.page(who, "protocols")))


def test_each_shows_when_what_and_who(ana, ben, room):
    protocol = room.agree(ana, ben)
    page = main_of(room.page(ben, "protocol", protocol.pk))
    assert re.search(
        r"When On weekdays, at supper What Put the phones in the hall\. Whoever .* Who All who eat\.", page
    )


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_either_can_retire_it_at_once_without_a_reason_and_nobody_is_named(ana, ben, room, who):
    protocol = room.agree(ana, ben)
    assert room.post({"ana": ana, "ben": ben}[who], "retire", protocol.pk).status_code == 302
    for reader in (ana, ben):
        assert room.live(reader, protocol) is None
        page = main_of(room.page(reader, "protocol", protocol.pk))
        assert "Nothing of it holds." in page
        assert not re.search(r"(?:ended|retired) by|reason", page)


def test_a_break_holds_a_proposal_and_a_yes_back_but_never_an_end(ana, ben, room):
    protocol = room.agree(ana, ben)
    other = room.propose(ana, title="Thanks first")
    room.take_a_break(ben)
    response = room.post(ana, "send", **{**WORDS, "title": "Another one"})
    assert response.status_code == 409
    assert "Another one" in response.content.decode()
    assert room.accept(ben, other).status_code == 409
    assert room.live(ben, other) is None
    assert room.post(ana, "retire", protocol.pk).status_code == 302
    assert room.live(ana, protocol) is None


def test_a_change_needs_all_again_and_the_old_words_hold_until_then(ana, ben, room):
    protocol = room.agree(ana, ben)
    assert room.change(ben, protocol, what="Phones off.").status_code == 302
    assert room.live(ana, protocol) == 1
    page = main_of(room.page(ana, "protocol", protocol.pk))
    assert "A change that waits Proposed by Ben" in page
    assert "Until then, what holds stays as it is." in page
    assert room.accept(ana, protocol).status_code == 302
    assert room.live(ana, protocol) == 2


def test_versions_are_visible_with_their_differences(ana, ben, room):
    protocol = room.agree(ana, ben)
    room.change(ben, protocol, when="On weekdays, at breakfast")
    waiting = room.page(ana, "protocol", protocol.pk)
    assert re.findall(r"<del><span[^>]*>\[taken out: </span>([^<]*)<span", waiting) == ["supper"]
    assert re.findall(r"<ins><span[^>]*>\[added: </span>([^<]*)<span", waiting) == ["breakfast"]
    room.accept(ana, protocol)
    page = main_of(room.page(ana, "protocol", protocol.pk))
    assert re.search(r"Earlier versions Version 1, .* Ana When On weekdays, at supper", page)


def test_each_line_that_changed_stands_in_a_line_of_its_own(ana, ben, room):
    protocol = room.agree(ana, ben)
    room.change(ben, protocol, what="Put the phones in the drawer.\nNobody is late.\nWe clear the table.")
    waiting = room.page(ana, "protocol", protocol.pk)
    found = re.findall(r'<li class="changes">(.*?)</li>', waiting, flags=re.DOTALL)
    lines = [" ".join(re.sub(r"<[^>]*>", " ", line).split()) for line in found]
    assert lines == [
        "Put the phones in the [taken out: hall ] [added: drawer ] .",
        "[taken out: Whoever waits for a call says so before. ]",
        "[added: Nobody is late. ]",
        "[added: We clear the table. ]",
    ]


def test_a_change_of_spaces_alone_shows_the_words_as_a_whole(ana, ben, room):
    protocol = room.agree(ana, ben)
    room.change(ben, protocol, what=WORDS["what"].replace("\n", "\n\n"))
    waiting = main_of(room.page(ana, "protocol", protocol.pk)).split("A change that waits")[1]
    assert "As a whole" not in waiting
    assert "Put the phones in the hall. Whoever waits for a call says so before." in waiting


def test_a_change_can_be_set_aside_and_the_old_words_go_on(ana, ben, room):
    protocol = room.agree(ana, ben)
    room.change(ben, protocol, what="Phones off.")
    assert room.post(ana, "set_aside", protocol.pk, 2).status_code == 302
    assert room.live(ana, protocol) == 1
    assert "A change that waits" not in room.page(ben, "protocol", protocol.pk)
    assert room.post(ana, "set_aside", protocol.pk, 1).status_code == 409
    assert room.live(ana, protocol) == 1


def test_a_new_member_must_accept_too_and_till_then_it_waits_for_them(ana, ben, cleo, room):
    protocol = room.agree(ana, ben)
    room.join(cleo, ana)
    assert room.live(ana, protocol) is None
    assert "Waits for Cleo." in main_of(room.page(ben, "protocol", protocol.pk))
    assert "Waits for you." in main_of(room.page(cleo, "protocols"))
    room.accept(cleo, protocol)
    assert room.live(ben, protocol) == 1


def test_of_four_each_has_to_accept(ana, ben, cleo, actor, room):
    dan = actor("Dan")
    room.join(cleo, ana)
    room.join(dan, ana)
    protocol = room.propose(ana)
    for who in (ben, cleo):
        room.accept(who, protocol)
        assert room.live(ana, protocol) is None
    assert "Waits for you." in main_of(room.page(dan, "protocol", protocol.pk))
    room.accept(dan, protocol)
    assert room.live(ana, protocol) == 1


def test_whoever_left_without_a_word_looks_as_before_and_whoever_told_is_not_waited_for(ana, ben, cleo, room):
    room.join(cleo, ana)
    protocol = room.agree(ana, ben)
    before = main_of(room.page(ana, "protocol", protocol.pk))
    leave_space(keyring=again(cleo), person=cleo.person, space=room.space, is_told=False, now=timezone.now())
    assert main_of(room.page(ana, "protocol", protocol.pk)) == before
    room.space.members.filter(person=cleo.person).update(is_told=True)
    assert room.live(ana, protocol) == 1


@pytest.mark.parametrize("is_told", [True, False])
@pytest.mark.parametrize("proposer", ["ana", "ben"])
def test_whoever_left_and_came_back_is_asked_anew_for_what_they_had_accepted(ana, ben, room, is_told, proposer):
    protocol = room.agree(*((ana, ben) if proposer == "ana" else (ben, ana)))
    leave_space(keyring=again(ben), person=ben.person, space=room.space, is_told=is_told, now=timezone.now())
    room.join(ben, ana)
    assert room.live(ana, protocol) is room.live(ben, protocol) is None
    assert "Waits for you." in main_of(room.page(ben, "protocol", protocol.pk))
    assert room.accept(ben, protocol).status_code == 302
    assert room.live(ana, protocol) == 1


def test_it_can_be_proposed_again_after_its_end_and_needs_everybody_again(ana, ben, room):
    protocol = room.agree(ana, ben)
    room.post(ben, "retire", protocol.pk)
    assert WORDS["title"] in room.page(ben, "change", protocol.pk)
    assert room.change(ben, protocol).status_code == 302
    assert room.live(ben, protocol) is None
    room.accept(ana, protocol)
    assert room.live(ben, protocol) == 2


def test_a_yes_that_comes_after_other_words_were_proposed_is_not_taken(ana, ben, room):
    protocol = room.propose(ana)
    late = room.shown(ben, protocol).newest
    room.change(ana, protocol, what="Phones off.")
    response = room.post(ben, "accept", protocol.pk, late.number, shown=late.shown)
    assert response.status_code == 409
    assert "This changed in the meantime" in response.content.decode()
    assert room.live(ben, protocol) is None


def test_a_yes_to_an_end_is_not_taken(ana, ben, room):
    protocol = room.propose(ana)
    seen = room.shown(ben, protocol).newest
    room.post(ana, "retire", protocol.pk)
    assert room.post(ben, "accept", protocol.pk, seen.number, shown=seen.shown).status_code == 409
    assert room.live(ben, protocol) is None


def test_two_changes_at_once_the_second_is_told_and_loses_nothing(ana, ben, room):
    protocol = room.agree(ana, ben)
    room.change(ana, protocol, what="Phones off.")
    response = room.change(ben, protocol, after=1, what="Phones in the hall.")
    assert response.status_code == 409
    page = response.content.decode()
    assert "Somebody proposed other words in the meantime." in page
    assert "Phones in the hall." in page
    assert Version.objects.count() == 2


def test_a_proposal_and_a_yes_that_are_sent_twice_count_once(ana, ben, room):
    key = uuid.uuid4()
    answers = [room.post(ana, "send", submission=key, **WORDS) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    protocol = Protocol.objects.get()
    for _ in range(2):
        assert room.accept(ben, protocol).status_code == 302
    assert Acceptance.objects.count() == 2
    for _ in range(2):
        assert room.change(ben, protocol, after=1, submission=key, what="Phones off.").status_code == 302
    assert Version.objects.count() == 2


def test_a_change_that_changes_nothing_is_no_version(ana, ben, room):
    protocol = room.agree(ana, ben)
    response = room.change(ben, protocol)
    assert response.status_code == 422
    assert "These are the words as they stand." in response.content.decode()
    assert Version.objects.count() == 1


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"title": " "}, "Give it a name"),
        ({"title": "\u200d\u2800"}, "Give it a name"),
        ({"what": ""}, "Write at least one line"),
        ({"what": "\u200b"}, "Write at least one line"),
        ({"title": "x" * 81}, "80"),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(ana, room, missing, sentence):
    response = room.post(ana, "send", **{**WORDS, **missing})
    assert response.status_code == 422
    page = html.unescape(response.content.decode())
    assert sentence in page
    assert all(words.strip() in page for words in {**WORDS, **missing}.values())
    assert not Protocol.objects.exists()


def test_words_that_would_have_somebody_watched_are_declined_with_what_could_stand_there(ana, room):
    response = room.post(ana, "send", **{**WORDS, "what": "We share our passwords with each other."})
    assert response.status_code == 422
    page = html.unescape(response.content.decode())
    assert "We share our passwords" in page
    words = watching_words()["passwords"]
    assert all(sentence in page for sentence in (words.reason, *words.instead))
    assert not Protocol.objects.exists()


def test_a_template_begins_the_words_and_a_version_keeps_where_it_came_from(ana, ben, room):
    page = room.page(ana, "propose", from_="x")
    assert "Whoever wants to raise something" not in page
    page = html.unescape(room.page(ana, "propose", **{"from": "soft-start"}))
    assert "One of you, 1 min: Ask if now is all right." in page
    protocol = room.agree(ana, ben, template="soft-start")
    seen = main_of(room.page(ben, "protocol", protocol.pk))
    assert "Rogers, Howieson and Neame, 2018" in seen
    assert "Somebody is afraid of how another may react." in seen


def test_a_file_of_a_coach_is_read_checked_and_proposed_like_one_of_ours(ana, ben, room):
    text = (
        "format: 1\nid: tea\ntitle: Tea first\nfor: friends\nminutes: 2\nsource: Cleo, 2024\nstrength: W\nshown: Tea."
        "\nnot when: Somebody is afraid.\nwhen: Four.\nwho: All.\ntoo much: Stop.\nstep: all, 2 min\nsay: Make tea.\n"
    )
    bad = room.post(ana, "read", text=text.replace("strength: W", "strength: good"))
    assert bad.status_code == 422
    assert "Line 7: “strength” takes S, M, W or C" in html.unescape(bad.content.decode())
    assert "strength: good" in bad.content.decode()
    others = room.post(ana, "read", text=text.replace("friends", "couple"))
    assert others.status_code == 422
    page = html.unescape(room.post(ana, "read", text=text).content.decode())
    assert "All of you, 2 min: Make tea." in page
    assert not Protocol.objects.exists()
    protocol = room.agree(ana, ben, file=text)
    assert "Cleo, 2024" in main_of(room.page(ben, "protocol", protocol.pk))


def test_what_a_file_says_of_itself_stands_there_as_its_writers_word_and_not_as_amendss(ana, ben, room):
    brought = room.agree(ana, ben, file=TEA)
    ours = room.agree(ana, ben, title="Begin softly", template="soft-start")
    page = main_of(room.page(ben, "protocol", brought.pk))
    assert "What it says of itself is its writer’s word; Amends has not looked into it. Strong:" in page
    assert "Amends’s own" not in page
    page = main_of(room.page(ben, "protocol", ours.pk))
    assert "Amends’s own" in page
    assert "its writer’s word" not in page


def test_what_else_a_file_would_have_people_do_is_looked_at_too(ana, ben, room):
    for clean in ("Put the cup down.", "What it tasted of"):
        text = TEA.replace(clean, "We share our passwords with each other.")
        for answer in (room.post(ana, "read", text=text), room.post(ana, "send", **{**WORDS, "file": text})):
            assert answer.status_code == 422
            assert watching_words()["passwords"].reason in html.unescape(answer.content.decode())
    left = TEA.replace("Somebody is afraid.", "Somebody asks to share our passwords with each other.")
    assert room.post(ana, "read", text=left).status_code == 200
    assert not Protocol.objects.exists()


def test_each_of_ours_can_be_proposed_as_it_stands(ana, room):
    for template in templates_for("friends"):
        what = "\n".join(step.line for step in template.steps)
        room.propose(ana, title=template.title, when=template.when, what=what, who=template.who, template=template.id)


def test_a_change_shows_what_it_rests_on_where_that_is_another_than_of_what_holds(ana, ben, room):
    protocol = room.agree(ana, ben, what=TEA_LINES[0], file=TEA)
    room.change(ana, protocol, what=TEA_LINES[1])
    assert main_of(room.page(ben, "protocol", protocol.pk)).count("Put the cup down.") == 1
    words = room.shown(ben, protocol).newest.words
    basis = words["basis"] | {"too_much": "Ben cooks."}
    now = timezone.now()
    actions.change(
        keyring=again(ana), person=ana.person, protocol=protocol, words=words | {"basis": basis}, after=2, now=now
    )
    assert "Ben cooks." in main_of(room.page(ben, "protocol", protocol.pk))


def test_the_library_fits_how_people_stand_to_each_other(ana, ben, room):
    page = room.page(ana, "protocols")
    assert "Begin softly" in page
    assert "A handover note about the child" not in page
    assert room.get(ana, "template", room.space.pk, "handover").status_code == 404
    assert room.get(ana, "propose", **{"from": "handover"}).status_code == 404


def test_home_asks_ben_once_and_not_ana(ana, ben, room):
    protocol = room.propose(ana)
    where = reverse("protocols:protocol", args=[protocol.pk])
    assert where in ben.client.get("/").content.decode()
    assert where not in ana.client.get("/").content.decode()
    room.accept(ben, protocol)
    assert where not in ben.client.get("/").content.decode()


def test_home_no_longer_names_whoever_proposed_and_left(ana, ben, room):
    room.propose(ben)
    leave_space(keyring=again(ben), person=ben.person, space=room.space, is_told=False, now=timezone.now())
    assert "Ben proposes" in ana.client.get("/").content.decode()
    room.space.members.filter(person=ben.person).update(is_told=True)
    assert "Ben proposes" not in ana.client.get("/").content.decode()


def test_a_proposal_that_is_left_goes_from_home_after_a_week_and_waits_on_its_own_page(ana, ben, room):
    protocol = room.propose(ana)
    Version.objects.update(proposed_on="2026-01-01")
    assert str(protocol.pk) not in ben.client.get("/").content.decode()
    assert str(protocol.pk) in room.page(ben, "protocols")


def test_whoever_comes_in_is_asked_once_at_home_for_all_that_was_agreed_before(ana, ben, cleo, room):
    for title in ("Phones at supper", "Thanks first"):
        room.agree(ana, ben, title=title)
    room.propose(ben, title="Ana left this one")
    Version.objects.update(proposed_on="2026-01-01")
    Member.objects.update(joined_at="2025-12-01T00:00Z")
    room.join(cleo, ana)
    home = cleo.client.get("/").content.decode()
    assert home.count("Read how people here talk") == 1
    assert room.url("protocols") in home
    for who in (ana, ben):
        assert "/protocols/" not in who.client.get("/").content.decode()
