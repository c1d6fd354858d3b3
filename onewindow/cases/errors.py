"""Refusals of the cases context."""

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound


class CaseNotFound(NotFound):
    """没有找到这个办件。请核对办件编号；如果刚刚提交，请在“我的”里查看。"""

    code = "case_not_found"


class CaseNotYours(NotAllowed):
    """您不能查看或办理这个办件。申请人请用提交时的账号登录；工作人员只能办理本机构的办件。"""

    code = "case_not_yours"


class CaseAlreadyClosed(Conflict):
    """这个办件已经办结，不能再办理。请刷新页面查看结果。"""

    code = "case_already_closed"


class NotAppliableOnline(Conflict):
    """这个事项暂时不能在线申请，请按办事指南到窗口办理，或拨打 12345 咨询。"""

    code = "not_appliable_online"


class WrongApplicant(NotAllowed):
    """这个事项由{expected}申请，您现在的账号不是{expected}账号。请换用相应的账号登录后再申请。"""

    code = "wrong_applicant"


class AnswersInvalid(Invalid):
    """有的内容还没有填好，请改正后再提交。"""

    code = "answers_invalid"


class NeedsCorrection(Invalid):
    """核对时发现有的内容需要改正。现在改正即可，不用重新填写其他内容。"""

    code = "needs_correction"


class MaterialNotAwaited(Conflict):
    """这份材料不用补交，或者已经交过了。请刷新页面查看。"""

    code = "material_not_awaited"


class OpinionMissing(Invalid):
    """请填写办理意见。不予办理的，还要写明理由和依据。"""

    code = "opinion_missing"


class WrongState(Conflict):
    """这个办件现在是“{status}”，不能这样办理。请刷新页面，看现在可以做什么。"""

    code = "wrong_state"


class PromiseOpen(Conflict):
    """还有容缺后补的材料没有到期，补交或者逾期处理以后才能归档。"""

    code = "promise_open"


class FlowInvalid(Invalid):
    """有的内容还没有填好，请改正后再提交。"""

    code = "flow_invalid"


class ProcessDecides(Conflict):
    """这个办件按流程审查：由每一步的承办人办理自己的任务，走完才能决定。请在“流程”里办理。"""

    code = "process_decides"


class HearingPending(Conflict):
    """听证还没有结束：{why}。听证以后，根据听证笔录作出决定（行政许可法第四十八条）。"""

    code = "hearing_pending"


class HearingRightUntold(Conflict):
    """不予这个事项的许可前，要先告知申请人有要求听证的权利（行政许可法第四十七条）。请先办理“告知听证权利”。"""

    code = "hearing_right_untold"


class HearingClosed(Conflict):
    """现在不能这样办理听证：{why}。请刷新页面查看。"""

    code = "hearing_closed"


class HostIsReviewer(NotAllowed):
    """{name}办过这个办件，不能主持听证；主持听证的人，也不能再审查这个办件（行政许可法第四十八条）。"""

    code = "host_is_reviewer"


class KeyReused(Conflict):
    """这个 Idempotency-Key 已经用于另一份申请。同一份申请重发用同一个，另一份申请请换一个。"""

    code = "idempotency_key_reused"


class KeyMissing(Invalid):
    """请在请求头里给出 Idempotency-Key：每份申请一个，8 到 64 个字母、数字或者短横线。"""

    code = "idempotency_key_missing"


class SystemOnly(NotAllowed):
    """这个接口给办理系统用：请用本机关系统自己的访问令牌（客户端凭证）。"""

    code = "system_only"


class AlreadyCorrected(Conflict):
    """补正只能告知一次，这个办件已经告知过。请按现有材料受理，或者依法作出决定（行政许可法第三十二条）。"""

    code = "already_corrected"


class NothingToCorrect(Conflict):
    """这个办件现在没有要补正的内容。请刷新页面查看。"""

    code = "nothing_to_correct"


class CorrectionIncomplete(Invalid):
    """还有内容没有补正。请把每一项都补好再提交。"""

    code = "correction_incomplete"


class AlreadyExtended(Conflict):
    """期限只能延长一次，这个办件已经申请过延长。"""

    code = "already_extended"


class NothingToAnswer(Conflict):
    """没有等待您答复的事。可能已经有人处理了，请刷新页面查看。"""

    code = "nothing_to_answer"


class SamePerson(NotAllowed):
    """提出的人不能自己同意。请由本机构另一位有权限的人员复核。"""

    code = "same_person"


class MarketForbidden(Conflict):
    """市场准入负面清单禁止准入“{row}”，不能受理。请按不予受理办理，写明清单条目。"""

    code = "market_forbidden"


class OriginalsUnchecked(Invalid):
    """还有申请人上传的材料没有核对原件。请逐份核对后再交付。"""

    code = "originals_unchecked"


class FeeUnpaid(Conflict):
    """这个事项要先缴费。缴费单 {bill} 还没有缴清，申请人缴费后再办理。"""

    code = "fee_unpaid"


class FeeOpen(Conflict):
    """还没有核定这个办件按哪种情形收费。请先在“核定收费情形”中选择，再继续办理。"""

    code = "fee_open"


class PromiseBarred(Invalid):
    """您现在不能用承诺代替这份材料：{why}。请先交齐材料，或者修复信用后再承诺。"""

    code = "promise_barred"


class PromiseNotFound(NotFound):
    """没有找到这项承诺。请刷新页面查看。"""

    code = "promise_not_found"


class PromiseSettled(Conflict):
    """这项承诺已经有结果：{state}。请刷新页面查看。"""

    code = "promise_settled"
