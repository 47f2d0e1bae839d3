from __future__ import annotations

from django.urls import path

from amends_web.rhythm import check_in_views, own_views, time_views

app_name = "rhythm"

_SPACE = "check-ins/<uuid:space_id>/"
_PLAN = "check-ins/time/<uuid:plan_id>/"
_ONE = "check-in/<uuid:check_in_id>/"
_PART = f"{_ONE}part/<slug:part>/"
_PULSE = "pulse/<uuid:space_id>/"
_ANSWER = "how-it-was/<slug:kind>/<uuid:about_id>/"

urlpatterns = [
    path(_SPACE, time_views.check_ins_view, name="check_ins"),
    path(f"{_SPACE}topics/keep/", time_views.keep_topic_view, name="keep_topic"),
    path(f"{_SPACE}topics/delete/<uuid:entry_id>/", time_views.delete_topic_view, name="delete_topic"),
    path(f"{_SPACE}time/", time_views.time_view, name="time"),
    path(f"{_SPACE}time/propose/", time_views.propose_view, name="propose"),
    path(f"{_SPACE}move/", time_views.move_view, name="move"),
    path(f"{_SPACE}move/propose/", time_views.propose_move_view, name="propose_move"),
    path(f"{_SPACE}leave-out/", time_views.leave_out_view, name="leave_out"),
    path(f"{_SPACE}begin/", check_in_views.begin_view, name="begin"),
    path(f"{_SPACE}begin/now/", check_in_views.begin_now_view, name="begin_now"),
    path(f"{_PLAN}yes/", time_views.yes_view, name="yes"),
    path(f"{_PLAN}let-go/", time_views.let_go_view, name="let_go"),
    path(f"{_PLAN}decline/", time_views.decline_view, name="decline"),
    path(f"{_PLAN}keep/", time_views.keep_time_view, name="keep_time"),
    path(_ONE, check_in_views.check_in_view, name="check_in"),
    path(f"{_ONE}look/", check_in_views.look_view, name="look"),
    path(f"{_ONE}go-on/", check_in_views.go_on_view, name="go_on"),
    path(f"{_ONE}end/", check_in_views.end_view, name="end"),
    path(f"{_ONE}go-out/", check_in_views.go_out_view, name="go_out"),
    path(f"{_ONE}preview/", check_in_views.preview_view, name="preview"),
    path(f"{_ONE}share/", check_in_views.share_view, name="share"),
    path(f"{_ONE}take-back/", check_in_views.take_back_view, name="take_back"),
    path(_PART, check_in_views.part_view, name="part"),
    path(f"{_PART}give/", check_in_views.give_view, name="give"),
    path(f"{_PART}next/", check_in_views.next_part_view, name="next_part"),
    path(f"{_PART}keep/", check_in_views.keep_draft_view, name="keep_draft"),
    path(_PULSE, own_views.pulse_view, name="pulse"),
    path(f"{_PULSE}keep/", own_views.keep_pulse_view, name="keep_pulse"),
    path(f"{_PULSE}delete/<uuid:entry_id>/", own_views.delete_pulse_view, name="delete_pulse"),
    path(f"{_PULSE}put-away/", own_views.put_help_away_view, name="put_help_away"),
    path("how-it-was/mine/", own_views.mine_view, name="mine"),
    path("how-it-was/amends/", own_views.keep_word_view, name="keep_word"),
    path("how-it-was/delete/<uuid:entry_id>/", own_views.delete_answer_view, name="delete_answer"),
    path(_ANSWER, own_views.answer_view, name="answer"),
    path(f"{_ANSWER}keep/", own_views.keep_answer_view, name="keep_answer"),
    path(f"{_ANSWER}preview/", own_views.preview_answer_view, name="preview_answer"),
    path(f"{_ANSWER}show/", own_views.show_answer_view, name="show_answer"),
    path(f"{_ANSWER}take-back/", own_views.take_shown_back_view, name="take_shown_back"),
]
