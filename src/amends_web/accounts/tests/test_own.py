from __future__ import annotations

import io
import json
import uuid
import zipfile

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from amends_web.accounts.actions import keep_first_step, note_event
from amends_web.accounts.models import FirstStep, Person, SecurityEvent
from amends_web.accounts.queries import events_of
from amends_web.shell.panels import Step, next_steps
from amends_web.vault.actions import create_box, share_box
from amends_web.vault.models import Box, Grant, UnlockedSession
from amends_web.vault.pins import pin_person
from amends_web.vault.queries import private_box

PAGES = [
    "/account/",
    "/account/passphrase/",
    "/account/recovery-key/new/",
    "/account/recovery-key/check/",
    "/account/sessions/",
    "/account/events/",
    "/account/first-steps/",
    "/account/export/",
    "/account/delete/",
]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_for_its_owner_and_shut_for_everybody_else(ana, page):
    assert ana.client.get(page).status_code == 200
    assert Client().get(page).url == "/sign-in/"
    ana.client.post("/lock/")
    assert ana.client.get(page).url.startswith("/unlock/")


def test_the_name_can_be_changed_and_is_what_one_signs_in_with(ana):
    assert ana.client.post("/account/name/", {"name": " Anna  K "}).url == "/account/"
    assert Person.objects.get().name == "Anna K"
    assert Client().post("/sign-in/", {"name": "anna k", "passphrase": ana.passphrase}).status_code == 302


def test_nobody_takes_another_persons_name(ana, ben):
    page = ana.client.post("/account/name/", {"name": "bEN"})
    assert page.status_code == 422
    assert "Somebody here has this name already." in page.content.decode()


def test_one_may_write_ones_own_name_in_another_way(ana):
    assert ana.client.post("/account/name/", {"name": "ANA"}).status_code == 302


@pytest.mark.parametrize(("minutes", "status"), [(1, 422), (2, 302), (60, 302), (61, 422), ("", 422)])
def test_the_idle_lock_comes_after_2_to_60_minutes(ana, minutes, status):
    answer = ana.client.post("/account/settings/", {"idle_minutes": minutes, "time_zone": "Europe/Vienna"})
    assert answer.status_code == status
    assert Person.objects.get().idle_minutes == (minutes if status == 302 else 15)


def test_times_are_shown_in_ones_own_zone_and_an_unknown_zone_is_refused(ana):
    assert ana.client.post("/account/settings/", {"idle_minutes": 15, "time_zone": "Mars/Base"}).status_code == 422
    ana.client.post("/account/settings/", {"idle_minutes": 15, "time_zone": "Pacific/Kiritimati"})
    note_event(person=ana.person, keyring=ana.keyring, event="exported")
    happened = events_of(ana.person, ana.keyring)[0]
    shown = ana.client.get("/account/events/").content.decode()
    assert happened.at.tzinfo is not None
    assert Person.objects.get().time_zone == "Pacific/Kiritimati"
    assert "Everything was exported" in shown


def test_where_somebodys_zone_is_none_pages_stand_by_the_clock_of_utc_and_another_one_can_be_chosen(ana):
    Person.objects.update(time_zone="Atlantis/Poseidonis")  # written past the pages
    for page in ("/", "/account/", "/account/events/"):
        assert ana.client.get(page).status_code == 200
    assert ana.client.post("/account/settings/", {"idle_minutes": 15, "time_zone": "Europe/Vienna"}).status_code == 302


def test_sessions_are_listed_and_another_one_can_be_locked(ana):
    elsewhere = Client(headers={"user-agent": "Mozilla/5.0 (iPhone) Safari/604.1"})
    elsewhere.post("/sign-in/", {"name": "Ana", "passphrase": ana.passphrase})
    page = ana.client.get("/account/sessions/").content.decode()
    assert "Safari on iPhone" in page
    assert "this one" in page
    mark = bytes(UnlockedSession.objects.get(browser="Safari on iPhone").pk).hex()
    assert ana.client.post(f"/account/sessions/{mark}/end/").url == "/account/sessions/"
    assert elsewhere.get("/account/").url.startswith("/unlock/")
    assert ana.client.get("/account/").status_code == 200


def test_all_other_sessions_can_be_locked_at_once(ana, ben):
    elsewhere = Client()
    elsewhere.post("/sign-in/", {"name": "Ana", "passphrase": ana.passphrase})
    ana.client.post("/account/sessions/end-others/")
    assert elsewhere.get("/account/").url.startswith("/unlock/")
    assert ana.client.get("/account/").status_code == 200
    assert ben.client.get("/account/").status_code == 200


@pytest.mark.parametrize("mark", ["00", "not-hex", "ab" * 32])
def test_a_session_that_is_not_there_is_not_found(ana, mark):
    assert ana.client.post(f"/account/sessions/{mark}/end/").status_code == 404


def test_a_stranger_cannot_end_my_session(ana, stranger):
    mark = bytes(UnlockedSession.objects.get(person=ana.person).pk).hex()
    assert stranger.client.post(f"/account/sessions/{mark}/end/").status_code == 404
    assert ana.client.get("/account/").status_code == 200


def test_events_are_seen_by_their_owner_alone_and_hold_no_hour_in_plain(ana, ben):
    note_event(person=ana.person, keyring=ana.keyring, event="recovered", browser="Firefox on Linux")
    assert "Opened with the recovery key" in ana.client.get("/account/events/").content.decode()
    assert "Opened with the recovery key" not in ben.client.get("/account/events/").content.decode()
    plain = {field.name for field in SecurityEvent._meta.fields} - {"sealed"}
    assert plain == {"id", "box", "key_version", "person", "noted_on"}


def test_a_first_step_is_kept_once_listed_and_deleted(ana):
    filled = {"first_step": "Thank you for the soup", "submission": uuid.uuid4()}
    ana.client.post("/account/first-steps/keep/", filled)
    ana.client.post("/account/first-steps/keep/", filled)
    step = FirstStep.objects.get()
    assert "Thank you for the soup" in ana.client.get("/account/first-steps/").content.decode()
    ana.client.post(f"/account/first-steps/{step.pk}/delete/")
    assert not FirstStep.objects.exists()


def test_an_empty_first_step_is_not_kept(ana):
    ana.client.post("/account/first-steps/keep/", {"first_step": "  ", "submission": uuid.uuid4()})
    assert not FirstStep.objects.exists()


def test_a_stranger_neither_sees_nor_deletes_my_first_step(ana, stranger):
    keep_first_step(person=ana.person, keyring=ana.keyring, key=uuid.uuid4(), text="Thank you for the soup")
    step = FirstStep.objects.get()
    assert "soup" not in stranger.client.get("/account/first-steps/").content.decode()
    assert stranger.client.post(f"/account/first-steps/{step.pk}/delete/").status_code == 404
    assert Client().post(f"/account/first-steps/{step.pk}/delete/").url == "/sign-in/"
    assert FirstStep.objects.exists()


def exported(actor):
    answer = actor.client.post("/account/export/", {"passphrase": actor.passphrase})
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    return answer, archive.read("index.html").decode(), json.loads(archive.read("data.json"))


def test_an_export_needs_the_passphrase(ana):
    page = ana.client.post("/account/export/", {"passphrase": "not this"})
    assert page.status_code == 422
    assert page.headers["Content-Type"].startswith("text/html")


def test_an_export_holds_my_words_as_a_page_and_as_data(ana, ben):
    keep_first_step(
        person=ana.person, keyring=ana.keyring, key=uuid.uuid4(), text="Thank you <b>for</b> the soup\nand the bread"
    )
    pin_person(ana.keyring, private_box(ana.person), ben.person)
    answer, page, data = exported(ana)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "Ana" not in answer.headers["Content-Disposition"]
    assert "Thank you &lt;b&gt;for&lt;/b&gt; the soup<br>and the bread" in page
    assert "<script" not in page
    assert "http://" not in page
    assert "https://" not in page
    sections = {section["name"]: section["rows"] for section in data["sections"]}
    assert sections["first_steps"][0]["text"] == "Thank you <b>for</b> the soup\nand the bread"
    assert sections["account"][0]["name"] == "Ana"
    assert sections["pins"][0]["name"] == "Ben"
    assert data["format"] == 1


def test_an_export_holds_nothing_of_another_person_and_no_key_that_opens_anything(ana, ben):
    keep_first_step(person=ben.person, keyring=ben.keyring, key=uuid.uuid4(), text="only bens own")
    _, page, data = exported(ana)
    everything = page + json.dumps(data)
    assert "only bens own" not in everything
    for secret in (ana.recovery_key, ana.passphrase, ana.keyring.seed._raw.hex()):
        assert secret not in everything


def test_an_export_is_noted_for_me_alone(ana):
    exported(ana)
    assert [happened.event.value for happened in events_of(ana.person, ana.keyring)] == ["exported"]


def test_an_export_leaves_no_file_behind(ana):
    before = sorted(path for path in settings.DATA_DIR.rglob("*") if path.suffix == ".zip")
    exported(ana)
    assert sorted(path for path in settings.DATA_DIR.rglob("*") if path.suffix == ".zip") == before == []


def test_deleting_needs_the_passphrase_and_a_yes(ana):
    assert ana.client.post("/account/delete/", {"passphrase": ana.passphrase}).status_code == 422
    assert ana.client.post("/account/delete/", {"passphrase": "no", "understood": "on"}).status_code == 422
    assert Person.objects.count() == 1


def test_deleting_takes_everything_that_only_i_could_open(ana, ben):
    keep_first_step(person=ana.person, keyring=ana.keyring, key=uuid.uuid4(), text="Thank you for the soup")
    note_event(person=ana.person, keyring=ana.keyring, event="exported")
    pin_person(ben.keyring, private_box(ben.person), ana.person)
    page = ana.client.post("/account/delete/", {"passphrase": ana.passphrase, "understood": "on"})
    assert "Your account is deleted." in page.content.decode()
    assert not Person.objects.filter(pk=ana.person.pk).exists()
    assert not Box.objects.exclude(owner=ben.person).exists()
    for model in (FirstStep, SecurityEvent, UnlockedSession, Grant):
        assert not model.objects.exclude(**{"box__owner" if model is Grant else "person": ben.person}).exists()
    assert ana.client.get("/account/").url == "/sign-in/"
    assert Client().post("/sign-in/", {"name": "Ana", "passphrase": ana.passphrase}).status_code == 422


def test_deleting_leaves_a_shared_box_open_to_the_other(ana, ben):
    box = create_box(ana.keyring, kind=Box.Kind.SPACE, owner=ana.person)
    share_box(ana.keyring, box=box, person=ben.person)
    ana.client.post("/account/delete/", {"passphrase": ana.passphrase, "understood": "on"})
    assert list(Grant.objects.filter(box=box).values_list("person", flat=True)) == [ben.person.pk]


def test_nothing_of_a_deleted_person_is_left_in_any_row(ana, ben):
    mark = ana.person.pk.hex
    ana.client.post("/account/delete/", {"passphrase": ana.passphrase, "understood": "on"})
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  (names from the database itself)
            assert mark not in str(cursor.fetchall()), table


def test_the_step_on_home_is_for_this_person_alone(rf, ana):
    request = rf.get("/")
    request.user, request.keyring = ana.person, ana.keyring
    assert not [step for step in next_steps(request) if "recovery" in step.title]
    ana.person.recovery_checked = False
    steps = next_steps(request)
    assert isinstance(steps[0], Step)
    assert (steps[0].url, steps[0].minutes) == ("/account/recovery-key/", 3)
