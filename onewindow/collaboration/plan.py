"""A joint procedure as plain data, what is wrong with it, and the process it becomes. Pure.

Stages come one after another; in a stage lanes run at once, in a lane members one after another.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
NUMBER = re.compile(r"[0-9]{2}-[0-9]{3}")
AUDIENCES = ("p", "f", "pf")
REFUSALS = ("stop", "go_on", "again")
JOINS = ("all", "any", "quorum")
MOST_ATTEMPTS = 5
SUM_UP = "sum_up"


@dataclass(frozen=True)
class MemberPlan:
    """成员: an item of a body; days are working days.

    `refusal` says what a refusal does: `stop` ends the waiting for all others, `go_on` counts it as an
    answer, `again` lets the applicant apply anew, within `again_days` and up to `attempts` times in all, and
    then does as `then` says. `silence` are the days after which no answer counts as consent, only with the
    rule that allows it. `pause` says whether a
    lawful pause of the member stops the shared clock (`whole`) or only its own.
    """

    key: str
    item: str
    body: str
    name: str = ""
    days: int | None = None
    silence: int | None = None
    silence_basis: str = ""
    refusal: str = "go_on"
    attempts: int = 1
    again_days: int = 15
    then: str = "go_on"
    pause: str = "own"
    when: str = ""


@dataclass(frozen=True)
class StagePlan:
    """阶段: lanes of member keys, and how many of them must come to their end before the next stage."""

    name: str
    lanes: tuple[tuple[str, ...], ...]
    join: str = "all"
    quorum: int = 0


@dataclass(frozen=True)
class Plan:
    """联办流程: who leads, who takes part, in which order, within which limit."""

    key: str
    name: str
    lead: Mapping[str, Any]
    members: tuple[MemberPlan, ...]
    stages: tuple[StagePlan, ...]
    situations: tuple[Mapping[str, Any], ...] = field(default=())

    def member(self, key: str) -> MemberPlan:
        """Return a member by its key."""
        return next(one for one in self.members if one.key == key)

    def stage_of(self, key: str) -> str:
        """Return the name of the stage of a member."""
        return next(stage.name for stage in self.stages if any(key in lane for lane in stage.lanes))


class PlanFault(ValueError):
    """The data is no plan of a procedure."""


_MEMBER = {one.name for one in fields(MemberPlan)}
_STAGE = {one.name for one in fields(StagePlan)}


def plan_from(data: Mapping[str, Any]) -> Plan:
    """Return the plan of plain data; raise PlanFault for what is not such data."""
    try:
        members = tuple(MemberPlan(**_known(row, _MEMBER)) for row in data["members"])
        stages = tuple(_stage(_known(row, _STAGE)) for row in data["stages"])
        situations = tuple(dict(row) for row in data.get("situations", ()))
        return Plan(str(data["key"]), str(data["name"]), dict(data["lead"]), members, stages, situations)
    except (KeyError, TypeError, ValueError) as fault:
        raise PlanFault(str(fault)) from fault


def _known(row: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    if unknown := set(row) - names:
        raise PlanFault(f"unknown: {', '.join(sorted(unknown))}")
    return dict(row)


def _stage(row: dict[str, Any]) -> StagePlan:
    return StagePlan(**{**row, "lanes": tuple(tuple(lane) for lane in row["lanes"])})


def faults(plan: Plan) -> list[str]:
    """Return why a procedure cannot be published, in words; nothing means it may."""
    return [*_names(plan), *_stages(plan), *_rules(plan)]


def _names(plan: Plan) -> Iterator[str]:
    if not plan.members or not plan.stages:
        yield "至少要有一个阶段和一个成员。"
    keys = Counter(one.key for one in plan.members)
    yield from (f"成员“{key}”重复。" for key, count in keys.items() if count > 1)
    yield from (f"成员编号“{key}”只能用小写字母、数字和下划线。" for key in keys if not NAME.fullmatch(key))
    placed = Counter(key for stage in plan.stages for lane in stage.lanes for key in lane)
    yield from (f"成员“{key}”没有放进任何阶段。" for key in sorted(set(keys) - set(placed)))
    yield from (f"阶段里的“{key}”不是成员。" for key in sorted(set(placed) - set(keys)))
    yield from (f"成员“{key}”放进了两处。" for key, count in placed.items() if count > 1)


def _stages(plan: Plan) -> Iterator[str]:
    for stage in plan.stages:
        if not stage.lanes or not all(stage.lanes):
            yield f"阶段“{stage.name}”有空的分支。"
        if stage.join not in JOINS:
            yield f"阶段“{stage.name}”的汇合只能是 all、any 或者 quorum。"
        if stage.join == "quorum" and not 1 <= stage.quorum <= len(stage.lanes):
            yield f"阶段“{stage.name}”的汇合数要在 1 和分支数之间。"


def _rules(plan: Plan) -> Iterator[str]:
    for one in plan.members:
        if one.refusal not in REFUSALS or one.then not in {"stop", "go_on"}:
            yield f"成员“{one.key}”的不予处理规则写得不对。"
        if not 1 <= one.attempts <= MOST_ATTEMPTS:
            yield f"成员“{one.key}”的申请次数要在 1 和 {MOST_ATTEMPTS} 之间。"
        if one.silence is not None and (one.silence < 1 or not one.silence_basis):
            yield f"成员“{one.key}”的默认同意要写明天数和依据。"
        if one.pause not in {"own", "whole"}:
            yield f"成员“{one.key}”的暂停规则只能是 own 或者 whole。"
        if (one.days is not None and one.days < 0) or one.again_days < 1:
            yield f"成员“{one.key}”的期限不能是负数。"


def graph_of(plan: Plan, agencies: Mapping[str, str]) -> dict[str, Any]:
    """Return the process: a message node for each member, held by its body, then the lead sums up."""
    nodes: list[dict[str, Any]] = [{"id": "s", "kind": "start"}]
    flows: list[dict[str, Any]] = []
    last = "s"
    for number, stage in enumerate(plan.stages, 1):
        for lane in stage.lanes:
            nodes += [_node(plan.member(key), agencies) for key in lane]
        last = _block(number, stage, last, nodes, flows)
    nodes += [
        {"id": SUM_UP, "kind": "task", "name": "综合办结", "role": "approve", "limit": 0,
         "outcomes": ["准予", "不予"]},
        {"id": "which", "kind": "choice"},
        {"id": "granted", "kind": "end", "name": "准予", "result": "granted"},
        {"id": "refused", "kind": "end", "name": "不予", "result": "refused"},
    ]  # fmt: skip
    flows += [
        {"source": last, "target": SUM_UP},
        {"source": SUM_UP, "target": "which"},
        {"source": "which", "target": "granted", "name": "准予", "when": f'{SUM_UP}.outcome = "准予"'},
        {"source": "which", "target": "refused", "name": "不予", "default": True},
    ]
    return {"nodes": nodes, "flows": flows}


def _block(
    number: int, stage: StagePlan, last: str, nodes: list[dict[str, Any]], flows: list[dict[str, Any]]
) -> str:
    """Add the flows of a stage, with fork and join where lanes run at once; return where it ends."""
    if len(stage.lanes) == 1:
        return _lane(stage.lanes[0], last, flows)
    fork, join = f"fork_{number}", f"join_{number}"
    closing: dict[str, Any] = {"id": join, "kind": "fork"}
    if stage.join != "all":
        closing |= {"join": stage.join, "opens": fork}
    if stage.join == "quorum":
        closing["quorum"] = stage.quorum
    nodes += [{"id": fork, "kind": "fork"}, closing]
    flows.append({"source": last, "target": fork})
    for lane in stage.lanes:
        flows.append({"source": _lane(lane, fork, flows), "target": join})
    return join


def _lane(lane: tuple[str, ...], last: str, flows: list[dict[str, Any]]) -> str:
    for key in lane:
        flows.append({"source": last, "target": node_of(key)})
        last = node_of(key)
    return last


def node_of(key: str) -> str:
    """Return the id of a member's node."""
    return f"m_{key}"


def message_of(key: str) -> str:
    """Return the message a member's node waits for."""
    return f"member_{key}"


def _node(one: MemberPlan, agencies: Mapping[str, str]) -> dict[str, Any]:
    node: dict[str, Any] = {
        "id": node_of(one.key), "kind": "message", "name": one.name, "message": message_of(one.key),
        "agency": agencies.get(one.key, ""),
    }  # fmt: skip
    if one.days is not None:
        node["limit"] = one.days
    return node


def longest_days(plan: Plan) -> int:
    """Return the working days of the longest way through the members: lanes at once, stages in turn."""
    return sum(
        max((sum(plan.member(key).days or 0 for key in lane) for lane in stage.lanes), default=0)
        for stage in plan.stages
    )


def limit_faults(plan: Plan) -> list[str]:
    """Return why the shared limits cannot be kept, once the members' days are known."""
    longest = longest_days(plan)
    promised, statutory = plan.lead.get("promised", longest), plan.lead.get("statutory")
    wrong = []
    if promised < longest:
        wrong.append(f"承诺 {promised} 个工作日，少于各成员依次办理需要的 {longest} 个工作日。")
    if statutory is not None and promised > statutory:
        wrong.append(f"承诺 {promised} 个工作日，超过法定的 {statutory} 个工作日。")
    return wrong


def lead_faults(plan: Plan) -> list[str]:
    """Return what is missing of the lead, without which its item cannot be published."""
    wrong = [] if plan.lead.get("body") else ["请填写牵头机关的全称。"]
    if not NUMBER.fullmatch(str(plan.lead.get("nr", ""))):
        wrong.append("请填写事项编号：两位数字、短横线、三位数字，例如 99-010。")
    if plan.lead.get("who") not in AUDIENCES:
        wrong.append("请选择谁可以申请。")
    return wrong


def after_refusal(plan: MemberPlan, attempts: int) -> str:
    """Return what the declared rule does with the refusal of an attempt: `again`, `go_on` or `stop`.

    Attempts are bounded, so a refused member comes to its end however often it is refused.
    """
    if plan.refusal == "again":
        return "again" if attempts < plan.attempts else plan.then
    return plan.refusal
