"""A round between two browsers on a slow and broken network ends with both heard and nothing lost."""

from __future__ import annotations

from itertools import count

import pytest
from playwright.sync_api import expect
from tests.browser.test_floor import fresh, heading, open_round, send, two

from amends_web.listening.models import Round, Said

__all__ = ["two"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

LATENCY_MS = 3_000
# One look in ten is lost, and one in four of what is sent: on its way there, or its answer on the way back.
LOOKS, SENDS = 10, 4


@pytest.fixture
def break_network():
    """Makes a page's network slow and lossy; `.lost` is what was lost, as (method, way), of all that was `.asked`."""
    lost, asked = [], []

    def broken(page):
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        conditions = {"offline": False, "latency": LATENCY_MS, "downloadThroughput": -1, "uploadThroughput": -1}
        devtools.send("Network.emulateNetworkConditions", conditions)
        counters = {"GET": count(1), "POST": count(1)}

        def through(route):
            method = route.request.method
            asked.append(method)
            number, one_in = next(counters[method]), SENDS if method == "POST" else LOOKS
            if number % one_in:
                route.continue_()
                return
            way = "there" if number // one_in % 2 else "back"
            lost.append((method, way))
            if way == "back":
                route.fetch()
            route.abort("connectionreset")

        page.route("**/rounds/**", through)

    broken.lost, broken.asked = lost, asked
    return broken


def one_turn(speaker, listener, said, back, *, names):
    """Said in two chunks, said back, not yet, said back again, got, no more."""
    heading(speaker, "You have the floor")
    send(speaker, said[0], "Send, and say more")
    expect(speaker.get_by_text(said[0])).to_be_visible()
    send(speaker, said[1], f"Let {names[1]} say it back")
    heading(listener, "What did you hear?")
    send(listener, back[0], "Is that it?")
    heading(speaker, "Is that it?")
    send(speaker, f"not {back[0]}", "Not yet")
    expect(listener.get_by_text(f"not yet. not {back[0]}").first).to_be_visible()
    heading(listener, "What did you hear?")
    send(listener, back[1], "Is that it?")
    heading(speaker, "Is that it?")
    speaker.get_by_role("button", name="Got it").click()
    heading(speaker, "Is there more?")
    speaker.get_by_role("button", name="That was it").click()


def test_a_round_on_a_slow_and_broken_network_ends_with_both_heard_and_nothing_lost(two, break_network):
    ana, ben, ana_actor, *_ = two
    open_round(two)
    ben.get_by_role("button", name="Yes").click()
    heading(ben, "Ana has the floor")
    for page in (ana, ben):
        break_network(page)
    one_turn(ana, ben, ("a one", "a two"), ("b heard one", "b heard two"), names=("Ana", "Ben"))
    one_turn(ben, ana, ("b one", "b two"), ("a heard one", "a heard two"), names=("Ben", "Ana"))
    for page in (ana, ben):
        heading(page, "Each of you was heard")

    assert 10 * len(break_network.lost) >= len(break_network.asked)
    assert {("POST", "there"), ("POST", "back")} <= set(break_network.lost)
    keyring = fresh(ana_actor)
    rows = Said.objects.select_related("box").filter(of=Round.objects.get()).order_by("number")
    assert [row.words(keyring)["text"] for row in rows] == [
        *("a one", "a two", "b heard one", "not b heard one", "b heard two", ""),
        *("b one", "b two", "a heard one", "not a heard one", "a heard two", ""),
    ]


def test_what_was_typed_is_there_again_after_the_connection_and_the_page_are_gone(two):
    _, ben, *_ = two
    address = open_round(two)
    ben.get_by_role("button", name="Yes").click()
    heading(ben, "Ana has the floor")
    ben.context.set_offline(True)
    ben.get_by_role("textbox").fill("So when I did not ring, you")
    expect(ben.get_by_text("No connection just now.")).to_be_visible()
    ben.context.set_offline(False)
    expect(ben.get_by_text("Kept. Only you can see it until you send it.")).to_be_visible()
    expect(ben.get_by_text("No connection just now.")).to_be_hidden()
    ben.goto("about:blank")
    ben.goto(address)
    expect(ben.get_by_role("textbox")).to_have_value("So when I did not ring, you")
