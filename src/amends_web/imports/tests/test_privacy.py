from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.urls import URLPattern, reverse

from amends.errors import NoGrant, Tampered
from amends_web.imports.chunks import SIZE, manifest_of, open_messages, open_parts
from amends_web.imports.models import Import, ImportChunk, ImportReading, PickedLines
from amends_web.imports.tests.conftest import WHATSAPP, a_file, again
from amends_web.imports.urls import urlpatterns
from amends_web.spaces.actions import create_space
from amends_web.vault.models import Box, Grant

CANARY = "kanarienvogel"


@pytest.fixture
def long_talk():
    return "".join(
        f"14/03/2025, {18 + n // 3600:02}:{n // 60 % 60:02}:{n % 60:02} - {'Ben' if n % 2 else 'Ana'}: line {n}\n"
        for n in range(2 * SIZE + 10)
    )


def with_canaries():
    return WHATSAPP.replace("Running late", CANARY).replace("Ben:", f"{CANARY} Ben:")


def test_no_typed_word_lies_plain_in_the_database_or_in_a_file(ana, read, tmp_path):
    row = read(ana, with_canaries())
    ana.client.post(reverse("imports:pick", args=[row.pk]), {"first": 0, "last": 8, "line": [1, 2]})
    read(ana, f"Ana: {CANARY}\nBen: {CANARY} {CANARY}\n")
    assert CANARY not in "".join(connection.connection.iterdump())
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]


def test_no_typed_word_lies_plain_while_a_question_is_open(ana, bring, uploads):
    bring(ana, file=a_file(f"03/04/2025, 18:05 - Ana: {CANARY}\n03/04/2025, 18:06 - Ben: ok\n"))
    bring(ana, f"03/04/2025, 18:05 - Ana: {CANARY}\n03/04/2025, 18:06 - Ben: ok\n")
    assert CANARY not in "".join(connection.connection.iterdump())
    assert len(uploads()) == 1
    assert CANARY.encode() not in uploads()[0].read_bytes()


def test_no_word_of_a_conversation_comes_into_the_log(ana, bring, caplog):
    bring(ana, f"{CANARY} without a speaker")
    bring(ana, file=a_file(CANARY.encode("utf-16-le")))
    assert CANARY not in caplog.text


def test_the_box_of_an_import_opens_to_the_importer_alone(ana, ben, read):
    row = read(ana)
    assert row.box.kind == Box.Kind.IMPORT
    assert {grant.person_id for grant in Grant.objects.filter(box=row.box)} == {ana.person.pk}
    for sealed in (row, ImportReading.objects.get(of=row), ImportChunk.objects.get(of=row)):
        with pytest.raises(NoGrant):
            sealed.words(again(ben))


def every_address(row, space_id, excerpt_id):
    """Every address of this area that names an object of somebody's."""
    ids = {
        "import_id": row.pk,
        "space_id": space_id,
        "excerpt_id": excerpt_id,
        "request_id": uuid.uuid4(),
        "kept_id": uuid.uuid4(),
        "submission": uuid.uuid4(),
    }
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        names = pattern.pattern.converters
        if names and pattern.name != "source":  # a page of the guide is the same for everybody
            yield reverse(f"imports:{pattern.name}", kwargs={name: ids[name] for name in names})


def test_a_stranger_gets_404_and_the_anonymous_the_same_redirect_on_every_address(ana, stranger, read, client):
    row = read(ana)
    space = create_space(keyring=ana.keyring, person=ana.person, relation="friends", name="Us")
    addresses = list(every_address(row, space.pk, uuid.uuid4()))
    assert len(addresses) > 15
    for address in addresses:
        answers = {stranger.client.get(address).status_code, stranger.client.post(address).status_code}
        assert answers == {404, 405}, address
        for response in (client.get(address), client.post(address)):
            assert (response.status_code, response["Location"]) == (302, "/sign-in/"), address
    assert Import.objects.filter(pk=row.pk).exists()


def test_pages_are_kept_by_no_browser_and_their_titles_name_nobody(ana, read):
    row = read(ana)
    for name in ("import", "me", "messages", "lines", "delete"):
        response = ana.client.get(reverse(f"imports:{name}", args=[row.pk]))
        assert response["Cache-Control"] == "no-store"
        title = response.content.decode().split("<title>")[1].split("</title>")[0]
        assert "Ben" not in title


def test_the_messages_come_back_as_they_were_from_any_place(ana, read, long_talk):
    row = read(ana, long_talk)
    keyring = again(ana)
    words = row.words(keyring)
    assert row.message_count == 2 * SIZE + 10
    whole = open_messages(row, keyring=keyring, words=words)
    assert [message.text for message in whole] == [f"line {n}" for n in range(row.message_count)]
    assert open_messages(row, keyring=keyring, words=words, first=SIZE - 2, last=SIZE + 1) == whole[SIZE - 2 : SIZE + 2]
    assert open_messages(row, keyring=keyring, words=words, first=row.message_count) == ()


def dropped(row):
    ImportChunk.objects.filter(of=row, number=1).delete()


def dropped_and_closed_up(row):
    ImportChunk.objects.filter(of=row, number=1).delete()
    ImportChunk.objects.filter(of=row, number=2).update(number=1)


def swapped(row):
    for number, moved in ((0, 99), (1, 0), (99, 1)):
        ImportChunk.objects.filter(of=row, number=number).update(number=moved)


def words_swapped(row):
    one, other = ImportChunk.objects.filter(of=row).order_by("number")[:2]
    ImportChunk.objects.filter(pk=one.pk).update(sealed=bytes(other.sealed))


def bit_flipped(row):
    chunk = ImportChunk.objects.get(of=row, number=0)
    sealed = bytearray(chunk.sealed)
    sealed[60] ^= 1
    ImportChunk.objects.filter(pk=chunk.pk).update(sealed=bytes(sealed))


@pytest.mark.parametrize("damage", [dropped, dropped_and_closed_up, swapped, words_swapped, bit_flipped])
def test_a_chunk_that_was_dropped_moved_or_changed_is_found_and_said_calmly(ana, read, long_talk, damage):
    row = read(ana, long_talk)
    damage(row)
    keyring = again(ana)
    with pytest.raises(Tampered):
        open_messages(row, keyring=keyring, words=row.words(keyring))
    response = ana.client.post(reverse("imports:search", args=[row.pk]), {"q": "line"})
    assert response.status_code == 409
    assert "was changed or cut" in response.content.decode()


@pytest.mark.parametrize("kept", [7, [], [7, 0, "words", "text", 0, 0], [None, 9, "words", "text", 0, 0]])
def test_a_message_of_another_shape_is_found_and_said_calmly(ana, read, kept):
    row, keyring = read(ana), again(ana)
    chunk = ImportChunk.objects.get(of=row)
    chunk.put(keyring, {"messages": [kept]})
    chunk.save()
    words = row.words(keyring)
    row.put(keyring, words | {"manifest": manifest_of([chunk], messages=1)})
    row.save()
    with pytest.raises(Tampered):
        open_messages(row, keyring=keyring, words=row.words(keyring))
    with pytest.raises(Tampered):
        open_parts(row, keyring=keyring, words=row.words(keyring))


def test_a_chunk_from_before_is_found(ana, read, long_talk):
    row = read(ana, long_talk)
    chunk = ImportChunk.objects.get(of=row, number=0)
    old = chunk.words(again(ana))
    chunk.put(again(ana), old)
    chunk.save()
    keyring = again(ana)
    with pytest.raises(Tampered):
        open_messages(row, keyring=keyring, words=row.words(keyring), last=0)


def test_deleting_takes_everything_and_the_key_at_once(ana, read):
    row = read(ana)
    ana.client.post(reverse("imports:pick", args=[row.pk]), {"first": 0, "last": 8, "line": [1]})
    page = ana.client.get(reverse("imports:delete", args=[row.pk])).content.decode()
    assert "at once and for good" in page
    assert "9 messages, from 14 March 2025" in page
    response = ana.client.post(reverse("imports:delete_now", args=[row.pk]))
    assert response["Location"] == reverse("imports:list")
    for model in (Import, ImportChunk, ImportReading, PickedLines):
        assert not model.objects.exists()
    assert not Box.objects.filter(pk=row.box_id).exists()
    assert not Grant.objects.filter(box_id=row.box_id).exists()


def test_deleting_while_a_question_is_open_deletes_the_kept_file(
    ana, bring, uploads, django_capture_on_commit_callbacks
):
    bring(ana, file=a_file("03/04/2025, 18:05 - Ana: hi\n03/04/2025, 18:06 - Ben: ok\n"))
    row = Import.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        ana.client.post(reverse("imports:delete_now", args=[row.pk]))
    assert uploads() == []
