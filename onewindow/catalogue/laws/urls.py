"""Pages of the laws, mounted at laws/."""

from django.urls import path

from onewindow.catalogue.laws import views

app_name = "laws"
urlpatterns = [
    path("", views.laws, name="laws"),
    path("<str:title>/", views.law, name="law"),
    path("<str:title>/changes/", views.changes, name="changes"),
]
