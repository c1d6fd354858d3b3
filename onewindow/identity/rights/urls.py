"""Pages of rights: /my/data/…, /desk/corrections/, /privacy/retention/."""

from django.urls import path

from onewindow.identity.rights import desk_views, views

urlpatterns = [
    path("my/data/", views.overview, name="my-data"),
    path("my/data/copy/", views.copy_page, name="my-data-copy"),
    path("my/data/copy/my-data.zip", views.copy, name="my-data-zip"),
    path("my/data/close/", views.close, name="close-account"),
    path("my/data/close/keep/", views.keep, name="keep-account"),
    path("my/data/<slug:key>/", views.one_kind, name="my-data-kind"),
    path("my/data/<slug:key>/correct/", views.correct, name="my-data-correct"),
    path("desk/corrections/", desk_views.corrections, name="corrections"),
    path("desk/corrections/<int:correction_id>/", desk_views.correction, name="correction"),
    path("privacy/retention/", views.retention, name="retention"),
]
