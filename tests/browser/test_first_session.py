"""Two people in two real browsers, a phone and a desktop, from nothing to the map, with a real export on the way."""

from __future__ import annotations

import re

from tests.browser.conftest import DESKTOP, PHONE
from tests.journeys.first_session import ANA, BEN, TALK


def sign_up(page, name, axe):
    page.get_by_label("Your name here").fill(name)
    page.get_by_label("I have written it down").check()
    if page.get_by_label("I do").count():
        page.get_by_label("I do").check()
    axe(page)
    page.get_by_role("button", name="Begin", exact=True).click()
    key = re.search(r"(?:[0-9A-Z]{4}-){8}[0-9A-Z]{4}", page.inner_text("main"))[0]
    axe(page)
    page.get_by_role("link", name="I have it on paper").click()
    page.locator("[name=recovery_key]").fill(key)
    axe(page)
    page.get_by_role("button", name="Check it").click()


def bring_the_conversation(page, folder, axe):
    export = folder / "WhatsApp Chat with Ben.txt"
    export.write_text(TALK.format(canary=""))
    page.goto("/conversations/new/")
    page.locator("[name=file]").set_input_files(export)
    axe(page)
    page.get_by_role("button", name="Read it").click()
    page.get_by_label("Ana", exact=True).check()
    axe(page)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/conversations/*/")
    assert "You never think about what I've planned" in page.inner_text("main")
    axe(page)


def make_a_space_and_name_it(page, axe):
    page.goto("/spaces/new/")
    page.get_by_label("We are a couple").check()
    page.get_by_label("A name for the space").fill("Our talks")
    axe(page)
    page.get_by_role("button", name="Make the space").click()
    page.wait_for_url("**/spaces/*/")
    space = page.url
    axe(page)
    page.get_by_role("link", name="What happened?").click()
    page.locator("main [name=name]").fill("The late dinner")
    page.get_by_role("button", name="Next").click()
    page.get_by_label("A promise that was not kept").check()
    axe(page)
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/side/facts/")
    return space, re.match(r".*/breakdowns/[^/]+/", page.url)[0]


def write_my_side(page, breakdown, side, axe):
    page.goto(f"{breakdown}side/facts/")
    for question in ("facts", "expected", "felt", "needs", "story", "meant", "thought", "impact"):
        page.wait_for_url(f"**/side/{question}/")
        axe(page)
        if question == "expected":
            page.locator("main [name=text]").fill(side.expected)
            page.get_by_label("I assumed it").check()
        elif question == "story":
            page.locator("main [name=you]").fill(side.story)
        elif question == "needs":
            page.locator(f"main [name=needs][value={side.needs[0]}]").check()
        elif question != "felt":
            page.locator("main [name=text]").fill(getattr(side, question))
        page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/choose/")


def share_my_side(page, breakdown, axe):
    page.goto(f"{breakdown}choose/")
    for part in ("meant", "thought", "impact", "expected"):
        page.locator(f"[name=parts][value={part}]").check()
    axe(page)
    page.get_by_role("button", name="See the preview").click()
    page.wait_for_url("**/preview/**")
    axe(page)
    page.get_by_role("button", name=re.compile("^Share")).click()


def test_two_browsers_come_from_nothing_to_the_map_at_the_same_moment(open_browser, site, tmp_path, axe):
    ana = open_browser(PHONE, is_mobile=True, has_touch=True)
    ben = open_browser(DESKTOP)

    ana.goto("/")
    axe(ana)
    ana.get_by_role("link", name="Begin", exact=True).click()
    sign_up(ana, "Ana", axe)
    bring_the_conversation(ana, tmp_path, axe)
    space, breakdown = make_a_space_and_name_it(ana, axe)
    write_my_side(ana, breakdown, ANA, axe)
    ana.goto(f"{space}invite/")
    ana.get_by_role("button", name="Make the invite").click()
    axe(ana)
    link = re.search(r"http\S+/join/#\w+", ana.inner_text("main"))[0]

    ben.goto(link)
    ben.get_by_role("link", name="Join").wait_for()
    assert "#" not in ben.url
    axe(ben)
    ben.get_by_role("link", name="Join").click()
    sign_up(ben, "Ben", axe)
    ben.get_by_role("button", name="Join").click()
    ben.wait_for_url("**/join/wait/**")
    axe(ben)

    # Ana still looks at her invite: the page goes on by itself once somebody is at the door.
    ana.wait_for_url("**/spaces/joinings/**")
    axe(ana)
    assert ana.locator(".code").inner_text() == ben.locator(".code").inner_text()
    ana.get_by_role("button", name="They match").click()
    ben.get_by_role("button", name="They match").click()
    ben.wait_for_url("**/spaces/*/")
    axe(ben)

    write_my_side(ben, breakdown, BEN, axe)
    share_my_side(ana, breakdown, axe)
    assert BEN.meant not in ana.content()
    axe(ana)
    share_my_side(ben, breakdown, axe)

    # Ana only waits: her page goes on by itself.
    ana.wait_for_url("**/map/")
    ben.wait_for_url("**/map/")
    for page in (ana, ben):
        axe(page)
        for side in (ANA, BEN):
            assert side.meant in page.inner_text("main")
    assert ana.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert ana.evaluate("localStorage.length") == 0
