"""Pages of the government context, mounted at regions/."""

from django.urls import path

from onewindow.government import views

app_name = "government"
urlpatterns = [
    path("", views.matching, name="regions"),
    path("<str:code>/children/", views.children, name="children"),
]
