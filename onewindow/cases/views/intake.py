"""What an officer can do about promises, originals, fees and the lane of a case: further acts of the desk."""

from collections.abc import Callable, Sequence

from django.http import HttpRequest

from onewindow.cases import policies
from onewindow.cases import public as cases
from onewindow.cases.charging import pays, situations_of
from onewindow.cases.disclosing import grounds
from onewindow.cases.flow import Flow
from onewindow.cases.models import Case, Promise, PromiseState
from onewindow.cases.services.charge import grant_reduction, reductions, settle_fees
from onewindow.cases.services.disclose import may_be_withheld, withhold_disclosure
from onewindow.cases.services.lane import set_lane
from onewindow.cases.states import Grade, Lane, Outcome, Status
from onewindow.cases.views.act import Act, Field, Given
from onewindow.catalogue import public as catalogue
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor
from onewindow.payments import public as payments

_FINDING = Field("finding", "核查情况", "textarea", "怎样核查、结果如何；当事人看得到", most=500)


def intake_acts(by: Actor, case: Case, flow: Flow, promises: Sequence[Promise]) -> list[Act]:
    """Return what else the actor can do with the case now."""
    if not policies.can_handle(by, case) or flow.transfer is not None:
        return []
    found = _promise_acts(by, case, promises)
    if case.status == Status.DECIDED and case.outcome == Outcome.GRANTED and policies.can_decide(by, case):
        found += _withhold(case)
    if policies.can_decide(by, case) and may_be_withheld(case):
        found.append(_undisclosed())
    if case.is_open():
        found += _fee(case)
        lanes = (("", "普通"), *((str(one), str(one.label)) for one in Lane))
        fields = (Field("lane", "走哪个队列", "select", choices=lanes), Field("reason", "理由", most=200))
        found.append(Act("lane", "绿色通道", "更改队列", fields))
    return found


def _promise_acts(by: Actor, case: Case, promises: Sequence[Promise]) -> list[Act]:
    running = [one for one in promises if one.state == PromiseState.OPEN]
    broken = [one for one in promises if getattr(one, "breach", None) and one.breach.repaired_at is None]
    found = []
    if running:
        which = tuple((str(one.seq), one.material) for one in running)
        fields = (
            Field("seq", "哪项承诺", "select", choices=which),
            Field("kept", "是否属实、履行", "radio", choices=(("yes", "属实"), ("no", "不实"))),
            _FINDING,
        )
        hint = "不实的记入信用记录；已经准予的，另按程序撤销。"
        found.append(Act("check-promise", "核查承诺", "记录核查结果", fields, hint))
    if broken and policies.can_decide(by, case):
        which = tuple((str(one.seq), one.material) for one in broken)
        how = Field("how", "怎样修复", "textarea", most=500)
        which_one = Field("seq", "哪项承诺", "select", choices=which)
        found.append(Act("repair", "信用修复", "记录已修复", (which_one, how)))
    return found


def _withhold(case: Case) -> list[Act]:
    rows = [row for row in case.materials.all() if row.grade in {Grade.UPLOADED, Grade.PROMISED}]
    if not rows:
        return []
    fields = (
        Field("seq", "哪份原件不符", "select", choices=tuple((str(row.seq), row.name) for row in rows)),
        Field("finding", "哪里不符", "textarea", "当事人看得到", most=500),
    )
    hint = "决定书和电子证照立即作废，办件重新审查，并记入信用记录。不能撤销。"
    return [Act("withhold", "原件不符，收回结果", "收回结果", fields, hint)]


def _undisclosed() -> Act:
    choices = tuple((code, f"{one['name']}（{one['basis']}）") for code, one in grounds().items())
    fields = (
        Field("ground", "理由", "radio", choices=choices),
        Field("reason", "具体情况", "textarea", "涉及什么内容、为什么不能公开；申请人看得到", most=500),
    )
    hint = "准予的许可几秒钟内公布在许可公示里；不予公开的不公布，已经公布的立即撤下。不能撤销。"
    return Act("undisclose", "不予公开", "不予公开", fields, hint)


def _fee(case: Case) -> list[Act]:
    version = catalogue.item_version(case.item_version_id)
    situations = situations_of(version)
    if not pays(version.fees) or case.accepted_at is None:
        return []
    bill = payments.bill_of(case.number)
    if bill is not None and not payments.is_unpaid(case.number):
        return []
    found = []
    if len(situations) > 1:
        choices = tuple((name, name) for name in situations)
        field = Field("situation", "按哪种情形收费", "radio", choices=choices)
        hint = "已经开出的缴费单作废，按选定的情形重新开单。"
        found.append(Act("fees", "核定收费情形", "按这个情形收费", (field,), hint))
    known = reductions(case, version)
    if bill is None or not known:
        return found
    choices = tuple((one["ground"], f"{one['name']}（{one['basis']}）") for one in known)
    return [
        *found,
        Act(
            "reduce", "费用减免", "按减免重新开单", (Field("ground", "减免情形", "select", choices=choices),)
        ),
    ]


def _seq(given: Given) -> int:
    text = given.get("seq")
    return int(text) if text.isdecimal() and len(text) < 5 else 0


def _kept(given: Given) -> bool:
    if given.get("kept") not in {"yes", "no"}:
        raise cases.FlowInvalid(errors={"kept": ["请选择属实还是不实。"]})
    return given.get("kept") == "yes"


Call = Callable[[HttpRequest, str, str], object]


def _call(verb: Callable[[Actor, str, Given], object]) -> Call:
    return lambda request, number, key: verb(identity.actor_of(request), number, Given(request, key))


CALLS: dict[str, Call] = {
    "check-promise": _call(
        lambda by, n, g: cases.check_promise(
            by=by, number=n, seq=_seq(g), kept=_kept(g), finding=g.get("finding")
        )
    ),
    "repair": _call(lambda by, n, g: cases.repair_breach(by=by, number=n, seq=_seq(g), how=g.get("how"))),
    "withhold": _call(
        lambda by, n, g: cases.withhold_result(by=by, number=n, seq=_seq(g), finding=g.get("finding"))
    ),
    "undisclose": _call(
        lambda by, n, g: withhold_disclosure(by=by, number=n, ground=g.get("ground"), reason=g.get("reason"))
    ),
    "reduce": _call(lambda by, n, g: grant_reduction(by=by, number=n, grounds=[g.get("ground")])),
    "fees": _call(lambda by, n, g: settle_fees(by=by, number=n, situation=g.get("situation"))),
    "lane": _call(lambda by, n, g: set_lane(by=by, number=n, lane=g.get("lane"), reason=g.get("reason"))),
}
TOLD = {
    "check-promise": "核查结果已记录，当事人可以看到。",
    "repair": "已记录信用修复，以后可以再承诺。",
    "withhold": "结果已收回，决定书和电子证照已作废，请重新审查。",
    "undisclose": "已记录不予公开，结果不在许可公示里。",
    "reduce": "已按减免重新开具缴费单。",
    "fees": "已按选定的情形开单；不收费的不用缴。",
    "lane": "队列已更改。",
}
