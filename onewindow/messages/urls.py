"""Pages of messages."""

from django.urls import URLPattern, path

from onewindow.messages import views

app_name = "messages"
urlpatterns: list[URLPattern] = [
    path("my/messages/", views.inbox, name="inbox"),
    path("my/messages/read/", views.read_all, name="read-all"),
    path("my/messages/settings/", views.settings, name="settings"),
    path("my/messages/<int:message_id>/", views.message, name="message"),
    path("desk/messages/", views.failures, name="failures"),
]
