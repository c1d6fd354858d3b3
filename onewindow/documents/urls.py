"""Pages of the documents context."""

from django.urls import path

from onewindow.documents import views

app_name = "documents"
urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("verify/<str:token>/", views.check, name="check"),
    path("transparency/keys.json", views.published_keys, name="keys"),
    path("notices/<str:token>.pdf", views.notice_pdf, name="notice-pdf"),
    path("notices/<str:token>.ofd", views.notice_ofd, name="notice-ofd"),
    path("notices/<str:token>.json", views.notice_json, name="notice-json"),
    path("files/<uuid:file_id>/", views.stored_file, name="file"),
]
