"""Real Chromium against a real server, on a phone-sized and a desktop-sized window."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from conftest import make_actor
from django.conf import settings
from playwright.sync_api import expect, sync_playwright

# Playwright's synchronous API runs an event loop in this thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# How long a page may take is no test's matter: on a busy machine it measures the machine.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)

# What is in order is not handed over: of a long page that took longer than the looking.
VIOLATIONS = "(options) => axe.run(options).then((results) => results.violations)"

PHONE = {"width": 360, "height": 800}
DESKTOP = {"width": 1280, "height": 900}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    path = os.environ.get("AMENDS_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def site(live_server):
    """The address of the running copy, without a slash at the end."""
    return live_server.url


@pytest.fixture
def open_browser(chromium, site):
    """Opens one more person's browser: open_browser(PHONE) or open_browser(DESKTOP, as_="Ana")."""
    contexts = []

    def opened(viewport, *, as_=None, **options):
        context = chromium.new_context(viewport=viewport, base_url=site, **options)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        if as_ is not None:
            sign_in(context, as_, site)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page_on_phone(open_browser):
    return open_browser(PHONE, is_mobile=True, has_touch=True)


@pytest.fixture
def page_on_desktop(open_browser):
    return open_browser(DESKTOP)


@pytest.fixture(params=["phone", "desktop"])
def page_on_either(request, open_browser):
    return open_browser(PHONE if request.param == "phone" else DESKTOP)


def sign_in(context, name, site):
    """Sign a new person in on a browser, without the pages; returns the Actor."""
    actor = make_actor(name)
    for cookie in (settings.SESSION_COOKIE_NAME, settings.UNLOCK_COOKIE_NAME):
        context.add_cookies([{"name": cookie, "value": actor.client.cookies[cookie].value, "url": site}])
    return actor


def wait_until(page, is_so):
    """Wait until something is so that the page does not show: what it asked for on its way out, say."""
    for _ in range(PATIENCE_MS // 20):
        if is_so():
            return
        page.wait_for_timeout(20)
    pytest.fail("it did not come to be so")


def picture(page, name):
    """Keep a picture of a page in light and in dark, where AMENDS_PICTURES says where to."""
    if "AMENDS_PICTURES" in os.environ:
        for scheme in in_both_schemes(page):
            path = Path(os.environ["AMENDS_PICTURES"]) / f"{name}-{scheme}.png"
            page.screenshot(path=path, full_page=True)


def in_both_schemes(page):
    """Show a page as whoever has it asked for it, then in the other colours, and leave it as it was."""
    schemes = ["light", "dark"]
    if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"):
        schemes.reverse()
    yield schemes[0]
    page.emulate_media(color_scheme=schemes[1])
    yield schemes[1]
    page.emulate_media(color_scheme=schemes[0])


@pytest.fixture
def axe():
    """Fails where axe-core finds a serious or critical violation on a page, in light or in dark."""

    def check(page):
        page.evaluate(AXE_SCRIPT)
        # Between light and dark nothing changes but colours.
        for scheme, rules in zip(in_both_schemes(page), ({}, {"runOnly": ["color-contrast"]}), strict=True):
            found = page.evaluate(VIOLATIONS, {**rules, "resultTypes": ["violations"]})
            serious = [
                f"{violation['id']}: {violation['help']} ({violation['nodes'][0]['html'][:160]})"
                for violation in found
                if violation["impact"] in {"serious", "critical"}
            ]
            assert not serious, f"{page.url}, {scheme}\n" + "\n".join(serious)

    return check
