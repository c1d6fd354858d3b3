"""我的授权: the systems one lets have data, what each gets, and taking it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from onewindow.identity.guards import sign_in_required
from onewindow.identity.models import Account
from onewindow.identity.provider import consents
from onewindow.identity.provider.upstream import bindings, rules
from onewindow.identity.queries import actor_of


@never_cache
@require_safe
@sign_in_required
def connections(request: HttpRequest) -> HttpResponse:
    """List the connected systems, and the outer accounts that open this one."""
    account = request.user
    assert isinstance(account, Account)
    by = actor_of(request)
    titles = {one.name: one.label for one in rules.switched_on()}
    bound = [(row, titles.get(row.upstream, row.upstream)) for row in bindings.bindings_of(by)]
    context = {
        "rows": consents.connections_of(account),
        "bindings": bound,
        "upstreams": [
            one for one in rules.switched_on() if one.name not in {row.upstream for row, _ in bound}
        ],
    }
    return render(request, "identity/connections.html", context)


@never_cache
@require_POST
@sign_in_required
def revoke(request: HttpRequest, consent_id: int) -> HttpResponse:
    """Take a consent back."""
    row = consents.revoke_consent(by=actor_of(request), consent_id=consent_id)
    messages.success(
        request, _("已取消对“%(name)s”的授权，它不能再读取您的信息。") % {"name": row.party.name}
    )
    return redirect("identity:connections")
