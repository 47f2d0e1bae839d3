from __future__ import annotations

from django.urls import path

from amends_web.pauses import views

app_name = "pauses"

urlpatterns = [
    path("pauses/", views.choose_view, name="choose"),
    path("pauses/vent/", views.vent_view, name="vent"),
    path("pauses/take/<uuid:space_id>/", views.take_view, name="take"),
    path("pauses/gate/<uuid:space_id>/", views.gate_view, name="gate"),
    path("pauses/<uuid:pause_id>/", views.pause_view, name="pause"),
    path("pauses/<uuid:pause_id>/move/", views.move_view, name="move"),
    path("pauses/<uuid:pause_id>/back/", views.back_view, name="back"),
    path("pauses/<uuid:pause_id>/wait/", views.wait_view, name="wait"),
]
