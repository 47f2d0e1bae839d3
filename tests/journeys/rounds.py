"""A turn of a round, as two people take it through the pages."""

from __future__ import annotations


def take_a_turn(speaker, listener, address, number):
    """Say two things, correct what was heard once, and be got."""
    speaker.go(address).press("say more", words=f"First of {number}.")
    speaker.press("say it back", words=f"Second of {number}.")
    listener.go("/").follow("You have the floor")
    listener.press("Is that it?", words=f"Not quite {number}.", thought="got_it")
    speaker.go(address).press("Not yet", words=f"The other thing, {number}.")
    listener.go(address).press("Is that it?", words=f"Heard {number}.")
    speaker.go(address).press("Got it")
    speaker.press("That was it")
