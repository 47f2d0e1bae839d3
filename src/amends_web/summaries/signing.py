"""What makes a version, a voice in it, an answer to it and a word about keeping somebody's own: their signature."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from amends_web.summaries.models import Keeping, Reply, Version

# The sentences stand in templates/summaries/summary.html and keeping.html; whoever changes what they mean raises this.
VERSION = "1"


def hash_of(words: Mapping[str, Any]) -> str:
    """Return the hash of a version or an answer, in hex; a nonce in a version keeps short ones from being guessed."""
    canonical = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(canonical.encode(), digest_size=32).hexdigest()


def version_statement(row: Version, words: Mapping[str, Any]) -> tuple[object, ...]:
    return ("summary", VERSION, row.of_id, row.number, hash_of(words))


def voice_statement(summary_id: UUID, person_id: UUID, number: int, text: str) -> tuple[object, ...]:
    """Return what somebody signs who says where they differ, in the version of this number."""
    return ("summary voice", VERSION, summary_id, person_id, number, text)


def reply_statement(row: Reply, words: Mapping[str, Any]) -> tuple[object, ...]:
    return ("summary reply", VERSION, row.to_id, hash_of(words))


def keeping_statement(row: Keeping, words: Mapping[str, Any]) -> tuple[object, ...]:
    return ("summary keeping", VERSION, row.space_id, row.person_id, hash_of(words))
