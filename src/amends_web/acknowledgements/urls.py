from __future__ import annotations

from django.urls import path

from amends_web.acknowledgements import from_views, own_views, to_views

app_name = "acknowledgements"

_ONE = "own/<uuid:breakdown_id>/"
_TO = f"{_ONE}to/<uuid:other_id>/"
_FROM = f"{_ONE}from/<uuid:other_id>/"

urlpatterns = [
    path("own/pace/<uuid:space_id>/", own_views.pace_view, name="pace"),
    path("own/pace/<uuid:space_id>/keep/", own_views.keep_pace_view, name="keep_pace"),
    path(_ONE, own_views.own_view, name="own"),
    path(f"{_ONE}page/<slug:name>/", own_views.page_view, name="page"),
    path(f"{_ONE}page/<slug:name>/keep/", own_views.keep_page_view, name="keep_page"),
    path(f"{_ONE}page/<slug:name>/next/", own_views.next_page_view, name="next_page"),
    path(f"{_ONE}delete/", own_views.delete_view, name="delete"),
    path(f"{_TO}sent/", to_views.sent_view, name="sent"),
    path(f"{_TO}remind/", to_views.remind_view, name="remind"),
    path(f"{_TO}aloud/", to_views.aloud_view, name="aloud"),
    path(f"{_TO}impact/", to_views.impact_view, name="impact"),
    path(f"{_TO}words/", to_views.words_view, name="words"),
    path(f"{_TO}impact/ask/", to_views.ask_view, name="ask"),
    path(f"{_TO}words/send/", to_views.send_view, name="send"),
    path(f"{_TO}<slug:thing>/keep/", to_views.keep_draft_view, name="keep_draft"),
    path(f"{_TO}<slug:thing>/next/", to_views.next_view, name="next"),
    path(f"{_TO}<slug:thing>/preview/", to_views.preview_view, name="preview"),
    path(_FROM, from_views.from_view, name="from"),
    path(f"{_FROM}check/", from_views.check_view, name="check"),
    path(f"{_FROM}respond/", from_views.respond_view, name="respond"),
    path(f"{_FROM}heard/", from_views.heard_view, name="heard"),
]
