"""Having one talk read by the language model that the host runs, and going back to the reading without it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.outside.model.endpoint import Model, ModelFailed
from amends.outside.model.marks import MOST
from amends_web.imports.access import import_for
from amends_web.imports.actions import take_seat
from amends_web.imports.careful import is_short_enough, model_here, read_by_model
from amends_web.imports.forms import ModelForm
from amends_web.imports.models import Import

if TYPE_CHECKING:
    from amends_web.vault.requests import UnlockedRequest


@require_GET
def model_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row, model = _ready(request, import_id)
    return _model_page(request, row, model, ModelForm())


@require_POST
def read_by_model_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    """Give the talk that is looked at to the model, once everybody in it said yes."""
    row, model = _ready(request, import_id)
    form = ModelForm(request.POST)
    if not form.is_valid():
        return _model_page(request, row, model, form, status=422)
    if not is_short_enough(row, words=row.words(request.keyring)):
        return redirect("imports:model", row.pk)
    try:
        read_by_model(row=row, keyring=request.keyring, model=model)
    except ModelFailed as failed:
        if failed.reason == "busy":
            form.add_error(None, _("It reads something else just now. Try again in a few minutes."))
        else:
            form.add_error(None, _("It gave no answer that could be used. The reading here stays as it was."))
        # With 200: any other status Django writes into the log, which would tell the host when somebody asked.
        return _model_page(request, row, model, form)
    return redirect("imports:import", row.pk)


@require_POST
def without_model_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    """Read it by the rules alone again; this is there whether or not there is a model still."""
    row = import_for(request.user, import_id)
    if row.state != Import.State.READY:
        raise Http404
    take_seat(row=row, keyring=request.keyring, me=row.words(request.keyring)["me"])
    return redirect("imports:import", row.pk)


def _ready(request: UnlockedRequest, import_id: UUID) -> tuple[Import, Model]:
    row, model = import_for(request.user, import_id), model_here()
    if row.state != Import.State.READY or model is None:
        raise Http404
    return row, model


def _model_page(
    request: UnlockedRequest, row: Import, model: Model, form: ModelForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "row": row,
        "form": form,
        "model": model.name,
        "place": urlsplit(model.url).netloc,
        "is_short_enough": is_short_enough(row, words=row.words(request.keyring)),
        "most": MOST,
    }
    return render(request, "imports/model.html", context, status=status)
