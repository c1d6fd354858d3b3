"""Pages of the documents context."""

from django.urls import path, re_path

from onewindow.documents import upload_views, views
from onewindow.documents.seals import views as seals
from onewindow.documents.viewing import papers
from onewindow.documents.viewing import views as viewing

app_name = "documents"
urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("verify/<str:token>/", views.check, name="check"),
    path("transparency/keys.json", views.published_keys, name="keys"),
    path("transparency/revocations.json", views.published_revocations, name="revocations"),
    path("transparency/seals.crl", views.published_crl, name="crl"),
    path("notices/<str:token>.pdf", views.notice_pdf, name="notice-pdf"),
    path("notices/<str:token>.ofd", views.notice_ofd, name="notice-ofd"),
    path("notices/<str:token>.json", views.notice_json, name="notice-json"),
    path("notices/<str:token>/view/", papers.paper, name="paper"),
    path("files/<uuid:file_id>/", views.stored_file, name="file"),
    path("desk/seals/", seals.seals, name="seals"),
    path("desk/seals/new/", seals.new_seal, name="seal-new"),
    path("desk/seals/<uuid:seal_id>/", seals.seal, name="seal"),
    path("desk/seals/<uuid:seal_id>/picture.png", seals.picture, name="seal-picture"),
    re_path(
        r"^desk/seals/(?P<seal_id>[0-9a-f-]{36})/(?P<do>issue|suspend|revoke|grant|withdraw)/$",
        seals.change,
        name="seal-change",
    ),
    path("files/<uuid:file_id>/view/", viewing.viewer, name="viewer"),
    path("files/<uuid:file_id>/pages/<int:page>.png", viewing.page_image, name="page"),
    path("uploads/", upload_views.uploads, name="uploads"),
    path("uploads/<uuid:upload_id>/", upload_views.upload, name="upload"),
]
