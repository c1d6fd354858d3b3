"""Pages of sign-in: /account/sign-in/…, security/…, sessions/, recover/; /desk/security/."""

from django.urls import path

from onewindow.identity.signin.views import desk, entry, recovering, resetting, security

urlpatterns = [
    path("account/sign-in/", entry.sign_in, name="sign-in"),
    path("account/sign-in/sms/", entry.by_sms, name="by-sms"),
    path("account/sign-in/sms/code/", entry.by_sms_code, name="by-sms-code"),
    path("account/sign-in/second/", entry.second, name="second"),
    path("account/sign-in/enrol/", security.authenticator, name="enrol"),
    path("account/sign-in/passkey/options/", entry.passkey_options, name="passkey-options"),
    path("account/sign-in/passkey/", entry.passkey, name="passkey"),
    path("account/sign-out/", entry.sign_out, name="sign-out"),
    path("account/recover/", recovering.start, name="recover"),
    path("account/recover/confirm/", recovering.confirm, name="recover-confirm"),
    path("account/reset/", resetting.use, name="reset"),
    path("desk/reset/", resetting.make, name="make-reset"),
    path("account/security/", security.security, name="security"),
    path("account/security/confirm/", security.confirm, name="confirm"),
    path("account/security/password/", security.password, name="password"),
    path("account/security/authenticator/", security.authenticator, name="authenticator"),
    path("account/security/passkeys/options/", security.new_passkey_options, name="new-passkey-options"),
    path("account/security/passkeys/", security.new_passkey, name="new-passkey"),
    path("account/security/remove/", security.remove, name="remove-factor"),
    path("account/security/codes/", security.recovery_codes, name="recovery-codes"),
    path("account/security/stop-recovery/", security.stop_recovery, name="stop-recovery"),
    path("account/sessions/", security.session_list, name="sessions"),
    path("account/sessions/end/", security.session_end, name="session-end"),
    path("desk/security/", desk.events, name="security-events"),
    path("desk/security/releases/", desk.releases, name="releases"),
    path("desk/security/releases/<int:release_id>/", desk.judge, name="judge-release"),
]
