from __future__ import annotations

from django.urls import path

from amends_web.practice import own_views, paper_views, together_views

app_name = "practice"

_SPACE = "practice/together/new/<uuid:space_id>/"
_TOGETHER = "practice/together/<uuid:together_id>/"
_CARD = "practice/<slug:skill>/<slug:card>/"

urlpatterns = [
    path("practice/", own_views.deck_view, name="deck"),
    path("practice/plans/let-go/", own_views.let_plan_go_view, name="let_plan_go"),
    path("practice/delete/", own_views.delete_view, name="delete"),
    path("practice/paper/", paper_views.papers_view, name="papers"),
    path("practice/paper/<slug:relation>/", paper_views.paper_view, name="paper"),
    path(_SPACE, together_views.choose_view, name="choose"),
    path(f"{_SPACE}begin/", together_views.begin_view, name="begin"),
    path(_TOGETHER, together_views.together_view, name="together"),
    path(f"{_TOGETHER}write/", together_views.write_view, name="write"),
    path(f"{_TOGETHER}take-back/", together_views.take_back_view, name="take_back"),
    path(f"{_TOGETHER}put-away/", together_views.put_away_view, name="put_away"),
    path(f"{_TOGETHER}wait/", together_views.wait_view, name="wait"),
    path("practice/<slug:skill>/", own_views.skill_view, name="skill"),
    path(_CARD, own_views.card_view, name="card"),
    path(f"{_CARD}pick/", own_views.pick_view, name="pick"),
    path(f"{_CARD}try/", own_views.try_view, name="try"),
    path(f"{_CARD}after/", own_views.after_view, name="after"),
    path(f"{_CARD}plan/", own_views.plan_view, name="plan"),
]
