from __future__ import annotations

from django.urls import path

from amends_web.home import demo_views, draft_views, views

app_name = "home"

urlpatterns = [
    path("", views.home_view, name="home"),
    path("expectations/", views.expectations_view, name="expectations"),
    path("first-step/", views.first_steps_view, name="first_steps"),
    path("first-step/<slug:slug>/", views.first_step_view, name="first_step"),
    path("draft/", draft_views.drafts_view, name="drafts"),
    path("draft/<slug:kind>/", draft_views.draft_view, name="draft"),
    path("draft/<slug:kind>/look/", draft_views.look_view, name="look_at_draft"),
    path("demo/", demo_views.start_view, name="demo_start"),
    path("demo/switch/", demo_views.switch_view, name="demo_switch"),
    path("demo/reset/", demo_views.reset_view, name="demo_reset"),
    path("demo/end/", demo_views.end_view, name="demo_end"),
]
