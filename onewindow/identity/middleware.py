"""Puts the acting party on each request, ends idle sessions, keeps personal pages out of caches."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from onewindow.identity.mandates.models import Mandate
from onewindow.identity.mandates.policies import in_force
from onewindow.identity.models import Account
from onewindow.identity.provider import bearer
from onewindow.identity.queries import actor_for, post_name
from onewindow.identity.signin import rules
from onewindow.identity.signin.entering import LEVEL, POST, SEEN, SINCE, rotate
from onewindow.kernel.public import ANONYMOUS, Actor, Refusal, clock

ACTING = "acting"  # the mandate's reference in the session
OWN_PAGES = ("/account/", "/oauth/")
_STEP = 120  # seconds between writes of the last-seen mark


class ActorMiddleware:
    """Set `request.actor`: made from the signed-in account when first asked for, with two statements."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        if bearer.carries_token(request):
            try:
                request.actor = bearer.caller(request)  # type: ignore[attr-defined]
            except Refusal as refusal:
                return bearer.challenge(request, refusal)
        answer = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not answer.has_header("Cache-Control"):
            answer["Cache-Control"] = "private, no-store"  # the next person at this computer sees nothing
        return answer


def _actor(request: HttpRequest) -> Actor:
    account = request.user
    if not account.is_authenticated:
        return ANONYMOUS
    mandate = _mandate(request, account)
    actor = actor_for(account, request.session.get(POST), mandate=mandate)
    if _ended(request, actor):
        return ANONYMOUS
    if actor.kind == "official":
        request.post_name = post_name(actor.post_id)  # type: ignore[attr-defined]
    return actor


def _mandate(request: HttpRequest, account: Account) -> Mandate | None:
    """Return the mandate the session acts under, in one statement; one that is over is left with a word.

    Pages under /account/ are about the account itself, so there nobody acts for another.
    """
    reference = request.session.get(ACTING, "")
    if not reference or request.path.startswith(OWN_PAGES):
        return None
    found = in_force(account.person_id or 0).filter(reference=reference)
    mandate = found.select_related("person", "organisation").first()
    if mandate is None:
        del request.session[ACTING]
        messages.warning(request, _("原来的授权已经结束，现在是以您本人的名义办理。"))
    request.mandate = mandate  # type: ignore[attr-defined]
    return mandate


def _ended(request: HttpRequest, actor: Actor) -> bool:
    """End a session that was idle too long or is too old; each kind of account has its own limits."""
    now = int(clock.now().timestamp())
    kind = "official" if actor.kind == "official" else "citizen"
    seen, since = request.session.get(SEEN, now), request.session.get(SINCE, now)
    idle = now - seen > 60 * rules.minutes(f"{kind}-idle")
    if idle or now - since > 60 * rules.minutes(f"{kind}-absolute"):
        logout(request)
        request.ended = "idle" if idle else "old"  # type: ignore[attr-defined]
        return True
    changed = request.session.get(LEVEL, actor.level) != actor.level
    if changed:
        rotate(request)  # what the session may do has changed, so its key does
    if changed or now - seen >= _STEP or SEEN not in request.session:
        request.session.update({SEEN: now, SINCE: since, LEVEL: actor.level})
    return False
