"""Public pages of procedures: one thing at a time, with what it saves and how it goes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from onewindow.catalogue import public as catalogue
from onewindow.collaboration import public as collaboration
from onewindow.collaboration.naming.queries import comes_first
from onewindow.workflow import public as workflow


@require_GET
def procedures(request: HttpRequest) -> HttpResponse:
    """List the procedures in force with what each saves."""
    return render(request, "collaboration/procedures.html", {"rows": collaboration.in_force()})


@require_GET
def procedure(request: HttpRequest, key: str) -> HttpResponse:
    """Show a procedure: its bodies, its picture, what is asked and what is saved."""
    found = collaboration.procedure(key)
    drawn = workflow.published_process(found.process)
    context = {
        "one": found,
        "plan": found.plan,
        "name_first": comes_first(key),
        "version": catalogue.in_force(found.lead_code),
        "drawing": workflow.draw(workflow.graph_from(drawn.graph)) if drawn is not None else None,
    }
    return render(request, "collaboration/procedure.html", context)
