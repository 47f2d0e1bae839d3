from __future__ import annotations

from django.urls import path

from amends_web.reminders import views

app_name = "reminders"

urlpatterns = [
    path("reminders/", views.due_view, name="due"),
    path("reminders/<uuid:reminder_id>/put-away/", views.put_away_view, name="put_away"),
]
