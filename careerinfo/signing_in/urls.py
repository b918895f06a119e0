"""The pages of signing in. Those of allauth's that strangers could use (to sign up, to get a password) are not here."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.OverviewView.as_view(), name="mfa_index"),
    path("end/", views.end_sessions, name="end_sessions"),
    path("code/", views.CodeView.as_view(), name="mfa_authenticate"),
    path("again/", views.PasswordAgainView.as_view(), name="account_reauthenticate"),
    path("again/code/", views.CodeAgainView.as_view(), name="mfa_reauthenticate"),
    path("again/passkey/", views.PasskeyAgainView.as_view(), name="mfa_reauthenticate_webauthn"),
    path("app/", views.AppView.as_view(), name="mfa_activate_totp"),
    path("app/off/", views.AppOffView.as_view(), name="mfa_deactivate_totp"),
    path("recovery-codes/", views.RecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", views.NewRecoveryCodesView.as_view(), name="mfa_generate_recovery_codes"),
    path("recovery-codes/file/", views.RecoveryCodesFileView.as_view(), name="mfa_download_recovery_codes"),
    path("passkeys/", views.OverviewView.as_view(), name="mfa_list_webauthn"),
    path("passkeys/add/", views.PasskeyView.as_view(), name="mfa_add_webauthn"),
    path("passkeys/sign-in/", views.PasskeySignInView.as_view(), name="mfa_login_webauthn"),
    path("passkeys/<int:pk>/remove/", views.PasskeyOffView.as_view(), name="mfa_remove_webauthn"),
]
