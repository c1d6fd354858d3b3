"""Addresses of insight, below /supervision/."""

from django.urls import path

from onewindow.insight import views

app_name = "insight"
urlpatterns = [
    path("", views.index, name="board"),
    path("figures/<slug:key>/", views.figure, name="figure"),
    path("seven/", views.seven, name="seven"),
    path("seven/seals/", views.seals, name="seals"),
    path("assessments/", views.assessments, name="assessments"),
    path("bulletin/", views.bulletin, name="bulletin"),
    path("export.csv", views.export, name="export"),
]
