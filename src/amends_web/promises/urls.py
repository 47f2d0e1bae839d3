from __future__ import annotations

from django.urls import path

from amends_web.promises import making_views, own_views, promise_views

app_name = "promises"

_SPACE = "promises/<uuid:space_id>/"
_ONE = "promises/one/<uuid:promise_id>/"
_MEND = f"{_ONE}mend/<int:offer>/<slug:on>/"
_BREAK = "promises/break/<uuid:breakdown_id>/"

urlpatterns = [
    path("promises/deeds/", own_views.deeds_view, name="deeds"),
    path(_SPACE, promise_views.promises_view, name="promises"),
    path(f"{_SPACE}earlier/", promise_views.earlier_view, name="earlier"),
    path(f"{_SPACE}make/", making_views.make_view, name="make"),
    path(f"{_SPACE}make/look/", making_views.look_view, name="look"),
    path(f"{_SPACE}make/offer/", making_views.offer_view, name="offer"),
    path(f"{_SPACE}found/", own_views.found_view, name="found"),
    path(_ONE, promise_views.promise_view, name="promise"),
    path(f"{_ONE}history/", promise_views.history_view, name="history"),
    path(f"{_ONE}accept/", promise_views.accept_view, name="accept"),
    path(f"{_ONE}decline/", promise_views.decline_view, name="decline"),
    path(f"{_ONE}propose/", making_views.propose_view, name="propose"),
    path(f"{_ONE}propose/look/", making_views.look_at_proposal_view, name="look_at_proposal"),
    path(f"{_ONE}propose/send/", making_views.send_proposal_view, name="send_proposal"),
    path(f"{_ONE}take/", promise_views.take_view, name="take"),
    path(f"{_ONE}leave/", promise_views.leave_view, name="leave"),
    path(f"{_ONE}change/", making_views.change_view, name="change"),
    path(f"{_ONE}change/look/", making_views.look_at_change_view, name="look_at_change"),
    path(f"{_ONE}change/send/", making_views.send_change_view, name="send_change"),
    path(f"{_ONE}warn/", promise_views.warn_view, name="warn"),
    path(f"{_ONE}warn/send/", promise_views.send_warning_view, name="send_warning"),
    path(f"{_ONE}say/", promise_views.say_view, name="say"),
    path(_MEND, promise_views.mend_view, name="mend"),
    path(f"{_MEND}send/", promise_views.send_mending_view, name="send_mending"),
    path(f"{_ONE}let-go/", promise_views.let_go_view, name="let_go"),
    path(_BREAK, own_views.break_view, name="break"),
    path(f"{_BREAK}note/", own_views.note_break_view, name="note_break"),
]
