"""Signing in with an outer account: there, back, and binding it once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onewindow.identity.guards import sign_in_required
from onewindow.identity.provider.engine import issuer
from onewindow.identity.provider.errors import UpstreamFailed
from onewindow.identity.provider.upstream import bindings, gateway, rules
from onewindow.identity.provider.views.answers import has_nul
from onewindow.identity.queries import actor_of
from onewindow.identity.signin import entering
from onewindow.identity.signin import rules as times
from onewindow.identity.signin.views.pages import next_of
from onewindow.kernel.public import clock

_ERRAND, _WAITING = "upstream", "upstream.waiting"


@never_cache
@require_safe
def leave_for(request: HttpRequest, name: str) -> HttpResponse:
    """Send the browser to an outer provider."""
    upstream = rules.upstream(name)
    kept = gateway.errand(upstream, next_of(request))
    address = gateway.way_there(upstream, kept, _back(name))
    request.session[_ERRAND] = kept.kept()
    return HttpResponseRedirect(address)


@never_cache
@require_safe
def come_back(request: HttpRequest, name: str) -> HttpResponse:
    """Take what the outer provider says: sign in, or ask who it is here."""
    upstream, kept = rules.upstream(name), _taken(request, name)
    code = request.GET.get("code", "")
    if not code or has_nul(request) or len(code) > 2000:
        raise UpstreamFailed
    said = gateway.finish(upstream, kept, code, _back(name))
    account = bindings.account_of(said)
    if account is not None and actor_of(request).kind == "anonymous":
        return redirect(entering.enter(request, account, "upstream", kept.next))
    request.session[_WAITING] = {
        "upstream": said.upstream, "issuer": said.issuer, "subject": said.subject, "at": _now()
    }  # fmt: skip
    return redirect("identity:upstream-bind")


@never_cache
@require_http_methods(["GET", "POST"])
@sign_in_required
def bind(request: HttpRequest) -> HttpResponse:
    """Ask whether the outer account is to open this one; a POST binds it."""
    waiting = request.session.get(_WAITING)
    if not isinstance(waiting, dict) or _old(waiting["at"]):
        return redirect("identity:connections")
    upstream = rules.upstream(str(waiting["upstream"]))
    if request.method == "POST":
        del request.session[_WAITING]
        said = gateway.Assertion(upstream.name, waiting["issuer"], waiting["subject"])
        bindings.bind(by=actor_of(request), said=said)
        messages.success(request, _("已绑定，以后可以用它登录。"))
        return redirect("identity:connections")
    return render(
        request, "identity/upstream_bind.html", {"upstream": upstream, "name": actor_of(request).name}
    )


@never_cache
@require_POST
@sign_in_required
def unbind(request: HttpRequest, binding_id: int) -> HttpResponse:
    """Take a binding away."""
    bindings.unbind(by=actor_of(request), binding_id=binding_id)
    messages.success(request, _("已解除绑定，不能再用它登录。"))
    return redirect("identity:connections")


def _taken(request: HttpRequest, name: str) -> gateway.Errand:
    """Return the errand this browser was sent on, once. Raises UpstreamFailed."""
    kept = request.session.pop(_ERRAND, None)
    if not isinstance(kept, dict) or kept.get("upstream") != name or _old(kept["at"]):
        raise UpstreamFailed
    if not request.GET.get("state") or request.GET["state"] != kept["state"]:
        raise UpstreamFailed
    return gateway.Errand(**kept)


def _back(name: str) -> str:
    return f"{issuer()}{reverse('identity:upstream-back', args=[name])}"


def _old(at: int) -> bool:
    return _now() - at > 60 * times.minutes("pending")


def _now() -> int:
    return int(clock.now().timestamp())
