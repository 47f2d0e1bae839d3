"""A person with a browser, as far as a test can be one: reads a page, fills its forms in, presses its buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client


@dataclass
class Button:
    text: str
    name: str = ""
    value: str = ""
    action: str = ""


@dataclass
class PageForm:
    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)
    buttons: list[Button] = field(default_factory=list)


class _Reader(HTMLParser):
    """The forms, links and words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.links: list[tuple[str, str]] = []
        self.text: list[str] = []
        self._form: PageForm | None = None
        self._select: str | None = None
        self._chosen: str | None = None
        self._textarea: str | None = None
        self._catch: list[str] | None = None
        self._href = ""

    def handle_starttag(self, tag, attrs):
        a = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = PageForm(a.get("action", ""), a.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "a" and "href" in a:
            self._href, self._catch = a["href"], []
        elif self._form is not None:
            self._in_form(tag, a)

    def _in_form(self, tag, a):
        form, name = self._form, a.get("name", "")
        if name:
            form.fields.add(name)
        if tag == "input" and a.get("type") not in {"submit", "file"}:
            if a.get("type") not in {"checkbox", "radio"}:
                form.values.setdefault(name, []).append(a.get("value", ""))
            elif "checked" in a:
                form.values.setdefault(name, []).append(a.get("value", "on"))
        elif tag == "textarea":
            self._textarea = name
            form.values[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            if "selected" in a or self._select not in form.values:
                form.values[self._select] = [a.get("value", "")]
        elif tag == "button" or (tag == "input" and a.get("type") == "submit"):
            form.buttons.append(Button(a.get("value", ""), name, a.get("value", ""), a.get("formaction", "")))
            self._catch = []

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None
        elif tag == "button" and self._catch is not None and self._form and self._form.buttons:
            self._form.buttons[-1].text = " ".join("".join(self._catch).split())
            self._catch = None
        elif tag == "a" and self._catch is not None:
            self.links.append((" ".join("".join(self._catch).split()), self._href))
            self._catch = None

    def handle_data(self, data):
        if self._textarea is not None and self._form is not None:
            self._form.values[self._textarea][0] += data
        elif self._catch is not None:
            self._catch.append(data)
        self.text.append(data)


class Visitor:
    """Somebody at the site. `path` is where they are, `text` what they read there, `seen` everything they ever got."""

    def __init__(self, **cookies: str) -> None:
        self.client = Client()
        self.path = "/"
        self.seen = b""

    def go(self, url: str) -> Visitor:
        return self._took(self.client.get(url, follow=True), url)

    def follow(self, words: str) -> Visitor:
        """Follow the first link whose words hold these."""
        links = [href for text, href in self.page.links if words in text]
        assert links, f"no link “{words}” on {self.path}: {[text for text, _ in self.page.links]}"
        return self.go(urljoin(self.path, links[0]))

    def press(self, words: str, /, **fields: object) -> Visitor:
        """Fill fields in and press the first button whose words hold these; the page must have both."""
        for form in self.page.forms:
            for button in form.buttons:
                if words in button.text and set(fields) <= form.fields:
                    return self._send(form, button, fields)
        raise AssertionError(
            f"no button “{words}” with {sorted(fields)} on {self.path}: "
            f"{[(form.action, sorted(form.fields), [b.text for b in form.buttons]) for form in self.page.forms]}"
        )

    def _send(self, form: PageForm, button: Button, fields: dict[str, object]) -> Visitor:
        data: dict[str, object] = {**form.values, **fields}
        if button.name:
            data[button.name] = button.value
        url = urljoin(self.path, button.action or form.action or self.path)
        if form.method == "get":
            return self._took(self.client.get(url, data, follow=True), url)
        self.sent = (url, data)
        return self._took(self.client.post(url, data, follow=True), url)

    def _took(self, response, url: str) -> Visitor:
        if response.redirect_chain:
            url = urljoin(url, response.redirect_chain[-1][0])
        self.path = urlsplit(url).path
        self.status = response.status_code
        self.body = response.getvalue()
        self.seen += self.body
        self.page = _Reader()
        if response.headers.get("Content-Type", "").startswith("text/html"):
            self.page.feed(self.body.decode())
        self.text = " ".join("".join(self.page.text).split())
        assert self.status < 500, (url, self.status)
        return self

    def form_errors(self) -> str:
        return self.text if self.status >= 400 else ""
