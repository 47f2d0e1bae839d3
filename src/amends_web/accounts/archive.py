"""Everything of a person as one ZIP file: a page to read, and the same as data."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string

from amends_web.accounts.models import Person
from amends_web.shell.exports import Section, all_sections
from amends_web.vault.keyring import Keyring

FORMAT = 1


def archive_of(person: Person, keyring: Keyring, *, now: datetime) -> bytes:
    """Return a ZIP with index.html and data.json: what only this person opens, and what is shared with them."""
    sections = all_sections(person, keyring)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", _data(sections, now=now))
        archive.writestr("index.html", _page(sections, now=now))
    return file.getvalue()


def _data(sections: list[Section], *, now: datetime) -> str:
    data = {"format": FORMAT, "exported_at": now, "sections": [asdict(section) for section in sections]}
    return json.dumps(data, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)


def _page(sections: list[Section], *, now: datetime) -> str:
    shown = [
        (section.title, [[(name, _shown(value)) for name, value in row.items()] for row in section.rows])
        for section in sections
        if section.rows
    ]
    return render_to_string("accounts/archive.html", {"sections": shown, "now": now})


def _shown(value: object) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)
