from __future__ import annotations

from django.urls import path

from amends_web.reminders import calendar_views, channel_views, views

app_name = "reminders"

urlpatterns = [
    path("reminders/", views.due_view, name="due"),
    path("reminders/<uuid:reminder_id>/put-away/", views.put_away_view, name="put_away"),
    path("reminders/ways/", channel_views.ways_view, name="ways"),
    path("reminders/ways/keep/", channel_views.keep_wishes_view, name="keep_wishes"),
    path("reminders/ways/new/<slug:kind>/", channel_views.add_view, name="add"),
    path("reminders/ways/<uuid:channel_id>/", channel_views.confirm_view, name="confirm"),
    path("reminders/ways/<uuid:channel_id>/code/", channel_views.code_view, name="code"),
    path("reminders/ways/<uuid:channel_id>/arrived/", channel_views.arrived_view, name="arrived"),
    path("reminders/ways/<uuid:channel_id>/remove/", channel_views.remove_view, name="remove"),
    path("reminders/ways/<uuid:channel_id>/<slug:to>/", channel_views.switch_view, name="switch"),
    path("reminders/worker.js", channel_views.service_worker_view, name="service_worker"),
    path("reminders/calendar/", calendar_views.calendar_view, name="calendar"),
    path("reminders/calendar/make/", calendar_views.make_feed_view, name="make_feed"),
    path("reminders/calendar/name/", calendar_views.name_feed_view, name="name_feed"),
    path("reminders/calendar/remove/", calendar_views.remove_feed_view, name="remove_feed"),
    path("calendar/<str:secret>.ics", calendar_views.feed_view, name="feed"),
]
