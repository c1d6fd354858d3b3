"""Puts the acting party on each request, ends idle sessions, keeps personal pages out of caches."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from onewindow.identity.queries import actor_for
from onewindow.kernel.public import ANONYMOUS, Actor, clock

_SEEN, _STEP = "seen", 120  # seconds between writes of the last-seen mark


class ActorMiddleware:
    """Set `request.actor`: made from the signed-in account when first asked for, with two statements."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        answer = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not answer.has_header("Cache-Control"):
            answer["Cache-Control"] = "private, no-store"  # the next person at this computer sees nothing
        return answer


def _actor(request: HttpRequest) -> Actor:
    account = request.user
    if not account.is_authenticated:
        return ANONYMOUS
    actor = actor_for(account)
    return ANONYMOUS if _ended_idle(request, actor) else actor


def _ended_idle(request: HttpRequest, actor: Actor) -> bool:
    now = int(clock.now().timestamp())
    seen = request.session.get(_SEEN, now)
    limit = settings.OFFICIAL_IDLE_SECONDS if actor.kind == "official" else settings.CITIZEN_IDLE_SECONDS
    if now - seen > limit:
        logout(request)
        request.idle = True  # type: ignore[attr-defined]
        return True
    if now - seen >= _STEP or _SEEN not in request.session:
        request.session[_SEEN] = now
    return False
