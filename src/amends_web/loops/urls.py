from __future__ import annotations

from django.urls import path

from amends_web.loops import answer_views, arrow_views, views

app_name = "loops"

_SPACE = "loops/in/<uuid:space_id>/"
_ONE = "loops/<uuid:loop_id>/"
_ARROW = f"{_ONE}arrows/<uuid:arrow_id>/"

urlpatterns = [
    path(_SPACE, views.loops_view, name="loops"),
    path(f"{_SPACE}new/", views.begin_view, name="begin"),
    path(f"{_SPACE}create/", views.create_view, name="create"),
    path(_ONE, views.loop_view, name="loop"),
    path(f"{_ONE}changed/<int:edits>/", views.changed_view, name="changed"),
    path(f"{_ONE}put-away/", views.put_away_view, name="put_away"),
    path(f"{_ONE}take-up/", views.take_up_view, name="take_up"),
    path(f"{_ONE}answers/", answer_views.answers_view, name="answers"),
    path(f"{_ONE}answers/keep/", answer_views.keep_view, name="keep"),
    path(f"{_ONE}answers/later/", answer_views.later_view, name="later"),
    path(f"{_ONE}answers/next/", answer_views.next_view, name="next"),
    path(f"{_ONE}answers/delete/", answer_views.delete_view, name="delete"),
    path(f"{_ONE}preview/", answer_views.preview_view, name="preview"),
    path(f"{_ONE}share/", answer_views.share_view, name="share"),
    path(f"{_ONE}take-back/", answer_views.take_back_view, name="take_back"),
    path(f"{_ONE}wait/", answer_views.wait_view, name="wait"),
    path(f"{_ONE}arrows/put-in/", arrow_views.put_in_view, name="put_in"),
    path(_ARROW, arrow_views.arrow_view, name="arrow"),
    path(f"{_ARROW}change/", arrow_views.change_view, name="change"),
    path(f"{_ARROW}take-out/", arrow_views.take_out_view, name="take_out"),
]
