from __future__ import annotations

import re
import uuid

import pytest

from amends.content.my_side import my_side
from amends_web.breakdowns.models import Share, Side

NAMES = [question.name for question in my_side().questions]


@pytest.mark.parametrize("name", NAMES)
def test_every_question_says_only_you_before_typing_and_later_is_as_large_as_next(ana, story, name):
    page = story.get(ana, "question", name).content.decode()
    assert page.count('class="seen"') == page.count("Only you</span>") >= 1
    assert "Shared with" not in page
    assert page.count("<textarea") <= page.count("Only you")
    next_then_later = (
        r'<div class="choice">\s*<button [^>]*class="button">Next<.*?<button [^>]*class="button plain"[^>]*>Later<'
    )
    assert re.search(next_then_later, page, re.DOTALL)


@pytest.mark.parametrize("name", NAMES)
def test_every_question_may_stay_empty(ana, story, name):
    assert story.answer(ana, name)


def test_next_goes_through_all_questions_and_ends_where_one_chooses(ana, story):
    visited = []
    url = story.url("question", NAMES[0])
    while "/side/" in url:
        visited.append(url.rstrip("/").rsplit("/", 1)[1])
        url = story.answer(ana, visited[-1]).url
    assert visited == NAMES
    assert url == story.url("choose")


def test_later_keeps_what_is_typed_and_leaves_the_question_open(ana, story):
    response = story.post(ana, "later", "meant", text="half a sent")
    assert response.url == story.url("breakdown")
    assert story.side(ana)["meant"] == {"text": "half a sent"}
    assert "past" not in story.side(ana)


def test_typing_is_kept_at_rest(ana, story):
    response = story.post(ana, "keep_draft", "impact", text="I could not sleep", page="p1")
    assert "Kept. Only you can see it." in response.content.decode()
    assert "I could not sleep" in story.get(ana, "question", "impact").content.decode()


def test_a_draft_that_comes_after_its_page_was_sent_on_changes_nothing(ana, story):
    page = str(uuid.uuid4())
    story.post(ana, "next", "impact", text="the whole sentence", page=page)
    story.post(ana, "keep_draft", "impact", text="the whole sen", page=page)
    assert story.side(ana)["impact"] == {"text": "the whole sentence"}


def test_always_in_the_camera_box_gets_a_gentle_mark_in_ones_own_draft(ana, story):
    response = story.post(ana, "next", "facts", text="You always ignore me", page="p1")
    assert response.url.startswith(story.url("question", "facts"))
    page = story.get(ana, "question", "facts").content.decode()
    assert 'You <span class="mark">always</span> ignore me' in page


def test_the_same_mark_never_stands_in_the_way_twice(ana, story):
    response = story.post(ana, "next", "facts", text="You always ignore me", page="p1", marks_shown="yes")
    assert response.url == story.url("question", NAMES[1])


def pressed_key(story, ana):
    return re.search(r'name="mark" value="([^"]+)"', story.get(ana, "question", "facts").content.decode())[1]


def test_moving_it_to_the_story_clears_the_mark_and_rewrites_nothing(ana, story):
    text = "I texted at six. You always ignore me. Ben came in at nine."
    story.post(ana, "keep_draft", "facts", text=text, page="p1")
    story.post(ana, "keep_draft", "story", you="I am not worth a call.", page="p2")
    moved = story.post(ana, "move", text=text, mark=pressed_key(story, ana))
    page = ana.client.get(moved.url).content.decode()
    assert "always" not in page
    side = story.side(ana)
    assert side["facts"] == {"text": "I texted at six. Ben came in at nine."}
    assert side["story"]["you"] == "I am not worth a call.\nYou always ignore me."


def test_leaving_it_clears_the_mark_and_keeps_the_words(ana, story):
    text = "You always ignore me. You never listen to me."
    story.post(ana, "keep_draft", "facts", text=text, page="p1")
    page = story.post(ana, "leave", text=text, mark=pressed_key(story, ana))
    page = ana.client.get(page.url).content.decode()
    assert page.count('class="mark"') == 1
    assert 'You <span class="mark">never</span>' in page
    assert story.side(ana)["facts"] == {"text": text}


def test_a_mark_that_is_gone_moves_nothing_and_loses_nothing(ana, story):
    story.post(ana, "move", text="I texted at six.", mark="camera.absolute:0000000000000000")
    assert story.side(ana)["facts"] == {"text": "I texted at six."}
    assert "story" not in story.side(ana)


def test_ana_picks_hurt_strong_and_to_matter_to_be_told(ana, story):
    story.answer(ana, "felt", **{"feelings": ["hurt", "tired"], "strength-hurt": "strong"})
    story.answer(ana, "needs", needs=["matter", "told"], text="to know you would call")
    assert story.side(ana)["felt"]["feelings"] == [
        {"id": "hurt", "strength": "strong"},
        {"id": "tired", "strength": ""},
    ]
    page = story.get(ana, "choose").content.decode()
    assert "very hurt · worn out" in page
    assert "to matter · to be told" in page


def test_not_sure_is_an_answer(ana, story):
    story.answer(ana, "felt", unsure="on")
    assert "not sure yet" in story.get(ana, "choose").content.decode()


def test_a_fourth_need_is_asked_back_and_the_ticks_stay(ana, story):
    response = story.post(ana, "next", "needs", needs=["matter", "told", "heard", "rest"], text="mine", page="p")
    page = response.content.decode()
    assert response.status_code == 422
    assert "You picked 4. Which 3 say the most?" in page
    assert page.count(" checked") == 4
    assert "mine" in page


def test_the_picker_works_in_a_second_language_and_keeps_the_concept(ana, story):
    switched = story.post(ana, "switch", "felt", feelings=["sad"], words_in="en", switch_to="de")
    page = ana.client.get(switched.url).content.decode()
    assert "verletzt" in page
    assert re.search(r'value="sad" checked', page)
    story.answer(ana, "felt", **{"feelings": ["hurt"], "strength-hurt": "strong", "words_in": "de"})
    assert "very hurt" in story.get(ana, "choose").content.decode()
    assert "wichtig zu sein" in story.get(ana, "question", "needs").content.decode()


def test_a_language_that_nobody_has_translated_changes_nothing(ana, story):
    story.post(ana, "switch", "needs", switch_to="../en")
    assert "to matter" in story.get(ana, "question", "needs").content.decode()


def test_the_picker_needs_no_script(ana, story):
    page = story.get(ana, "question", "felt").content.decode()
    assert page.count("<details") == 8
    assert page.count('type="checkbox" name="feelings"') > 30
    assert "onclick" not in page
    assert "http" not in page.split("<main")[1].split("</main")[0]


def test_each_person_has_a_side_of_their_own(ana, ben, story):
    story.answer(ana, "impact", text="only Ana's")
    story.answer(ben, "impact", text="only Ben's")
    assert "only Ana's" not in story.get(ben, "question", "impact").content.decode()
    assert story.side(ana)["impact"] == {"text": "only Ana's"}
    assert Side.objects.count() == 2


def test_home_leads_back_to_where_one_stopped(ana, story):
    story.answer(ana, "facts", text="I texted at six.")
    page = ana.client.get("/").content.decode()
    assert story.url("question", "expected") in page
    assert "Finish your side" in page


def test_ones_side_can_be_deleted_and_what_was_shared_blind_goes_with_it(ana, ben, told):
    told.share(ana, "meant")
    assert told.post(ana, "delete_side").url == told.url("breakdown")
    assert told.side(ana) == {}
    assert not Share.objects.filter(person=ana.person).exists()
    assert told.side(ben)["meant"] == {"text": "BEN-MEANT I was ashamed"}


def test_after_the_reveal_deleting_ones_side_leaves_the_map(ana, ben, told):
    told.share(ana, "meant")
    told.share(ben, "meant")
    told.post(ana, "delete_side")
    assert told.side(ana) == {}
    assert "ANA-MEANT" in told.get(ben, "map").content.decode()


def test_the_question_one_could_ask_gets_a_second_look_in_ones_own_page(ana, story):
    story.post(ana, "keep_draft", "story", question="So you don't want me there?", page="p1")
    page = story.get(ana, "question", "story").content.decode()
    assert '<span class="mark">So you</span> don&#x27;t want me there?' in page
    assert page.index("Only you see the second look.") < page.index('name="question"')


def test_without_scripts_the_look_keeps_what_was_typed_and_goes_nowhere(ana, story):
    fields = {"you": "I am in the way.", "question": "Why did you go?", "page": "p1", "second_look": "yes"}
    page = story.post(ana, "next", "story", **fields)
    assert page.status_code == 200
    assert '<span class="mark">Why did you</span>' in page.content.decode()
    assert story.side(ana)["story"]["you"] == "I am in the way."
    assert "past" not in story.side(ana)
