"""How somebody is told, in real browsers: a code by mail, what is due, a calendar's address."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.conftest import DESKTOP, PHONE, picture, sign_in, wait_until

from amends_web.reminders.actions import remind
from amends_web.reminders.outbox import work
from amends_web.spaces.actions import add_member, create_space

pytestmark = pytest.mark.django_db(transaction=True)


def test_ana_is_told_by_mail_and_in_her_calendar_and_ben_sees_none_of_it(open_browser, site, axe, settings):
    settings.EMAIL_HOST = "mail.example.org"
    ana = open_browser(PHONE, is_mobile=True, has_touch=True)
    ben = open_browser(DESKTOP)
    ana_actor, ben_actor = sign_in(ana.context, "Ana", site), sign_in(ben.context, "Ben", site)
    space = create_space(keyring=ana_actor.keyring, person=ana_actor.person, relation="friends", name="The flat")
    add_member(keyring=ana_actor.keyring, space=space, person=ben_actor.person)

    def looked_at(page, name):
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        picture(page, f"reminders-{name}")

    ana.goto("/account/")
    ana.get_by_role("link", name="How you are told, and your calendar").click()
    looked_at(ana, "ways-none")
    ana.get_by_label("Nothing is sent from").fill("03:00")
    ana.get_by_label("Until").fill("03:00")
    ana.get_by_label("A note: “A note is waiting for you.”").check()
    ana.get_by_role("button", name="Keep these").click()
    ana.get_by_role("link", name="By a message").click()
    looked_at(ana, "chat")
    ana.get_by_role("link", name="Not now").click()
    ana.get_by_role("link", name="By mail").click()
    looked_at(ana, "mail")
    ana.get_by_label("Your mail address").fill("ana@example.org")
    ana.get_by_role("button", name="Send the code").click()
    looked_at(ana, "code")
    ana.get_by_label("The code that came").fill(re.search(r"\d{6}", mail.outbox[0].body)[0])
    ana.get_by_role("button", name="Use this way").click()
    expect(ana.get_by_role("heading", name="By mail")).to_be_visible()
    looked_at(ana, "ways")

    now = timezone.now()
    remind(person=ana_actor.person, kind="checkin_soon", at=now, about=f"checkin:{space.pk}:1", space=space)
    assert work(now=now + timedelta(seconds=1)) == 1
    assert (mail.outbox[-1].subject, mail.outbox[-1].to) == ("A note", ["ana@example.org"])
    ana.goto("/")
    ana.get_by_role("link", name="A check-in is coming up").click()
    looked_at(ana, "due")
    ana.get_by_role("button", name="Put it away").click()
    expect(ana.get_by_text("Nothing is waiting for you.")).to_be_visible()

    ana.goto("/reminders/calendar/")
    ana.get_by_role("button", name="Make an address").click()
    looked_at(ana, "calendar")
    address = ana.locator("#address").inner_text()
    assert "SUMMARY:Time together" in ben.request.get(address).text()

    for page in ("/", "/reminders/", "/reminders/ways/", f"/spaces/{space.pk}/"):
        ben.goto(page)
        assert "check-in is coming" not in ben.inner_text("main")
        assert "ana@example.org" not in ben.content()
    looked_at(ben, "bens-space")


def test_a_browser_that_may_not_push_says_so_and_changes_nothing(open_browser, site, axe):
    ana = open_browser(DESKTOP)
    sign_in(ana.context, "Ana", site)
    ana.goto("/reminders/ways/new/push/")
    axe(ana)
    picture(ana, "reminders-push")
    ana.get_by_role("button", name="Use this browser").click()
    expect(ana.get_by_text("This browser did not allow it. Nothing was changed.")).to_be_visible()
    ana.goto("/reminders/ways/")
    expect(ana.get_by_role("heading", name="In a browser")).to_have_count(0)


def test_without_javascript_the_push_page_says_what_is_missing(open_browser, site):
    ana = open_browser(PHONE, java_script_enabled=False)
    sign_in(ana.context, "Ana", site)
    ana.goto("/reminders/ways/new/push/")
    expect(ana.get_by_text("Here something of that is missing.")).to_be_visible()
    expect(ana.get_by_role("button", name="Use this browser")).to_be_disabled()


def test_leaving_the_page_takes_the_script_that_shows_pushes_out_of_the_browser(open_browser, site, settings):
    settings.EXIT_URL = "https://weather.example/"
    ana = open_browser(DESKTOP, permissions=["notifications"])
    sign_in(ana.context, "Ana", site)
    ana.goto("/reminders/ways/new/push/")
    # The push service of the browser is not there for a test; what shows a push is registered before it is asked.
    ana.get_by_role("button", name="Use this browser").click()
    expect(ana.get_by_text("This browser did not allow it.")).to_be_visible()
    count = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
    assert ana.evaluate(count) == 1
    ana.context.route("https://weather.example/", lambda route: route.fulfill(body="Sunny"))
    ana.get_by_role("link", name="Leave this page", exact=True).first.click()
    ana.wait_for_url("https://weather.example/")

    def is_out():
        ana.goto("/")
        return ana.evaluate(count) == 0

    # The page is left before the server has answered, and it is that answer which takes everything out.
    wait_until(ana, is_out)
