from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from amends.errors import Tampered
from amends_web.imports import views
from amends_web.shell.errors import refuse

app_name = "imports"


def _page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    """A page that says so calmly where something sealed was changed behind the person's back."""

    @wraps(view)
    def calm(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Tampered:
            sentence = _("It was changed or cut since it was kept, so it is not shown. Bring the conversation again.")
            title = _("This does not open")
            return refuse(request, title=title, sentence=sentence, status=409, back_url=reverse("home:home"))

    return path(f"conversations/{route}", calm, name=name)


urlpatterns = [
    _page("", views.list_view, "list"),
    _page("new/", views.new_view, "new"),
    _page("bring/", views.bring_view, "bring"),
    _page("cancel/", views.cancel_view, "cancel"),
    _page("progress/<uuid:submission>/", views.progress_view, "progress"),
    _page("shared/<uuid:space_id>/", views.shared_view, "shared"),
    _page("excerpts/<uuid:excerpt_id>/withdraw/", views.withdraw_view, "withdraw"),
    _page("<uuid:import_id>/", views.import_view, "import"),
    _page("<uuid:import_id>/date-order/", views.date_order_view, "date_order"),
    _page("<uuid:import_id>/date-order/answer/", views.answer_order_view, "answer_order"),
    _page("<uuid:import_id>/chat/", views.chat_view, "chat"),
    _page("<uuid:import_id>/chat/answer/", views.answer_chat_view, "answer_chat"),
    _page("<uuid:import_id>/me/", views.me_view, "me"),
    _page("<uuid:import_id>/me/take/", views.take_seat_view, "take_seat"),
    _page("<uuid:import_id>/wave-away/", views.wave_away_view, "wave_away"),
    _page("<uuid:import_id>/messages/", views.messages_view, "messages"),
    _page("<uuid:import_id>/messages/find/", views.search_view, "search"),
    _page("<uuid:import_id>/lines/", views.lines_view, "lines"),
    _page("<uuid:import_id>/lines/pick/", views.pick_view, "pick"),
    _page("<uuid:import_id>/share/<uuid:space_id>/", views.share_view, "share"),
    _page("<uuid:import_id>/share/<uuid:space_id>/now/", views.share_lines_view, "share_lines"),
    _page("<uuid:import_id>/delete/", views.delete_view, "delete"),
    _page("<uuid:import_id>/delete/now/", views.delete_import_view, "delete_now"),
]
