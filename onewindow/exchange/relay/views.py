"""Desk pages of the relay (两网摆渡): links, bundles that left, files that arrived."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.exchange import policies
from onewindow.exchange.contracts import data_sets, label
from onewindow.exchange.relay import reads
from onewindow.exchange.relay.carrying import file_of, open_link
from onewindow.exchange.relay.errors import LinkInvalid
from onewindow.exchange.relay.papers import PURPOSE
from onewindow.identity.public import actor_of, role_required
from onewindow.kernel.public import keys, sm2

SHOWN = {"": "发出的", "waiting": "还没有回执的", "arrived": "到达的", "refused": "没有收下的"}


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*policies.VIEWERS)
def index(request: HttpRequest) -> HttpResponse:
    """List the links; a POST opens one or changes it."""
    by = actor_of(request)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        told = {name: request.POST.get(name, "").replace("\x00", "").strip() for name in _GIVEN}
        try:
            row = open_link(
                by=by, code=told["code"], name=told["name"], peer_key=_bytes(told["peer_key"]),
                kinds=request.POST.getlist("kinds"),
            )  # fmt: skip
        except LinkInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, _("通道已保存。对方也要用同一编号登记，并填上本方的公钥。"))
            return redirect("exchange:relay-link", code=row.code)
    keeper = by.has_role(*policies.KEEPERS)
    context: dict[str, Any] = {
        "rows": reads.crossings(), "errors": errors, "given": request.POST, "tab": "relay", "keeper": keeper,
        "kinds": [(code, label(code)) for code in data_sets()],
        "chosen": request.POST.getlist("kinds"), "own_key": _own_key() if keeper else "",
    }  # fmt: skip
    return render(request, "exchange/relay.html", context, status=422 if errors else 200)


@never_cache
@require_safe
@role_required(*policies.VIEWERS)
def link(request: HttpRequest, code: str) -> HttpResponse:
    """Show a link with its bundles or the files that arrived."""
    row, show = reads.crossing(code), request.GET.get("show", "")
    given = request.GET.dict()
    arrived = show in {"arrived", "refused"}
    page = reads.arrivals(row.link, given) if arrived else None
    sent = None if arrived else reads.bundles(row.link, given)
    context: dict[str, Any] = {
        "row": row, "tab": "relay", "show": show if show in SHOWN else "", "shown": SHOWN.items(),
        "page": page or sent, "arrived": arrived, "key": bytes(row.link.peer_key).hex(),
        "files": [(one, file_of(row.link, one)) for one in sent.items] if sent else [],
        "names": [label(kind) for kind in row.link.kinds],
    }  # fmt: skip
    return render(request, "exchange/relay_link.html", context)


_GIVEN = ("code", "name", "peer_key")


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def _own_key() -> str:
    return keys.public_key(sm2.sign(PURPOSE, b"key").kid).hex()
