"""Pages of names: declare one with the verdict and its reasons; doubtful ones at the registrar's desk."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from onewindow.collaboration import errors as refusals
from onewindow.collaboration import policies
from onewindow.collaboration.naming import queries, rules, services
from onewindow.collaboration.projects.queries import places
from onewindow.identity import public as identity
from onewindow.kernel.public import clock

SAID = {
    "kept": "可以使用，已为您保留。",
    "refused": "不能使用，请看下面的原因，改一改再申报。",
    "review": "要由登记机关核对，结果会显示在下面。",
}


@require_http_methods(["GET", "POST"])
@identity.sign_in_required
def names(request: HttpRequest) -> HttpResponse:
    """Declare a name; the verdict and one's earlier names are shown below."""
    by, given = identity.actor_of(request), request.POST
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            made = services.claim_name(
                by=by, region=given.get("region", ""), word=given.get("word", ""),
                industry=given.get("industry", ""), form=given.get("form", ""),
            )  # fmt: skip
        except refusals.NameInvalid as refusal:
            errors = refusal.errors
        else:
            told = messages.success if made.state == "kept" else messages.warning
            told(request, f"“{made.name}”{SAID.get(made.state, made.get_state_display())}")
            return redirect("collaboration:names")
    told_rules = rules.rules()
    context = {
        "rows": [(one, one.is_kept(clock.today())) for one in queries.my_names(by)],
        "places": places(), "industries": list(told_rules.industries.items()),
        "forms": [(one, one) for one in told_rules.forms], "errors": errors, "given": given,
        "procedure": told_rules.procedure, "days": told_rules.keep_days,
    }  # fmt: skip
    return render(request, "collaboration/names.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "POST"])
@identity.sign_in_required
def give_up(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask whether to let a name go; a POST does so."""
    by = identity.actor_of(request)
    if request.method == "POST":
        services.give_up_name(by=by, claim=key)
        messages.success(request, "已放弃，别人可以申报。")
        return redirect("collaboration:names")
    found = next((one for one in queries.my_names(by) if one.pk == key), None)
    if found is None:
        raise refusals.UnknownName
    return render(request, "collaboration/name_give_up.html", {"one": found})


@require_http_methods(["GET"])
@identity.role_required(*policies.REVIEWERS)
def desk(request: HttpRequest) -> HttpResponse:
    """List the doubtful names of the registrar."""
    return render(request, "collaboration/names_desk.html", _context(request, {}, ""))


@require_POST
@identity.role_required(*policies.REVIEWERS)
def decide(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep a doubtful name or refuse it."""
    try:
        one = services.decide_name(
            by=identity.actor_of(request), claim=key, keep="keep" in request.POST,
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except refusals.NameInvalid as refusal:
        at = {f"reason-{key}": texts for texts in refusal.errors.values()}
        return render(request, "collaboration/names_desk.html", _context(request, at, str(key)), status=422)
    messages.success(request, f"“{one.name}”：{one.get_state_display()}。")
    return redirect("collaboration:names-desk")


def _context(request: HttpRequest, errors: dict[str, list[str]], at: str) -> dict[str, object]:
    told = list(errors.values())
    rows = [
        (one, f"reason-{one.pk}", told[0] if told and str(one.pk) == at else [])
        for one in queries.names_to_review(identity.actor_of(request))
    ]
    return {"rows": rows, "errors": errors}
