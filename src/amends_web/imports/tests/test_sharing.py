from __future__ import annotations

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from amends.errors import Tampered
from amends_web.imports.models import Import, SharedExcerpt
from amends_web.imports.queries import picked_lines, shared_excerpts
from amends_web.imports.tests.conftest import again
from amends_web.shell.exports import all_sections, erase_all
from amends_web.spaces.actions import create_space
from amends_web.spaces.models import Member


@pytest.fixture
def row(ana, read):
    """A conversation in which Ana sits in her own seat, and picked two lines of hers and one of Ben's."""
    ready = read(ana)
    pick(ana, ready, 1, 2, 3)
    return ready


def pick(actor, row, *lines, first=0, last=8):
    data = {"first": first, "last": last, "line": lines}
    return actor.client.post(reverse("imports:pick", args=[row.pk]), data)


def preview(actor, row, space):
    return actor.client.get(reverse("imports:share", args=[row.pk, space.pk]))


def share(actor, row, space, *, note="", previewed=None, submission=None):
    if previewed is None:
        page = preview(actor, row, space).content.decode()
        previewed = re.search(r'name="previewed" value="(\w+)"', page)[1]
    data = {"note": note, "previewed": previewed, "submission": submission or uuid.uuid4()}
    return actor.client.post(reverse("imports:share_lines", args=[row.pk, space.pk]), data)


def test_picked_lines_are_kept_and_ticked_again(ana, row):
    assert picked_lines(row, keyring=again(ana)) == (1, 2, 3)
    page = ana.client.get(reverse("imports:lines", args=[row.pk])).content.decode()
    assert page.count(" checked") == 3


def test_picking_on_one_page_leaves_the_picks_on_other_pages(ana, row):
    pick(ana, row, 7, first=5, last=8)
    assert picked_lines(row, keyring=again(ana)) == (1, 2, 3, 7)
    pick(ana, row, 2, first=0, last=4)
    assert picked_lines(row, keyring=again(ana)) == (2, 7)


@pytest.mark.parametrize(("first", "last"), [(0, 9), (5, 2), (0, 10**8), ("x", 3)])
def test_lines_that_were_not_on_a_page_are_not_picked(ana, row, first, last):
    assert pick(ana, row, 1, first=first, last=last).status_code == 404
    assert picked_lines(row, keyring=again(ana)) == (1, 2, 3)


def test_the_preview_shows_ones_own_lines_and_leaves_out_those_of_others(ana, row, space):
    page = preview(ana, row, space).content.decode()
    assert "Are you coming to dinner?" in page
    assert "You always do this." in page
    assert "Running late" not in page
    assert page.count("Somebody else’s line, left out") == 1
    assert "Shared with Ben" in page


def test_nothing_reaches_the_other_before_it_is_shared(ana, ben, row, space):
    preview(ana, row, space)
    page = ben.client.get(reverse("imports:shared", args=[space.pk])).content.decode()
    assert "dinner" not in page
    assert shared_excerpts(space, again(ben)) == []


def test_the_other_sees_exactly_what_the_preview_showed(ana, ben, row, space):
    share(ana, row, space, note="This is where I felt alone.")
    page = ben.client.get(reverse("imports:shared", args=[space.pk])).content.decode()
    assert "From Ana" in page
    assert "This is where I felt alone." in page
    assert "Are you coming to dinner?" in page
    assert "Running late" not in page
    (excerpt,) = shared_excerpts(space, again(ben))
    assert [line.text is None for line in excerpt.lines] == [False, True, False]


def test_the_names_in_the_phone_stay_out(ana, ben, read, space):
    row = read(ana, "Honeybear: You never listen.\nThe Problem: I do listen.\nHoneybear: Fine.\n")
    pick(ana, row, 0, 1, last=2)
    share(ana, row, space)
    page = ben.client.get(reverse("imports:shared", args=[space.pk])).content.decode()
    assert "The Problem" not in page
    assert "Honeybear" not in page
    assert "You never listen." in page


def test_somebody_who_left_and_said_so_is_a_former_member(ana, ben, row, space):
    share(ana, row, space)
    Member.objects.filter(space=space, person=ana.person).update(left_at=timezone.now(), is_told=True)
    page = ben.client.get(reverse("imports:shared", args=[space.pk])).content.decode()
    assert "From a former member" in page
    assert ana.client.get(reverse("imports:shared", args=[space.pk])).status_code == 404


def test_alone_in_a_space_the_preview_names_the_space(ana, row):
    alone = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="Later two")
    assert "Shared with Later two" in preview(ana, row, alone).content.decode()


def test_sharing_twice_shares_once(ana, row, space):
    submission = uuid.uuid4()
    for _ in range(2):
        response = share(ana, row, space, submission=submission)
        assert response["Location"] == reverse("imports:shared", args=[space.pk])
    assert SharedExcerpt.objects.count() == 1


def test_lines_that_were_changed_after_the_preview_are_shown_again_and_not_shared(ana, row, space):
    page = preview(ana, row, space).content.decode()
    seen = re.search(r'name="previewed" value="(\w+)"', page)[1]
    pick(ana, row, 1, 5)
    response = share(ana, row, space, previewed=seen, note="kept <i>words</i>")
    assert response.status_code == 409
    assert "kept &lt;i&gt;words&lt;/i&gt;</textarea>" in response.content.decode()
    assert not SharedExcerpt.objects.exists()


def test_lines_of_others_alone_cannot_be_shared(ana, row, space):
    pick(ana, row, 2)
    assert preview(ana, row, space).status_code == 409
    assert share(ana, row, space, previewed="x").status_code == 409
    assert not SharedExcerpt.objects.exists()


def test_somebody_who_is_not_in_the_conversation_has_no_lines_to_share(ana, read, space):
    row = read(ana, me="none")
    pick(ana, row, 1, 2, 3)
    assert preview(ana, row, space).status_code == 409


def test_the_other_member_cannot_see_the_conversation_itself(ana, ben, row, space):
    share(ana, row, space)
    for name in ("import", "messages", "lines"):
        assert ben.client.get(reverse(f"imports:{name}", args=[row.pk])).status_code == 404


def test_lines_cannot_be_shared_into_a_space_of_others(ana, row, stranger):
    theirs = create_space(keyring=stranger.keyring, person=stranger.person, relation="friends", name="Theirs")
    assert preview(ana, row, theirs).status_code == 404
    assert share(ana, row, theirs, previewed="x").status_code == 404


def test_only_the_author_takes_lines_back_and_then_they_are_gone(ana, ben, stranger, row, space):
    share(ana, row, space)
    address = reverse("imports:withdraw", args=[SharedExcerpt.objects.get().pk])
    assert ben.client.post(address).status_code == 404
    assert stranger.client.post(address).status_code == 404
    assert SharedExcerpt.objects.exists()
    assert ana.client.post(address)["Location"] == reverse("imports:shared", args=[space.pk])
    assert not SharedExcerpt.objects.exists()


def test_an_excerpt_that_somebody_else_rewrote_is_found(ana, ben, row, space):
    """Both hold the space's key, so only the signature tells whose words they are."""
    share(ana, row, space)
    excerpt = SharedExcerpt.objects.select_related("box").get()
    keyring = again(ben)
    words = excerpt.words(keyring)
    words["lines"][0]["text"] = "I am the worst"
    excerpt.put(keyring, words)
    excerpt.save()
    with pytest.raises(Tampered):
        shared_excerpts(space, keyring)
    assert ben.client.get(reverse("imports:shared", args=[space.pk])).status_code == 409


def test_shared_lines_cost_the_same_number_of_queries_for_one_and_for_four(
    ana, row, space, django_assert_max_num_queries
):
    counts = []
    for times in (1, 3):
        for _ in range(times):
            share(ana, row, space)
        with django_assert_max_num_queries(15) as queries:
            ana.client.get(reverse("imports:shared", args=[space.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_export_holds_ones_own_conversations_and_what_one_may_see(ana, ben, row, space):
    share(ana, row, space, note="My note")
    mine = {section.name: section for section in all_sections(ana.person, again(ana))}
    theirs = {section.name: section for section in all_sections(ben.person, again(ben))}
    (conversation,) = mine["conversations"].rows
    assert conversation["lines_you_picked"] == [1, 2, 3]
    assert len(conversation["messages"]) == 9
    assert theirs["conversations"].rows == []
    assert [excerpt["note"] for excerpt in theirs["shared_lines"].rows] == ["My note"]
    assert "Running late" not in str(theirs["shared_lines"].rows)


def test_erasing_takes_ones_own_conversations_and_excerpts_and_nobody_elses(ana, ben, row, read, space):
    share(ana, row, space)
    kept = read(ben)
    erase_all(ana.person, again(ana))
    assert list(Import.objects.values_list("pk", flat=True)) == [kept.pk]
    assert not SharedExcerpt.objects.exists()
