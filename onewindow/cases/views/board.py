"""The board of a head: lights, load of every hand, the oldest cases."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from onewindow.cases.board import board_of
from onewindow.identity import public as identity


@require_GET
@identity.role_required("chief")
def board(request: HttpRequest) -> HttpResponse:
    """Show what the body has to do, who holds how much of it, and what waits longest."""
    return render(request, "cases/desk_board.html", {"board": board_of(identity.actor_of(request))})
