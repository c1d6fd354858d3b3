"""The desk of published lists: the next edition of each, written row by row or from a CSV, then published."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from onewindow.catalogue import policies
from onewindow.catalogue.errors import InvalidEdition
from onewindow.catalogue.lists.comparing import changed_rows, said
from onewindow.catalogue.models import ListDraft, ListKind
from onewindow.catalogue.queries import lists as queries
from onewindow.catalogue.services import editions
from onewindow.catalogue.services import list_drafts as services
from onewindow.identity.public import actor_of, role_required
from onewindow.kernel.public import Actor

SIZE, SHOWN = 50, 100


@require_http_methods(["GET", "POST"])
@role_required(policies.DRAFTER)
def lists(request: HttpRequest) -> HttpResponse:
    """List the lists with the edition in force and the draft of the next one; a POST starts a draft."""
    by = actor_of(request)
    if request.method == "POST":
        policies.require_maintainer(by)
        kind = request.POST.get("kind", "")
        if kind not in ListKind.values:
            return redirect("lists:desk-lists")
        made = services.start_list(by=by, kind=kind)
        return redirect("lists:desk-list", draft_id=made.pk)
    drafts = {draft.kind: draft for draft in queries.open_drafts()}
    rows = [
        (kind, label, next(iter(queries.editions(kind)), None), drafts.get(kind))
        for kind, label in ListKind.choices
    ]
    context = {"rows": rows, "keeps": policies.can_maintain(by)}
    return render(request, "catalogue/desk_lists.html", context)


@require_http_methods(["GET", "POST"])
@role_required(policies.DRAFTER)
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show a draft with what it changes; a POST keeps the heading, takes a CSV in, publishes or withdraws."""
    by = actor_of(request)
    one = queries.list_draft(draft_id)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            text = _act(by, one, request)
        except InvalidEdition as refusal:
            errors = refusal.errors
        else:
            messages.success(request, text)
            return redirect("lists:desk-list", draft_id=one.pk)
    names = editions.columns(one.kind)
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    at = request.GET.get("after", "")
    start = int(at) if at.isascii() and at.isdigit() and len(at) < 7 else 0
    wanted = [
        (n, row)
        for n, row in enumerate(one.rows)
        if not asked or asked in said(row.get("name")) or asked == row.get("code")
    ]
    page = [(n, row) for n, row in wanted if n >= start][: SIZE + 1]
    changes = changed_rows(names, _newest(one), one.rows)
    context = {
        "one": one,
        "label": ListKind(one.kind).label,
        "errors": errors,
        "given": request.POST if errors else _heading_of(one),
        "text": asked,
        "rows": [(n, row, said(row.get("items"))) for n, row in page[:SIZE]],
        "after": page[SIZE][0] if len(page) > SIZE else "",
        "changes": changes[:SHOWN],
        "changed": len(changes),
        "open": one.state == "draft",
        "keeps": policies.can_maintain(by),
        "may_publish": one.drafter_id is None or one.drafter_id != by.account_id,
    }
    return render(request, "catalogue/desk_list.html", context, status=422 if errors else 200)


def _newest(one: ListDraft) -> list[dict[str, Any]]:
    newest = next((e for e in queries.editions(one.kind) if e.pk != one.edition_id), None)
    return [services.as_plain(row) for row in queries.rows(newest)] if newest else []


def _heading_of(one: ListDraft) -> dict[str, str]:
    dates = {name: getattr(one, name) for name in ("issued_on", "in_force_from")}
    return {
        "name": one.name, "source": one.source, **{n: d.isoformat() if d else "" for n, d in dates.items()},
    }  # fmt: skip


def _act(by: Actor, one: ListDraft, request: HttpRequest) -> str:
    action = request.POST.get("action", "")
    if action == "heading":
        heading = {
            "name": _text(request, "name", 200), "source": _text(request, "source", 300),
            "issued_on": _day(request, "issued_on"), "in_force_from": _day(request, "in_force_from"),
        }  # fmt: skip
        services.change_list(by=by, draft_id=one.pk, revision=_revision(request), heading=heading)
        return "已保存。"
    if action == "file":
        file = request.FILES.get("file")
        if file is None:
            raise InvalidEdition(errors={"file": ["请选择 CSV 文件。"]})
        if (file.size or 0) > editions.LARGEST:
            raise InvalidEdition(errors={"file": ["文件超过 20 MB。"]})
        rows = editions.read_rows(one.kind, file.read())
        services.change_list(by=by, draft_id=one.pk, revision=_revision(request), rows=rows)
        return f"已按文件换成 {len(rows)} 条，请核对下面列出的不同。"
    if action == "publish":
        made = services.publish_list(by=by, draft_id=one.pk)
        return f"已公布，{made.in_force_from:%Y-%m-%d} 起施行。"
    if action == "withdraw":
        services.withdraw_list(by=by, draft_id=one.pk)
        return "已撤回这份草稿。"
    raise InvalidEdition(errors={"action": ["请选择要做什么。"]})


def _text(request: HttpRequest, name: str, most: int) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()[:most]


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(_text(request, name, 20))
    except ValueError:
        return None


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@require_http_methods(["GET", "POST"])
@role_required(policies.DRAFTER)
def row(request: HttpRequest, draft_id: int, at: int) -> HttpResponse:
    """Change one row of a draft, add one after the last, or take one out."""
    by = actor_of(request)
    one = queries.list_draft(draft_id)
    names = editions.columns(one.kind)
    at = min(at, len(one.rows))
    fresh = at == len(one.rows)
    given: dict[str, Any] = {} if fresh else dict(one.rows[at])
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        given = {name: _text(request, name, 2000) for name in names}
        kept = [] if "drop" in request.POST else [given]
        rows = [*one.rows[:at], *kept, *one.rows[at + 1 :]]
        try:
            services.change_list(by=by, draft_id=one.pk, revision=_revision(request), rows=rows)
        except InvalidEdition as refusal:
            errors = {"row": refusal.errors.get("file", [])} | {
                k: v for k, v in refusal.errors.items() if k != "file"
            }
        else:
            messages.success(request, "已删去这一条。" if "drop" in request.POST else "已保存这一条。")
            return redirect("lists:desk-list", draft_id=one.pk)
    context = {
        "one": one,
        "label": ListKind(one.kind).label,
        "fresh": fresh,
        "errors": errors,
        "cells": [(name, label, said(given.get(name))) for name, label in names.items()],
        "categories": [{"value": c, "label": c} for c in editions.categories(one.kind)],
    }
    return render(request, "catalogue/desk_list_row.html", context, status=422 if errors else 200)
