"""Pages of the portal context, and those of the ui context."""

from django.urls import URLPattern, URLResolver, include, path

from onewindow.portal import views

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("my/", views.my, name="my"),
    path("desk/", views.desk, name="desk"),
    path("help/", views.help_page, name="help"),
    path("transparency/", views.transparency, name="transparency"),
    path("transparency/roots.json", views.roots, name="roots"),
    path("", include("onewindow.ui.urls")),
]
