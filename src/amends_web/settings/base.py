"""What holds everywhere. The reasons are in SECURITY.md and docs/threat-model.md."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

DEBUG = False
ROOT_URLCONF = "amends_web.urls"
WSGI_APPLICATION = "amends_web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Person"
LOGIN_URL = "accounts:sign_in"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "amends_web.shell",
    "amends_web.vault",
    "amends_web.accounts",
    "amends_web.spaces",
    "amends_web.pauses",
    "amends_web.reminders",
    "amends_web.imports",
    "amends_web.breakdowns",
    "amends_web.listening",
    "amends_web.clarifying",
    "amends_web.acknowledgements",
    "amends_web.loops",
    "amends_web.promises",
    "amends_web.openness",
    "amends_web.protocols",
    "amends_web.summaries",
    "amends_web.rhythm",
    "amends_web.practice",
    "amends_web.support",
    "amends_web.home",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "amends_web.shell.middleware.NoStoreMiddleware",
    "amends_web.shell.middleware.OneCharsetMiddleware",
    "amends_web.shell.middleware.MethodPageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "amends_web.vault.middleware.UnlockMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "amends_web.shell.context.frame",
            ],
        },
    },
]

AUTHENTICATION_BACKENDS = ["amends_web.accounts.backends.SeedBackend"]

# Times and words. Each person's own zone is in their settings; what is stored is UTC.
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]

# Served from the packages themselves: nothing to collect, so that a start takes a second. A minute in the browser's
# cache, then a question that costs nothing (304).
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 60
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "amends_web.shell.errors.form_expired"

# Other sites learn nothing either way. With "no-referrer" a browser sends "Origin: null" along with our own forms, and
# Django's check of the origin then refuses every one of them (Fetch standard, "append a request Origin header").
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024**2
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# The page of bringing takes 20 and says so; past this, the whole request is refused.
DATA_UPLOAD_MAX_NUMBER_FILES = 40
FILE_UPLOAD_PERMISSIONS = 0o600
# Never Django's own handlers: they write uploads above 2.5 MB to /tmp as they are.
FILE_UPLOAD_HANDLERS = ["amends_web.vault.uploads.MembersUploadHandler"]

# Where "Leave this page" goes: somewhere anybody might be.
EXIT_URL = "https://www.bbc.co.uk/weather"
# What an installed copy is called on a phone, where others may look: among its apps, and where it shares to.
APP_NAME = "Notes"
# Who runs this copy, as people should read it; empty: the first person who signs up is asked.
RUN_BY = ""
# A language model on this machine or in the home network, by its endpoint; empty: none. docs/mirror.md
MODEL_URL = ""
MODEL_NAME = ""
# Where this copy is opened, for the notices that it sends; empty: they name no address. docs/self-hosting.md
COPY_URL = ""
# Whether a chat service in the house, such as one's own ntfy, may be told; only the host can say so.
CHANNELS_IN_THE_HOUSE = False
# The proxy by which chat services and push services are reached; a variable for other programs is not taken for it.
CHANNELS_PROXY = ""
# Mail goes by the host's server; without one nobody is offered it.
EMAIL_HOST = ""
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = "notes@localhost"
# "loopback", "lan", "proxy" or "insecure": docs/self-hosting.md
SERVED_AS = "loopback"
# /look/, the page that shows every component.
LOOK = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_words": {"()": "amends_web.shell.logs.NoWords"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "filters": ["no_words"], "formatter": "line"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}


def sqlite(path: Path | str) -> dict[str, object]:
    """SQLite that keeps what it acknowledged.

    `synchronous=FULL`: with NORMAL a power cut lost acknowledged commits in 1,560 of 2,000 crash images, with FULL
    in none of 52,000. IMMEDIATE with 20 s: 30 writers met no "database is locked" (18 % with Django's default).
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; "
                "PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF;"
            ),
        },
    }


# Browsers' built-in lists (HSTS preload) are asked for by whoever owns the name, not by us.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
