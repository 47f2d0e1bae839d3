from __future__ import annotations

from django.urls import path

from amends_web.spaces import door_views, views

app_name = "spaces"

urlpatterns = [
    path("spaces/", views.list_view, name="list"),
    path("spaces/new/", views.new_view, name="new"),
    path("spaces/create/", views.create_view, name="create"),
    path("spaces/left/", views.left_view, name="left"),
    path("spaces/<uuid:space_id>/", views.space_view, name="space"),
    path("spaces/<uuid:space_id>/invite/", views.invite_view, name="invite"),
    path("spaces/<uuid:space_id>/invite/make/", views.make_invite_view, name="make_invite"),
    path("spaces/<uuid:space_id>/compare/<uuid:person_id>/", views.compare_view, name="compare"),
    path("spaces/<uuid:space_id>/leave/", views.leave_view, name="leave"),
    path("spaces/<uuid:space_id>/leave/now/", views.leave_now_view, name="leave_now"),
    path("spaces/invites/<uuid:invite_id>/", views.invited_view, name="invited"),
    path("spaces/invites/<uuid:invite_id>/poll/", views.invited_poll_view, name="invited_poll"),
    path("spaces/invites/<uuid:invite_id>/withdraw/", views.withdraw_view, name="withdraw"),
    path("spaces/joinings/<uuid:joining_id>/", views.confirm_view, name="confirm"),
    path("spaces/joinings/<uuid:joining_id>/let-in/", views.let_in_view, name="let_in"),
    path("spaces/joinings/<uuid:joining_id>/turn-away/", views.turn_away_view, name="turn_away"),
    path("join/", door_views.join_view, name="join"),
    path("join/open/", door_views.open_view, name="open"),
    path("join/accept/", door_views.accept_view, name="accept"),
    path("join/not-now/", door_views.not_now_view, name="not_now"),
    path("join/later/", door_views.said_not_now_view, name="said_not_now"),
    path("join/no/", door_views.no_view, name="no"),
    path("join/closed/", door_views.said_no_view, name="said_no"),
    path("join/wait/<uuid:joining_id>/", door_views.wait_view, name="wait"),
    path("join/wait/<uuid:joining_id>/poll/", door_views.wait_poll_view, name="wait_poll"),
    path("join/wait/<uuid:joining_id>/enter/", door_views.enter_view, name="enter"),
    path("join/wait/<uuid:joining_id>/stop/", door_views.stop_waiting_view, name="stop_waiting"),
]
