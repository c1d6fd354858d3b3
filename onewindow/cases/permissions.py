"""The verbs of cases with the policies they ask, for the permission table."""

from collections.abc import Callable

from onewindow.cases import policies
from onewindow.cases.models import Case
from onewindow.kernel.public import Actor, permissions

TITLE = "办件"
OURS = "本机构的办件；本人的申请由别人办"
MINE = "自己的办件；受委托的，限授权的事项"


def _of_the_body(policy: Callable[[Actor, Case], bool]) -> permissions.Judge:
    """Ask about a stranger's case at the actor's own body."""
    return lambda by: policy(by, Case(agency_id=int(by.agency or 0), region_code=by.region_prefix))


def _own(policy: Callable[[Actor, Case], bool]) -> permissions.Judge:
    """Ask about the actor's own case."""
    return lambda by: policy(by, Case(person_id=by.person_id, organisation_id=by.organisation_id))


def _seen(by: Actor) -> bool:
    return _of_the_body(policies.can_see)(by) or _own(policies.can_see)(by)


def _offered(by: Actor) -> bool:
    """Offers are made to persons, who answer for themselves."""
    return by.kind == "person" and by.person_id is not None and by.organisation_id is None


HANDLE, DECIDE = _of_the_body(policies.can_handle), _of_the_body(policies.can_decide)
HEAD, APPLY = _of_the_body(policies.can_head), _own(policies.is_applicant)


def _hears(by: Actor) -> bool:
    return APPLY(by) or HANDLE(by)


Permission = permissions.Permission
VERBS = (
    Permission("open_case", "打开办件", _seen, "自己的办件，或本机构的办件；每次查看留痕"),
    Permission("open_outside_case", "打开外部系统的办件", None, "本机构事项的办件，限审查岗位；每次查看留痕"),
    Permission("submit_case", "提交申请", permissions.with_account, "自己的草稿，认证等级够，授权范围内"),
    Permission("confirm_offer", "确认免申即享", _offered, "发给自己的", hides=True),
    Permission("decline_offer", "不要免申即享", _offered, "发给自己的", hides=True),
    Permission("answer_item", "逐项补正", APPLY, MINE),
    Permission("supply_correction", "提交补正", APPLY, MINE),
    Permission("supply_material", "补交材料", APPLY, MINE),
    Permission("withdraw_case", "撤回申请", _own(policies.can_withdraw), MINE),
    Permission("receive_case", "接收", HANDLE, OURS),
    Permission("return_pre_review", "预审退回", HANDLE, OURS),
    Permission("ask_for_correction", "一次性告知补正", HANDLE, OURS + "；只能要指南列明的材料"),
    Permission("accept_case", "受理", HANDLE, OURS),
    Permission("decline_acceptance", "不予受理", HANDLE, OURS),
    Permission("suspend_case", "启动特别程序", HANDLE, OURS + "；只限法律列明的原因"),
    Permission("resume_case", "结束特别程序", HANDLE, OURS),
    Permission("ask_extension", "申请延长期限", HANDLE, OURS),
    Permission("take_back_extension", "收回延长申请", HANDLE, OURS),
    Permission("grant_extension", "批准延长期限", HEAD, OURS + "；不是申请延长的人（行政许可法第四十二条）"),
    Permission("decline_extension", "不同意延长期限", HEAD, OURS + "；不是申请延长的人"),
    Permission("decide_case", "作出决定", DECIDE, OURS + "；不予许可要另一人复核"),
    Permission("release_filing", "否定报备同意", DECIDE, OURS + "；不是报备的人"),
    Permission("return_filing", "否定报备退回", DECIDE, OURS + "；不是报备的人"),
    Permission("take_back_filing", "收回否定报备", HANDLE, OURS),
    Permission("claim_step", "领取审查步骤", HANDLE, OURS + "；本岗位的步骤"),
    Permission("release_step", "放回审查步骤", HANDLE, OURS + "；自己领取的"),
    Permission("do_step", "办理审查步骤", HANDLE, OURS + "；本岗位的步骤，流程要求时不是上一步的人"),
    Permission("return_step", "退回上一步", HANDLE, OURS + "；本岗位的步骤"),
    Permission("take_back_step", "收回自己的步骤", HANDLE, OURS + "；下一步还没有开始"),
    Permission("delegate_step", "交给同事", HANDLE, OURS + "；本岗位的步骤"),
    Permission("ask_opinions", "征求意见（加签）", HANDLE, OURS + "；本岗位的步骤"),
    Permission("take_back_opinion", "收回征求的意见（加签）", HANDLE, OURS + "；自己征求、还没有答复的"),
    Permission("hand_over_case", "移送外省", None, "由移送外省的动词调用"),
    Permission("transfer_case", "移送其他机构", DECIDE, OURS),
    Permission("take_over_case", "接收移送", HANDLE, "移送给本机构的办件"),
    Permission("deliver_case", "送达", HANDLE, OURS),
    Permission("open_decision", "首次打开当场作出的决定书", APPLY, MINE),
    Permission("take_in", "接口提交申请", permissions.with_account, "自己的名义，认证等级够，授权范围内"),
    Permission("set_lane", "放进绿色通道", HANDLE, OURS),
    Permission("settle_fees", "核定收费情形", HANDLE, OURS + "；受理以后、还没有缴费"),
    Permission("grant_reduction", "费用减免", HANDLE, OURS + "；还没有缴费"),
    Permission("check_promise", "核查承诺", HANDLE, OURS),
    Permission("withhold_result", "收回不符的结果", DECIDE, OURS + "；准予以后、送达以前"),
    Permission("withhold_disclosure", "不予公开", DECIDE, OURS + "；许可类办件，写明理由"),
    Permission("repair_breach", "信用修复", DECIDE, OURS),
    Permission("tell_hearing_right", "告知听证权利", HANDLE, OURS),
    Permission("ask_hearing", "要求听证", _hears, MINE + "；利害关系人的由办理人员登记"),
    Permission("waive_hearing", "不要求听证", APPLY, MINE),
    Permission("call_hearing", "通知举行听证", HANDLE, OURS + "；主持人不是审查的人"),
    Permission("ask_recusal", "申请主持人回避", APPLY, MINE),
    Permission("answer_recusal", "答复回避申请", HEAD, OURS + "；不是主持人"),
    Permission("record_hearing", "记录听证", HANDLE, OURS + "；只限主持人"),
    Permission("package_case", "取归档包", _of_the_body(policies.can_archive), OURS + "；已归档的办件"),
    Permission("archive_case", "归档", _of_the_body(policies.can_archive), OURS + "；到期由系统归档"),
)
