from __future__ import annotations

from django.urls import path

from amends_web.shell import views

app_name = "shell"

urlpatterns = [
    path("exit/", views.exit_view, name="exit"),
    path("exit/about/", views.about_exit_view, name="about_exit"),
    path("awake/", views.awake_view, name="awake"),
    path("still-open/", views.still_open_view, name="still_open"),
    path("manifest.webmanifest", views.manifest_view, name="manifest"),
    path("second-look/<slug:kind>/<str:fields>/", views.second_look_view, name="second_look"),
    path("look/", views.look_view, name="look"),
]
