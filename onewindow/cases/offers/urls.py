"""Pages of offers."""

from django.urls import path

from onewindow.cases.offers import views

app_name = "offers"
urlpatterns = [
    path("my/offers/", views.index, name="index"),
    path("my/offers/<uuid:offer_id>/", views.offer, name="offer"),
    path("desk/offers/", views.report, name="report"),
]
