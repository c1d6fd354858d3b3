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
