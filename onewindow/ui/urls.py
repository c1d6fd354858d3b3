"""Pages of the ui context."""

from django.urls import URLPattern, path

from onewindow.ui import views

app_name = "ui"
urlpatterns: list[URLPattern] = [
    path("elder/", views.elder, name="elder"),
    path("ui/", views.guide, name="guide"),
    path("ui/desk/", views.guide_desk, name="guide-desk"),
    path("ui/question/", views.guide_question, name="guide-question"),
    path("ui/errors/<int:status>/", views.guide_error, name="guide-error"),
]
