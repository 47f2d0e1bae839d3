from __future__ import annotations

from django.urls import path

from amends_web.openness import list_views, note_views, plan_views, thing_views

app_name = "openness"

_SPACE = "openness/<uuid:space_id>/"
_LIST = "openness/lists/<uuid:agreement_id>/"
_NOTE = "openness/notes/<uuid:note_id>/"
_WRITE = f"{_SPACE}notes/<slug:kind>/"
_OWN_THINGS = f"{_SPACE}things/"
_PLANS = f"{_SPACE}reminders/"
_PLAN = "openness/reminders/<uuid:plan_id>/"

urlpatterns = [
    path(_SPACE, list_views.openness_view, name="openness"),
    path(f"{_SPACE}lists/", list_views.new_list_view, name="new_list"),
    path(f"{_SPACE}lists/look/", list_views.preview_list_view, name="preview_list"),
    path(f"{_SPACE}lists/offer/", list_views.offer_list_view, name="offer_list"),
    path(_LIST, list_views.list_view, name="list"),
    path(f"{_LIST}change/", list_views.change_list_view, name="change_list"),
    path(f"{_LIST}change/look/", list_views.preview_change_view, name="preview_change"),
    path(f"{_LIST}change/offer/", list_views.offer_change_view, name="offer_change"),
    path(f"{_LIST}answer/", list_views.answer_list_view, name="answer_list"),
    path(f"{_LIST}suggest/", list_views.suggest_view, name="suggest"),
    path(f"{_LIST}suggestions/<int:number>/", list_views.suggestion_view, name="suggestion"),
    path(f"{_LIST}end/", list_views.end_list_view, name="end_list"),
    path(_WRITE, note_views.write_note_view, name="write_note"),
    path(f"{_WRITE}send/", note_views.send_note_view, name="send_note"),
    path(_NOTE, note_views.note_view, name="note"),
    path(f"{_NOTE}take-back/", note_views.take_back_note_view, name="take_back_note"),
    path(_OWN_THINGS, thing_views.own_things_view, name="own_things"),
    path(f"{_OWN_THINGS}keep/", thing_views.keep_things_view, name="keep_things"),
    path(f"{_OWN_THINGS}look/", thing_views.preview_things_view, name="preview_things"),
    path(f"{_OWN_THINGS}show/", thing_views.show_things_view, name="show_things"),
    path(f"{_OWN_THINGS}take-back/", thing_views.take_back_things_view, name="take_back_things"),
    path("openness/things/<uuid:things_id>/", thing_views.things_view, name="things"),
    path(_PLANS, plan_views.new_plan_view, name="new_plan"),
    path(f"{_PLANS}keep/", plan_views.keep_plan_view, name="keep_plan"),
    path(_PLAN, plan_views.plan_view, name="plan"),
    path(f"{_PLAN}change/", plan_views.change_plan_view, name="change_plan"),
    path(f"{_PLAN}put-away/", plan_views.put_plan_away_view, name="put_plan_away"),
]
