from __future__ import annotations

import gc
import os
import tempfile
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from amends.errors import Tampered
from amends.sealing import SealedReader
from amends_web.vault.uploads import KEPT_FOR_SECONDS, SealedUploadHandler, open_sealed, sweep_uploads

CANARY = b"the canary sang at noon "
# More than Django would keep in memory, and more than one sealed chunk.
CONTENT = CANARY * 150_000


@pytest.fixture
def folder(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR / "uploads"


def uploaded(rf, content=CONTENT):
    request = rf.post("/", {"file": SimpleUploadedFile("chat.txt", content)})
    request.upload_handlers = [SealedUploadHandler(request)]
    return request.FILES["file"]


def opened(file_name, *, key):
    with open_sealed(file_name) as file:
        return SealedReader(file, key=key, place=file_name).read()


def files_with_the_canary(*folders):
    return [
        path
        for folder in folders
        for path in Path(folder).rglob("*")
        if path.is_file() and os.access(path, os.R_OK) and path.stat().st_size and CANARY in path.read_bytes()
    ]


def test_an_upload_lies_sealed_and_opens_with_its_key_alone(rf, folder):
    upload = uploaded(rf)
    assert upload.size == len(CONTENT)
    assert opened(upload.file_name, key=upload.key) == CONTENT
    with pytest.raises(Tampered):
        opened(upload.file_name, key=b"\0" * 32)


def test_nothing_of_an_upload_lies_plain_on_the_disk(rf, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    upload = uploaded(rf)
    assert upload.path.stat().st_size > len(CONTENT)
    assert files_with_the_canary(tmp_path) == []


def test_a_file_is_readable_by_this_account_alone(rf, folder):
    assert uploaded(rf).path.stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0


def test_it_is_gone_when_the_request_ends_unless_it_was_kept(rf, folder):
    upload, kept = uploaded(rf), uploaded(rf)
    kept.keep()
    upload.close()
    kept.close()
    assert [path.name for path in folder.iterdir()] == [kept.file_name]
    assert opened(kept.file_name, key=kept.key) == CONTENT


def test_a_changed_file_is_refused(rf, folder):
    upload = uploaded(rf)
    sealed = bytearray(upload.path.read_bytes())
    sealed[len(sealed) // 2] ^= 1
    upload.path.write_bytes(sealed)
    with pytest.raises(Tampered):
        opened(upload.file_name, key=upload.key)


def test_a_file_under_another_name_is_refused(rf, folder):
    upload = uploaded(rf)
    upload.path.rename(upload.path.with_name("other.sealed"))
    with pytest.raises(Tampered):
        opened("other.sealed", key=upload.key)


def test_what_is_too_large_is_cut_and_says_so(rf, folder, monkeypatch):
    monkeypatch.setattr(SealedUploadHandler, "largest", 100_000)
    upload = uploaded(rf)
    assert upload.too_large
    assert upload.path.stat().st_size < 200_000


def test_an_upload_that_the_browser_breaks_off_leaves_nothing(rf, folder):
    request = rf.post("/", {"file": SimpleUploadedFile("chat.txt", CONTENT)})
    request.upload_handlers = [SealedUploadHandler(request)]
    request.upload_handlers[0].receive_data_chunk = cut_off
    with pytest.raises(ConnectionError):
        request.FILES  # noqa: B018  (it is read here)
    assert list(folder.iterdir()) != []
    del request
    gc.collect()
    assert list(folder.iterdir()) == []


def cut_off(raw_data, start):
    raise ConnectionError


def test_what_nobody_came_back_for_is_swept_after_a_day(rf, folder):
    old, new = uploaded(rf), uploaded(rf)
    yesterday = time.time() - KEPT_FOR_SECONDS - 1
    os.utime(old.path, (yesterday, yesterday))
    sweep_uploads()
    assert [path.name for path in folder.iterdir()] == [new.file_name]


def test_the_sites_own_settings_use_this_handler_alone():
    assert settings.FILE_UPLOAD_HANDLERS == ["amends_web.vault.uploads.MembersUploadHandler"]
