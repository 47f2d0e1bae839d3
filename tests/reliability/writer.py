"""The process that test_kill.py kills. `write` writes for ever; `read` says what a fresh process finds.

Each line that `write` prints is one JSON object. A line of "try" comes before a request, one of "kept" once its answer
has arrived: from then on the program has given its word.
"""

from __future__ import annotations

import io
import json
import os
import secrets
import sys
import zipfile

import django
from django.core.management import call_command
from tests.journeys import first_session as steps
from tests.journeys.visitor import Visitor


def write() -> None:
    call_command("migrate", verbosity=0)
    while True:
        two_people()


def two_people() -> None:
    ana = sign_up("Ana")
    space = make_space(ana)
    breakdown = begin(ana, space)
    answer(ana, breakdown)
    make_invite(ana, space)
    ben = join(ana, space)
    answer(ben, breakdown)
    bring(ben)
    share(ana, breakdown)
    share(ben, breakdown)
    kept(ana, "the others' share", ben.shared)
    pick_and_share_lines(ben)
    change_passphrase(ana)


def sign_up(kind: str, visitor: Visitor | None = None) -> Visitor:
    visitor = visitor or Visitor().go("/sign-up/")
    form = visitor.page.forms[-1]
    visitor.name = marker(kind)
    first_step = marker("first step")
    passphrase = form.values["passphrase"][0].strip()
    say("try", visitor, passphrase=passphrase)
    runs_it = {"runs_it": "me"} if "runs_it" in form.fields else {}
    visitor.press("Begin", name=visitor.name, noted="on", first_step=first_step, **runs_it)
    visitor.passphrase = passphrase
    say("kept", visitor, flow="sign up", words=[first_step], passphrase=passphrase)
    recovery_key = steps.RECOVERY_KEY.search(visitor.text)[0]
    visitor.follow("I have it on paper").press("Check it", recovery_key=recovery_key)
    return visitor


def make_space(visitor: Visitor) -> str:
    visitor.space_name = marker("space")
    url = steps.make_space(visitor, relation="friends", name=visitor.space_name)
    kept(visitor, "make a space", visitor.space_name)
    return url


def begin(visitor: Visitor, space: str) -> str:
    name = marker("moment")
    visitor.go(space).follow("What happened?").press("Next", name=name)
    breakdown = "/".join(visitor.path.split("/")[:3]) + "/"
    # A breakdown is in an export once somebody wrote in it.
    kept(visitor, "begin", name, at=breakdown)
    return breakdown


def answer(visitor: Visitor, breakdown: str) -> None:
    facts, you, visitor.meant = marker("facts"), marker("story"), marker("meant")
    visitor.go(f"{breakdown}side/facts/").press("Next", text=facts)
    kept(visitor, "answer", facts)
    draft = {"you": f"{you} a", "us": f"{you} b", "question": f"{you} c", "page": "one"}
    assert visitor.client.post(f"{breakdown}side/story/keep/", draft).status_code == 200
    kept(visitor, "keep while typing", f"{you} a", f"{you} b", f"{you} c")
    visitor.go(f"{breakdown}side/meant/").press("Next", text=visitor.meant)
    kept(visitor, "answer", visitor.meant)


def make_invite(visitor: Visitor, space: str) -> None:
    message = marker("invite")
    visitor.go(f"{space}invite/").press("Make the invite", message=message)
    kept(visitor, "invite", message, at=visitor.path)


def join(asker: Visitor, space: str) -> Visitor:
    _, words = steps.invite(asker, space)
    door = Visitor().go("/join/").press("Open the invite", typed=words).follow("Join")
    guest = sign_up("Ben", door).press("Join")
    steps.let_in(asker, guest, space)
    kept(guest, "join", asker.space_name, at=space)
    guest.space = space
    return guest


def bring(visitor: Visitor) -> None:
    said = [marker("line") for _ in range(30)]
    lines = [f"[22/11/2026, 20:{n:02}] {'Ana' if n % 2 else 'Ben'}: {words}" for n, words in enumerate(said)]
    visitor.go("/conversations/new/").press("Read it", text="\n".join(lines))
    kept(visitor, "paste", *said)
    visitor.press("Go on", me="0")
    visitor.conversation = visitor.path
    kept(visitor, "take a seat", said[0], at=f"{visitor.path}messages/")


def share(visitor: Visitor, breakdown: str) -> None:
    visitor.go(f"{breakdown}choose/").press("preview", parts=["meant"]).press("Share")
    visitor.shared = visitor.meant
    kept(visitor, "share", visitor.meant)


def pick_and_share_lines(visitor: Visitor) -> None:
    pick = {"first": "0", "last": "29", "line": ["0", "2"]}
    assert visitor.client.post(f"{visitor.conversation}lines/pick/", pick).status_code == 302
    note = marker("note")
    share_page = f"{visitor.conversation}share/{visitor.space.split('/')[2]}/"
    visitor.go(share_page).press("Share", note=note)
    assert visitor.status == 200
    kept(visitor, "share lines", note)


def change_passphrase(visitor: Visitor) -> None:
    visitor.go("/account/passphrase/")
    new = next(form.values["passphrase"][0] for form in visitor.page.forms if "passphrase" in form.values).strip()
    say("try", visitor, passphrase=new)
    visitor.press("Change it", old=visitor.passphrase, noted="on")
    assert visitor.status == 200
    visitor.passphrase = new
    say("kept", visitor, flow="change the passphrase", passphrase=new)


def kept(visitor: Visitor, flow: str, *words: str, **where: str) -> None:
    say("kept", visitor, flow=flow, words=words, **where)


def say(what: str, visitor: Visitor, **more: object) -> None:
    line = json.dumps({"what": what, "name": visitor.name, **more}) + "\n"
    os.write(sys.stdout.fileno(), line.encode())


def marker(kind: str) -> str:
    return f"{kind} {secrets.token_hex(8)}"


def read() -> None:
    """For each person of the question: the passphrase that opens, everything in their export, the pages asked for."""
    call_command("migrate", verbosity=0)
    question = json.load(sys.stdin)
    json.dump({name: found(name, **asked) for name, asked in question.items()}, sys.stdout)


def found(name: str, *, passphrases: list[str], pages: list[str]) -> dict[str, object] | None:
    for passphrase in passphrases:
        visitor = Visitor().go("/sign-in/").press("Sign in", name=name, passphrase=passphrase)
        if visitor.path != "/sign-in/":
            seen = {page: visitor.go(page).text for page in pages}
            visitor.go("/account/export/").press("", passphrase=passphrase)
            with zipfile.ZipFile(io.BytesIO(visitor.body)) as archive:
                data = archive.read("data.json").decode()
            return {"passphrase": passphrase, "pages": seen, "export": json.loads(data)}
    return None


if __name__ == "__main__":
    django.setup()
    {"write": write, "read": read}[sys.argv[1]]()
