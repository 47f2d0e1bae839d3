"""Owning a part, step by step as people do it through the pages. `breakdown` is its address."""

from __future__ import annotations

from tests.journeys.first_session import OWN_PAGES


def write_for_oneself(author, breakdown, words):
    """Fill in every page for oneself; `words` gives those for a field. Each is there again when it is opened."""
    for title, fields in OWN_PAGES.items():
        written = {field: words(field) for field in fields}
        author.go(breakdown).follow("Own it").follow(title).press("Done", **written).follow(title)
        assert all(text in author.text for text in written.values())


def tell_back(author, breakdown, name, text):
    """Tell back what it was like for somebody, from what they shared, and ask whether that is it."""
    author.go(breakdown).follow("Own it").follow(f"What it was like for {name}")
    author.press(f"See what {name} would be asked", text=text).press(f"Ask {name}")


def answer_impact(recipient, breakdown, name, answer, **missing):
    """Say whether it is: "Yes, that is it", "Mostly" or "Not yet", with what is missing."""
    recipient.go(breakdown).follow(f"Something from {name}").press(answer, **missing)


def write_words(author, breakdown, name, text):
    """Write one's own words in the workshop, up to the page that shows what the other would get."""
    author.go(breakdown).follow("Own it").follow(f"Your own words to {name}")
    author.press(f"See what {name} would get", text=text)


def send_words(author, name):
    """Send what stands on the preview, opened anew: whether it may go is asked at every look."""
    author.go(author.path).press(f"Send it to {name}")
    assert f"{name} is taking time" in author.text


def respond(recipient, name, answer, **part):
    """Find the words from home, and answer them."""
    recipient.go("/").follow(f"There is something from {name}").press(answer, **part)
