"""Root urls: each context mounts its own pages here."""

from django.urls import URLPattern, URLResolver, include, path

from onewindow.config import health
from onewindow.portal.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("metrics", health.metrics, name="metrics"),
    path("", include("onewindow.cases.urls")),  # first: an application is submitted there
    path("api/v1/", api.urls),
    path("", include("onewindow.portal.urls")),
    path("items/", include("onewindow.catalogue.urls")),
    path("desk/catalogue/", include("onewindow.catalogue.drafting.urls")),
    path("desk/forms/", include("onewindow.forms.designs.urls")),
    path("desk/processes/", include("onewindow.workflow.urls")),
    path("desk/rules/", include("onewindow.decisions.urls")),
    path("", include("onewindow.decisions.reviews.urls")),
    path("", include("onewindow.catalogue.lists.urls")),
    path("", include("onewindow.catalogue.materials.urls")),
    path("accuracy/", include("onewindow.catalogue.quality.urls")),
    path("laws/", include("onewindow.catalogue.laws.urls")),
    path("regions/", include("onewindow.government.urls")),
    path("payments/", include("onewindow.payments.urls")),
    path("", include("onewindow.cases.offers.urls")),
    path("", include("onewindow.cases.outside.urls")),
    path("", include("onewindow.collaboration.urls")),
    path("", include("onewindow.halls.urls")),
    path("", include("onewindow.feedback.urls")),
    path("supervision/", include("onewindow.supervision.urls")),
    path("supervision/", include("onewindow.insight.urls")),
    path("", include("onewindow.documents.urls")),
    path("", include("onewindow.exchange.urls")),
    path("", include("onewindow.licences.urls")),
    path("", include("onewindow.messages.urls")),
    path("", include("onewindow.identity.urls")),
]
handler404 = "onewindow.ui.refusals.page_not_found"
handler500 = "onewindow.ui.refusals.server_error"
