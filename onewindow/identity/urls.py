"""Pages of the identity context."""

from django.urls import URLPattern

app_name = "identity"
urlpatterns: list[URLPattern] = []
