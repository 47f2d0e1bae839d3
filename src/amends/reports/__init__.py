"""A reading for people (text, one HTML page, Markdown), for programs (JSON), and for measuring (lines, a corpus)."""

from amends.reports.breakdowns import as_labelled_line, breakdowns_line
from amends.reports.check import check_as_json, check_as_text
from amends.reports.corpus import corpus_files, corpus_json, corpus_talk
from amends.reports.markdown import as_markdown
from amends.reports.page import as_html
from amends.reports.protocol import protocol_as_text, protocols_as_text, step_as_text
from amends.reports.reading_json import as_json
from amends.reports.row import as_row_line, row_of
from amends.reports.text import as_text, printable, wrapped

__all__ = [
    "as_html",
    "as_json",
    "as_labelled_line",
    "as_markdown",
    "as_row_line",
    "as_text",
    "breakdowns_line",
    "check_as_json",
    "check_as_text",
    "corpus_files",
    "corpus_json",
    "corpus_talk",
    "printable",
    "protocol_as_text",
    "protocols_as_text",
    "row_of",
    "step_as_text",
    "wrapped",
]
