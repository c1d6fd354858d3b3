"""Pages of the portal context."""

from django.urls import URLPattern

app_name = "portal"
urlpatterns: list[URLPattern] = []
