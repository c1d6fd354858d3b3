"""我的岗位: the posts one holds today, which of them one acts in, and who stands in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onewindow.identity.errors import RoleMissing
from onewindow.identity.guards import sign_in_required
from onewindow.identity.models import Account
from onewindow.identity.posts import holding, queries, reading
from onewindow.identity.posts.duties import Duty
from onewindow.identity.posts.errors import NotYourDuty
from onewindow.identity.posts.models import Holding
from onewindow.identity.posts.pages import day, done, number, tried, typed
from onewindow.identity.queries import actor_of, duties_of
from onewindow.identity.signin import entering
from onewindow.kernel.public import Actor, clock


@never_cache
@require_safe
@sign_in_required
def mine(request: HttpRequest) -> HttpResponse:
    """Show one's posts of today, which of them counts, and one's deputies."""
    by, duties = _official(request)
    shown = {
        "duties": duties,
        "here": by.post_id,
        "own": [duty for duty in duties if duty.kind != Holding.Kind.DEPUTY],
        "deputies": queries.deputies_of(by),
        "rows": queries.holdings_of(by.account_id or 0),
        "today": clock.today(),
    }
    return render(request, "identity/my_posts.html", shown)


@never_cache
@require_http_methods(["GET", "POST"])
@sign_in_required
def deputy(request: HttpRequest) -> HttpResponse:
    """Ask that a colleague stand in."""
    by, duties = _official(request)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        errors = tried(
            lambda: holding.ask_deputy(
                by=by, username=typed(request, "username"), post_id=number(request, "post_id"),
                starts_on=day(request, "starts_on"), ends_on=day(request, "ends_on"),
                reason=typed(request, "reason"),
            )
        )  # fmt: skip
        if not errors:
            return done(request, _("已申请，等安全管理员授权后生效。"), "my-posts")
    own = [(str(duty.post_id), duty.name) for duty in duties if duty.kind != Holding.Kind.DEPUTY]
    longest = reading.numbers()["deputy_days_longest"]
    shown = {"own": own, "errors": errors, "given": request.POST, "longest": longest}
    return render(request, "identity/deputy.html", shown, status=422 if errors else 200)


@require_POST
@sign_in_required
def use(request: HttpRequest) -> HttpResponse:
    """Act in another of one's posts from now on; the session's key changes with what it may do."""
    account, wanted = request.user, number(request, "post_id")
    duties = duties_of(account) if isinstance(account, Account) else ()
    name = next((duty.name for duty in duties if duty.post_id == wanted), None)
    if name is None:
        raise NotYourDuty
    entering.rotate(request)
    request.session[entering.POST] = wanted
    return done(request, _("现在以“%s”办理。") % name, "my-posts")


def _official(request: HttpRequest) -> tuple[Actor, tuple[Duty, ...]]:
    by, account = actor_of(request), request.user
    if by.kind != "official" or not isinstance(account, Account):
        raise RoleMissing
    return by, duties_of(account)
