"""The other's own yes before words of theirs are kept in a space."""

from __future__ import annotations

import re
import uuid

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from amends.errors import NoGrant, Refused, Tampered
from amends_web.imports import consents
from amends_web.imports.actions import sweep
from amends_web.imports.masks import masked_text
from amends_web.imports.models import Import, KeptLines, LeftOut, LinesRequest, Remembered, SharedExcerpt
from amends_web.imports.queries import shared_excerpts
from amends_web.imports.tests.conftest import again
from amends_web.shell.exports import all_sections, erase_all
from amends_web.spaces.actions import add_member, leave_space
from amends_web.spaces.queries import others
from amends_web.vault.models import Box, Grant

TALK = """\
14/03/2025, 18:05 - Ana: Are you coming to dinner?
14/03/2025, 18:40 - The Problem: Running late, sorry
14/03/2025, 18:41 - Ana: You always do this.
14/03/2025, 18:42 - The Problem: I had to work, Cleo can tell you
14/03/2025, 18:43 - Cleo: leave me out of it
14/03/2025, 18:44 - The Problem: Wow. Fine.
"""
BENS = ("Running late, sorry", "I had to work, [someone] can tell you", "Wow. Fine.")


@pytest.fixture
def excerpt(ana, read, space):
    return share_all(ana, read(ana, TALK), space)


def share_all(actor, row, space):
    actor.client.post(reverse("imports:pick", args=[row.pk]), {"first": 0, "last": 5, "line": [0, 1, 2, 3, 4, 5]})
    page = actor.client.get(reverse("imports:share", args=[row.pk, space.pk])).content.decode()
    data = {"previewed": re.search(r'name="previewed" value="(\w+)"', page)[1], "submission": uuid.uuid4()}
    actor.client.post(reverse("imports:share_lines", args=[row.pk, space.pk]), data)
    return SharedExcerpt.objects.latest("shared_at")


def ask(actor, excerpt, *, person=None, name="0", submission=None):
    person = next(iter(others(excerpt.space, actor.person)), None) if person is None else person
    data = {"person": getattr(person, "pk", person), "name": name, "submission": submission or uuid.uuid4()}
    return actor.client.post(reverse("imports:ask_now", args=[excerpt.pk]), data)


def say_yes(actor, *places):
    data = {"line": places, "submission": uuid.uuid4()}
    return actor.client.post(reverse("imports:say_yes", args=[LinesRequest.objects.get(asked=actor.person).pk]), data)


def page_of(actor, name, *ids):
    return actor.client.get(reverse(f"imports:{name}", args=ids)).content.decode()


def texts(actor, space):
    (excerpt,) = shared_excerpts(space, again(actor))
    return [line.text for line in excerpt.lines]


def without_keys(page):
    """A page without what differs each time it is made."""
    return re.sub(r'name="(?:submission|csrfmiddlewaretoken)" value="[^"]*"', "", page)


def test_the_author_sees_what_was_left_out_and_says_whose_it_is(ana, ben, excerpt):
    page = page_of(ana, "ask", excerpt.pk)
    for words in (*BENS, "leave me out of it"):
        assert words in page
    assert 'type="radio" name="name"' in page
    assert re.findall(r'name="(person|name)" value="([^"]*)"[^>]* checked', page) == [("person", str(ben.person.pk))]


def test_nothing_of_the_others_words_is_in_the_spaces_box_before_their_yes(ana, ben, excerpt, space):
    ask(ana, excerpt)
    assert set(Grant.objects.filter(box__kind=Box.Kind.REQUEST).values_list("person", flat=True)) == {
        ana.person.pk,
        ben.person.pk,
    }
    assert not KeptLines.objects.exists()
    assert texts(ben, space)[1::2] == [None, None, None]
    assert SharedExcerpt.objects.select_related("box").get().words(again(ben))["lines"][1]["text"] is None


def test_whoever_is_asked_sees_exactly_their_lines_and_no_name_out_of_the_phone(ana, ben, excerpt):
    ask(ana, excerpt)
    page = page_of(ben, "asked", LinesRequest.objects.get().pk)
    for words in BENS:
        assert words in page
    for words in ("The Problem", "leave me out of it"):
        assert words not in page
    assert " checked" not in page
    assert page.count('type="checkbox" name="line"') == 3


def test_the_ticked_lines_are_kept_for_everybody_in_the_space_and_signed(ana, ben, excerpt, space):
    ask(ana, excerpt)
    assert say_yes(ben, 1, 5)["Location"] == reverse("imports:shared", args=[space.pk])
    for actor in (ana, ben):
        assert texts(actor, space)[1::2] == [BENS[0], None, BENS[2]]
    kept = KeptLines.objects.select_related("box", "person", "excerpt").get()
    assert kept.words(again(ana))["consent"]["purpose"] == "keep my lines"
    assert consents.kept_words(kept, keyring=again(ana)) == {1: BENS[0], 5: BENS[2]}


def test_third_persons_are_masked_in_them_unless_their_writer_shows_them(ana, ben, excerpt, space):
    ask(ana, excerpt)
    request = LinesRequest.objects.get()
    (key,) = re.findall(r'name="off" value="([\d:]+)"><span>show “Cleo”', page_of(ben, "asked", request.pk))
    say_yes(ben, 3)
    assert texts(ana, space)[3] == "I had to work, [someone] can tell you"
    address = reverse("imports:say_yes", args=[request.pk])
    ben.client.post(address, {"line": [3], "off": [key], "submission": uuid.uuid4()})
    assert texts(ana, space)[3] == "I had to work, Cleo can tell you"


def test_what_the_author_gets_is_the_same_for_silence_a_look_and_a_no(ana, ben, excerpt, space):
    ask(ana, excerpt)
    silence = without_keys(page_of(ana, "shared", space.pk))
    page_of(ben, "asked", LinesRequest.objects.get().pk)
    say_yes(ben)
    assert without_keys(page_of(ana, "shared", space.pk)) == silence
    assert not KeptLines.objects.exists()
    mine = {section.name: section.rows for section in all_sections(ana.person, again(ana))}
    assert [row["asked"] for row in mine["line_requests"]] == ["Ben"]


def test_what_the_other_gets_does_not_depend_on_what_was_not_shared(ana, ben, actor, read, space):
    """Two worlds that differ in everything that Ana kept: to Ben they are one, but for times and ids."""
    seen = []
    for kept in ("what nobody is to know", "something else, and much longer than the first"):
        row = read(ana, TALK.replace("leave me out of it", kept) + f"15/03/2025, 09:00 - Ana: {kept}\n")
        shared = share_all(ana, row, space)
        ask(ana, shared, name="0")
        request = LinesRequest.objects.get()
        pages = page_of(ben, "shared", space.pk) + page_of(ben, "asked", request.pk)
        for one in (shared.pk, request.pk):
            pages = pages.replace(str(one), "id")
        seen.append(without_keys(pages))
        ana.client.post(reverse("imports:delete_now", args=[row.pk]))
        ana.client.post(reverse("imports:withdraw", args=[shared.pk]))
    assert seen[0] == seen[1]


def test_a_yes_is_changed_and_taken_back_at_any_time_and_the_lines_are_out_at_once(ana, ben, excerpt, space):
    ask(ana, excerpt)
    say_yes(ben, 1, 3)
    assert page_of(ben, "asked", LinesRequest.objects.get().pk).count(" checked") == 2
    say_yes(ben, 3)
    assert texts(ana, space)[1::2] == [None, BENS[1], None]
    response = ben.client.post(reverse("imports:take_out", args=[KeptLines.objects.get().pk]))
    assert response["Location"] == reverse("imports:kept")
    assert texts(ana, space)[1::2] == [None, None, None]
    assert not KeptLines.objects.exists()
    say_yes(ben, 1)
    assert texts(ana, space)[1] == BENS[0]


def test_whoever_left_the_space_can_still_take_their_lines_out(ana, ben, excerpt, space):
    ask(ana, excerpt)
    say_yes(ben, 1)
    leave_space(keyring=again(ben), person=ben.person, space=space, is_told=False, now=timezone.now())
    page = page_of(ben, "kept")
    assert "In a space that does not open to you any more" in page
    assert BENS[0] not in page
    ben.client.post(reverse("imports:take_out", args=[KeptLines.objects.get().pk]))
    assert not KeptLines.objects.exists()


def test_only_the_one_whose_lines_they_are_can_take_them_out_or_say_yes(ana, ben, stranger, excerpt):
    ask(ana, excerpt)
    request = LinesRequest.objects.get()
    for actor in (ana, stranger):
        assert actor.client.get(reverse("imports:asked", args=[request.pk])).status_code == 404
        data = {"line": [1], "submission": uuid.uuid4()}
        assert actor.client.post(reverse("imports:say_yes", args=[request.pk]), data).status_code == 404
    say_yes(ben, 1)
    kept = KeptLines.objects.get()
    for actor in (ana, stranger):
        assert actor.client.post(reverse("imports:take_out", args=[kept.pk])).status_code == 404
    assert KeptLines.objects.exists()


def test_only_the_author_asks(ana, ben, stranger, excerpt):
    for actor in (ben, stranger):
        assert actor.client.get(reverse("imports:ask", args=[excerpt.pk])).status_code == 404
        assert ask(actor, excerpt).status_code == 404
    assert not LinesRequest.objects.exists()


def test_the_box_of_a_question_opens_to_the_two_alone(ana, ben, actor, excerpt, space):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    ask(ana, excerpt)
    request = LinesRequest.objects.select_related("box").get()
    assert request.words(again(ben)) == request.words(again(ana))
    with pytest.raises(NoGrant):
        request.words(again(cleo))
    assert cleo.client.get(reverse("imports:asked", args=[request.pk])).status_code == 404


def test_somebody_is_asked_once_also_when_the_lines_are_shared_anew(ana, ben, read, excerpt, space):
    submission = uuid.uuid4()
    for _ in range(2):
        assert ask(ana, excerpt, submission=submission).status_code == 302
    assert ask(ana, excerpt).status_code == 409
    row = Import.objects.get()
    ana.client.post(reverse("imports:withdraw", args=[excerpt.pk]))
    assert not LinesRequest.objects.exists()
    assert ask(ana, share_all(ana, row, space)).status_code == 409
    brought_again = read(ana, TALK + "14/03/2025, 19:00 - Ana: ok\n")
    assert brought_again != row
    response = ask(ana, share_all(ana, brought_again, space))
    assert response.status_code == 409
    assert "There is nothing more to ask" in response.content.decode()
    assert not LinesRequest.objects.exists()


@pytest.mark.parametrize("places", [(), (1,)])
def test_once_everybody_was_asked_nothing_leads_to_asking_whatever_they_say(ana, ben, actor, excerpt, space, places):
    way = reverse("imports:ask", args=[excerpt.pk])
    assert way in page_of(ana, "shared", space.pk)
    ask(ana, excerpt)
    say_yes(ben, *places)
    assert way not in page_of(ana, "shared", space.pk)
    add_member(keyring=again(ana), space=space, person=actor("Cleo").person)
    assert way in page_of(ana, "shared", space.pk)


def test_of_lines_that_were_asked_for_before_only_new_ones_are_asked_for(ana, read, space):
    row = read(ana, TALK)
    ana.client.post(reverse("imports:pick", args=[row.pk]), {"first": 0, "last": 5, "line": [0, 1]})
    page = page_of(ana, "share", row.pk, space.pk)
    data = {"previewed": re.search(r'name="previewed" value="(\w+)"', page)[1], "submission": uuid.uuid4()}
    ana.client.post(reverse("imports:share_lines", args=[row.pk, space.pk]), data)
    ask(ana, SharedExcerpt.objects.get())
    ask(ana, share_all(ana, row, space))
    asked = [request.words(again(ana))["lines"] for request in LinesRequest.objects.select_related("box")]
    assert sorted(masked_text(line) for lines in asked for line in lines) == sorted(BENS)


def test_lines_are_asked_of_one_person_alone(ana, ben, actor, read, excerpt, space):
    dora = actor("Dora")
    add_member(keyring=again(ana), space=space, person=dora.person)
    ask(ana, excerpt, person=ben.person)
    response = ask(ana, excerpt, person=dora.person)
    assert response.status_code == 409
    assert "a name is one person’s" in response.content.decode()
    assert not LinesRequest.objects.filter(asked=dora.person).exists()


def test_a_name_that_is_another_members_own_is_not_taken_for_somebody_else(ana, ben, actor, excerpt, space):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    response = ask(ana, excerpt, person=ben.person, name="1")
    assert response.status_code == 422
    assert "the name of another person here" in response.content.decode()
    assert ask(ana, excerpt, person=cleo.person, name="1").status_code == 302


@pytest.mark.parametrize(("person", "name"), [("9", "0"), ("0", "9"), ("", "0"), ("x", "x")])
def test_nobody_is_asked_where_it_is_not_said_who(ana, excerpt, person, name):
    assert ask(ana, excerpt, person=person, name=name).status_code == 422
    assert not LinesRequest.objects.exists()


def test_lines_that_were_not_asked_for_are_not_kept(ana, ben, excerpt):
    ask(ana, excerpt)
    for places in ((0,), (4,), (99,), ("x",)):
        say_yes(ben, *places)
        assert not KeptLines.objects.exists()


def test_nobody_can_put_words_into_anothers_mouth(ana, ben, excerpt, space):
    """Ana holds the space's key and may write to the database; Ben's signature is what she does not have."""
    ask(ana, excerpt)
    say_yes(ben, 1)
    kept = KeptLines.objects.select_related("box").get()
    keyring = again(ana)
    words = kept.words(keyring)
    words["lines"]["1"] = "It was all my fault"
    kept.put(keyring, words)
    kept.save()
    with pytest.raises(Tampered):
        shared_excerpts(space, again(ben))
    assert ben.client.get(reverse("imports:shared", args=[space.pk])).status_code == 409


def test_ones_own_lines_can_be_taken_out_also_where_somebody_changed_them(ana, ben, excerpt, space):
    ask(ana, excerpt)
    say_yes(ben, 1)
    kept = KeptLines.objects.select_related("box").get()
    kept.put(again(ana), {"lines": {"1": "It was all my fault"}, "consent": {}})
    kept.save()

    page = page_of(ben, "kept")
    assert "In “Us two”" in page
    assert "You can’t open them any more, but you can still take them out." in page
    assert "It was all my fault" not in page
    assert ben.client.post(reverse("imports:take_out", args=[kept.pk])).status_code == 302
    assert not KeptLines.objects.exists()


def test_nobody_speaks_in_the_place_of_the_author(ana, ben, excerpt, space):
    ask(ana, excerpt)
    request = LinesRequest.objects.select_related("box", "excerpt__space__box").get()
    keyring = again(ben)
    request.put(keyring, {"lines": [{"place": 0, "at": None, "text": "I never asked", "masks": []}]})
    request.save()
    consents.say_yes(request=request, person=ben.person, keyring=keyring, places=[0], now=timezone.now())
    with pytest.raises(Tampered):
        shared_excerpts(space, again(ana))


def test_nothing_is_asked_about_an_excerpt_that_leaves_nothing_out(ana, read, space):
    row = read(ana, TALK)
    ana.client.post(reverse("imports:pick", args=[row.pk]), {"first": 0, "last": 5, "line": [0, 2]})
    page = page_of(ana, "share", row.pk, space.pk)
    data = {"previewed": re.search(r'name="previewed" value="(\w+)"', page)[1], "submission": uuid.uuid4()}
    ana.client.post(reverse("imports:share_lines", args=[row.pk, space.pk]), data)
    excerpt = SharedExcerpt.objects.get()
    assert ana.client.get(reverse("imports:ask", args=[excerpt.pk])).status_code == 404
    assert "Ask for the lines" not in page_of(ana, "shared", space.pk)


def test_a_question_is_mentioned_to_the_one_who_is_asked_and_for_two_weeks_alone(ana, ben, excerpt, space):
    ask(ana, excerpt)
    address = reverse("spaces:space", args=[space.pk])
    mention = "asks you about lines of yours"
    assert mention in ben.client.get(address).content.decode()
    assert mention not in ana.client.get(address).content.decode()
    LinesRequest.objects.update(asked_on=timezone.localdate() - timezone.timedelta(days=15))
    assert mention not in ben.client.get(address).content.decode()
    assert "Look at them" in page_of(ben, "shared", space.pk)


def test_deleting_the_conversation_deletes_the_questions_and_leaves_what_was_agreed_to(ana, ben, excerpt, space):
    ask(ana, excerpt)
    say_yes(ben, 1)
    ana.client.post(reverse("imports:delete_now", args=[Import.objects.get().pk]))
    assert not LinesRequest.objects.exists()
    assert not LeftOut.objects.exists()
    assert not Box.objects.filter(kind__in=[Box.Kind.REQUEST, Box.Kind.IMPORT]).exists()
    assert texts(ben, space)[1] == BENS[0]
    assert "Take your lines out" in page_of(ben, "shared", space.pk)


def test_withdrawing_the_excerpt_takes_everything_of_it(ana, ben, excerpt):
    ask(ana, excerpt)
    say_yes(ben, 1)
    ana.client.post(reverse("imports:withdraw", args=[excerpt.pk]))
    assert not LinesRequest.objects.exists()
    assert not KeptLines.objects.exists()
    assert not Box.objects.filter(kind=Box.Kind.REQUEST).exists()


def test_with_the_conversation_and_its_excerpt_nothing_of_them_is_left(ana, ben, excerpt):
    ask(ana, excerpt)
    say_yes(ben, 1)
    ana.client.post(reverse("imports:delete_now", args=[Import.objects.get().pk]))
    ana.client.post(reverse("imports:withdraw", args=[excerpt.pk]))
    # What somebody said about names is theirs, and lies in their private box.
    models = [model for model in apps.get_app_config("imports").get_models() if model is not Remembered]
    assert [model for model in models if model.objects.exists()] == []
    assert set(Box.objects.values_list("kind", flat=True)) == {Box.Kind.PRIVATE, Box.Kind.SPACE}


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_with_an_account_its_questions_and_its_yes_go(ana, ben, excerpt, space, who):
    ask(ana, excerpt)
    say_yes(ben, 1)
    actor = {"ana": ana, "ben": ben}[who]
    erase_all(actor.person, again(actor))
    assert not LinesRequest.objects.exists()
    assert not KeptLines.objects.exists()
    assert not Box.objects.filter(kind=Box.Kind.REQUEST).exists()


def test_boxes_of_questions_that_went_with_their_space_are_swept(ana, excerpt, space):
    ask(ana, excerpt)
    space.box.delete()
    assert Box.objects.filter(kind=Box.Kind.REQUEST).exists()
    sweep()
    assert not Box.objects.filter(kind=Box.Kind.REQUEST).exists()


def test_an_export_holds_the_questions_and_what_one_let_be_kept(ana, ben, excerpt):
    ask(ana, excerpt)
    say_yes(ben, 1)
    theirs = {section.name: section.rows for section in all_sections(ben.person, again(ben))}
    (asked,) = theirs["line_requests"]
    assert (asked["asked_by"], [line["text"] for line in asked["lines"]]) == ("Ana", list(BENS))
    (kept,) = theirs["lines_you_let_be_kept"]
    assert kept["lines"] == [BENS[0]]
    assert kept["consent"]["version"] == consents.VERSION
    assert BENS[0] in str(theirs["shared_lines"])


def test_more_questions_and_answers_cost_no_more_queries(ana, ben, read, space, django_assert_max_num_queries):
    counts = []
    for n in range(2):
        excerpt = share_all(
            ana, read(ana, TALK.replace("late", f"late {n}") + "14/03/2025, 19:00 - Ana: ok\n" * n), space
        )
        ask(ana, excerpt)
        request = LinesRequest.objects.get(excerpt=excerpt)
        ben.client.post(reverse("imports:say_yes", args=[request.pk]), {"line": [1], "submission": uuid.uuid4()})
        with django_assert_max_num_queries(20) as queries:
            page_of(ana, "shared", space.pk)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_no_word_of_a_question_or_a_yes_lies_plain_in_the_database(ana, ben, excerpt):
    ask(ana, excerpt)
    say_yes(ben, 1, 5)
    stored = "".join(connection.connection.iterdump())
    for words in (*BENS, "The Problem", "keep my lines"):
        assert words not in stored
        assert words.encode().hex() not in stored.lower()


def test_taking_out_on_the_page_of_the_space_stays_there(ana, ben, excerpt, space):
    ask(ana, excerpt)
    say_yes(ben, 1)
    response = ben.client.post(reverse("imports:take_out", args=[KeptLines.objects.get().pk]), {"back": "shared"})
    assert response["Location"] == reverse("imports:shared", args=[space.pk])


def test_an_author_who_is_gone_asks_nobody(ana, ben, excerpt, space):
    leave_space(keyring=again(ana), person=ana.person, space=space, is_told=True, now=timezone.now())
    assert ask(ana, excerpt).status_code == 404


def test_asking_without_anything_to_ask_is_refused(ana, ben, excerpt):
    left_out = LeftOut.objects.select_related("box").get()
    with pytest.raises(Refused):
        consents.ask_for_lines(left_out=left_out, keyring=again(ana), name="Nobody", asked=ben.person)
    assert not Box.objects.filter(kind=Box.Kind.REQUEST).exists()
