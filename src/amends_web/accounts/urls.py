from __future__ import annotations

from django.urls import path

from amends_web.accounts.views import door, keys, own

app_name = "accounts"

urlpatterns = [
    path("sign-up/", door.sign_up_view, name="sign_up"),
    path("sign-up/another/", door.sign_up_another_view, name="sign_up_another"),
    path("sign-in/", door.sign_in_view, name="sign_in"),
    path("sign-out/", door.sign_out_view, name="sign_out"),
    path("unlock/", door.unlock_view, name="unlock"),
    path("lock/", door.lock_view, name="lock"),
    path("recover/", keys.recover_view, name="recover"),
    path("recover/another/", keys.recover_another_view, name="recover_another"),
    path("account/", own.settings_view, name="settings"),
    path("account/name/", own.rename_view, name="rename"),
    path("account/settings/", own.change_settings_view, name="change_settings"),
    path("account/stop/", door.stop_view, name="stop"),
    path("account/passphrase/", keys.passphrase_view, name="passphrase"),
    path("account/passphrase/another/", keys.passphrase_another_view, name="passphrase_another"),
    path("account/recovery-key/", keys.recovery_key_view, name="recovery_key"),
    path("account/recovery-key/check/", keys.recovery_key_check_view, name="recovery_key_check"),
    path("account/recovery-key/new/", keys.recovery_key_new_view, name="recovery_key_new"),
    path("account/sessions/", own.sessions_view, name="sessions"),
    path("account/sessions/end-others/", own.end_other_sessions_view, name="end_other_sessions"),
    path("account/sessions/<slug:mark>/end/", own.end_session_view, name="end_session"),
    path("account/events/", own.events_view, name="events"),
    path("account/first-steps/", own.first_steps_view, name="first_steps"),
    path("account/first-steps/keep/", own.keep_first_step_view, name="keep_first_step"),
    path("account/first-steps/<uuid:step_id>/delete/", own.delete_first_step_view, name="delete_first_step"),
    path("account/marks/", own.marks_view, name="marks"),
    path("account/marks/again/", own.mark_again_view, name="mark_again"),
    path("account/export/", own.export_view, name="export"),
    path("account/delete/", own.delete_view, name="delete"),
]
