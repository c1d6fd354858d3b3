"""Publish a procedure: checked to end, its form and materials merged, its process and lead item in force."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from django.db.models import Max

from onewindow.catalogue import public as catalogue
from onewindow.collaboration import policies
from onewindow.collaboration.errors import ProcedureInvalid, UnknownProcedure
from onewindow.collaboration.events import ProcedurePublished
from onewindow.collaboration.merging import Merged, Part, digest_text, merge
from onewindow.collaboration.models import Procedure, ProcedureDraft, ProcedureState
from onewindow.collaboration.plan import (
    NAME,
    MemberPlan,
    Plan,
    PlanFault,
    faults,
    graph_of,
    lead_faults,
    limit_faults,
    longest_days,
    plan_from,
)
from onewindow.forms import public as forms
from onewindow.government import public as government
from onewindow.identity import public as identity
from onewindow.kernel.public import SYSTEM, Actor, audit, canonical, clock, outbox, unit
from onewindow.workflow import public as workflow

COLUMNS = (
    "name", "necessity", "originals", "copies", "format", "source_type", "source",
    "accept_standard", "fill_note", "basis", "form_name", "sample_name", "filled_online",
    "licence_type_code", "share_resource_code",
)  # fmt: skip


def publish_procedure(*, by: Actor, told: Mapping[str, Any]) -> Procedure:
    """Put a version of a procedure in force, with its merged form, its process and its lead item.

    Unchanged it stays as it is; what runs stays with its version. Raises CannotCompose, ProcedureInvalid with
    every fault in words.
    """
    policies.require_composer(by)
    plan, versions = _resolved(told)
    merged = merge([_part(one, versions[one.key]) for one in plan.members], plan.situations)
    savings = _savings(plan, versions, merged)
    digest = canonical.sm3(
        canonical.canonical_json({"text": digest_text(asdict(plan), merged), "savings": savings})
    ).hex()
    with unit.work():
        rows = Procedure.objects.select_for_update().filter(key=plan.key)
        now = rows.filter(state=ProcedureState.PUBLISHED).first()
        if now is not None and now.digest == digest:
            return now
        number = (Procedure.objects.filter(key=plan.key).aggregate(Max("number"))["number__max"] or 0) + 1
        process = _process(plan, versions, number)
        lead = _lead_item(plan, versions, merged, process)
        if now is not None:
            now.state = ProcedureState.RETIRED
            now.save(update_fields=["state"])
            audit.record(by, "procedure.retired", now)
        made = Procedure(
            key=plan.key, number=number, name=plan.name, told=_plain(plan), names=merged.names,
            savings=savings, lead_code=lead.code, lead_version=lead.pk, process=process, digest=digest,
            published_at=clock.now(), published_by=by.label,
        )  # fmt: skip
        made.save(force_insert=True)
        audit.record(by, "procedure.published", made)
        outbox.publish(ProcedurePublished(subject=plan.key, number=number))
    return made


def preview_procedure(told: Mapping[str, Any]) -> tuple[dict[str, dict[str, int]], Merged]:
    """Return what a procedure would save and its merged form; raise ProcedureInvalid as publishing would."""
    plan, versions = _resolved(told)
    merged = merge([_part(one, versions[one.key]) for one in plan.members], plan.situations)
    return _savings(plan, versions, merged), merged


def draft_procedure(*, by: Actor, told: Mapping[str, Any], anew: bool = False) -> ProcedureDraft:
    """Keep a procedure that is being composed, also an unfinished one; what was kept before is replaced.

    What is begun `anew` leaves alone what somebody is composing under its key already.
    Raises CannotCompose, ProcedureInvalid for a key or a name that cannot be used.
    """
    policies.require_composer(by)
    key, name = str(told.get("key", "")), str(told.get("name", "")).strip()
    errors: dict[str, list[str]] = {}
    if not NAME.fullmatch(key):
        errors["key"] = ["请填写流程编号：小写字母开头，小写字母、数字和下划线，最多 40 个字符。"]
    if not 0 < len(name) <= 100:
        errors["name"] = ["请填写流程名称，最多 100 字。"]
    if errors:
        raise ProcedureInvalid(errors=errors)
    with unit.work():
        before = ProcedureDraft.objects.select_for_update().filter(key=key).first()
        if before is not None and anew:
            return before
        row = before or ProcedureDraft(key=key)
        row.told, row.drafted_at, row.drafted_by = dict(told), clock.now(), by.label
        row.save()
        audit.record(by, "procedure.drafted", row)
    return row


def publish_draft(*, by: Actor, key: str) -> Procedure:
    """Put a composed procedure in force, by another hand than its composer's; the draft is done with.

    Raises CannotCompose, UnknownProcedure, identity.SameHand, ProcedureInvalid.
    """
    policies.require_composer(by)
    with unit.work():
        row = ProcedureDraft.objects.select_for_update().filter(key=key).first()
        if row is None:
            raise UnknownProcedure
        if row.drafted_by == by.label:
            raise identity.SameHand
        made = publish_procedure(by=by, told=row.told)
        audit.record(by, "procedure.draft_published", made)
        row.delete()
    return made


def _resolved(told: Mapping[str, Any]) -> tuple[Plan, dict[str, catalogue.ItemVersion]]:
    """Return the plan with item codes, names and limits of the items in force; raise ProcedureInvalid."""
    try:
        plan = plan_from(told)
    except PlanFault as fault:
        raise ProcedureInvalid(errors={"": [f"流程数据读不懂：{fault}"]}) from fault
    wrong = faults(plan)
    versions: dict[str, catalogue.ItemVersion] = {}
    for one in plan.members:
        found = catalogue.named_in_force(one.item, one.body)
        if found is None:
            wrong.append(f"没有找到“{one.body}”的事项“{one.item}”。")
        elif not found.form_code:
            wrong.append(f"“{found.name}”不能在线申请，不能放进联办流程。")
        else:
            versions[one.key] = found
    if wrong:
        raise ProcedureInvalid(errors={"": wrong})
    members = tuple(_filled(one, versions[one.key]) for one in plan.members)
    plan = replace(plan, members=members)
    if wrong := [*limit_faults(plan), *lead_faults(plan), *_body_faults(plan)]:
        raise ProcedureInvalid(errors={"": wrong})
    return plan, versions


def _body_faults(plan: Plan) -> list[str]:
    body = str(plan.lead.get("body", ""))
    try:
        government.agency_named(body)
    except government.UnknownAgency:
        return [f"没有找到牵头机关“{body}”，请填写机关全称。"] if body else []
    return []


def _filled(one: MemberPlan, version: catalogue.ItemVersion) -> MemberPlan:
    days = version.promised_days if one.days is None else one.days
    return replace(one, item=version.code, name=one.name or version.name, days=days)


def _part(one: MemberPlan, version: catalogue.ItemVersion) -> Part:
    form = forms.latest_version(version.form_code)
    rows = [{name: getattr(row, name) for name in COLUMNS} for row in catalogue.guide(version).materials]
    return Part(one.key, form.schema, form.ui, rows, one.when)


def _process(plan: Plan, versions: Mapping[str, catalogue.ItemVersion], number: int) -> str:
    """Publish the process; raise ProcedureInvalid where it could not come to its end."""
    key = f"joint-{plan.key}-{number}".replace("_", "-")
    graph = graph_of(plan, {name: str(one.item.agency_id) for name, one in versions.items()})
    wrong = workflow.problems(workflow.graph_from(graph))
    if wrong:
        raise ProcedureInvalid(errors={"": [one.text for one in wrong]})
    workflow.draft_process(by=SYSTEM, key=key, name=plan.name, graph=graph)
    workflow.publish_process(by=SYSTEM, key=key)
    return key


def _savings(
    plan: Plan, versions: Mapping[str, catalogue.ItemVersion], merged: Merged
) -> dict[str, dict[str, int]]:
    """Count what an applicant goes through apart and together.

    Days are those promised: apart the sum of the items' own, one after another; together the longest way, as
    the lead sums up on the day the last part ends.
    """
    apart = {
        "questions": merged.questions_apart,
        "papers": merged.papers_apart,
        "days": sum(one.promised_days or 0 for one in versions.values()),
        "visits": sum(one.visits or 0 for one in versions.values()),
        "applications": len(plan.members),
    }
    together = {
        "questions": merged.questions,
        "papers": merged.papers,
        "days": _promised(plan),
        "visits": int(plan.lead.get("visits", 0)),
        "applications": 1,
    }
    return {"apart": apart, "together": together}


def _promised(plan: Plan) -> int:
    return int(plan.lead["promised"]) if "promised" in plan.lead else longest_days(plan)


def _lead_item(
    plan: Plan, versions: Mapping[str, catalogue.ItemVersion], merged: Merged, process: str
) -> catalogue.ItemVersion:
    """Publish form and catalogue item of the lead: what may be asked is what the members may ask."""
    form = forms.publish_form(
        by=SYSTEM,
        code=f"joint-{plan.key}".replace("_", "-"),
        title=plan.name,
        schema=merged.schema,
        ui=merged.ui,
    )
    agency = government.agency_named(str(plan.lead["body"]))
    limit = [plan.lead.get("statutory"), _promised(plan)]
    bodies = list(dict.fromkeys(one.agency_name for one in versions.values()))
    entry = {
        "type": "20", "name": plan.name, "bodies": [agency.name], "words": [], "limit": limit,
        "form": form.code, "materials": ["申请表|填写"], "joint": "、".join(bodies),
        "handled_by": f"{agency.name}（牵头）", "min_level": max(one.min_level for one in versions.values()),
        "flow": [["申请", "一次填报，一套材料"], ["受理", "牵头机关受理，一张受理回执"],
                 *[[stage.name, "、".join(plan.member(key).name for lane in stage.lanes for key in lane)]
                   for stage in plan.stages],
                 ["综合办结", "牵头机关汇总各机关的结果，一次送达"]],
        **{key: value for key, value in plan.lead.items() if key not in {"body", "promised", "statutory"}},
    }  # fmt: skip
    content = catalogue.content_of(entry, agency)
    content = replace(
        content, materials=tuple(merged.materials), fields={**content.fields, "process": process}
    )
    _require_free(plan, content.task_code)
    return catalogue.publish_version(by=SYSTEM, content=content)


def _require_free(plan: Plan, code: str) -> None:
    """Raise ProcedureInvalid where the lead's number makes it the item of something else."""
    if Procedure.objects.filter(key=plan.key, lead_code=code).exists():
        return
    try:
        other = catalogue.in_force(code)
    except catalogue.UnknownItem:
        return
    text = f"事项编号 {plan.lead['nr']} 已经是“{other.name}”的，请换一个编号。"
    raise ProcedureInvalid(errors={"": [text]})


def _plain(plan: Plan) -> dict[str, Any]:
    told = asdict(plan)
    told["stages"] = [{**one, "lanes": [list(lane) for lane in one["lanes"]]} for one in told["stages"]]
    return told
