from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import resolve, reverse

pytestmark = pytest.mark.django_db


def manifest(client):
    return client.get(reverse("shell:manifest")).json()


def test_an_installed_copy_has_a_neutral_name_that_the_host_can_choose(client, settings):
    assert manifest(client)["name"] == manifest(client)["short_name"] == "Notes"
    settings.APP_NAME = "Garden"
    assert manifest(client)["name"] == "Garden"
    assert "Amends" not in client.get(reverse("shell:manifest")).content.decode()


def test_its_icons_are_there_and_have_their_size(client):
    for icon in manifest(client)["icons"]:
        content = Path(finders.find(icon["src"].removeprefix("/static/"))).read_bytes()
        if icon["type"] == "image/png":
            assert content[:4] == b"\x89PNG"
            size = int.from_bytes(content[16:20], "big")
            assert icon["sizes"] == f"{size}x{size}"


def test_what_is_shared_arrives_at_a_page_inside_it(client):
    target = manifest(client)["share_target"]
    assert resolve(target["action"]).view_name == "imports:arrive"
    assert target["action"].startswith(manifest(client)["scope"])
    assert (target["method"], target["enctype"]) == ("POST", "multipart/form-data")


def test_only_whoever_is_inside_is_offered_to_install_it(client, ana):
    link = f'<link rel="manifest" href="{reverse("shell:manifest")}">'
    assert link not in client.get("/").content.decode()
    assert link in ana.client.get("/").content.decode()


def test_it_is_told_to_a_browser_that_sends_no_cookies(client):
    answer = client.get(reverse("shell:manifest"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/manifest+json")
