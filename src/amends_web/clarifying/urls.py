from __future__ import annotations

from django.urls import path

from amends_web.clarifying import cue_views, question_views, reply_views

app_name = "clarifying"

_SPACE = "clarifying/<uuid:space_id>/"
_QUESTION = "clarifying/questions/<uuid:question_id>/"
_CUE = "clarifying/cues/<uuid:cue_id>/"
_WRITE = "clarifying/replies/<uuid:breakdown_id>/<uuid:share_id>/"
_REPLY = "clarifying/replies/<uuid:reply_id>/"

urlpatterns = [
    path(_SPACE, question_views.clarifying_view, name="clarifying"),
    path(f"{_SPACE}lines/", question_views.lines_view, name="lines"),
    path(f"{_SPACE}ask/", question_views.ask_view, name="ask"),
    path(f"{_SPACE}ask/send/", question_views.send_question_view, name="send_question"),
    path(_QUESTION, question_views.question_view, name="question"),
    path(f"{_QUESTION}answer/", question_views.answer_question_view, name="answer_question"),
    path(f"{_QUESTION}take-back/", question_views.take_back_question_view, name="take_back_question"),
    path(f"{_SPACE}tell/<slug:kind>/", cue_views.tell_view, name="tell"),
    path(f"{_SPACE}tell/<slug:kind>/keep/", cue_views.let_guess_view, name="let_guess"),
    path(f"{_SPACE}guess/", cue_views.guess_first_view, name="guess_first"),
    path(f"{_SPACE}guess/ask/", cue_views.ask_what_it_was_view, name="ask_what_it_was"),
    path(f"{_SPACE}guessed/", cue_views.be_guessed_view, name="be_guessed"),
    path(_CUE, cue_views.cue_view, name="cue"),
    path(f"{_CUE}guess/", cue_views.guess_view, name="guess"),
    path(f"{_CUE}say/", cue_views.say_view, name="say"),
    path(f"{_CUE}show/", cue_views.show_view, name="show"),
    path(f"{_CUE}take-back/", cue_views.take_back_cue_view, name="take_back_cue"),
    path(_WRITE, reply_views.write_reply_view, name="write_reply"),
    path(f"{_WRITE}send/", reply_views.send_reply_view, name="send_reply"),
    path(_REPLY, reply_views.reply_view, name="reply"),
    path(f"{_REPLY}landed/", reply_views.landed_view, name="landed"),
    path(f"{_REPLY}take-back/", reply_views.take_back_reply_view, name="take_back_reply"),
]
