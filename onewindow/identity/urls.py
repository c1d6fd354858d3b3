"""Pages of identity: /account/…, /my/access/."""

from django.urls import URLPattern, URLResolver, include, path

from onewindow.identity import people_views, views

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
    path("account/register/paper/", people_views.register_with_paper, name="register-paper"),
    path("desk/people/", people_views.find, name="counter"),
    path("desk/people/check/", people_views.check, name="counter-check"),
    path("account/level/", views.level, name="level"),
    path("account/mobile/", views.mobile, name="mobile"),
    path("account/mobile/code/", views.mobile_code, name="mobile-code"),
    path("my/access/", views.accesses, name="accesses"),
]
