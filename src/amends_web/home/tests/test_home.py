from __future__ import annotations

import pytest
from django.conf import settings as live
from django.urls import reverse

from amends_web.shell import panels
from amends_web.shell.panels import Panel, Step


@pytest.fixture(autouse=True)
def own_registry(monkeypatch):
    monkeypatch.setattr(panels, "_step_providers", [])
    monkeypatch.setattr(panels, "_home_panel_providers", [])


def offer(*titles):
    panels.register_steps(
        lambda request: [
            Step(title=title, hint="A hint", url="/somewhere/", minutes=6, order=order, seen="Only you")
            for order, title in enumerate(titles)
        ]
    )


def test_home_shows_three_things_at_most_each_with_its_minutes(ana):
    offer("One", "Two", "Three", "Four")
    page = ana.client.get("/").content.decode()

    assert "Nothing here is urgent. Take one, or come back later." in page
    assert page.count("about 6 min") == 3
    assert "Four" not in page


def test_nothing_to_do_is_said_kindly(ana):
    page = ana.client.get("/").content.decode()

    assert "Nothing is waiting for you. You can leave it at that." in page


def test_home_lists_ones_spaces(ana):
    panels.register_home_panel(lambda request: [Panel(title="You and Ben", text="Two people", url="/s/1/")])

    assert 'href="/s/1/"' in ana.client.get("/").content.decode()


def test_each_persons_home_asks_for_their_own_steps(ana, ben):
    panels.register_steps(
        lambda request: [Step(title=f"For {request.user.name}", hint="", url="/", minutes=1, order=1)]
    )

    assert "For Ana" in ana.client.get("/").content.decode()
    assert "For Ana" not in ben.client.get("/").content.decode()


def test_who_is_locked_is_asked_to_unlock(ana):
    del ana.client.cookies[live.UNLOCK_COOKIE_NAME]
    answer = ana.client.get("/")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("accounts:unlock"))
