from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from amends.errors import Tampered
from amends_web.imports.models import Import
from amends_web.imports.views import (
    arriving,
    asking,
    bringing,
    careful,
    consenting,
    guiding,
    sharing,
    showing,
    talking,
)
from amends_web.shell.errors import refuse

app_name = "imports"


def _page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    """A page that says so calmly where something was changed, or deleted, behind the person's back."""

    @wraps(view)
    def calm(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Tampered:
            sentence = _("It was changed or cut since it was kept, so it is not shown. Bring the conversation again.")
            title = _("This does not open")
            return refuse(request, title=title, sentence=sentence, status=409, back_url=reverse("home:home"))
        except Import.DoesNotExist:
            sentence = _("It was deleted in another window meanwhile. Nothing of it was kept.")
            title = _("This is gone")
            return refuse(request, title=title, sentence=sentence, status=410, back_url=reverse("imports:list"))

    return path(f"conversations/{route}", calm, name=name)


urlpatterns = [
    _page("", bringing.list_view, "list"),
    _page("new/", bringing.new_view, "new"),
    _page("how/", guiding.sources_view, "sources"),
    _page("how/<slug:source>/", guiding.source_view, "source"),
    _page("bring/", bringing.bring_view, "bring"),
    _page("cancel/", bringing.cancel_view, "cancel"),
    _page("progress/<uuid:submission>/", bringing.progress_view, "progress"),
    _page("arrive/", arriving.arrive_view, "arrive"),
    _page("arrived/", arriving.arrived_view, "arrived"),
    _page("arrived/take/", arriving.take_arrival_view, "take_arrival"),
    _page("arrived/throw-away/", arriving.discard_arrival_view, "discard_arrival"),
    _page("shared/<uuid:space_id>/", sharing.shared_view, "shared"),
    _page("excerpts/<uuid:excerpt_id>/ask/", consenting.ask_view, "ask"),
    _page("excerpts/<uuid:excerpt_id>/ask/now/", consenting.ask_now_view, "ask_now"),
    _page("asked/<uuid:request_id>/", consenting.asked_view, "asked"),
    _page("asked/<uuid:request_id>/yes/", consenting.say_yes_view, "say_yes"),
    _page("kept/", consenting.kept_view, "kept"),
    _page("kept/<uuid:kept_id>/take-out/", consenting.take_out_view, "take_out"),
    _page("excerpts/<uuid:excerpt_id>/withdraw/", sharing.withdraw_view, "withdraw"),
    _page("<uuid:import_id>/", showing.import_view, "import"),
    _page("<uuid:import_id>/questions/", asking.questions_view, "questions"),
    _page("<uuid:import_id>/questions/answer/", asking.answer_view, "answer"),
    _page("<uuid:import_id>/more/", bringing.more_view, "more"),
    _page("<uuid:import_id>/more/bring/", bringing.bring_more_view, "bring_more"),
    _page("<uuid:import_id>/me/", asking.me_view, "me"),
    _page("<uuid:import_id>/me/take/", asking.take_seat_view, "take_seat"),
    _page("<uuid:import_id>/talk/", talking.talk_view, "talk"),
    _page("<uuid:import_id>/talk/choose/", talking.choose_talk_view, "choose_talk"),
    _page("<uuid:import_id>/talk/days/", talking.choose_days_view, "choose_days"),
    _page("<uuid:import_id>/talk/whole/", talking.choose_whole_view, "choose_whole"),
    _page("<uuid:import_id>/model/", careful.model_view, "model"),
    _page("<uuid:import_id>/model/read/", careful.read_by_model_view, "read_by_model"),
    _page("<uuid:import_id>/model/without/", careful.without_model_view, "without_model"),
    _page("<uuid:import_id>/wave-away/", showing.wave_away_view, "wave_away"),
    _page("<uuid:import_id>/messages/", showing.messages_view, "messages"),
    _page("<uuid:import_id>/messages/day/", showing.go_to_day_view, "go_to_day"),
    _page("<uuid:import_id>/messages/find/", showing.search_view, "search"),
    _page("<uuid:import_id>/lines/", sharing.lines_view, "lines"),
    _page("<uuid:import_id>/lines/pick/", sharing.pick_view, "pick"),
    _page("<uuid:import_id>/share/<uuid:space_id>/", sharing.share_view, "share"),
    _page("<uuid:import_id>/share/<uuid:space_id>/look/", sharing.look_again_view, "look_again"),
    _page("<uuid:import_id>/share/<uuid:space_id>/now/", sharing.share_lines_view, "share_lines"),
    _page("<uuid:import_id>/delete/", showing.delete_view, "delete"),
    _page("<uuid:import_id>/delete/now/", showing.delete_import_view, "delete_now"),
]
