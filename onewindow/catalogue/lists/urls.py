"""Pages of the lists: public at lists/ and powers/, desks at desk/powers/ and desk/transfers/."""

from django.urls import path

from onewindow.catalogue.lists import desk, edition_desk, views

app_name = "lists"
urlpatterns = [
    path("lists/", views.index, name="index"),
    path("lists/transfers/", views.transfers, name="transfers"),
    path("lists/transfers.<slug:form>", views.transfers_download, name="transfers-download"),
    path("lists/<slug:kind>/", views.edition, name="edition"),
    path("lists/<slug:kind>/<int:number>.<slug:form>", views.download, name="download"),
    path("lists/<slug:kind>/<int:number>/changes/", views.changes, name="changes"),
    path("powers/", views.powers, name="powers"),
    path("powers/all.<slug:form>", views.powers_download, name="powers-download"),
    path("powers/<str:code>/", views.power, name="power"),
    path("desk/lists/", edition_desk.lists, name="desk-lists"),
    path("desk/lists/<int:draft_id>/", edition_desk.draft, name="desk-list"),
    path("desk/lists/<int:draft_id>/rows/<int:at>/", edition_desk.row, name="desk-list-row"),
    path("desk/powers/", desk.powers, name="desk-powers"),
    path("desk/powers/new/", desk.collect, name="desk-collect"),
    path("desk/powers/<int:version_id>/", desk.power, name="desk-power"),
    path("desk/transfers/", desk.transfers, name="desk-transfers"),
]
