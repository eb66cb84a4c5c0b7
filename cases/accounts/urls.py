"""Addresses of the log-in and of the own account. Of allauth's own pages none is served but the two it leads to."""
from django.urls import path

from .views import door, help, own

urlpatterns = [
    path("login/", door.log_in, name="login"),
    path("login/", door.log_in, name="account_login"),
    path("login/code/", door.enter_code, name="mfa_authenticate"),
    path("logout/", door.log_out, name="logout"),
    path("start/", door.start, name="start"),

    path("account/", own.account, name="account"),
    path("account/confirm/", own.confirm, name="confirm"),
    path("account/password/", own.password_change, name="password_change"),
    path("account/mfa/", own.mfa_setup, name="mfa_setup"),
    path("account/mfa/recovery/", own.mfa_recovery, name="mfa_recovery"),
    path("account/mfa/off/", own.mfa_off, name="mfa_off"),

    path("settings/locks/", help.lock_list, name="lock_list"),
    path("settings/locks/<int:pk>/lift/", help.lock_lift, name="lock_lift"),
    path("settings/mfa-resets/", help.reset_list, name="reset_list"),
    path("settings/mfa-resets/<int:pk>/confirm/", help.reset_confirm, name="reset_confirm"),
    path("settings/mfa-resets/<int:pk>/withdraw/", help.reset_withdraw, name="reset_withdraw"),
]
