from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

pytestmark = pytest.mark.django_db

OWN = """
[[country]]
code = "NL"
name = "Netherlands"
emergency = "112"

[[country.line]]
name = "A line near you"
about = "For anybody."
number = "0800 2000"
source = "https://example.org/"
checked_on = {day}
"""


@pytest.fixture
def own_list(settings, tmp_path):
    """Writes the host's own list, checked so many days ago."""
    settings.DATA_DIR = tmp_path

    def write(*, days_ago):
        day = timezone.localdate() - timedelta(days=days_ago)
        (Path(tmp_path) / "helplines.toml").write_text(OWN.format(day=day.isoformat()), encoding="utf-8")

    return write


def shown(client):
    return client.get(reverse("support:help")).content.decode()


def test_the_emergency_number_stands_before_the_lines(client):
    page = shown(client)

    assert page.index('href="tel:999"') < page.index("National Domestic Abuse Helpline")


def test_a_number_that_nobody_checked_says_so(client):
    page = shown(client)

    assert "Not checked by us; look it up first" in page
    assert "have not been checked lately" in page


def test_the_host_may_bring_a_list_of_their_own(client, own_list):
    own_list(days_ago=10)
    page = shown(client)

    assert "A line near you" in page
    assert "National Domestic Abuse Helpline" not in page
    assert "have not been checked lately" not in page


def test_an_old_check_is_said_to_be_old(client, own_list):
    own_list(days_ago=181)

    assert "which is a while ago; look it up first" in shown(client)


def test_a_broken_list_leaves_nobody_without_a_number(client, settings, tmp_path, caplog):
    settings.DATA_DIR = tmp_path
    (tmp_path / "helplines.toml").write_text("[[country", encoding="utf-8")

    assert "National Domestic Abuse Helpline" in shown(client)
    assert "helplines.toml is not used" in caplog.text


def test_a_list_that_is_not_text_leaves_nobody_without_a_number(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "helplines.toml").write_bytes(b"\xff\xfe\x00")

    assert "National Domestic Abuse Helpline" in shown(client)


def test_what_the_host_can_see_is_said_in_plain_words(client, settings):
    settings.RUN_BY = "Ben Example"
    page = client.get(reverse("support:hosting")).content.decode()

    assert "stands on a machine of Ben Example" in page
    assert "No seal helps against that" in page


@pytest.mark.parametrize("name", ["support:check", "support:help", "support:hosting"])
def test_everybody_may_read_it_signed_in_or_not(client, ana, name):
    assert client.get(reverse(name)).status_code == 200
    assert ana.client.get(reverse(name)).status_code == 200
