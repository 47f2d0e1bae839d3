from __future__ import annotations

from django.urls import path

from amends_web.support import someone_views, views

app_name = "support"

urlpatterns = [
    path("check/", views.check_view, name="check"),
    path("help/", views.help_view, name="help"),
    path("hosting/", views.hosting_view, name="hosting"),
    path("someone/", someone_views.someone_view, name="someone"),
    path("someone/plan/", someone_views.plan_view, name="plan"),
    path("someone/<uuid:space_id>/", someone_views.someone_here_view, name="someone_here"),
    path("someone/<uuid:space_id>/put-away/", someone_views.put_away_view, name="put_away"),
    path("someone/<uuid:space_id>/page/", someone_views.sheet_view, name="sheet"),
]
