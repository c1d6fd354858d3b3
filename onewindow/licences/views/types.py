"""证照目录: which licences there are, what stands on each, by which law; public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onewindow.licences import faces
from onewindow.licences.queries.types import licence_type, types


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """List the licence types."""
    return render(request, "licences/types.html", {"types": types()})


@require_safe
def one(request: HttpRequest, key: str) -> HttpResponse:
    """Show one type with the fields of its face."""
    kind = licence_type(key)
    return render(request, "licences/type.html", {"kind": kind, "fields": faces.declared(kind.schema)})
