"""What officer, host, head and applicant can do about a hearing."""

from collections.abc import Callable, Mapping
from datetime import date

from onewindow.cases import limits, policies
from onewindow.cases import public as cases
from onewindow.cases.flow import Flow
from onewindow.cases.models import Case, Hearing, HearingState
from onewindow.cases.services.refuse import is_same_person
from onewindow.cases.states import Status
from onewindow.cases.views.act import Act, Choices, Field, Given
from onewindow.kernel.public import Actor
from onewindow.workflow import public as workflow

TELL = Act(
    "tell-hearing", "告知听证权利", "发出听证权利告知书",
    (Field("reason", "拟作出什么决定、为什么", "textarea", "申请人看得到", most=500),),
)  # fmt: skip
INTERESTED = Act(
    "interested-hearing", "登记利害关系人要求听证", "登记",
    (Field("name", "利害关系人", most=100), Field("note", "要求的内容", "textarea", most=1000)),
)  # fmt: skip
RECUSAL = Act(
    "answer-recusal", "答复回避申请", "答复",
    (
        Field("granted", "结论", "radio", choices=(("yes", "主持人回避"), ("no", "不需回避"))),
        Field("answer", "理由", "textarea", "申请人看得到", most=500),
    ),
)  # fmt: skip
RECORD = Act(
    "record-hearing", "填写听证笔录", "保存笔录，恢复计时",
    (
        Field("record", "笔录", "textarea", "各方的意见、证据和质证；保存后不能改", most=20_000),
        Field("signed_by", "核对无误并签名的人", hint="申请人、利害关系人、审查人员、主持人", most=500),
    ),
    starts_open=True,
)  # fmt: skip


def acts_for(by: Actor, case: Case, flow: Flow) -> list[Act]:
    """Return what the actor can do about the hearing of a case now."""
    one = flow.hearing
    if case.status not in {Status.REVIEWING, Status.SUSPENDED}:
        return []
    if one is None:
        return [TELL] if case.status == Status.REVIEWING else []
    found: list[Act] = []
    if one.state == HearingState.TOLD:
        found.append(INTERESTED)
    if one.recusal_state == "asked":
        host = is_same_person(by, one.host, one.host_person)
        return [RECUSAL] if policies.can_head(by, case) and not host else []
    if one.state in {HearingState.ASKED, HearingState.CALLED}:
        found.append(_call(by, one))
    if one.state == HearingState.CALLED and is_same_person(by, one.host, one.host_person):
        found.insert(0, RECORD)
    return found


def _call(by: Actor, one: Hearing) -> Act:
    hosts: Choices = tuple((h.label, h.name) for h in workflow.colleagues(by, "", mine=True))
    ahead, until = limits.limit("hearing_notice").days, one.hold_by
    late = f"，{until.month}月{until.day}日前举行" if until else ""
    fields = (
        Field("on", "日期", hint=f"例如 2026-03-20；提前 {ahead} 个工作日通知{late}", most=10, size="m"),
        Field("hour", "几点", hint="例如 上午9:30", most=20, size="m"),
        Field("place", "地点", most=200),
        Field("host", "主持人", "select", "没有办过这个办件的人", hosts),
    )
    again = one.state == HearingState.CALLED
    title = "另行通知听证" if again else "通知举行听证"
    return Act("call-hearing", title, "发出听证通知书，停止计时", fields)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _register(by: Actor, number: str, given: Given) -> object:
    if not given.get("name").strip():
        raise cases.FlowInvalid(errors={"name": ["请填写利害关系人的姓名或者名称。"]})
    return cases.ask_hearing(by=by, number=number, note=given.get("note"), interested=given.get("name"))


def _answer(by: Actor, number: str, given: Given) -> object:
    if given.get("granted") not in {"yes", "no"}:
        raise cases.FlowInvalid(errors={"granted": ["请选择是否回避。"]})
    return cases.answer_recusal(
        by=by, number=number, granted=given.get("granted") == "yes", answer=given.get("answer")
    )


CALLS: dict[str, Callable[[Actor, str, Given], object]] = {
    "tell-hearing": lambda by, n, r: cases.tell_hearing_right(by=by, number=n, reason=r.get("reason")),
    "interested-hearing": _register,
    "call-hearing": lambda by, n, r: cases.call_hearing(
        by=by, number=n, on=_day(r.get("on")), hour=r.get("hour"), place=r.get("place"), host=r.get("host")
    ),
    "answer-recusal": _answer,
    "record-hearing": lambda by, n, r: cases.record_hearing(
        by=by, number=n, record=r.get("record"), signed_by=r.get("signed_by")
    ),
}
TOLD = {
    "tell-hearing": "听证权利告知书已发出。申请人五个工作日内可以要求听证。",
    "interested-hearing": "已登记，请安排听证。",
    "call-hearing": "听证通知书已发出，已停止计时。",
    "answer-recusal": "已答复。",
    "record-hearing": "笔录已保存，已恢复计时。",
}


def _ask(by: Actor, number: str, post: Mapping[str, str]) -> str:
    cases.ask_hearing(by=by, number=number, note=post.get("note", "").replace("\0", ""))
    return "已要求听证。时间和地点会书面通知您，不收费用。"


def _waive(by: Actor, number: str, post: Mapping[str, str]) -> str:
    cases.waive_hearing(by=by, number=number)
    return "已记录：您不要求听证。"


def _recuse(by: Actor, number: str, post: Mapping[str, str]) -> str:
    cases.ask_recusal(by=by, number=number, reason=post.get("hearing-reason", "").replace("\0", ""))
    return "已申请主持人回避，由机关负责人答复。"


APPLICANT: dict[str, Callable[[Actor, str, Mapping[str, str]], str]] = {
    "ask": _ask, "waive": _waive, "recuse": _recuse,
}  # fmt: skip
