from __future__ import annotations

from django.urls import path

from amends_web.listening.views import asking, looking, stepping

app_name = "listening"

_ONE = "rounds/<uuid:round_id>/"

urlpatterns = [
    path("rounds/new/<uuid:space_id>/", asking.ask_view, name="ask"),
    path("rounds/new/<uuid:space_id>/create/", asking.create_view, name="create"),
    path("rounds/mine/", looking.mine_view, name="mine"),
    path(_ONE, looking.round_view, name="round"),
    path(f"{_ONE}look/", looking.look_view, name="look"),
    path(f"{_ONE}receipt/", looking.receipt_view, name="receipt"),
    path(f"{_ONE}yes/", asking.yes_view, name="yes"),
    path(f"{_ONE}not-now/", asking.not_now_view, name="not_now"),
    path(f"{_ONE}withdraw/", asking.withdraw_view, name="withdraw"),
    path(f"{_ONE}say/", stepping.say_view, name="say"),
    path(f"{_ONE}back/", stepping.back_view, name="back"),
    path(f"{_ONE}answer/", stepping.answer_view, name="answer"),
    path(f"{_ONE}leave-it/", stepping.leave_it_view, name="leave_it"),
    path(f"{_ONE}more/", stepping.more_view, name="more"),
    path(f"{_ONE}no-more/", stepping.no_more_view, name="no_more"),
    path(f"{_ONE}propose/", stepping.propose_view, name="propose"),
    path(f"{_ONE}keep/", stepping.keep_view, name="keep"),
    path(f"{_ONE}stop/", stepping.stop_view, name="stop"),
]
