from __future__ import annotations

from django.urls import path

from amends_web.support import views

app_name = "support"

urlpatterns = [
    path("check/", views.check_view, name="check"),
    path("help/", views.help_view, name="help"),
    path("hosting/", views.hosting_view, name="hosting"),
]
