from __future__ import annotations

from types import SimpleNamespace

from django.urls import reverse

from amends_web.imports import panels
from amends_web.imports.actions import share_lines
from amends_web.imports.tests.conftest import again
from amends_web.spaces.actions import create_space


def request_of(actor):
    return SimpleNamespace(user=actor.person, keyring=again(actor), COOKIES={})


def test_who_has_brought_nothing_is_offered_to_and_who_has_finds_it(ana, read):
    (step,) = panels.steps(request_of(ana))
    assert (step.url, step.seen) == (reverse("imports:new"), "Only you")
    assert list(panels.home_panels(request_of(ana))) == []
    read(ana)
    assert list(panels.steps(request_of(ana))) == []
    (panel,) = panels.home_panels(request_of(ana))
    assert panel.url == reverse("imports:list")


def test_a_space_says_that_lines_are_shared_there_once_some_are(ana):
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="Us")
    assert list(panels.space_panels(request_of(ana), space)) == []
    line = {"from": "Ana", "at": None, "text": "hello"}
    share_lines(space=space, author=ana.person, keyring=ana.keyring, lines=[line], note="")
    (panel,) = panels.space_panels(request_of(ana), space)
    assert panel.url == reverse("imports:shared", args=[space.pk])
    assert "hello" not in panel.text
