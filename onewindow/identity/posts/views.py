"""岗位管理 at the desk: posts, officials, and what waits for the security administrator."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onewindow.identity.guards import role_required
from onewindow.identity.levels import Role
from onewindow.identity.posts import granting, holding, leaving, officials, opening, policies, queries
from onewindow.identity.posts.pages import cursor, day, done, number, said, tried, typed
from onewindow.identity.queries import actor_of
from onewindow.kernel.public import clock

form_page = require_http_methods(["GET", "POST"])


@never_cache
@require_safe
@role_required(*policies.KEEPERS)
def posts(request: HttpRequest) -> HttpResponse:
    """List the posts of the administrator's bodies."""
    by, text = actor_of(request), request.GET.get("q", "").replace("\x00", "").strip()[:60]
    page = queries.posts_page(by, text=text, before=cursor(request))
    return render(request, "identity/posts.html", _frame(request) | {"page": page, "text": text})


@never_cache
@form_page
@role_required(*policies.OPENERS)
def new_post(request: HttpRequest) -> HttpResponse:
    """Open a post in a body."""
    by, errors = actor_of(request), {}
    bodies = queries.bodies_kept_by(by)
    if request.method == "POST":
        body = {one.name: one.pk for one in bodies}.get(typed(request, "agency_id"), 0)
        made: list[int] = []
        errors = tried(
            lambda: made.append(
                opening.open_post(
                    by=by, agency_id=body, title=typed(request, "title"), reason=typed(request, "reason"),
                    region_prefix=typed(request, "region_prefix"),
                ).pk
            )
        )  # fmt: skip
        if not errors:
            return done(request, _("岗位已开设，还没有角色。请在下面申请。"), "post", made[0])
    shown = {"bodies": bodies, "errors": errors, "given": request.POST, "prefix": by.region_prefix}
    return render(request, "identity/post_new.html", shown, status=422 if errors else 200)


@never_cache
@require_safe
@role_required(*policies.KEEPERS)
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Show a post with its holders and history."""
    one = queries.post_for(actor_of(request), post_id)
    shown = {"one": one, "holdings": queries.holdings_of_post(one), "grants": queries.grants_of(one)}
    return render(request, "identity/post.html", _frame(request) | shown)


@never_cache
@form_page
@role_required(*policies.OPENERS)
def change_post(request: HttpRequest, post_id: int, do: str) -> HttpResponse:
    """Ask for roles or for a holding, or close a post; each with its reason."""
    one = queries.post_for(actor_of(request), post_id)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        errors = tried(lambda: _CHANGES[do](request, post_id))
        if not errors:
            text = _("岗位已撤销，任职全部结束。") if do == "close" else _("已申请，等安全管理员授权。")
            return done(request, text, "post", post_id)
    shown = {
        "one": one,
        "do": do,
        "roles": Role.choices,
        "chosen": request.POST.getlist("roles") if request.method == "POST" else one.roles,
        "kinds": [("main", _("主岗")), ("joint", _("兼岗"))],
        "errors": errors,
        "given": request.POST,
    }
    return render(request, "identity/post_change.html", shown, status=422 if errors else 200)


@never_cache
@require_safe
@role_required(*policies.KEEPERS)
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what waits for a security administrator."""
    by = actor_of(request)
    shown = {"grants": queries.waiting_grants(by), "holdings": queries.waiting_holdings(by)}
    return render(request, "identity/posts_waiting.html", _frame(request) | shown)


@require_POST
@role_required(*policies.GIVERS)
def judge(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """Give what was asked for, or not."""
    by, agree = actor_of(request), request.POST.get("answer") == "give"
    if kind == "roles":
        verb = granting.give_roles if agree else granting.refuse_roles
        errors = tried(lambda: verb(by=by, grant_id=row_id))
    else:
        judged = holding.give_holding if agree else holding.refuse_holding
        errors = tried(lambda: judged(by=by, holding_id=row_id))
    said(request, errors, _("已授权，立即生效。") if agree else _("没有授权，权限不变。"))
    return redirect("identity:posts-waiting")


@never_cache
@require_safe
@role_required(*policies.KEEPERS)
def people(request: HttpRequest) -> HttpResponse:
    """List the officials of the administrator's bodies."""
    by, text = actor_of(request), request.GET.get("q", "").replace("\x00", "").strip()[:60]
    page = queries.officials_page(by, text=text, before=cursor(request))
    return render(request, "identity/officials.html", _frame(request) | {"page": page, "text": text})


@never_cache
@form_page
@role_required(*policies.OPENERS)
def new_official(request: HttpRequest) -> HttpResponse:
    """Open an official's account in a post."""
    by, errors = actor_of(request), {}
    post_id = number(request, "post_id")
    if request.method == "POST":
        made: list[int] = []
        errors = tried(
            lambda: made.append(
                officials.open_official(
                    by=by, post_id=post_id, starts_on=day(request, "starts_on"),
                    ends_on=day(request, "ends_on"),
                    **{name: typed(request, name) for name in ("username", "name", "resident_id", "reason")},
                ).pk
            )
        )  # fmt: skip
        if not errors:
            text = _("账号已开通，主岗等安全管理员授权。请当面核对本人后用“当面重设密码”把重设码交给本人。")
            return done(request, text, "official", made[0])
    open_posts = (
        policies.posts_kept_by(by).filter(closed_on=None).select_related("agency").order_by("-pk")[:500]
    )
    choices = [
        {"value": str(p.pk), "label": f"{p.agency.name} · {p.title}", "on": p.pk == post_id}
        for p in open_posts
    ]
    shown = {"choices": choices, "errors": errors, "given": request.POST}
    return render(request, "identity/official_new.html", shown, status=422 if errors else 200)


@never_cache
@require_safe
@role_required(*policies.KEEPERS)
def official(request: HttpRequest, account_id: int) -> HttpResponse:
    """Show an official with holdings and history."""
    one = queries.official_for(actor_of(request), account_id)
    shown = {"one": one, "holdings": queries.holdings_of(one.pk)}
    return render(request, "identity/official.html", _frame(request) | shown)


@never_cache
@form_page
@role_required(*policies.OPENERS)
def leave(request: HttpRequest, account_id: int) -> HttpResponse:
    """Let an official leave: everything ends at once."""
    by = actor_of(request)
    one = queries.official_for(by, account_id)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        errors = tried(lambda: leaving.leave(by=by, account_id=account_id, reason=typed(request, "reason")))
        if not errors:
            return done(request, _("已办理离岗，账号停用，所有设备已退出登录。"), "official", account_id)
    shown = {"one": one, "errors": errors, "given": request.POST}
    return render(request, "identity/official_leave.html", shown, status=422 if errors else 200)


@never_cache
@form_page
@role_required(*Role.values)
def end(request: HttpRequest, holding_id: int) -> HttpResponse:
    """End a holding at once, with the reason."""
    by = actor_of(request)
    row = queries.endable(by, holding_id)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        errors = tried(
            lambda: holding.end_holding(by=by, holding_id=holding_id, reason=typed(request, "reason"))
        )
        if not errors:
            text = _("任职已结束，权限立即收回。")
            if by.has_role(*policies.KEEPERS) and row.stands_for_id != by.account_id:
                return done(request, text, "official", row.account_id)
            return done(request, text, "my-posts")
    shown = {"row": row, "errors": errors, "given": request.POST}
    return render(request, "identity/holding_end.html", shown, status=422 if errors else 200)


def _ask_roles(request: HttpRequest, post_id: int) -> None:
    granting.ask_roles(
        by=actor_of(request),
        post_id=post_id,
        roles=request.POST.getlist("roles"),
        reason=typed(request, "reason"),
    )


def _ask_holding(request: HttpRequest, post_id: int) -> None:
    holding.ask_holding(
        by=actor_of(request), post_id=post_id, username=typed(request, "username"),
        kind=typed(request, "kind"), reason=typed(request, "reason"), starts_on=day(request, "starts_on"),
        ends_on=day(request, "ends_on"),
    )  # fmt: skip


def _close(request: HttpRequest, post_id: int) -> None:
    opening.close_post(by=actor_of(request), post_id=post_id, reason=typed(request, "reason"))


_CHANGES = {"roles": _ask_roles, "hold": _ask_holding, "close": _close}


def _frame(request: HttpRequest) -> dict[str, object]:
    by = actor_of(request)
    return {
        "opens": by.has_role(*policies.OPENERS),
        "gives": by.has_role(*policies.GIVERS),
        "ends": by.has_role(*policies.ENDERS),
        "today": clock.today(),
        "me": by.account_id,
    }
