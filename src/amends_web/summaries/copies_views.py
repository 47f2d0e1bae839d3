"""Copies of a version to take along: a page to print, a text file, a PDF."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from amends.errors import Tampered
from amends_web.summaries.access import summary_for
from amends_web.summaries.document import Block, blocks_of, plain_text
from amends_web.summaries.models import Summary
from amends_web.summaries.pages import space_page, stopped
from amends_web.summaries.pdf import NotSet, pdf_of
from amends_web.summaries.queries import names_in, standing
from amends_web.vault.requests import UnlockedRequest


@require_GET
def print_view(request: UnlockedRequest, summary_id: UUID, number: int) -> HttpResponse:
    summary = summary_for(request.user, summary_id)
    try:
        blocks = _blocks(request, summary, number)
    except Tampered:
        return stopped(request, summary.space)
    return space_page(request, summary.space, "print.html", {"summary": summary, "blocks": blocks, "number": number})


@require_GET
def text_view(request: UnlockedRequest, summary_id: UUID, number: int) -> HttpResponse:
    summary = summary_for(request.user, summary_id)
    try:
        blocks = _blocks(request, summary, number)
    except Tampered:
        return stopped(request, summary.space)
    return _file(plain_text(blocks).encode(), "text/plain; charset=utf-8", "summary.txt")


@require_GET
def pdf_view(request: UnlockedRequest, summary_id: UUID, number: int) -> HttpResponse:
    summary = summary_for(request.user, summary_id)
    try:
        blocks = _blocks(request, summary, number)
        return _file(pdf_of(blocks, blocks[0].text), "application/pdf", "summary.pdf")
    except Tampered:
        return stopped(request, summary.space)
    except NotSet:
        return space_page(request, summary.space, "no_pdf.html", {"summary": summary, "number": number}, status=503)


def _blocks(request: UnlockedRequest, summary: Summary, number: int) -> tuple[Block, ...]:
    opened = standing(summary, request.user, request.keyring).numbered(number)
    if opened is None:
        raise Http404
    return blocks_of(opened, names_in(summary.space))


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    """Return a file under a name that tells nobody what it is about."""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
