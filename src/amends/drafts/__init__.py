"""A second look at one's own words before they go. Never at anybody else's, and never with words of its own."""

from amends.drafts.check import check_draft
from amends.drafts.parts import KindWords, PartWords, kinds_to_write, part_words
from amends.drafts.rules import reasons_of_marks
from amends.drafts.values import DraftCheck, DraftMark, Kind

__all__ = [
    "DraftCheck",
    "DraftMark",
    "Kind",
    "KindWords",
    "PartWords",
    "check_draft",
    "kinds_to_write",
    "part_words",
    "reasons_of_marks",
]
