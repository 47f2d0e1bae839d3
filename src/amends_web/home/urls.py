from __future__ import annotations

from django.urls import path

from amends_web.home import views

app_name = "home"

urlpatterns = [
    path("", views.home_view, name="home"),
    path("expectations/", views.expectations_view, name="expectations"),
    path("first-step/", views.first_steps_view, name="first_steps"),
    path("first-step/<slug:slug>/", views.first_step_view, name="first_step"),
]
