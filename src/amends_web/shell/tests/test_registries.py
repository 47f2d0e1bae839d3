from __future__ import annotations

import pytest

from amends_web.shell import exports, panels
from amends_web.shell.exports import Section
from amends_web.shell.panels import Panel, Step


@pytest.fixture(autouse=True)
def empty_registries(monkeypatch):
    monkeypatch.setattr(exports, "_registry", {})
    for name in ("_step_providers", "_space_panel_providers", "_breakdown_panel_providers", "_home_panel_providers"):
        monkeypatch.setattr(panels, name, [])


def step(title, order):
    return Step(title=title, hint="", url="/", minutes=1, order=order)


def test_home_is_given_three_steps_at_most_in_their_order():
    panels.register_steps(lambda request: [step("late", 30), step("first", 1)])
    panels.register_steps(lambda request: [step("second", 2), step("third", 3)])

    assert [found.title for found in panels.next_steps(None)] == ["first", "second", "third"]


def test_nothing_registered_is_nothing_to_do():
    assert panels.next_steps(None) == []


def test_the_page_of_a_breakdown_leads_on_to_what_was_registered():
    panels.register_breakdown_panel(lambda request, breakdown: [Panel(title=breakdown, text="", url="/")])

    assert [panel.title for panel in panels.breakdown_panels(None, "Sunday")] == ["Sunday"]


def test_registering_twice_shows_a_panel_once():
    def provider(request, space):
        return [Panel(title=space, text="", url="/")]

    panels.register_space_panel(provider)
    panels.register_space_panel(provider)

    assert [panel.title for panel in panels.space_panels(None, "Ours")] == ["Ours"]


def test_home_lists_what_areas_hand_it():
    panels.register_home_panel(lambda request: [Panel(title="A space", text="", url="/")])

    assert [panel.title for panel in panels.home_panels(None)] == ["A space"]


def test_an_export_holds_a_section_for_each_area():
    exports.register("one", collect=lambda person, keyring: _section("one"), erase=lambda person, keyring: None)
    exports.register("two", collect=lambda person, keyring: _section("two"), erase=lambda person, keyring: None)

    assert [section.name for section in exports.all_sections("Ana", None)] == ["one", "two"]


def test_what_stands_higher_is_erased_first():
    erased = []
    for name in ("lower", "higher"):
        exports.register(
            name,
            collect=lambda person, keyring: _section("any"),
            erase=lambda person, keyring, name=name: erased.append((name, person)),
        )

    exports.erase_all("Ana", None)

    assert erased == [("higher", "Ana"), ("lower", "Ana")]


def _section(name):
    return Section(name=name, title=name, rows=[])
