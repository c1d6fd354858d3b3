"""Pages of the catalogue context, mounted at items/."""

from django.urls import path

from onewindow.catalogue import history_views, views

app_name = "catalogue"
urlpatterns = [
    path("", views.items, name="items"),
    path("suggestions/", views.suggest, name="suggestions"),
    path("<str:code>/", views.guide, name="guide"),
    path("<str:code>/regions/", history_views.regions, name="regions"),
    path("<str:code>/versions/", history_views.versions_page, name="versions"),
    path("<str:code>/guide.pdf", views.guide_pdf, name="guide-pdf"),
]
