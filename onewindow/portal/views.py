"""Pages that compose the contexts for people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """Show the portal's home page."""
    return render(request, "portal/home.html")
