from __future__ import annotations

from django.urls import path

from amends_web.protocols import protocol_views, run_views

app_name = "protocols"

_SPACE = "protocols/<uuid:space_id>/"
_LIBRARY = f"{_SPACE}library/<slug:name>/"
_PROTOCOL = "protocols/agreed/<uuid:protocol_id>/"

urlpatterns = [
    path(_SPACE, protocol_views.protocols_view, name="protocols"),
    path(f"{_SPACE}propose/", protocol_views.propose_view, name="propose"),
    path(f"{_SPACE}propose/send/", protocol_views.send_view, name="send"),
    path(f"{_SPACE}bring/", protocol_views.bring_view, name="bring"),
    path(f"{_SPACE}bring/read/", protocol_views.read_view, name="read"),
    path(_LIBRARY, run_views.template_view, name="template"),
    path(f"{_LIBRARY}<int:number>/", run_views.step_view, name="step"),
    path(f"{_LIBRARY}<int:number>/keep/", run_views.keep_view, name="keep"),
    path(f"{_LIBRARY}done/", run_views.done_view, name="done"),
    path("protocols/notes/<uuid:note_id>/delete/", run_views.delete_note_view, name="delete_note"),
    path(_PROTOCOL, protocol_views.protocol_view, name="protocol"),
    path(f"{_PROTOCOL}change/", protocol_views.change_view, name="change"),
    path(f"{_PROTOCOL}change/send/", protocol_views.send_change_view, name="send_change"),
    path(f"{_PROTOCOL}<int:number>/accept/", protocol_views.accept_view, name="accept"),
    path(f"{_PROTOCOL}<int:number>/set-aside/", protocol_views.set_aside_view, name="set_aside"),
    path(f"{_PROTOCOL}retire/", protocol_views.retire_view, name="retire"),
    path(f"{_PROTOCOL}steps/<int:number>/", run_views.agreed_step_view, name="agreed_step"),
    path(f"{_PROTOCOL}steps/<int:number>/keep/", run_views.agreed_keep_view, name="agreed_keep"),
]
