from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.urls import reverse

from amends_web.shell.hosting import name_host, run_by
from amends_web.shell.middleware import NoStoreMiddleware
from amends_web.shell.polling import go_to, is_poll, look_again, nothing_new, poll

pytestmark = pytest.mark.django_db

WEB = Path(__file__).parents[2]
TEMPLATES = sorted(WEB.glob("*/templates/**/*.html"))
CONTENT = sorted((WEB.parent / "amends/content/en").glob("*.toml"))
# Content that people read as it stands; word lists hold what others may say.
READ_BY_PEOPLE = {"helplines.toml", "private_check.toml", "first_step.toml"}
LABELS = re.compile(r"\b(streak|winner|loser|toxic|narcissist|gaslight|abuser)", re.IGNORECASE)


def test_the_footer_says_who_runs_this_copy(client):
    name_host(name="Ben Example")

    page = client.get("/").content.decode()

    assert "This copy is run by Ben Example." in page
    assert reverse("support:hosting") in page
    assert reverse("support:check") in page


def test_the_setting_stands_before_what_the_first_person_wrote(settings):
    name_host(name="Ben")
    settings.RUN_BY = "The mediation centre"

    assert run_by() == "The mediation centre"


def test_the_first_to_say_who_runs_this_copy_is_right():
    name_host(name="Ben")
    name_host(name="Mallory")

    assert run_by() == "Ben"


def test_nobody_has_said_it_yet(client):
    assert "Nobody has said yet who runs this copy." in client.get("/").content.decode()


def test_a_copy_without_encryption_says_so_on_every_page(client, settings):
    settings.SERVED_AS = "insecure"

    assert "without encryption" in client.get("/help/").content.decode()


def test_nothing_is_kept_by_browsers(client):
    assert client.get("/").headers["Cache-Control"] == "no-store"
    assert NoStoreMiddleware(lambda request: HttpResponse())(None).headers["Cache-Control"] == "no-store"


def test_htmx_is_hardened(client):
    page = client.get("/").content.decode()

    for part in ('"allowEval":false', '"historyCacheSize":0', '"selfRequestsOnly":true', '"allowScriptTags":false'):
        assert part in page


def test_the_page_of_components_is_only_for_who_works_on_them(client, settings):
    settings.LOOK = False
    assert client.get("/look/").status_code == 404
    settings.LOOK = True
    assert client.get("/look/").status_code == 200


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_page_fetches_from_elsewhere(template):
    source = template.read_text(encoding="utf-8")

    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", source)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_page_hurries_teases_or_labels(template):
    source = template.read_text(encoding="utf-8")
    words = re.sub(r"{% (?:el)?if .*?%}|<!doctype|<!--.*?-->", "", source, flags=re.DOTALL)

    assert "!" not in words
    assert not LABELS.search(words)


@pytest.mark.parametrize(
    "content", [path for path in CONTENT if path.name in READ_BY_PEOPLE], ids=lambda path: path.name
)
def test_no_content_hurries_or_labels(content):
    words = content.read_text(encoding="utf-8")

    assert "!" not in words
    assert not LABELS.search(words)


def test_a_poll_is_known_as_one():
    @poll
    def waiting(request):
        return nothing_new()

    assert is_poll(waiting)
    assert not is_poll(lambda request: nothing_new())
    assert waiting(None).status_code == 204
    assert look_again().headers["HX-Refresh"] == "true"
    assert go_to("/map/").headers["HX-Redirect"] == "/map/"
