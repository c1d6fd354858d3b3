"""The words of the timeline that applicant, counter and department share."""

from onewindow.cases.models import Case, CaseEvent
from onewindow.cases.states import Status
from onewindow.decisions import public as decisions
from onewindow.kernel.public import Actor, clock, making

_SYSTEM = "智能审批"


def step(case: Case, kind: str, title: str, *, who: str, detail: str = "", actor: str = "") -> CaseEvent:
    """Return a step of the timeline, not yet saved."""
    return making.made(
        CaseEvent, case=case, at=clock.now(), kind=kind[:20], title=title[:100], detail=detail, who=who,
        city=case.city, state=case.status, actor=actor,
    )  # fmt: skip


def applicant_side(by: Actor) -> str:
    """Name who acted for the applicant; under a mandate both are named, at the counter the counter is."""
    if by.kind == "official":
        return "申请人（到窗口提交）"
    return f"申请人（由{by.agent_name}代办，授权 {by.mandate}）" if by.mandate else "申请人"


def opening(case: Case, decision: decisions.Decision, *, by: Actor) -> list[CaseEvent]:
    """Return the first steps: submitted, and what the rules made of it."""
    clerk, detail = by.label if by.kind == "official" else "", "申请已收到，材料由系统按办事指南核对。"
    submitted = step(case, "submitted", "提交申请", who=applicant_side(by), detail=detail, actor=clerk)
    if case.automatic:
        detail = "全部条件由系统按公布的决策表核对通过，通知书已签发。"
        return [submitted, step(case, "granted", "自动审批：准予", who=_SYSTEM, detail=detail)]
    if case.status == Status.PRE_REVIEW:
        return [submitted, step(case, "pre_review", "转网上预审", who=_SYSTEM)]
    reasons = "\n".join(reason.text for reason in decision.reasons)
    return [submitted, step(case, "reviewing", "转人工审查", who=_SYSTEM, detail=reasons)]
