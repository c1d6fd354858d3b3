"""What an officer can do with a case, as data: who may, what is asked, which verb is called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest

from onewindow.cases import charging, limits, policies
from onewindow.cases import public as cases
from onewindow.cases.flow import Flow
from onewindow.cases.models import Case
from onewindow.cases.services.extend import days_allowed
from onewindow.cases.services.refuse import is_same_person
from onewindow.cases.services.transfer import MOVABLE
from onewindow.cases.states import Delivery, Grade, Outcome, Status
from onewindow.cases.views import hearings, stepping
from onewindow.cases.views.act import Act, Field, Given
from onewindow.catalogue import public as catalogue
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor


def _number(request: Given, name: str) -> int | None:
    text = request.get(name).strip()
    return int(text) if text.isdecimal() and len(text) < 5 else None


def _asks(request: Given) -> list[cases.Ask]:
    names = dict.fromkeys(request.all("material"))
    return [cases.Ask(name, request.get(f"problem-{name}")) for name in names][:200]


def _delivery(request: Given) -> Delivery:
    way = request.get("way")
    if way not in set(Delivery):
        raise cases.FlowInvalid(errors={"way": ["请选择送达方式。"]})
    return Delivery(way)


def _checked(request: Given) -> list[int]:
    return [int(seq) for seq in request.all("checked") if seq.isdecimal() and len(seq) < 5]


CALLS: dict[str, Callable[[Actor, str, Given], object]] = {
    "receive": lambda by, n, r: cases.receive_case(by=by, number=n),
    "return": lambda by, n, r: cases.return_pre_review(by=by, number=n, asks=_asks(r), note=r.get("note")),
    "accept": lambda by, n, r: cases.accept_case(by=by, number=n, situation=r.get("situation")),
    "correct": lambda by, n, r: cases.ask_for_correction(
        by=by, number=n, asks=_asks(r), days=_number(r, "days") or 0, note=r.get("note")
    ),
    "decline": lambda by, n, r: cases.decline_acceptance(
        by=by,
        number=n,
        cause=r.get("cause"),
        reason=r.get("reason"),
        right_body=r.get("right_body"),
    ),
    "release": lambda by, n, r: cases.release_filing(by=by, number=n),
    "send-back": lambda by, n, r: cases.return_filing(by=by, number=n, answer=r.get("answer")),
    "take-back": lambda by, n, r: cases.take_back_filing(by=by, number=n),
    "suspend": lambda by, n, r: cases.suspend_case(
        by=by,
        number=n,
        reason=r.get("reason"),
        days=_number(r, "days"),
        note=r.get("note"),
    ),
    "resume": lambda by, n, r: cases.resume_case(by=by, number=n, result=r.get("result")),
    "extend": lambda by, n, r: cases.ask_extension(
        by=by, number=n, days=_number(r, "days"), reason=r.get("reason")
    ),
    "grant-extension": lambda by, n, r: cases.grant_extension(by=by, number=n),
    "decline-extension": lambda by, n, r: cases.decline_extension(by=by, number=n, answer=r.get("answer")),
    "take-back-extension": lambda by, n, r: cases.take_back_extension(by=by, number=n),
    "deliver": lambda by, n, r: cases.deliver_case(
        by=by, number=n, way=_delivery(r), checked=_checked(r), note=r.get("note")
    ),
    "transfer": lambda by, n, r: cases.transfer_case(
        by=by, number=n, agency=r.get("agency"), reason=r.get("reason")
    ),
    "take-over": lambda by, n, r: cases.take_over_case(by=by, number=n),
    "archive": lambda by, n, r: cases.archive_case(by=by, number=n),
    **stepping.CALLS,
    **hearings.CALLS,
}

TOLD = {
    "receive": "已收件，开始计算五个工作日。",
    "return": "已退回，申请人修改后可以再提交。",
    "accept": "已受理，开始计算办理期限。",
    "correct": "补正告知书已发出，等待申请人补正。",
    "decline": "已送交复核，由另一位人员同意后生效。",
    "release": "已同意并签发，申请人可以立即查看。",
    "send-back": "已退回经办人。",
    "take-back": "已撤回，可以继续办理。",
    "suspend": "已停止计时，告知书已签发。",
    "resume": "已恢复计时，期限已重新计算。",
    "extend": "已送负责人批准。",
    "grant-extension": "已批准，延长通知书已签发。",
    "decline-extension": "已答复，期限不变。",
    "take-back-extension": "已撤回延长申请。",
    "deliver": "已送达并办结。",
    "transfer": "已转办，办件的全部历史一并转去。",
    "take-over": "已接收，由本机关负责到底。",
    "archive": "已归档，不能再变动。",
    **stepping.TOLD,
    **hearings.TOLD,
}
_REASON = Field("reason", "理由", "textarea", "申请人看得到", most=500)
_ANSWER = Field("answer", "理由", "textarea", most=500)
_DAYS = Field("days", "工作日数", size="s", mode="numeric", most=4)
_WAYS = tuple((str(one), str(one.label)) for one in Delivery)
RECEIVE = Act("receive", "预审通过", "通过预审，出具收件回执")
RETURN = Act(
    "return", "预审退回修改", "退回修改", asks=True,
    fields=(Field("note", "补充说明", "textarea", optional=True, most=1000),),
)  # fmt: skip
ACCEPT = Act("accept", "受理", "受理，出具受理通知书")
CORRECT = Act(
    "correct", "告知补正", "发出补正告知书", asks=True,
    hint="只能告知一次：请把需要补正的内容全部列出。只能要求办事指南里的材料。",
    fields=(
        Field("days", "补正期限（工作日）", size="s", mode="numeric", most=4),
        Field("note", "补充说明", "textarea", optional=True, most=1000),
    ),
)  # fmt: skip
RELEASE = Act("release", "同意", "同意，签发", hint="签发后立即生效并告知申请人，不能撤回。")
SEND_BACK = Act("send-back", "退回", "退回经办人", fields=(_ANSWER,))
TAKE_BACK = Act("take-back", "撤回送审", "撤回送审")
RESUME = Act(
    "resume", "恢复计时", "恢复计时",
    fields=(Field("result", "特别程序的结果", "textarea", "申请人看得到", most=500),),
)  # fmt: skip
GRANT_EXTENSION = Act("grant-extension", "批准延长", "批准延长")
DECLINE_EXTENSION = Act("decline-extension", "不批准延长", "不批准", fields=(_ANSWER,))
TAKE_EXTENSION = Act("take-back-extension", "撤回延长申请", "撤回延长申请")
TRANSFER = Act(
    "transfer", "转其他机关", "转办",
    hint="期限不重新计算。",
    fields=(Field("agency", "接收机关全称", most=100), _REASON),
)  # fmt: skip
TAKE_OVER = Act("take-over", "接收转办", "接收，由本机关办理")
ARCHIVE = Act("archive", "归档", "归档", hint="归档以后全部内容不能再变动，不能撤销。")


def decline_act() -> Act:
    """Return the act of not accepting, with its lawful causes."""
    causes = tuple((one.code, one.name, one.basis) for one in limits.decline_causes())
    right = Field("right_body", "应当向哪个机关申请", hint="不属于本机关职权的必填", optional=True, most=200)
    return Act(
        "decline",
        "不予受理",
        "送交复核",
        (
            Field("cause", "情形", "radio", choices=causes),
            Field("reason", "理由", "textarea", "申请人看得到，写清楚事实", most=1000),
            right,
        ),
    )


def suspend_act() -> Act:
    """Return the act of stopping the clock, with the reasons the law knows."""
    reasons = tuple((one.code, one.name) for one in limits.pause_reasons())
    fields = (
        Field("reason", "情形", "select", "只有法律规定的情形可以不计时", reasons),
        Field("days", "所需工作日数", size="s", mode="numeric", most=4, hint="书面告知申请人"),
        Field("note", "由谁进行、为什么需要", "textarea", most=500),
    )
    return Act("suspend", "特别程序（停止计时）", "停止计时并告知", fields)


def extend_act(case: Case) -> Act:
    """Return the act of asking for more days, with how many the law allows."""
    days = Field(
        "days", "延长几个工作日", size="s", mode="numeric", most=4, hint=f"最多 {days_allowed(case)}"
    )
    return Act("extend", "申请延长期限", "送负责人批准", (days, _REASON))


def deliver_act(case: Case) -> Act:
    """Return the act of handing the decision over, with the originals still to be seen."""
    unseen = [row for row in case.materials.all() if row.grade == Grade.UPLOADED]
    needed = bool(unseen) and case.outcome == Outcome.GRANTED
    fields = (
        Field("way", "送达方式", "radio", choices=_WAYS),
        Field("note", "领取人、邮寄单号等", hint="邮寄的要填邮寄单号", optional=True, most=500),
    )
    return Act("deliver", "送达", "确认送达，办结", fields, checks=needed)


def acts_for(by: Actor, case: Case, flow: Flow) -> list[Act]:
    """Return what the actor can do with the case now, the usual first."""
    if not policies.can_handle(by, case):
        below = case.status == Status.REVIEWING and flow.progress is not None and flow.progress.undoable
        return stepping.undo_acts(flow.progress) if below and policies.can_take_back(by, case) else []
    if flow.transfer is not None:
        return [TAKE_OVER]
    status = Status(case.status)
    found = _BY_STATE[status](by, case, flow) if status in _BY_STATE else []
    if status == Status.REVIEWING and flow.progress is not None:
        found = [*stepping.acts_for(by, case, flow.progress), *found]
    found += hearings.acts_for(by, case, flow)
    if status in MOVABLE and policies.can_decide(by, case):
        found.append(TRANSFER)
    return found


def _received(by: Actor, case: Case, flow: Flow) -> list[Act]:
    return [_accept(case), *([] if flow.notice_given else [CORRECT]), decline_act()]


def _accept(case: Case) -> Act:
    """Return the act of accepting; it asks by which situation fees go where the answers do not tell."""
    version = catalogue.item_version(case.item_version_id)
    if not charging.charged(case, version).open:
        return ACCEPT
    choices = tuple((name, name) for name in charging.situations_of(version))
    return replace(ACCEPT, fields=(Field("situation", "按哪种情形收费", "radio", choices=choices),))


def _reviewing(by: Actor, case: Case, flow: Flow) -> list[Act]:
    if flow.extension is None:
        return [suspend_act(), *([] if case.extended_days else [extend_act(case)])]
    mine = is_same_person(by, flow.extension.asked_by, flow.extension.asked_person)
    if mine:
        return [TAKE_EXTENSION, suspend_act()]
    return [GRANT_EXTENSION, DECLINE_EXTENSION] if policies.can_head(by, case) else [suspend_act()]


def _filed(by: Actor, case: Case, flow: Flow) -> list[Act]:
    if flow.filing is None:
        return []
    if is_same_person(by, flow.filing.filed_by, flow.filing.filed_person):
        return [TAKE_BACK]
    return [RELEASE, SEND_BACK] if policies.can_decide(by, case) else []


_BY_STATE: Mapping[Status, Callable[[Actor, Case, Flow], list[Act]]] = {
    Status.PRE_REVIEW: lambda by, case, flow: [RECEIVE, RETURN, decline_act()],
    Status.RECEIVED: _received,
    Status.DECLINING: _filed,
    Status.REVIEWING: _reviewing,
    Status.SUSPENDED: lambda by, case, flow: [] if case.paused_for == "hearing" else [RESUME],
    Status.REFUSING: _filed,
    Status.DECIDED: lambda by, case, flow: [deliver_act(case)],
    Status.CLOSED: lambda by, case, flow: [ARCHIVE],
}


def call(request: HttpRequest, number: str, key: str) -> None:
    """Call the one verb of an act with what was posted."""
    CALLS[key](identity.actor_of(request), number, Given(request, key))


@dataclass(frozen=True)
class Panel:
    """An act as the page draws it: its fields with what was typed and what is wrong."""

    act: Act
    fields: list[Mapping[str, object]]
    is_open: bool
    errors: list[str]
    chosen: list[str]
    problems: dict[str, str]


def panels(
    found: list[Act], request: HttpRequest, opened: str, errors: Mapping[str, list[str]]
) -> list[Panel]:
    """Return the acts with their fields; `errors` belong to the act that was tried."""
    return [_panel(one, Given(request, one.key), one.key == opened, errors) for one in found]


def _panel(one: Act, given: Given, tried: bool, errors: Mapping[str, list[str]]) -> Panel:
    wrong = errors if tried else {}
    fields: list[Mapping[str, object]] = [
        {
            "name": f"{one.key}-{field.name}",
            "label": field.label,
            "type": field.kind,
            "hint": field.hint,
            "choices": field.choices,
            "optional": field.optional,
            "maxlength": field.most,
            "size": field.size,
            "inputmode": field.mode,
            "value": given.all(field.name)
            if field.kind == "checkbox"
            else given.get(field.name) or _preset(one, field),
            "errors": wrong.get(f"{one.key}-{field.name}", []),
        }
        for field in one.fields
    ]
    chosen = given.all("material") + given.all("checked")
    problems = {name: given.get(f"problem-{name}") for name in chosen}
    own = wrong.get(f"{one.key}-materials", []) + wrong.get(f"{one.key}-checked", [])
    return Panel(one, fields, tried or one.starts_open, own, chosen, problems)


def _preset(one: Act, field: Field) -> str:
    days = (one.key, field.name) == ("correct", "days")
    return str(limits.limit("correction").days) if days else field.preset
