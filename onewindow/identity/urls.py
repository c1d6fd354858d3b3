"""Pages of identity: /account/…, /my/access/."""

from django.urls import URLPattern, URLResolver, include, path

from onewindow.identity import people_views, views
from onewindow.identity.certificates import views as certifying
from onewindow.identity.mandates import views as mandating
from onewindow.identity.objections import views as objecting

app_name = "identity"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("onewindow.identity.signin.urls")),
    path("", include("onewindow.identity.provider.urls")),
    path("", include("onewindow.identity.posts.urls")),
    path("", include("onewindow.identity.rights.urls")),
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
    path("desk/people/mandates/", mandating.counter, name="counter-mandates"),
    path("my/mandates/", mandating.index, name="mandates"),
    path("my/mandates/act/", mandating.act, name="act"),
    path("my/mandates/bind/", mandating.bind, name="mandate-bind"),
    path("my/mandates/new/", mandating.offer, name="mandate-offer"),
    path("my/mandates/login/", mandating.login, name="mandate-login"),
    path("my/mandates/<slug:reference>/", mandating.one, name="mandate"),
    path("account/certificate/", certifying.certificate, name="certificate"),
    path("account/level/", views.level, name="level"),
    path("account/mobile/", views.mobile, name="mobile"),
    path("account/mobile/code/", views.mobile_code, name="mobile-code"),
    path("my/access/", views.accesses, name="accesses"),
    path("my/access/all.<slug:form>", objecting.export, name="accesses-export"),
    path("my/access/<int:record_id>/", objecting.look, name="access"),
    path("desk/objections/", objecting.desk, name="objections"),
    path("desk/objections/<int:objection_id>/", objecting.desk_objection, name="objection"),
]
