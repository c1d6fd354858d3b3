"""The editor at /desk/catalogue/: the list, starting, editing in sections, review, publishing, comparing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.catalogue import policies
from onewindow.catalogue.content import TABLES
from onewindow.catalogue.drafting import reading
from onewindow.catalogue.drafting.comparing import differences
from onewindow.catalogue.drafting.sections import Input, Section, label, section, sections, shown, words
from onewindow.catalogue.errors import InvalidProposal, StaleProposal, UnknownItem
from onewindow.catalogue.inheritance import Held, Rule, held, value_of
from onewindow.catalogue.models import Proposal, ProposalKind, ProposalState
from onewindow.catalogue.queries import proposals as queries
from onewindow.catalogue.queries import versions
from onewindow.catalogue.queries.conditions import Search
from onewindow.catalogue.queries.search import search
from onewindow.catalogue.services import proposals as services
from onewindow.catalogue.services.standards import foreseen, rules_of
from onewindow.government.public import agency
from onewindow.identity.public import actor_of, role_required
from onewindow.kernel.public import Actor

SPARE_ROWS = 2
LEVELS = {"2": "自治区级", "3": "市级", "4": "县级", "5": "乡镇（街道）级", "6": "村（社区）级"}
ACTIONS = {
    "start": "起草",
    "submit": "提交审核",
    "agree-staffing": "编制审核同意",
    "agree-legality": "法制审核同意",
    "back-staffing": "编制审核退回",
    "back-legality": "法制审核退回",
    "publish": "发布",
    "withdraw": "撤回",
    "failed": "自动发布没有成功",
}
staff = role_required(*policies.EDITORS)


@dataclass(frozen=True)
class Cell:
    """One input of a form as it is drawn."""

    given: Input
    name: str
    value: str
    chosen: tuple[str, ...]
    errors: tuple[str, ...]

    @property
    def choices(self) -> list[dict[str, object]]:
        """The choices for the component."""
        return [
            {"value": code, "label": label, "on": code in self.chosen or code == self.value}
            for code, label in self.given.choices.items()
        ]

    @property
    def type(self) -> str:
        """The component's type of input."""
        if self.given.kind in {"lines", "long", "steps", "pairs", "reductions", "when"}:
            return "textarea"
        return {"codes": "checkbox", "code": "select", "yes-no": "radio", "yes": "confirm"}.get(
            self.given.kind, "text"
        )


@require_safe
@staff
def proposals(request: HttpRequest) -> HttpResponse:
    """List proposals: what waits for this post, what is open, what is closed."""
    by = actor_of(request)
    tab = request.GET.get("tab", "mine")
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    page = queries.proposals(by, tab=tab, text=text, after=request.GET.get("after", "")[:20])
    return render(
        request,
        "catalogue/desk_proposals.html",
        {"page": page, "tab": tab, "text": text, "drafts": by.has_role(policies.DRAFTER)},
    )


@require_http_methods(["GET", "POST"])
@role_required(policies.DRAFTER)
def new(request: HttpRequest) -> HttpResponse:
    """Start a proposal: for a new item, or for items in force found by name."""
    by = actor_of(request)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            made = _start(by, request)
        except InvalidProposal as refusal:
            errors = refusal.errors
        else:
            return redirect("drafting:proposal", proposal_id=made.pk)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    own = search(Search(text=text, agency=by.agency), size=50).items
    context = {
        "kinds": [(k, label) for k, label in ProposalKind.choices if k != ProposalKind.STANDARD],
        "levels": LEVELS,
        "items": own,
        "text": text,
        "errors": errors,
        "given": request.POST,
        "first_name": request.POST.get("name-1", ""),
        "first_code": request.POST.get("basic-1", ""),
        "picked": request.POST.getlist("codes") or request.GET.getlist("code"),
        "kind": request.POST.get("kind") or request.GET.get("kind", "change"),
        "body": agency(int(by.agency)) if by.agency else None,
    }
    return render(request, "catalogue/desk_new.html", context, status=422 if errors else 200)


def _start(by: Actor, request: HttpRequest) -> Proposal:
    kind = request.POST.get("kind", "")
    if kind not in ProposalKind.values or kind == ProposalKind.STANDARD:
        raise InvalidProposal(errors={"kind": ["请选择要做什么。"]})
    fresh = []
    for number in range(1, 7):
        name = request.POST.get(f"name-{number}", "").replace("\x00", "").strip()[:300]
        code = request.POST.get(f"basic-{number}", "").strip()[:40]
        if kind in {ProposalKind.ADD, ProposalKind.SPLIT, ProposalKind.MERGE} and (name or code):
            entry = services.new_entry(
                agency_id=int(by.agency or 0),
                level=request.POST.get("level", ""),
                basic_code=code,
                name=name,
            )
            fresh.append(entry)
    codes = [] if kind == ProposalKind.ADD else request.POST.getlist("codes")[:500]
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:2000]
    return services.start_proposal(by=by, kind=kind, item_codes=codes, new=fresh, reason=reason)


@require_http_methods(["GET", "POST"])
@staff
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Show a proposal with what is missing, what it touches and every step; a POST takes the next step."""
    by = actor_of(request)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            said = _act(by, proposal_id, request)
        except InvalidProposal as refusal:
            errors = refusal.errors
        else:
            messages.success(request, said)
            return redirect("drafting:proposal", proposal_id=proposal_id)
    shown_one = queries.proposal(by, proposal_id)
    return render(
        request,
        "catalogue/desk_proposal.html",
        _context(by, shown_one) | {"errors": errors, "given": request.POST},
        status=422 if errors else 200,
    )


def _context(by: Actor, one: Proposal) -> dict[str, object]:
    role = policies.REVIEWS.get(ProposalState(one.state))
    own = one.drafter_id is not None and one.drafter_id == by.account_id
    here = bool(by.region_prefix) and one.region_code.startswith(by.region_prefix)
    found = services.problems(one) if one.state == ProposalState.DRAFT else {}
    return {
        "one": one,
        "entries": [
            (at, entry, found.get(entry["task_code"], []), services.missing(entry))
            for at, entry in enumerate(one.contents)
        ],
        "ending": [_name(code) for code in one.ends],
        "sections": sections(),
        "steps": [(step, ACTIONS.get(step.action, step.action)) for step in queries.steps(one)],
        "impacts": queries.impacts(one) if one.is_open else [],
        "foreseen": _foreseen(one) if one.is_open and one.kind == ProposalKind.STANDARD else None,
        "no_reason": found.get("reason", []),
        "may_edit": one.state == ProposalState.DRAFT
        and by.has_role(policies.DRAFTER)
        and by.agency == str(one.agency_id),
        "may_review": role is not None and by.has_role(role) and here and not own,
        "may_publish": one.state == ProposalState.APPROVED
        and by.has_role(policies.DRAFTER)
        and here
        and not own,
        "may_withdraw": one.is_open and by.has_role(policies.DRAFTER) and by.agency == str(one.agency_id),
    }


def _foreseen(one: Proposal) -> dict[str, object]:
    """Return what publishing a drafted standard would change, in words."""
    entry = one.contents[0]
    elements = {name: value_of(entry, name) for name in entry["governed"]}
    found = foreseen(
        basic_code=entry["basic_code"], rule=Rule(entry["prefix"], elements, frozenset(entry["open"]))
    )
    first = [(v, sorted({label(name) for name in differs})) for v, differs in found.first]
    return {
        "total": found.total, "changed": found.changed, "unchanged": found.unchanged, "kept": found.kept,
        "first": first,
    }  # fmt: skip


def _name(code: str) -> tuple[str, str]:
    try:
        return code, versions.in_force(code).name
    except UnknownItem:
        return code, "（已不在目录中）"


def _act(by: Actor, proposal_id: int, request: HttpRequest) -> str:
    action = request.POST.get("action", "")
    opinion = request.POST.get("opinion", "").replace("\x00", "").strip()[:2000]
    if action == "save":
        services.save_proposal(
            by=by, proposal_id=proposal_id, revision=_number(request, "revision"), reason=opinion
        )
        return "已保存。"
    if action == "submit":
        services.submit_proposal(by=by, proposal_id=proposal_id, effective_on=_date(request))
        return "已提交，先由编制审核岗审核，再由法制审核岗审核。"
    if action in {"agree", "back"}:
        agree = action == "agree"
        services.review_proposal(by=by, proposal_id=proposal_id, agree=agree, opinion=opinion)
        return "已同意，转入下一步。" if agree else "已退回起草人，并附上您的理由。"
    if action == "publish":
        services.publish_proposal(by=by, proposal_id=proposal_id)
        return "已发布，办事指南已经更新。"
    if action == "withdraw":
        services.withdraw_proposal(by=by, proposal_id=proposal_id, reason=opinion)
        return "已撤回。"
    raise InvalidProposal(errors={"action": ["请选择要做什么。"]})


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _date(request: HttpRequest) -> date | None:
    text = request.POST.get("effective_on", "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidProposal(errors={"effective_on": ["施行日期请写成 2026-12-01 的样子。"]}) from None


@require_http_methods(["GET", "POST"])
@role_required(policies.DRAFTER)
def edit(request: HttpRequest, proposal_id: int, at: int, key: str) -> HttpResponse:
    """Edit one section of one entry; what cannot be read stays on the page with its error."""
    by = actor_of(request)
    one = queries.proposal(by, proposal_id)
    part = section(key)
    if part is None or at >= len(one.contents):
        raise Http404
    entry = one.contents[at]
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        entry, errors = reading.read(part, request.POST, entry)
        if not errors:
            contents = [*one.contents[:at], entry, *one.contents[at + 1 :]]
            try:
                services.save_proposal(
                    by=by, proposal_id=one.pk, revision=_number(request, "revision"), contents=contents
                )
            except StaleProposal as refusal:
                errors = {"": [refusal.message]}
            else:
                return _onward(request, one, at, part)
    above = {} if one.kind == ProposalKind.STANDARD else _held(entry)
    fixed = {name for name, one_held in above.items() if one_held.fixed}
    context = {
        "one": one,
        "at": at,
        "entry": entry,
        "part": part,
        "fixed": [
            (given.label, words(given, above[given.name].value))
            for given in part.inputs
            if given.name in fixed
        ],
        "fixed_rows": part.rows is not None and part.rows.name in fixed,
        "sections": sections(),
        "revision": one.revision,
        "errors": errors,
        "cells": [
            _cell(given, given.name, entry["fields"].get(given.name), errors)
            for given in part.inputs
            if given.name not in fixed
        ],
        "rows": [] if part.rows is not None and part.rows.name in fixed else _rows(part, entry, errors),
        "faults": services.missing(entry),
    }
    return render(request, "catalogue/desk_edit.html", context, status=422 if errors else 200)


def _held(entry: dict[str, Any]) -> dict[str, Held]:
    return held(rules_of(entry["basic_code"]), entry["fields"]["region_code"])


def _onward(request: HttpRequest, one: Proposal, at: int, part: Section) -> HttpResponse:
    order = [s.key for s in sections()]
    following = order.index(part.key) + 1
    if "more" in request.POST:
        return redirect("drafting:edit", proposal_id=one.pk, at=at, key=part.key)
    messages.success(request, f"{part.title}已保存。")
    if "next" in request.POST and following < len(order):
        return redirect("drafting:edit", proposal_id=one.pk, at=at, key=order[following])
    return redirect("drafting:proposal", proposal_id=one.pk)


def _cell(given: Input, name: str, value: Any, errors: reading.Errors) -> Cell:
    chosen = tuple(value or ()) if given.kind == "codes" else ()
    text = "" if given.kind == "codes" else shown(given, value)
    if given.kind == "yes":
        text = "true" if value else ""
    return Cell(given, name, text, chosen, tuple(errors.get(name, ())))


def _rows(part: Section, entry: dict[str, Any], errors: reading.Errors) -> list[tuple[int, str, list[Cell]]]:
    """Return the rows to draw: those there are and two to fill in; the second part says which row it was."""
    table = part.rows
    if table is None:
        return []
    every = [
        *((str(n), row) for n, row in enumerate(table.of(entry))),
        *(("", {}) for _ in range(SPARE_ROWS)),
    ]
    return [
        (
            number,
            was,
            [
                _cell(given, f"{table.name}-{number}-{given.name}", row.get(given.name), errors)
                for given in table.inputs
            ],
        )
        for number, (was, row) in enumerate(every)
    ]


@require_safe
@staff
def compare(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Show each entry beside what is in force."""
    one = queries.proposal(actor_of(request), proposal_id)
    found = []
    for entry in one.contents:
        was = _before(one, entry)
        found.append((entry, was is not None, differences(was, entry)))
    return render(request, "catalogue/desk_compare.html", {"one": one, "entries": found})


def _before(one: Proposal, entry: dict[str, Any]) -> dict[str, Any] | None:
    """Return what is in force where an entry is to be: the item, or for a standard the one before it."""
    if one.kind == ProposalKind.STANDARD:
        rule = next((r for r in rules_of(entry["basic_code"]) if r.prefix == entry["prefix"]), None)
        if rule is None:
            return None
        said = dict(rule.elements)
        tables = {name: said.pop(name, entry[name]) for name in TABLES}
        return {**entry, **tables, "fields": {**entry["fields"], **said}}
    try:
        return services.current_entry(versions.in_force(entry["task_code"]))
    except UnknownItem:
        return None
