"""A page to write something that goes elsewhere: a message, a letter, words to say. Nothing of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from amends.drafts import KindWords, kinds_to_write

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

# As long as a long letter, as in the fields of one's side.
LONGEST = 5000


class DraftForm(forms.Form):
    words = forms.CharField(
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
    )
    words.seen = "only_you"  # type: ignore[attr-defined]

    def __init__(self, data: object = None, *, kind: KindWords) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["words"].label = kind.label
        self.fields["words"].help_text = kind.hint


@require_GET
def drafts_view(request: HttpRequest) -> HttpResponse:
    return render(request, "home/drafts.html", {"kinds": kinds_to_write()})


@require_GET
def draft_view(request: HttpRequest, kind: str) -> HttpResponse:
    words = _kind(kind)
    return render(request, "home/draft.html", {"kind": words, "form": DraftForm(kind=words)})


@require_POST
def look_view(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the page again with what was typed and the marks on it, for browsers without scripts."""
    words = _kind(kind)
    return render(request, "home/draft.html", {"kind": words, "form": DraftForm(request.POST, kind=words)})


def _kind(name: str) -> KindWords:
    found = next((kind for kind in kinds_to_write() if kind.kind == name), None)
    if found is None:
        raise Http404
    return found
