"""Whatever a person types or brings lies sealed or nowhere: not in the database, a file, a log, a mail, a session.

One canary a field: letters that nothing else here has. The whole first session is walked with them, and with every form
that is refused on the way; then every place is searched for every one of them, in the forms in which words get stored.
What one person kept is searched for in all that the other one ever received as well.

The names of accounts are no canaries: a name is how people find each other and sign in, and it lies open by design
(SECURITY.md).
"""

from __future__ import annotations

import base64
import json
import logging
import os
import re
import secrets
import string
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from stat import S_ISREG
from urllib.parse import quote, quote_plus
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from tests.journeys import first_session as steps
from tests.journeys.visitor import Visitor

from amends_web.shell.models import Submission

pytestmark = pytest.mark.django_db(transaction=True)

# Nothing that is written here comes near: a larger file is another program's.
LARGEST = 16 * 1024**2
PLACES = ("database", "rows", "sessions", "data", "temporary", "log", "stderr", "mail")


@dataclass
class Canaries:
    """What was typed, by field: `kept` by one person for themselves, or `shared` with the other one."""

    kept: dict[str, str] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)

    def keep(self, name: str) -> str:
        return self.kept.setdefault(name, new_canary())

    def share(self, name: str) -> str:
        return self.shared.setdefault(name, new_canary())

    def everything(self) -> dict[str, str]:
        return self.kept | self.shared


def new_canary() -> str:
    """Return letters alone: HTML, JSON and addresses leave them as they are."""
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(18))


@pytest.fixture
def look(caplog, capfd):
    """Returns all places as they are now, since the test began; everything is logged that can be."""
    start = time.time() - 1
    caplog.set_level(logging.DEBUG)
    # Django's own logger does not hand on to the root, where caplog listens.
    django = logging.getLogger("django")
    django.addHandler(caplog.handler)
    caplog.set_level(logging.DEBUG, logger="django")
    yield lambda: places(start, caplog, capfd)
    django.removeHandler(caplog.handler)


@pytest.mark.slow
def test_what_people_type_lies_nowhere_in_the_open_and_what_they_keep_reaches_nobody_else(look):
    ana, ben, of_ana, of_ben = first_session()

    typed = of_ana.everything() | {f"Ben's {name}": words for name, words in of_ben.everything().items()}
    assert len(typed) > 60
    for place, content in look().items():
        assert found_in(content, typed) == [], place

    assert found_in(ben.seen, of_ana.kept) == []
    assert found_in(ana.seen, of_ben.kept) == []
    # Both did write, and what they shared did arrive: the search had something to find.
    assert {"meant", "impact", "space", "breakdown"} <= set(found_in(ben.seen, of_ana.shared))
    assert {"meant", "impact"} <= set(found_in(ana.seen, of_ben.shared))
    assert {"facts", "line", "first step", "search"} <= set(found_in(ana.seen, of_ana.kept))


@pytest.fixture
def own_temporary(monkeypatch, tmp_path):
    """The temporary files of this process alone: a machine may have thousands of others."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.usefixtures("own_temporary")
def test_a_word_in_any_of_these_places_is_found(place, look):
    canary = new_canary()
    with tempfile.TemporaryDirectory() as temporary, tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as data:
        plant(place, canary, temporary=Path(temporary), data=Path(data))
        content = look()
    assert set(content) == set(PLACES)
    assert found_in(content[place], {"planted": canary}) == ["planted"]


@pytest.mark.parametrize(
    "stored",
    [
        str.encode,
        lambda words: words.encode("utf-16-le"),
        lambda words: quote(words).encode(),
        lambda words: quote_plus(words).encode(),
        lambda words: escape(words).encode(),
        lambda words: json.dumps(words).encode(),
        lambda words: base64.b64encode(b"1" + words.encode()),
        lambda words: base64.b64encode(b"12" + words.encode()),
        lambda words: base64.urlsafe_b64encode(b"123" + words.encode()),
        lambda words: words.encode().hex().encode(),
        lambda words: words.upper().encode(),
    ],
    ids=["utf-8", "utf-16", "url", "form", "html", "json", "base64-1", "base64-2", "base64-3", "hex", "capitals"],
)
def test_a_word_is_found_in_whatever_form_it_is_stored(stored):
    canary = new_canary()
    assert found_in(b"before " + stored(f"{canary} & <ü>") + b" after", {"planted": canary}) == ["planted"]
    assert found_in(b"before " + stored(f"{new_canary()} & <ü>") + b" after", {"planted": canary}) == []


def test_a_passphrase_is_found_in_an_address():
    words = {"passphrase": "five words in a row"}
    for stored in (b"p=five%20words%20in%20a%20row", b"p=five+words+in+a+row"):
        assert found_in(stored, words) == ["passphrase"]


def first_session() -> tuple[Visitor, Visitor, Canaries, Canaries]:
    of_ana, of_ben = Canaries(), Canaries()
    refused_at_the_door(of_ana)
    ana = sign_up("Ana", of_ana, Visitor().go("/sign-up/"))
    refused_inside(ana, of_ana)
    conversation = bring(ana, of_ana)
    space = steps.make_space(ana, relation="friends", name=of_ana.share("space"))
    breakdown = steps.name_the_breakdown(ana, space, name=of_ana.share("breakdown"))
    refused_at_a_breakdown(ana, breakdown, of_ana)
    ask(ana, breakdown, of_ana)
    write(ana, breakdown, of_ana)

    ana.go(f"{space}invite/").press("Make the invite", message=of_ana.share("invite"))
    token, words = steps.invite(ana, space)
    of_ana.shared |= {"token": token, "six words": words}
    ben = Visitor().go("/join/").press("Open the invite", typed=words).follow("Join")
    sign_up("Ben", of_ben, ben).press("Join")
    steps.let_in(ana, ben, space)
    write(ben, breakdown, of_ben)
    for person in (ana, ben):
        person.go(f"{breakdown}choose/").press("preview", parts=["expected", "meant", "impact"]).press("Share")
    for person in (ana, ben):
        person.go(f"{breakdown}map/")
    share_lines(ana, ben, conversation, space, of_ana)
    hear_each_other(ana, ben, space, of_ana, of_ben)
    own_a_part(ana, ben, breakdown, of_ana, of_ben)
    write_a_summary(ana, ben, space, of_ana, of_ben)
    take_a_break(ana, space, of_ana)
    be_told(ana, of_ana)
    bring_a_page(ana, space, of_ana)
    ask_instead_of_guessing(ana, ben, space, of_ana, of_ben)
    answer_what_was_shared(ben, breakdown, of_ben)
    look_below(ana, ben, space, of_ana, of_ben)
    agree_how_to_talk(ana, ben, space, of_ana, of_ben)
    be_open(ana, ben, space, of_ana, of_ben)
    promise_something(ana, ben, space, of_ana, of_ben)
    practise(ana, ben, space, of_ana, of_ben)
    check_in(ana, ben, space, of_ana, of_ben)
    take_a_second_look(ana, of_ana)
    own_account(ana, of_ana)
    return ana, ben, of_ana, of_ben


def sign_up(name: str, canaries: Canaries, visitor: Visitor) -> Visitor:
    form = visitor.page.forms[-1]
    own = canaries.keep("passphrase")
    canaries.kept["offered passphrase"] = form.values["passphrase"][0].strip()
    runs_it = {"runs_it": "me"} if "runs_it" in form.fields else {}
    mistyped = canaries.keep("passphrase, not the same again")
    fields = {"name": name, "noted": "on", "first_step": canaries.keep("first step")} | runs_it
    refused(visitor.press("Begin", own=own, own_again=mistyped, **fields))
    visitor.press("Begin", own=own, own_again=own, **fields)
    visitor.passphrase = own
    key = canaries.kept["recovery key"] = steps.RECOVERY_KEY.search(visitor.text)[0]
    canaries.kept["recovery key without dashes"] = key.replace("-", "")
    visitor.follow("I have it on paper")
    refused(visitor.press("Check it", recovery_key=canaries.keep("recovery key, mistyped")))
    visitor.press("Check it", recovery_key=key)
    return visitor


def refused_at_the_door(canaries: Canaries) -> None:
    nobody = Visitor()
    wrong = {name: canaries.keep(f"sign in, {name}") for name in ("name", "passphrase")}
    nobody.go("/sign-in/").press("Sign in", **wrong)
    nobody.go("/join/").press("Open the invite", typed=canaries.keep("words of no invite"))
    recover = {name: canaries.keep(f"recover, {name}") for name in ("name", "recovery_key", "own")}
    send(nobody, "/recover/", **recover, own_again=canaries.keep("recover, again"))
    send(nobody, "/sign-up/", submission=canaries.keep("no submission key"), name=canaries.keep("no name"))
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/sign-in/", {"passphrase": canaries.keep("without a token")}).status_code == 403


def refused_inside(visitor: Visitor, canaries: Canaries) -> None:
    refused(visitor.go("/spaces/new/").press("Make the space", name=canaries.keep("space without a relation")))
    file = SimpleUploadedFile(f"{canaries.keep('file name')}.exe", canaries.keep("no chat").encode())
    refused(visitor.go("/conversations/new/").press("Read it", file=file))
    too_much = SimpleUploadedFile("a.txt", canaries.keep("one of two").encode())
    refused(visitor.go("/conversations/new/").press("Read it", file=too_much, text=canaries.keep("two of two")))
    zone = {"text": canaries.keep("lines of nowhere"), "time_zone": canaries.keep("time zone")}
    refused(visitor.go("/conversations/new/").press("Read it", **zone))
    refused(send(visitor, "/spaces/create/", relation=canaries.keep("relation"), name="Our talks"))
    no_key = {"submission": canaries.keep("bad key"), "name": canaries.keep("space without a key")}
    refused(send(visitor, "/spaces/create/", relation="friends", **no_key))
    refused(send(visitor, "/account/settings/", time_zone=canaries.keep("setting"), idle_minutes="1"))
    refused(send(visitor, "/account/export/", passphrase=canaries.keep("export, wrong passphrase")))


def bring(visitor: Visitor, canaries: Canaries) -> str:
    """Paste one, upload several and one, and leave one at its question, so that its file lies on the disk."""
    paste = f"Ana: {canaries.keep('pasted line')}\nBen: {canaries.keep('pasted answer')}\n"
    visitor.go("/conversations/new/").press("Read it", text=paste).press("Go on", me="0")
    unclear = f"01/02/2026, 17:58 - Ana: {canaries.keep('line of an unclear day')}\n02/03/2026, 17:59 - Ben: yes\n"
    unclear_file = SimpleUploadedFile(f"{canaries.keep('name of a kept file')}.txt", unclear.encode())
    visitor.go("/conversations/new/").press("Read it", file=unclear_file)
    assert visitor.path.endswith("/questions/")
    bring_several(visitor, canaries)

    talk = (
        f"22/11/2026, 17:58 - Ana: {canaries.share('line that is shared')}\n"
        f"22/11/2026, 18:03 - {canaries.keep('speaker')}: {canaries.keep('line')}\n"
        f"22/11/2026, 18:05 - Ana: {canaries.keep('other line')}\n"
        f"22/11/2026, 18:06 - {canaries.kept['speaker']}: {canaries.share('line that was asked for')}\n"
    )
    file = SimpleUploadedFile(f"WhatsApp Chat with {canaries.keep('title')}.txt", talk.encode())
    visitor.go("/conversations/new/").press("Read it", file=file).press("Go on", me="0")
    conversation = visitor.path
    send(visitor, f"{conversation}messages/find/", q=canaries.keep("search"))
    assert canaries.kept["line"] not in visitor.text
    send(visitor, f"{conversation}messages/find/", q=canaries.kept["line"])
    assert canaries.kept["speaker"] in visitor.text
    return conversation


def bring_several(visitor: Visitor, canaries: Canaries) -> None:
    """Bring a table and a chat at once: which column is which and who is who is remembered."""
    row = f"2026-11-22 17:5%d;{canaries.keep('name in a table')};{canaries.keep('words in a table')}\n"
    table = f"{canaries.keep('name of a column')};B;C\n" + "".join(row % n for n in range(3))
    chat = f"22/11/2026, 17:58 - Ana: {canaries.keep('one of two files')}\n22/11/2026, 17:59 - Ben: yes\n"
    files = [
        SimpleUploadedFile("table.csv", table.encode()),
        SimpleUploadedFile(f"{canaries.keep('name of a file that is no chat')}.png", b"\x89PNG" + bytes(range(256))),
        SimpleUploadedFile("chat.txt", chat.encode()),
    ]
    visitor.go("/conversations/new/").press("Read it", file=files)
    visitor.press("Go on", **{"s1-time": "0", "s1-speaker": "1", "s1-text": "2"})
    assert canaries.kept["name in a table"] in visitor.text
    visitor.press("Go on", me="1", same_1="0", same_2="")


def refused_at_a_breakdown(visitor: Visitor, breakdown: str, canaries: Canaries) -> None:
    too_many = ["told", "matter", "rest", "heard"]
    refused(send(visitor, f"{breakdown}kinds/keep/", kinds=canaries.keep("kind"), channel=canaries.keep("channel")))
    send(visitor, f"{breakdown}side/needs/next/", needs=[*too_many, canaries.keep("need")], text=canaries.keep("needs"))
    refused(send(visitor, f"{breakdown}side/facts/next/", text=canaries.keep("too long") * 300))
    send(visitor, f"{breakdown}side/facts/keep/", text=canaries.keep("too long, while typing") * 300)
    refused(send(visitor, f"{breakdown}share/", parts=canaries.keep("part"), previewed=canaries.keep("previewed")))


def ask(visitor: Visitor, breakdown: str, canaries: Canaries) -> None:
    lines = {name: canaries.keep(f"ask, {name}") for name in ("line", "one", "two")}
    visitor.go(f"{breakdown}ask/").press("Make it a question", **lines)


def write(visitor: Visitor, breakdown: str, canaries: Canaries) -> None:
    send(visitor, f"{breakdown}side/story/keep/", us=canaries.keep("draft"), page=canaries.keep("page"))
    side = steps.Side(
        facts=canaries.keep("facts"),
        expected=canaries.share("expected"),
        how="assumed",
        feelings=["hurt"],
        needs=["rest"],
        need=canaries.keep("need in words"),
        story=canaries.keep("story"),
        question=canaries.keep("question"),
        meant=canaries.share("meant"),
        thought=canaries.keep("thought"),
        impact=canaries.share("impact"),
    )
    steps.write_my_side(visitor, breakdown, side)


def share_lines(ana: Visitor, ben: Visitor, conversation: str, space: str, canaries: Canaries) -> None:
    send(ana, f"{conversation}lines/pick/", first="0", last="3", line=["0", "3"])
    space_id = space.split("/")[2]
    share = f"{conversation}share/{space_id}/"
    send(ana, f"{share}look/", hidden=canaries.keep("words to hide"), note=canaries.keep("note before another look"))
    refused(send(ana, f"{share}now/", hidden=canaries.keep("too many words to hide") * 50))
    ana.go(share).press("Share", note=canaries.share("note"))
    ana.follow("Ask for the lines").press("Ask them", name="0")
    ben.go(f"/conversations/shared/{space_id}/")
    assert canaries.shared["note"] in ben.text
    ben.follow("Look at them").press("Yes, keep", line=["1"])
    ana.go(f"/conversations/shared/{space_id}/")
    assert canaries.shared["line that was asked for"] in ana.text


def ask_instead_of_guessing(ana: Visitor, ben: Visitor, space: str, of_ana: Canaries, of_ben: Canaries) -> None:
    asking = f"/clarifying/{space.split('/')[2]}/"
    refused(ana.go(f"{asking}ask/").press("Ask", line=of_ana.keep("line without a second reading"), one="x", two=""))
    lines = {name: of_ana.share(f"question, {name}") for name in ("line", "one", "two")}
    ana.go(f"{asking}ask/").press("Ask", **lines)
    ben.go(asking).follow(lines["line"]).press("Something else", said=of_ben.share("which way"))
    ana.go(ana.path)
    assert of_ben.shared["which way"] in ana.text
    felt = {"word": "lonely", "strength": "quite"}
    ana.go(f"{asking}tell/feeling/").press("Let them guess", about=of_ana.share("moment"), **felt)
    ben.go(asking).follow(of_ana.shared["moment"]).press("Keep my guess", **felt)
    refused(ana.go(f"{asking}guess/").press("Keep it and ask", about=of_ana.keep("moment without a guess")))


def answer_what_was_shared(visitor: Visitor, breakdown: str, canaries: Canaries) -> None:
    form = visitor.go(breakdown).follow("Answer what Ana").path + "send/"
    refused(send(visitor, form, start=canaries.keep("no start"), words=canaries.keep("answer without a key")))
    refused(send(visitor, form, words="I can see why you’d feel hurt, given that.", submission=uuid4()))
    send(visitor, form, words=canaries.share("answer"), submission=uuid4())
    assert canaries.shared["answer"] in visitor.text


def look_below(ana: Visitor, ben: Visitor, space: str, of_ana: Canaries, of_ben: Canaries) -> None:
    begin = f"/loops/in/{space.split('/')[2]}/new/"
    refused(ana.go(begin).press("Begin", name=of_ana.keep("loop with too long a name") * 4))
    answers = ana.go(begin).press("Begin", name=of_ana.share("loop")).path
    loop = answers.removesuffix("answers/")
    send(ana, f"{answers}keep/", under=of_ana.keep("draft of what lay underneath"), page="another")
    refused(ana.go(answers).press("See the preview", apart=of_ana.keep("where we differ")))
    refused(send(ana, f"{answers}next/", round=of_ana.keep("what goes round, too long") * 300))
    shared = {"outside": of_ana.share("what came from outside"), "share_outside": "on"}
    ana.go(answers).press("See the preview", **shared).press("Share")
    ben.go(answers).press("Later", under=of_ben.share("what lay underneath"), share_under="on")
    ben.go(f"{loop}preview/").press("Share")
    refused(ana.go(loop).press("Put it in", text=of_ana.keep("arrow of nobody"), does=""))
    own = next(form for form in ana.go(loop).page.forms if "does" in form.fields).values["does"][0]
    ana.press("Put it in", text=of_ana.share("arrow"), does=own)
    change = ben.go(loop).follow("Change").path
    ben.press("Change it", text=of_ben.share("arrow, worded anew"))
    refused(send(ana, f"{change}change/", seen="1", does=str(uuid4()), text=of_ana.keep("arrow of a stranger")))
    ana.go(loop)
    assert of_ben.shared["arrow, worded anew"] in ana.text


def take_a_second_look(visitor: Visitor, canaries: Canaries) -> None:
    send(visitor, "/second-look/acknowledgement/words/", words=f"sorry if {canaries.keep('draft, as one types')}")
    send(visitor, "/draft/reply/look/", words=f"at least {canaries.keep('draft, by the button')}", second_look="yes")
    send(visitor, "/draft/reply/look/", words=canaries.keep("draft, too long") * 400)


def practise(ana: Visitor, ben: Visitor, space: str, of_ana: Canaries, of_ben: Canaries) -> None:
    card = "/practice/soft-start/the-tickets/"
    ana.go(card).press("Done", words=of_ana.keep("answer to a card"))
    plan = {"when": of_ana.keep("plan, when"), "then": of_ana.keep("plan, then")}
    refused(send(ana, f"{card}plan/", when=of_ana.keep("half a plan"), submission=str(uuid4())))
    ana.go(f"{card}after/").press("Keep it for me", **plan)
    refused(send(ana, f"{card}try/", words=of_ana.keep("answer to a card, too long") * 400))
    send(ana, f"{card}try/", words=of_ana.keep("answer to a card, looked at"), second_look="yes")
    refused(send(ana, f"{card}pick/", pick=of_ana.keep("no reading")))
    ana.go(f"/practice/together/new/{space.split('/')[2]}/").press("Lay it open", card="the-tickets")
    together = ana.path
    refused(send(ana, f"{together}write/", words=of_ana.keep("together, without a key")))
    ana.go(together).press("Open it when", words=of_ana.share("together"))
    ben.go(together).press("Open it when", words=of_ben.share("together"))
    assert of_ana.shared["together"] in ben.text


def hear_each_other(ana: Visitor, ben: Visitor, space: str, of_ana: Canaries, of_ben: Canaries) -> None:
    ask = f"/rounds/new/{space.split('/')[2]}/"
    refused(ana.go(ask).press("Ask for it", topic=of_ana.keep("topic without a pace")))
    at_a_table = {"names": of_ana.share("name at a table"), "topic": of_ana.share("topic at a table")}
    ana.go(ask).press("Ask for it", pace="one_phone", **at_a_table)
    ana.go(ask).press("Ask for it", pace="live", topic=of_ana.share("topic"))
    address = ana.path
    ben.go(address).press("Yes")
    send(ana, f"{address}keep/", step="speaking", number="1", words=of_ana.keep("draft in a round"))
    send(ben, f"{address}keep/", step="reflecting", number="1", words=of_ben.keep("notes while listening"))
    ana.go(address).press("say it back", words=of_ana.share("chunk"))
    refused(send(ana, f"{address}say/", number="1", words=of_ana.keep("words that came too late")))
    ben.go(address).press("Is that it?", words=of_ben.share("reflection"), thought="got_it")
    ana.go(address).press("Not yet", words=of_ana.share("what was missing"))
    send(ben, f"{address}back/", number="4", words=of_ben.keep("looked at once more"), second_look="yes")
    ben.go(address).go("/rounds/mine/")
    assert of_ana.shared["what was missing"] in ben.text


def own_a_part(ana: Visitor, ben: Visitor, breakdown: str, of_ana: Canaries, of_ben: Canaries) -> None:
    own = breakdown.replace("breakdowns", "own")
    for title, fields in steps.OWN_PAGES.items():
        words = {field: of_ana.keep(f"own page, {field}") for field in fields}
        ana.go(own).follow(title).press("Done", **words)
        later = {field: of_ana.keep(f"draft of own page, {field}") for field in fields}
        send(ana, f"{ana.follow(title).path}keep/", page="another", **later)
        refused(ana.go(own).follow(title).press("Done", **{fields[0]: of_ana.keep("own page, too long") * 400}))
    impact = ana.go(own).follow("What it was like for Ben").path
    send(
        ana, impact.replace("/impact/", "/impact/keep/"), text=of_ana.keep("draft of what it was like"), page="another"
    )
    ana.go(impact).press("See what Ben would be asked", text=of_ana.share("what it was like")).press("Ask Ben")
    ben.go(breakdown).follow("Something from Ana").press("Not yet", missing=of_ben.share("what was missing for him"))
    refused(send(ben, f"{ben.path}check/", answer="none", missing=of_ben.keep("no answer"), submission=str(uuid4())))
    ana.go(own).follow("Your own words to Ben").press("Read it aloud", text=of_ana.keep("read aloud, not sent"))
    ana.follow("Back to your words").press("See what Ben would get", text=of_ana.share("own words"))
    ben.go(breakdown).follow("Something from Ana").press("I’d rather hear it now")
    ana.go(ana.path).press("Send it to Ben")
    ben.go(breakdown).follow("Something from Ana").press("Thank you")
    assert of_ana.shared["own words"] in ben.text


def write_a_summary(ana: Visitor, ben: Visitor, space: str, of_ana: Canaries, of_ben: Canaries) -> None:
    of_space = f"/summaries/{space.split('/')[2]}/"
    refused(send(ana, f"{of_space}new/share/", title="", text=of_ana.keep("summary without a name"), seen="0"))
    words = {"title": of_ana.share("title of a summary"), "text": of_ana.share("summary")}
    ana.go(f"{of_space}new/").press("Write it").press("Share it with", **words)
    address = ana.path
    send(ben, f"{address}edit/save/", title="x", text=of_ben.keep("summary, looked at"), seen="1", second_look="yes")
    ben.go(f"{address}differ/").press("Put it there", text=of_ben.share("where he differs"))
    ben.press("Approve these words")
    refused(send(ana, f"{address}edit/save/", title="x", text=of_ana.keep("edit that came too late"), seen="1"))
    for copy in ("text", "print", "pdf"):
        ben.go(f"{address}2/{copy}/")
    ana.go(f"{address}edit/").press("Save it", text=of_ana.share("summary, edited"))
    ben.go(address).press("Approve these words")
    assert of_ana.shared["summary, edited"] in ben.text
    ana.go(f"{of_space}keeping/").press("That is my choice", days="30")


def check_in(ana: Visitor, ben: Visitor, space: str, of_ana: Canaries, of_ben: Canaries) -> None:
    check_ins, space_id = space.replace("spaces", "check-ins"), space.split("/")[2]
    ana.go(check_ins).press("Note it", text=of_ana.keep("topic for next time"))
    ana.go(f"/pulse/{space_id}/").press("Keep it", hope="a_little")
    ana.go(f"{check_ins}begin/").press("Begin", how="apart", length="15")
    address = ana.path
    parts = {part: of_ana.share(f"check-in, {part}") for part in ("thanks", "went_right", "topic", "request")}
    send(ana, f"{address}part/thanks/keep/", words=of_ana.keep("draft in a check-in"))
    for part, words in parts.items():
        send(ana, f"{address}part/{part}/next/", words=words)
    ana.go(f"{address}preview/").press("Share")
    send(ben, f"{address}part/request/next/", words=of_ben.share("check-in, request"))
    ben.go(f"{address}preview/").press("Share")
    assert of_ana.shared["check-in, topic"] in ben.text
    how_it_was = address.replace("/check-in/", "/how-it-was/check-in/")
    ana.go(how_it_was).press("Keep it", heard="partly", change=of_ana.keep("how it was"), wish="too_fast")
    ana.go(how_it_was).press("Keep it", change=of_ana.share("how it was, shown"), show=["change"])
    ana.press("Show it")
    ben.go(how_it_was)
    assert of_ana.shared["how it was, shown"] in ben.text
    refused(ben.press("Keep it", change=of_ben.keep("how it was, too long") * 400))
    ben.go("/how-it-was/mine/").press("Keep it", text=of_ben.keep("about Amends"))


def take_a_break(visitor: Visitor, space: str, canaries: Canaries) -> None:
    visitor.go(space).follow("Pause")
    refused(visitor.press("Be back then", at=canaries.keep("no time to be back")))
    visitor.press("In 20 minutes")
    refused(visitor.press("I’m back", own=canaries.keep("too long to come back with") * 20))
    visitor.press("I’m back", own=canaries.share("sentence to come back with"))


def agree_how_to_talk(ana: Visitor, ben: Visitor, space: str, of_ana: Canaries, of_ben: Canaries) -> None:
    talk = f"/protocols/{space.split('/')[2]}/"
    words = {name: of_ana.share(f"how we talk, {name}") for name in ("title", "when", "what", "who")}
    refused(ana.go(f"{talk}propose/").press("Propose it", title="", what=of_ana.keep("proposal without a title")))
    refused(ana.go(f"{talk}bring/").press("Read it", text=of_ana.keep("no protocol")))
    ana.go(f"{talk}propose/").press("Propose it", **words)
    ben.go(talk).follow(words["title"]).press("Yes, this")
    ben.follow("Change it").press("Propose it", what=of_ben.share("how we talk, other words"))
    ana.go(talk).follow(words["title"]).press("Yes, this")
    assert of_ben.shared["how we talk, other words"] in ana.text
    ana.go(f"{talk}library/third-view/1/").press("Keep it and go on", words=of_ana.keep("note at a step"))
    ana.go(f"{talk}library/weekly-check-in/5/").press("Keep it and go on", words=of_ana.share("note for all"))
    ben.go(talk)
    assert of_ana.shared["note for all"] in ben.text


def be_open(ana: Visitor, ben: Visitor, space: str, of_ana: Canaries, of_ben: Canaries) -> None:
    here = f"/openness/{space.split('/')[2]}/"
    watched = f"where I am every hour, {of_ana.keep('item that is declined')}"
    refused(ana.go(f"{here}lists/").press("See what they would get", items=watched))
    ana.go(f"{here}lists/").press("See what they would get", items=of_ana.keep("item of a preview")).press("Change")
    ana.press("See what they would get", items=of_ana.share("item")).press("Offer")
    address = ana.path
    ben.go(address).press("Accept it")
    ben.press("Ask", item=of_ben.share("item that is suggested"))
    ana.go(address).press("Take it up")
    assert of_ben.shared["item that is suggested"] in ana.text
    ana.follow(of_ana.shared["item"]).press("Send", text=of_ana.share("heads-up"))
    ana.go(f"{here}notes/noticed/")
    send(ana, f"{ana.path}send/", text=of_ana.keep("looked at once more, not sent"), second_look="yes")
    ana.go(f"{here}things/").press("Keep it", items=of_ana.share("thing that lands")).press("See what Ben would see")
    ana.press("Show it").press("Keep it", items=of_ana.keep("thing for oneself"))
    ben.go(here).follow("With Ana").follow(of_ana.shared["thing that lands"])
    at = (datetime.now(UTC) + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    ben.press("Keep it", act=of_ben.keep("own reminder"), cue=of_ben.keep("own cue"), at=at)
    refused(send(ben, f"{ben.path}change/", act=of_ben.keep("reminder at no time"), at="soon"))
    ben.go(here).follow(of_ana.shared["heads-up"])
    assert of_ana.shared["heads-up"] in ben.text


def promise_something(ana: Visitor, ben: Visitor, space: str, of_ana: Canaries, of_ben: Canaries) -> None:
    promises = f"/promises/{space.split('/')[2]}/"
    day = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    refused(ana.go(f"{promises}make/").press("See it first", act=of_ana.keep("promise without a day")))
    watched = f"share my location, {of_ana.keep('promise to be watched')}"
    refused(ana.go(f"{promises}make/").press("See it first", act=watched, day=day))
    ana.go(f"{promises}make/").press("See it first", act=of_ana.keep("promise that was only looked at"), day=day)
    words = {"cue": of_ana.share("promise, cue"), "act": of_ana.share("promise, deed")}
    ana.go(f"{promises}make/").press("See it first", day=day, **words).press("Offer it")
    address = ana.path
    ben.go(address).follow("Something else").press("See it first", act=of_ben.share("proposal")).press("Propose it")
    ana.go(address).press("I promise this")
    refused(send(ana, f"{address}warn/send/", text=of_ana.keep("heads-up, without a key")))
    ana.go(address).follow("Give a heads-up").press("Send it", text=of_ana.share("heads-up"))
    refused(send(ben, f"{address}say/", offer="1", on=day, seen="kept", text=of_ben.keep("word before the day")))
    ben.go(f"{address}history/")
    assert of_ana.shared["heads-up"] in ben.text


def be_told(visitor: Visitor, canaries: Canaries) -> None:
    """What is typed here and not taken: an address that is taken lies sealed under the copy's own key."""
    form = "/reminders/ways/new/chat/"
    refused(
        visitor.go(form).press("Send the code", address=f"https://{canaries.keep('address of a chat')}.example.org")
    )
    times = {name: canaries.keep(f"quiet hours, {name}") for name in ("quiet_from", "quiet_until", "notice")}
    refused(send(visitor, "/reminders/ways/keep/", **times))
    refused(send(visitor, "/reminders/calendar/make/", title=canaries.keep("title in the calendar")))
    visitor.go("/reminders/calendar/").press("Make an address", title="together")
    canaries.kept["secret of the calendar"] = re.search(r"/calendar/([\w-]+)\.ics", visitor.text)[1]


def bring_a_page(visitor: Visitor, space: str, canaries: Canaries) -> None:
    form = f"/someone/{space.split('/')[2]}/page/"
    refused(send(visitor, form, things=canaries.keep("thing to bring"), wish=canaries.keep("wish too long") * 100))
    words = {name: canaries.keep(f"page to bring, {name}") for name in ("wish", "tried", "know")}
    visitor.go(form).press("Show the page", **words)
    assert words["know"] in visitor.text


def own_account(visitor: Visitor, canaries: Canaries) -> None:
    new, again = canaries.keep("new passphrase"), canaries.keep("new passphrase, mistyped")
    visitor.go("/account/passphrase/")
    refused(visitor.press("Change it", old=visitor.passphrase, own=new, own_again=again, noted="on"))
    visitor.press("Change it", old=visitor.passphrase, own=new, own_again=new, noted="on")
    assert visitor.path == "/account/"
    visitor.go("/account/first-steps/")
    visitor.go("/account/export/").press("", passphrase=new)
    assert visitor.body.startswith(b"PK")


def send(visitor: Visitor, url: str, **fields: object) -> Visitor:
    return visitor._took(visitor.client.post(url, fields, follow=True), url)


def refused(visitor: Visitor) -> None:
    assert 400 <= visitor.status < 500, (visitor.path, visitor.status)


def places(start: float, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> dict[str, bytes]:
    database = Path(connection.settings_dict["NAME"])
    return {
        "database": b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*")),
        "rows": rows(),
        "sessions": repr([SessionStore().decode(row.session_data) for row in Session.objects.all()]).encode(),
        "data": files(Path(settings.DATA_DIR), since=0),
        "temporary": files(Path(tempfile.gettempdir()), since=start),
        "log": (caplog.text + repr([vars(record) for record in caplog.records])).encode(),
        "stderr": "".join(capfd.readouterr()).encode(),
        "mail": b"".join(message.message().as_bytes() for message in mail.outbox),
    }


def rows() -> bytes:
    """Every value of every row: in the file a long one is cut into pages."""
    with closing(connection.cursor()) as cursor:
        tables = connection.introspection.table_names(cursor)
        values = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  (the names come from the database)
            values += [value for row in cursor.fetchall() for value in row]
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)


def files(folder: Path, *, since: float) -> bytes:
    """Names and contents of files; those of other programs may be gone, folder and all, before they are read."""
    found = []
    for path in (Path(inside, name) for inside, _, names in os.walk(folder) for name in names):
        with suppress(OSError):
            about = path.lstat()
            if S_ISREG(about.st_mode) and about.st_mtime >= since and about.st_size <= LARGEST:
                found += [os.fsencode(path), path.read_bytes()]
    return b"\n".join(found)


def found_in(content: bytes, canaries: dict[str, str]) -> list[str]:
    lowered = content.lower()
    return [
        name
        for name, words in canaries.items()
        if any(form.lower() in lowered for form in plain_forms(words)) or any(f in content for f in base64_forms(words))
    ]


def plain_forms(words: str) -> set[bytes]:
    texts = {words, quote(words), quote_plus(words)}
    return {text.encode() for text in texts} | {words.encode("utf-16-le"), words.encode().hex().encode()}


def base64_forms(words: str) -> set[bytes]:
    """The three ways in which a word can lie in base64, without the signs that mix with what stands around it."""
    encodings = (base64.b64encode, base64.urlsafe_b64encode)
    # 8 bits a byte, 6 a sign: a byte before spoils two signs, two bytes spoil three.
    spoilt = ((0, 0), (1, 2), (2, 3))
    return {encode(b"-" * before + words.encode())[skip:-4] for encode in encodings for before, skip in spoilt}


def plant(place: str, canary: str, *, temporary: Path, data: Path) -> None:
    if place in {"database", "rows"}:
        Submission.objects.create(holder="", key=uuid4(), url=canary)
    elif place == "sessions":
        session = SessionStore()
        session["words"] = canary
        session.save()
    elif place == "data":
        (data / "planted").write_text(canary)
    elif place == "temporary":
        (temporary / "planted").write_text(canary)
    elif place == "log":
        logging.getLogger("django.request").debug("planted %s", canary)
    elif place == "stderr":
        sys.stderr.write(canary)
    elif place == "mail":
        mail.send_mail("A word", canary, None, ["ana@localhost"])
