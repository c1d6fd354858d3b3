"""审计记录 at the desk, for the audit administrator: who did what to which row, and is it sealed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from onewindow.identity.guards import role_required
from onewindow.identity.levels import Role
from onewindow.identity.models import Account
from onewindow.identity.posts.pages import cursor
from onewindow.kernel.public import audit

READERS = (Role.AUDIT,)
KINDS = {"system": "系统", "anonymous": "未登录", "person": "个人或单位账号", "client": "接入系统"}


@never_cache
@require_safe
@role_required(*READERS)
def log(request: HttpRequest) -> HttpResponse:
    """Show the log, the newest first, of everybody, of one account, or of one row."""
    asked = {
        name: request.GET.get(name, "").replace("\x00", "").strip()[:63]
        for name in ("account", "table", "key")
    }
    actors: tuple[str, ...] = ()
    if asked["account"]:
        pk = (
            Account.objects.filter(username=asked["account"].lower()).values_list("pk", flat=True).first()
            or 0
        )
        actors = tuple(f"{kind}:{pk}" for kind in ("official", "person"))
    page = audit.log(actors=actors, table=asked["table"], key=asked["key"], before=cursor(request))
    names = _names([entry.actor for entry in page.entries])
    rows = [
        (entry, names.get(entry.actor, entry.actor), entry.pk <= page.sealed_to) for entry in page.entries
    ]
    shown = {"rows": rows, "older": page.older, "asked": asked, "newest": cursor(request) is None}
    return render(request, "identity/audit_log.html", shown)


def _names(labels: list[str]) -> dict[str, str]:
    """Return who acted, in words: officials by name, citizens by the number of their account only."""
    parts = {label: label.partition(":") for label in labels}
    numbers = {int(p[2]) for p in parts.values() if p[0] == "official" and p[2].isdecimal()}
    found = Account.objects.select_related("person").in_bulk(numbers) if numbers else {}
    names = {}
    for label, (kind, _colon, number) in parts.items():
        account = found.get(int(number)) if kind == "official" and number.isdecimal() else None
        if account is not None and account.person is not None:
            names[label] = f"{account.person.name}（{account.username}）"
        elif kind in KINDS:
            names[label] = KINDS[kind] if number in {"", "-"} else f"{KINDS[kind]} {number}"
    return names
