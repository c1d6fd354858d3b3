"""Pages of the catalogue of materials: public at materials/, the desk at desk/materials/."""

from django.urls import path

from onewindow.catalogue.materials import desk, views

app_name = "materials"
urlpatterns = [
    path("materials/", views.index, name="index"),
    path("materials/all.<slug:form>", views.download, name="download"),
    path("materials/<str:code>/", views.entry, name="entry"),
    path("desk/materials/", desk.index, name="desk"),
    path("desk/materials/new/", desk.new, name="desk-new"),
    path("desk/materials/<str:code>/", desk.entry, name="desk-entry"),
]
