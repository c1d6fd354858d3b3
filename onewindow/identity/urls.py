"""Pages of identity: /account/…, /my/access/."""

from django.urls import URLPattern, path

from onewindow.identity import views

app_name = "identity"
urlpatterns: list[URLPattern] = [
    path("account/sign-in/", views.sign_in, name="sign-in"),
    path("account/sign-out/", views.sign_out, name="sign-out"),
    path("account/register/", views.register, name="register"),
    path(
        "account/register/organisation/",
        views.register,
        {"kind": "organisation"},
        name="register-organisation",
    ),
    path("account/level/", views.level, name="level"),
    path("account/mobile/", views.mobile, name="mobile"),
    path("account/mobile/code/", views.mobile_code, name="mobile-code"),
    path("my/access/", views.accesses, name="accesses"),
]
