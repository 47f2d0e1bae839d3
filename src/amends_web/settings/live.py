"""A real data directory. What differs between copies comes from the environment: docs/self-hosting.md."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from amends.sealing import Cost
from amends_web.settings.base import *  # noqa: F403
from amends_web.settings.base import sqlite

DATA_DIR = Path(os.environ.get("AMENDS_DATA", "data")).resolve()
SERVED_AS = os.environ.get("AMENDS_SERVED_AS", "loopback")
RUN_BY = os.environ.get("AMENDS_RUN_BY", "")
EXIT_URL = os.environ.get("AMENDS_EXIT_URL", "https://www.bbc.co.uk/weather")
APP_NAME = os.environ.get("AMENDS_APP_NAME", "Notes")
MODEL_URL = os.environ.get("AMENDS_MODEL_URL", "")
MODEL_NAME = os.environ.get("AMENDS_MODEL_NAME", "")
COPY_URL = os.environ.get("AMENDS_URL", "")
CHANNELS_IN_THE_HOUSE = os.environ.get("AMENDS_CHANNELS_IN_THE_HOUSE") == "1"
CHANNELS_PROXY = os.environ.get("AMENDS_CHANNELS_PROXY", "")
LOOK = os.environ.get("AMENDS_LOOK") == "1"
ALLOWED_HOSTS = os.environ.get("AMENDS_HOSTS", "127.0.0.1,localhost,[::1]").split(",")


def _kept(name: str) -> str:
    """Return the secret of that name, made at first start and readable by this account alone."""
    path = DATA_DIR / name
    with suppress(FileNotFoundError):
        return path.read_text(encoding="ascii")
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f"{name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
        file.flush()
        os.fsync(file.fileno())
    # A second process may have been first: then its secret stands.
    with suppress(FileExistsError):
        os.link(temporary, path)
    temporary.unlink()
    return path.read_text(encoding="ascii")


def _memory_in_gibibytes() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3


SECRET_KEY = _kept("secret-key")
DATABASES = {"default": sqlite(DATA_DIR / "amends.sqlite3") | {"CONN_MAX_AGE": None}}

# 1,024 MiB·passes either way; less memory at a time on a small machine (SECURITY.md 2.1, rule 2).
DERIVATION_COST = Cost(mebibytes=128, passes=8) if _memory_in_gibibytes() >= 2 else Cost(mebibytes=64, passes=16)
DERIVATION_FLOOR = True

_HTTPS = SERVED_AS in {"lan", "proxy"}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
# The prefix binds a cookie to this host over HTTPS; a browser refuses it over plain HTTP.
_PREFIX = "__Host-" if _HTTPS else ""
SESSION_COOKIE_NAME = f"{_PREFIX}s"
CSRF_COOKIE_NAME = f"{_PREFIX}c"
UNLOCK_COOKIE_NAME = f"{_PREFIX}k"
DEVICE_COOKIE_NAME = f"{_PREFIX}d"
JOIN_COOKIE_NAME = f"{_PREFIX}j"
ARRIVAL_COOKIE_NAME = f"{_PREFIX}a"
SECURE_SSL_REDIRECT = SERVED_AS == "proxy"
SECURE_HSTS_SECONDS = 31536000 if SERVED_AS == "proxy" else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SERVED_AS == "proxy"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SERVED_AS == "proxy" else None

# Mail: "starttls" on 587 unless the host says otherwise; "none" is for a server on this machine.
EMAIL_HOST = os.environ.get("AMENDS_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("AMENDS_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("AMENDS_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("AMENDS_SMTP_PASSWORD", "")
_SMTP_SECURITY = os.environ.get("AMENDS_SMTP_SECURITY", "starttls")
EMAIL_USE_TLS = _SMTP_SECURITY == "starttls"
EMAIL_USE_SSL = _SMTP_SECURITY == "tls"
DEFAULT_FROM_EMAIL = os.environ.get("AMENDS_MAIL_FROM", "notes@localhost")
