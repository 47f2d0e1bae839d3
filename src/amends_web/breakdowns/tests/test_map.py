from __future__ import annotations

import re

import pytest

from amends_web.breakdowns.models import Share
from amends_web.breakdowns.tests.conftest import again
from amends_web.spaces.actions import add_member
from amends_web.spaces.blind import commitment_of, share_statement
from amends_web.vault.pins import pin_person
from amends_web.vault.queries import private_box


def main(response):
    return response.content.decode().split("<main")[1].split("</main")[0]


def without_marks(page):
    """The map without the buttons and lines that are the viewer's own, and without the keys of forms."""
    page = re.sub(r'<div class="surprise no-print">.*?</div>', "", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", page)


@pytest.fixture
def revealed(told, ana, ben):
    told.share(ana, "meant", "thought", "impact", "expected")
    told.share(ben, "meant", "thought", "expected")
    return told


def test_both_get_the_same_map_at_once(ana, ben, revealed):
    one, two = main(revealed.get(ana, "map")), main(revealed.get(ben, "map"))
    assert without_marks(one) == without_marks(two)


def test_each_meaning_stands_beside_what_arrived_of_it(ana, revealed):
    page = main(revealed.get(ana, "map"))
    first, second = page.index("From Ana to Ben"), page.index("From Ben to Ana")
    assert first < page.index("ANA-MEANT") < page.index("BEN-THOUGHT") < second
    assert second < page.index("BEN-MEANT") < page.index("ANA-THOUGHT")


def test_what_was_not_shared_is_shown_as_that_and_as_all_right(ana, revealed):
    assert "Not shared. That is all right." in main(revealed.get(ana, "map"))


def test_assumed_and_never_said_means_that_nobody_broke_a_rule(ana, ben, revealed):
    for who in (ana, ben):
        page = main(revealed.get(who, "map"))
        assert "I assumed it" in page
        assert "I never said it" in page
        assert "Neither of you had said it. Nobody broke a rule here." in page


def test_where_one_remembers_an_agreement_nothing_is_said_about_rules(ana, ben, told):
    told.answer(ben, "expected", text="BEN-EXPECTED", how="agreed")
    told.share(ana, "expected")
    told.share(ben, "expected")
    page = main(told.get(ana, "map"))
    assert "We had agreed" in page
    assert "Nobody broke a rule" not in page


def test_the_map_judges_nothing(ana, revealed):
    page = main(revealed.get(ana, "map"))
    own_sentences = re.sub(r"<[^>]*>|“[^”]*”", "", page).lower()
    for said_of_nobody in ("nothing here says who is right", "that is all right"):
        own_sentences = own_sentences.replace(said_of_nobody, "")
    assert not re.findall(r"\b(?:wrong|right|true|false|correct|mistaken?|fault|score)\b", own_sentences)


def share_of(who):
    return Share.objects.get(person=who.person)


def test_news_to_me_is_shown_to_the_author(ana, ben, revealed):
    response = revealed.post(ben, "news", share_of(ana).pk, "meant")
    assert response.url.startswith(revealed.url("map"))
    assert "This was news to Ben." in main(revealed.get(ana, "map"))
    assert "News to you. Ana can see that." in main(revealed.get(ben, "map"))


def test_i_knew_this_is_kept_for_oneself_alone(ana, ben, revealed):
    before = main(revealed.get(ana, "map"))
    revealed.post(ben, "known", share_of(ana).pk, "meant")
    keys = re.compile(r'value="[^"]*"')
    assert keys.sub("", main(revealed.get(ana, "map"))) == keys.sub("", before)
    assert "You knew this. Only you can see that." in main(revealed.get(ben, "map"))


def test_a_mark_can_be_changed_and_pressed_twice(ana, ben, revealed):
    for _ in range(2):
        revealed.post(ben, "news", share_of(ana).pk, "meant")
    revealed.post(ben, "known", share_of(ana).pk, "meant")
    assert "This was news to Ben." not in main(revealed.get(ana, "map"))


def test_nobody_marks_their_own_part_or_a_part_that_was_not_shared(ana, ben, revealed):
    assert revealed.post(ana, "news", share_of(ana).pk, "meant").status_code == 404
    assert revealed.post(ana, "news", share_of(ben).pk, "impact").status_code == 404
    assert revealed.post(ana, "news", share_of(ben).pk, "kinds").status_code == 404


def test_both_buttons_of_a_mark_are_the_same_size(ana, revealed):
    page = main(revealed.get(ana, "map"))
    assert page.count('class="button plain small"') == 2 * 3


def test_the_map_reads_as_text_with_every_word_of_the_picture(ana, revealed):
    text = main(revealed.get(ana, "map_text"))
    picture = main(revealed.get(ana, "map"))
    for words in set(re.findall(r"“[^”]+”", picture)):
        assert words in text
    assert "<svg" not in text


def test_a_share_that_was_tampered_with_stops_the_page_calmly(ana, ben, revealed):
    share = share_of(ana)
    share.put(again(ben), {**share.words(again(ben)), "parts": {"meant": {"text": "FORGED"}}})
    share.save()
    for name in ("map", "map_text"):
        response = revealed.get(ben, name)
        assert response.status_code == 409
        assert "Something here was changed" in response.content.decode()
        assert "FORGED" not in response.content.decode()


def test_a_forged_hash_does_not_pass_either(ana, ben, revealed):
    share = share_of(ana)
    words = {**share.words(again(ben)), "parts": {"meant": {"text": "FORGED"}}}
    share.put(again(ben), words)
    share.commitment = commitment_of(words)
    share.signature = again(ben).sign(*share_statement(share))
    share.save()
    assert revealed.get(ben, "map").status_code == 409


def test_swapped_keys_of_a_confirmed_person_stop_the_map_even_with_a_fitting_signature(ana, ben, stranger, revealed):
    pin_person(again(ben), private_box(ben.person), ana.person)
    assert revealed.get(ben, "map").status_code == 200
    ana.person.verify_key = stranger.person.verify_key
    ana.person.save(update_fields=["verify_key"])
    share = share_of(ana)
    share.signature = stranger.keyring.sign(*share_statement(share))
    share.save(update_fields=["signature"])
    assert revealed.get(ben, "map").status_code == 409


def test_a_share_that_was_tampered_with_before_opens_nothing(ana, ben, told):
    told.share(ana, "meant")
    Share.objects.update(signature=b"x" * 64)
    told.share(ben, "meant")
    assert told.now().revealed_at is None
    assert told.get(ben, "wait").status_code == 204


def test_three_people_see_everybodys_answers_by_question(ana, ben, actor, told, space):
    cleo = actor("Cleo")
    add_member(keyring=again(ana), space=space, person=cleo.person)
    told.answer(cleo, "meant", text="CLEO-MEANT")
    told.answer(cleo, "expected", text="CLEO-EXPECTED", how="assumed")
    for who in (ana, ben, cleo):
        told.share(who, "meant", "expected")
    page = main(told.get(ben, "map"))
    assert page.index("ANA-MEANT") < page.index("BEN-MEANT") < page.index("CLEO-MEANT")
    assert "None of you had said it. Nobody broke a rule here." in page


def test_the_map_takes_few_queries(ana, ben, told, django_assert_max_num_queries):
    told.share(ana, "meant")
    told.share(ben, "meant")
    with django_assert_max_num_queries(16):
        told.get(ana, "map")
