from __future__ import annotations

from django.urls import path

from amends_web.summaries import begin_views, copies_views, summary_views

app_name = "summaries"

_SPACE = "summaries/<uuid:space_id>/"
_SUMMARY = "summaries/of/<uuid:summary_id>/"
_VERSION = f"{_SUMMARY}<int:number>/"

urlpatterns = [
    path(_SPACE, begin_views.summaries_view, name="summaries"),
    path(f"{_SPACE}new/", begin_views.new_view, name="new"),
    path(f"{_SPACE}new/write/", begin_views.write_view, name="write"),
    path(f"{_SPACE}new/share/", begin_views.begin_view, name="begin"),
    path(f"{_SPACE}keeping/", begin_views.keeping_view, name="keeping"),
    path(f"{_SPACE}keeping/choose/", begin_views.keep_view, name="keep"),
    path(_SUMMARY, summary_views.summary_view, name="summary"),
    path(f"{_SUMMARY}edit/", summary_views.edit_view, name="edit"),
    path(f"{_SUMMARY}edit/save/", summary_views.save_view, name="save"),
    path(f"{_SUMMARY}differ/", summary_views.differ_view, name="differ"),
    path(f"{_SUMMARY}differ/keep/", summary_views.keep_voice_view, name="keep_voice"),
    path(f"{_SUMMARY}answer/", summary_views.answer_view, name="answer"),
    path(f"{_SUMMARY}take-back/", summary_views.take_back_view, name="take_back"),
    path(f"{_SUMMARY}take-away/", summary_views.withdraw_view, name="withdraw"),
    path(_VERSION, summary_views.version_view, name="version"),
    path(f"{_VERSION}print/", copies_views.print_view, name="print"),
    path(f"{_VERSION}text/", copies_views.text_view, name="text"),
    path(f"{_VERSION}pdf/", copies_views.pdf_view, name="pdf"),
]
