"""A version as a PDF: made when somebody asks for it, in a process of its own, and kept nowhere.

The process gets the words as data on its standard input and gives the file back on its standard output. It has no
variables, no folder and no other open file of ours, may write none, and has bounded memory and time (typesetting).
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amends_web.summaries.document import Block

# The longest summary of twelve people takes 0.5 s here. A cold disk with many fonts is slower.
SECONDS = 30
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from amends_web.summaries.typesetting import main; main(json.loads(sys.argv[2]))"
)


class NotSet(Exception):
    """The PDF was not made: too slow, out of memory, or the fonts have nothing to set it with."""


def pdf_of(blocks: tuple[Block, ...], title: str) -> bytes:
    """Return a tagged PDF (PDF/UA-1) of a document; raises NotSet.

    Letters that no font of this computer has stand in it as a box, and the first page says which.
    """
    order = {
        "title": title,
        "language": (get_language() or "en").split("-")[0],
        "blocks": [{"kind": block.kind.value, "text": block.text} for block in blocks],
        "missing": _(
            "The fonts of this computer have no shape for %s. Each stands below as a box; the plain text has them all."
        ),
    }
    try:
        made = subprocess.run(  # noqa: S603  (our own program and our own arguments)
            _command(),
            input=json.dumps(order).encode(),
            stdout=subprocess.PIPE,
            # A traceback would hold words.
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=SECONDS,
            env={},
            cwd="/",
        )
    except subprocess.TimeoutExpired:
        raise NotSet from None
    if made.returncode != 0 or not made.stdout.startswith(b"%PDF"):
        raise NotSet
    return made.stdout


def _command() -> list[str]:
    places = [str(Path(place).absolute()) for place in sys.path if place]
    return [sys.executable, "-I", "-S", "-c", _START, json.dumps(places), json.dumps(SECONDS)]
