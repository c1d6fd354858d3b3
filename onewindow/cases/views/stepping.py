"""What an officer can do with the steps of a process, as acts of the desk."""

from collections.abc import Callable
from uuid import UUID

from onewindow.cases import public as cases
from onewindow.cases.checkpoints import REVIEW, points_of
from onewindow.cases.models import Case
from onewindow.cases.progress import Progress
from onewindow.cases.services.review import take_back_opinion
from onewindow.cases.states import Delivery
from onewindow.cases.views.act import Act, Choices, Field, Given
from onewindow.kernel.public import Actor
from onewindow.workflow import public as workflow

_NOTE = Field("note", "理由", "textarea", most=500)
_DELIVERY = tuple((str(one), str(one.label)) for one in Delivery)


def acts_for(by: Actor, case: Case, progress: Progress) -> list[Act]:
    """Return the acts on the open steps the actor may do, and on those that may be taken back."""
    mine, found = progress.mine, list[Act]()
    opinions = [one for one in mine if one.of_id is not None]
    steps = [one for one in mine if one.of_id is None]
    if opinions:
        found.append(_opinion(opinions))
    if progress.asked:
        found.append(_take_back(progress.asked))
    if steps:
        found += [_do(case, steps, progress), *_back(steps, progress), *_hands(by, steps)]
    return found + undo_acts(progress)


def undo_acts(progress: Progress | None) -> list[Act]:
    """Return the act of taking one's own step back, also from a body above that has not begun."""
    if progress is None or not progress.undoable:
        return []
    hint = "下一步还没有人开始办的，可以撤回。"
    return [
        Act("take-back-step", "撤回我办的一步", "撤回，重新办理", (_which(progress.undoable),), hint=hint)
    ]


def _which(tasks: tuple[workflow.Task, ...] | list[workflow.Task]) -> Field:
    choices = tuple((str(one.pk), f"{one.name}{_due(one)}") for one in tasks)
    return Field("task", "哪一步", "radio", choices=choices, preset=choices[0][0])


def _due(task: workflow.Task) -> str:
    return f"，{task.due.month}月{task.due.day}日前" if task.due and task.state == "open" else ""


def _do(case: Case, steps: list[workflow.Task], progress: Progress) -> Act:
    graph = progress.run.graph
    outcomes = dict.fromkeys(o for one in steps for o in graph.node[one.node].outcomes)
    shown: Choices = tuple((one, "办结这一步" if one == "done" else one) for one in outcomes)
    fields = [_which(steps)]
    if any(one.role == REVIEW for one in steps) and (points := points_of(case)):
        ticks = tuple((str(seq), point) for seq, point in enumerate(points, 1))
        hint = "符合的逐条勾选；没有勾选却准予的，会发出监察信号"
        fields.append(Field("ticked", "审查要点", "checkbox", hint, choices=ticks, optional=True))
    fields.append(Field("outcome", "结论", "radio", choices=shown))
    fields.append(Field("opinion", "办理意见", "textarea", most=1000))
    if any(workflow.may_end(graph, one.node) for one in steps):
        fields[-1] = Field("opinion", "办理意见", "textarea", "作出决定的，申请人看得到", most=1000)
        fields.append(
            Field("legal_basis", "不予的依据", hint="法律名称和条款；准予的不用填", optional=True, most=500)
        )
        fields.append(Field("way", "怎样送达", "radio", choices=_DELIVERY, preset=str(Delivery.ELECTRONIC)))
    name = steps[0].name if len(steps) == 1 else "我的步骤"
    return Act("step", f"办理：{name}", "提交", tuple(fields), starts_open=True)


def _opinion(asked: list[workflow.Task]) -> Act:
    question = "；".join(one.question for one in asked)
    fields = (
        _which(asked),
        Field("outcome", "意见", "radio", choices=(("同意", "同意"), ("不同意", "不同意"))),
        Field("opinion", "说明", "textarea", most=1000),
    )
    return Act("opinion", "答复加签", "提交意见", fields, hint=question, starts_open=True)


def _take_back(asked: tuple[workflow.Task, ...]) -> Act:
    choices = tuple((str(one.pk), one.holder_name or one.name) for one in asked)
    field = Field("task", "请谁提出的意见", "radio", choices=choices, preset=choices[0][0])
    hint = "他不在或者不再办的，收回以后不用等他就能办结这一步。"
    return Act("take-back-opinion", "收回加签", "收回，不等这条意见", (field,), hint=hint)


def _back(steps: list[workflow.Task], progress: Progress) -> list[Act]:
    graph = progress.run.graph
    ways = {f.target: graph.node[f.target].name for one in steps for f in graph.returns[one.node]}
    if not ways:
        return []
    back = [one for one in steps if graph.returns[one.node]]
    choices = tuple(ways.items())
    fields = (_which(back), Field("to", "退回到", "radio", choices=choices, preset=choices[0][0]), _NOTE)
    return [Act("return-step", "退回", "退回", fields)]


def _hands(by: Actor, steps: list[workflow.Task]) -> list[Act]:
    free = [one for one in steps if not one.holder]
    held = [one for one in steps if one.holder == by.label]
    found = []
    if free:
        found.append(Act("claim-step", "签收", "签收，由我办理", (_which(free),)))
    if held:
        found.append(Act("release-step", "放回", "放回，由本岗位其他人办理", (_which(held),)))
    same = {one.label: one.name for step in steps for one in workflow.colleagues(by, step.role)}
    if same:
        to = Field("to", "转交给", "select", choices=tuple(same.items()))
        found.append(Act("delegate-step", "转交", "转交", (_which(steps), to, _NOTE)))
    others = {one.label: one.name for one in workflow.colleagues(by, "")}
    if others:
        to = Field("to", "请谁提出意见", "select", choices=tuple(others.items()))
        ask = Field("note", "想请他看什么", "textarea", most=500)
        found.append(Act("ask-opinions", "加签", "请他提出意见", (_which(steps), to, ask)))
    return found


def _task(given: Given) -> UUID:
    try:
        return UUID(given.get("task"))
    except ValueError as wrong:
        raise cases.FlowInvalid(errors={"task": ["请选择是哪一步。"]}) from wrong


def _way(given: Given) -> Delivery:
    way = given.get("way")
    return Delivery(way) if way in set(Delivery) else Delivery.ELECTRONIC


def _ticked(given: Given) -> set[int]:
    return {int(seq) for seq in given.all("ticked") if seq.isdecimal() and len(seq) < 4}


def _step(by: Actor, number: str, given: Given) -> object:
    return cases.do_step(
        by=by, number=number, task=_task(given), outcome=given.get("outcome"), opinion=given.get("opinion"),
        legal_basis=given.get("legal_basis"), delivery=_way(given), ticked=_ticked(given),
    )  # fmt: skip


CALLS: dict[str, Callable[[Actor, str, Given], object]] = {
    "step": _step,
    "opinion": _step,
    "claim-step": lambda by, n, r: cases.claim_step(by=by, number=n, task=_task(r)),
    "release-step": lambda by, n, r: cases.release_step(by=by, number=n, task=_task(r)),
    "return-step": lambda by, n, r: cases.return_step(
        by=by, number=n, task=_task(r), to=r.get("to"), reason=r.get("note")
    ),
    "delegate-step": lambda by, n, r: cases.delegate_step(
        by=by, number=n, task=_task(r), to=r.get("to"), reason=r.get("note")
    ),
    "ask-opinions": lambda by, n, r: cases.ask_opinions(
        by=by, number=n, task=_task(r), of=[r.get("to")], question=r.get("note")
    ),
    "take-back-opinion": lambda by, n, r: take_back_opinion(by=by, number=n, task=_task(r)),
    "take-back-step": lambda by, n, r: cases.take_back_step(by=by, number=n, task=_task(r)),
}

TOLD = {
    "step": "已提交。",
    "opinion": "意见已提交。",
    "claim-step": "已签收，由您办理。",
    "release-step": "已放回，本岗位的人员都可以办理。",
    "return-step": "已退回。",
    "delegate-step": "已转交。",
    "ask-opinions": "已请他提出意见，答复后您再办理。",
    "take-back-opinion": "已收回，不再等这条意见。",
    "take-back-step": "已撤回，请重新办理。",
}
