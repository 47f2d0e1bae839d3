"""What an author sees and may change before lines of theirs are shown to a space."""

from __future__ import annotations

import re
import uuid

import pytest
from django.urls import reverse

from amends_web.imports.models import SharedExcerpt
from amends_web.imports.queries import shared_excerpts
from amends_web.imports.tests.conftest import again

GROUP = """\
14/03/2025, 18:05 - Ana: Cleo told me everything, @⁨Cleo Marsh⁩
14/03/2025, 18:06 - Ben: what
14/03/2025, 18:07 - Cleo Marsh: I did not say a word
14/03/2025, 18:08 - Ana: Will you ask Ben? Or write to cleo@example.org
14/03/2025, 18:09 - Will Stone: nobody asks me
14/03/2025, 18:10 - Ana: Karen from the office calls 0171 2345678
"""


@pytest.fixture
def row(ana, read):
    ready = read(ana, GROUP)
    lines = {"first": 0, "last": 5, "line": [0, 1, 2, 3, 4, 5]}
    ana.client.post(reverse("imports:pick", args=[ready.pk]), lines)
    return ready


def look(actor, row, space, **data):
    if not data:
        return actor.client.get(reverse("imports:share", args=[row.pk, space.pk])).content.decode()
    return actor.client.post(reverse("imports:look_again", args=[row.pk, space.pk]), data).content.decode()


def previewed(page):
    return re.search(r'name="previewed" value="(\w+)"', page)[1]


def share(actor, row, space, page, **data):
    data = {"note": "", "submission": uuid.uuid4(), "previewed": previewed(page), **data}
    return actor.client.post(reverse("imports:share_lines", args=[row.pk, space.pk]), data)


def said(page):
    return [
        re.sub(r"<[^>]+>", "", line) for line in re.findall(r'<span class="said by-one">(.*?)</span>', page, re.DOTALL)
    ]


def shared_texts(actor, space):
    (excerpt,) = shared_excerpts(space, again(actor))
    return [line.text for line in excerpt.lines]


def test_names_numbers_and_addresses_of_people_who_are_not_here_are_masked_by_default(ana, row, space):
    assert said(look(ana, row, space)) == [
        "[someone] told me everything, [someone]",
        "[someone] you ask Ben? Or write to [an e-mail address]",
        "Karen from the office calls [a phone number]",
    ]


def test_what_is_shared_is_what_was_previewed_masks_and_all(ana, ben, row, space):
    page = look(ana, row, space)
    assert share(ana, row, space, page).status_code == 302
    assert shared_texts(ben, space) == [
        "[someone] told me everything, [someone]",
        None,
        None,
        "[someone] you ask Ben? Or write to [an e-mail address]",
        None,
        "Karen from the office calls [a phone number]",
    ]
    theirs = ben.client.get(reverse("imports:shared", args=[space.pk])).content.decode()
    for words in ("Cleo", "cleo@", "0171", "Will", "I did not say a word", "nobody asks me"):
        assert words not in theirs


def test_a_name_that_may_be_a_word_is_told_as_a_doubt(ana, row, space):
    page = look(ana, row, space)
    doubted = re.findall(r"show “(\w+)” <span[^>]*>\(may be a word", page)
    assert doubted == ["Will"]


def test_a_mask_is_taken_off_by_its_author_and_no_mask_is_off_before(ana, row, space):
    page = look(ana, row, space)
    assert " checked" not in page
    (key,) = re.findall(r'name="off" value="([\d:]+)"[^>]*><span>show “Will”', page)
    page = look(ana, row, space, off=key)
    assert said(page)[1] == "Will you ask Ben? Or write to [an e-mail address]"
    assert share(ana, row, space, page, off=key).status_code == 302
    assert shared_texts(ana, space)[3] == "Will you ask Ben? Or write to [an e-mail address]"


def test_a_person_can_be_called_something_else_everywhere(ana, row, space):
    page = look(ana, row, space, role_0="friend")
    assert said(page)[0] == "[a friend] told me everything, [someone]"
    page = look(ana, row, space, role_0="as_written")
    assert said(page)[0] == "Cleo told me everything, [someone]"


def test_more_words_can_be_hidden_and_they_come_in_no_address(ana, row, space):
    page = look(ana, row, space, hidden="Karen, the office")
    assert said(page)[2] == "[left out] from [left out] calls [a phone number]"
    assert 'value="Karen, the office"' in page
    address = reverse("imports:look_again", args=[row.pk, space.pk])
    assert ana.client.get(address, {"hidden": "Karen"}).status_code == 405


def test_what_was_changed_in_the_form_and_not_looked_at_is_shown_and_not_shared(ana, row, space):
    response = share(ana, row, space, look(ana, row, space), hidden="Karen")
    assert response.status_code == 409
    assert "Nothing is shared yet" in response.content.decode()
    assert said(response.content.decode())[2] == "[left out] from the office calls [a phone number]"
    assert not SharedExcerpt.objects.exists()


@pytest.mark.parametrize(
    "choice", [{"off": "x"}, {"off": ["0:0:4", "9" * 99]}, {"role_0": "boss"}, {"hidden": "x" * 501}]
)
def test_a_choice_that_is_none_shares_nothing_and_takes_no_mask_off(ana, row, space, choice):
    response = share(ana, row, space, look(ana, row, space), **choice)
    assert response.status_code == 409
    assert said(response.content.decode())[0] == "[someone] told me everything, [someone]"
    assert not SharedExcerpt.objects.exists()


def test_a_mask_that_was_taken_off_on_other_lines_takes_none_off_here(ana, row, space):
    """Masks are named by their place; what was not looked at is never shown."""
    page = look(ana, row, space, off="0:0:3")
    assert said(page)[0] == "[someone] told me everything, [someone]"


def test_two_people_of_a_members_name_are_both_masked_unless_they_are_that_member(ana, ben, read, space):
    row = read(ana, "14/03/2025, 18:05 - Ana: Ben Meyer and Ben\n14/03/2025, 18:06 - Ben Meyer: hi\n")
    ana.client.post(reverse("imports:pick", args=[row.pk]), {"first": 0, "last": 1, "line": [0]})
    assert said(look(ana, row, space)) == ["Ben Meyer and Ben"]
    group = read(
        ana, "14/03/2025, 18:05 - Ana: Ben Meyer\n14/03/2025, 18:06 - Ben Meyer: hi\n14/03/2025, 18:07 - Ben: a\n"
    )
    ana.client.post(reverse("imports:pick", args=[group.pk]), {"first": 0, "last": 1, "line": [0]})
    assert said(look(ana, group, space)) == ["Ben [someone]"]


def test_the_preview_is_for_the_importer_alone(ana, ben, row, space):
    for name in ("share", "look_again", "share_lines"):
        address = reverse(f"imports:{name}", args=[row.pk, space.pk])
        assert ben.client.get(address).status_code in (404, 405)
        assert ben.client.post(address, {"hidden": "x"}).status_code in (404, 405)
