"""The suite's settings: everything as it is live, but a cheap key derivation that a live database refuses."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from amends.sealing import Cost
from amends_web.settings.base import *  # noqa: F403
from amends_web.settings.base import sqlite

SECRET_KEY = "only-for-tests-" + "t" * 40
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

# Made anew for each process; the canary test searches it. The tests that kill a process give it one to come back to.
DATA_DIR = Path(os.environ.get("AMENDS_TEST_DATA") or tempfile.mkdtemp(prefix="amends-test-"))
DATABASES = {"default": sqlite(DATA_DIR / "amends.sqlite3") | {"TEST": {"NAME": DATA_DIR / "test.sqlite3"}}}

DERIVATION_COST = Cost(mebibytes=1, passes=1)
DERIVATION_FLOOR = False

SESSION_COOKIE_NAME = "s"
CSRF_COOKIE_NAME = "c"
UNLOCK_COOKIE_NAME = "k"
DEVICE_COOKIE_NAME = "d"
JOIN_COOKIE_NAME = "j"
ARRIVAL_COOKIE_NAME = "a"
