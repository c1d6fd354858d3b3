"""Pages of identity: /account/…, /my/access/."""

from django.urls import URLPattern, URLResolver, include, path

from onewindow.identity import views

app_name = "identity"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("onewindow.identity.signin.urls")),
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
