"""`python -m amends_web model_gate TICKET`: let the model that is set up be asked, as it passed the gate."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from amends.outside.model.ticket import NoTicket
from amends_web.imports.careful import keep_ticket

_REFUSALS = {
    "unreadable": "This is no ticket; give the file that `python -m bench.mirror --ticket` wrote.",
    "other_gate": "This ticket is for the gate of another version of Amends; run `python -m bench.mirror` of this one.",
    "other_model": "This ticket is of another model than AMENDS_MODEL_NAME; set that to the name it was tested under.",
    "failed": "This model did not pass the gate; use another one.",
}
# A ticket is some hundred bytes.
_LARGEST = 64 * 1024


class Command(BaseCommand):
    help = "Keep the ticket of the language model of AMENDS_MODEL_NAME, so that it may be asked (docs/mirror.md)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("ticket", type=Path, help="the file that `python -m bench.mirror --ticket` wrote")

    def handle(self, **options: Any) -> None:
        if not settings.MODEL_NAME:
            raise CommandError("No model is set up; set AMENDS_MODEL_URL and AMENDS_MODEL_NAME first.")
        try:
            with options["ticket"].open("rb") as file:
                text = file.read(_LARGEST).decode()
            keep_ticket(text)
        except OSError:
            raise CommandError("This file can't be opened; check the path.") from None
        except UnicodeDecodeError:
            raise CommandError(_REFUSALS["unreadable"]) from None
        except NoTicket as refused:
            raise CommandError(_REFUSALS[refused.reason]) from None
        self.stdout.write(f"“{settings.MODEL_NAME}” may be asked from now on, where people say yes to it.")
