"""Somebody in the room, in real browsers: the calm line, why, how to choose, and a page to bring."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import DESKTOP, PHONE, picture, sign_in

from amends_web.breakdowns.actions import begin_breakdown
from amends_web.spaces.actions import add_member, create_space

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_people_see_the_line_one_puts_it_away_and_the_other_makes_a_page(open_browser, site, axe):
    ana = open_browser(PHONE, is_mobile=True, has_touch=True)
    ben = open_browser(DESKTOP)
    ana_actor, ben_actor = sign_in(ana.context, "Ana", site), sign_in(ben.context, "Ben", site)
    space = create_space(keyring=ana_actor.keyring, person=ana_actor.person, relation="colleagues", name="The shop")
    add_member(keyring=ana_actor.keyring, space=space, person=ben_actor.person)
    for _ in range(3):
        begin_breakdown(
            keyring=ana_actor.keyring, person=ana_actor.person, space=space, name="The late orders", day=None
        )

    def looked_at(page, name):
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        picture(page, f"someone-{name}")

    for page in (ana, ben):
        page.goto(f"/spaces/{space.pk}/")
        page.get_by_role("link", name="You’ve worked at this.").click()
        expect(page.get_by_text("“The late orders” came up at least three times in eight weeks.")).to_be_visible()
    looked_at(ana, "here")
    ana.get_by_role("button", name="Put it away").click()
    expect(ana.get_by_role("link", name="You’ve worked at this.")).to_have_count(0)

    looked_at(ben, "here-wide")
    ben.get_by_role("link", name="Look at it").click()
    expect(ben.get_by_text("Do you see each of us alone first?")).to_be_visible()
    looked_at(ben, "choose")
    ben.get_by_role("link", name="The shop").click()
    ben.get_by_label("What happened: The late orders").first.check()
    ben.get_by_label("What I would like to be different").fill("One list that both of us look at.")
    looked_at(ben, "sheet")
    ben.get_by_role("button", name="Show the page").click()
    expect(ben.get_by_text("One list that both of us look at.")).to_be_visible()
    looked_at(ben, "sheet-page")
    ben.goto(f"/someone/{space.pk}/page/")
    expect(ben.get_by_label("What I would like to be different")).to_have_value("")
    ana.goto("/someone/")
    looked_at(ana, "choose-phone")
