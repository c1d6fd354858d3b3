"""Pages of the editor, mounted at desk/catalogue/."""

from django.urls import path

from onewindow.catalogue.drafting import exchange_views, item_views, standard_views, views

app_name = "drafting"
urlpatterns = [
    path("", views.proposals, name="proposals"),
    path("new/", views.new, name="new"),
    path("bulk/", item_views.bulk, name="bulk"),
    path("import/", exchange_views.take_in, name="import"),
    path("export.<slug:form>", exchange_views.export, name="export"),
    path("standards/", standard_views.standards, name="standards"),
    path("standards/<str:basic_code>/", standard_views.standard, name="standard"),
    path("<int:proposal_id>/governance/", standard_views.governance, name="governance"),
    path("items/<str:code>/", item_views.item, name="item"),
    path("<int:proposal_id>/", views.proposal, name="proposal"),
    path("<int:proposal_id>/compare/", views.compare, name="compare"),
    path("<int:proposal_id>/<int:at>/<slug:key>/", views.edit, name="edit"),
]
