"""Pages of the accuracy of guides, mounted at accuracy/."""

from django.urls import path

from onewindow.catalogue.quality import views

app_name = "accuracy"
urlpatterns = [
    path("", views.board, name="board"),
    path("guides/", views.guides, name="guides"),
    path("guides.csv", views.guides_csv, name="guides-csv"),
]
