from __future__ import annotations

from django.urls import path

from amends_web.breakdowns import map_views, share_views, side_views, views

app_name = "breakdowns"

_ONE = "breakdowns/<uuid:breakdown_id>/"

urlpatterns = [
    path("breakdowns/new/<uuid:space_id>/", views.begin_view, name="begin"),
    path("breakdowns/new/<uuid:space_id>/create/", views.create_view, name="create"),
    path(_ONE, views.breakdown_view, name="breakdown"),
    path(f"{_ONE}kinds/", views.kinds_view, name="kinds"),
    path(f"{_ONE}kinds/keep/", views.keep_kinds_view, name="keep_kinds"),
    path(f"{_ONE}honesty/", views.honesty_view, name="honesty"),
    path(f"{_ONE}ask/", views.ask_view, name="ask"),
    path(f"{_ONE}ask/keep/", views.keep_ask_view, name="keep_ask"),
    path(f"{_ONE}side/facts/move/", side_views.move_view, name="move"),
    path(f"{_ONE}side/facts/leave/", side_views.leave_view, name="leave"),
    path(f"{_ONE}side/<slug:name>/", side_views.question_view, name="question"),
    path(f"{_ONE}side/<slug:name>/keep/", side_views.keep_draft_view, name="keep_draft"),
    path(f"{_ONE}side/<slug:name>/next/", side_views.next_view, name="next"),
    path(f"{_ONE}side/<slug:name>/later/", side_views.later_view, name="later"),
    path(f"{_ONE}side/<slug:name>/switch/", side_views.switch_view, name="switch"),
    path(f"{_ONE}delete-side/", views.delete_side_view, name="delete_side"),
    path(f"{_ONE}choose/", share_views.choose_view, name="choose"),
    path(f"{_ONE}preview/", share_views.preview_view, name="preview"),
    path(f"{_ONE}share/", share_views.share_view, name="share"),
    path(f"{_ONE}keep-choice/", share_views.keep_choice_view, name="keep_choice"),
    path(f"{_ONE}take-back/", share_views.take_back_view, name="take_back"),
    path(f"{_ONE}waiting/", share_views.waiting_view, name="waiting"),
    path(f"{_ONE}wait/", share_views.wait_view, name="wait"),
    path(f"{_ONE}map/", map_views.map_view, name="map"),
    path(f"{_ONE}map/text/", map_views.map_text_view, name="map_text"),
    path(f"{_ONE}map/<uuid:share_id>/<slug:part>/news/", map_views.news_view, name="news"),
    path(f"{_ONE}map/<uuid:share_id>/<slug:part>/known/", map_views.known_view, name="known"),
]
