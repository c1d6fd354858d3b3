"""Refusals of collaboration."""

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound


class ProcedureInvalid(Invalid):
    """联办流程有不对的地方，请改正后再发布。"""

    code = "procedure_invalid"


class UnknownProcedure(NotFound):
    """没有找到这个联办流程，可能已经被新版本取代。"""

    code = "unknown_procedure"


class UnknownJoint(NotFound):
    """没有找到这个联合办件。请核对牵头办件的编号。"""

    code = "unknown_joint"


class NotOfTheJoint(NotAllowed):
    """只有牵头机关和参加联合办理的机关可以查看这个联合办件。"""

    code = "not_of_the_joint"


class NotTheLead(NotAllowed):
    """只有牵头机关可以这样办理。请联系牵头机关。"""

    code = "not_the_lead"


class MemberNotBlocked(Conflict):
    """这个成员现在不需要重新分送。请刷新页面查看。"""

    code = "member_not_blocked"


class PartInvalid(Invalid):
    """还要写明理由，请填写后再提交。"""

    code = "part_invalid"


class CannotApplyAgain(Conflict):
    """这个成员现在不能再申请：没有被不予，或者申请次数已经用完。请刷新页面查看。"""

    code = "cannot_apply_again"


class CannotCompose(NotAllowed):
    """只有目录管理岗位可以编排联办流程。"""

    code = "cannot_compose"


class AskInvalid(Invalid):
    """协同请求有的内容还没有填好，请改正后再发出。"""

    code = "ask_invalid"


class UnknownAsk(NotFound):
    """没有找到这个协同请求。"""

    code = "unknown_ask"


class NotYourAsk(NotAllowed):
    """只有发出和收到这个协同请求的机关可以查看，只有收到的机关可以答复。"""

    code = "not_your_ask"


class AskSettled(Conflict):
    """这个协同请求已经是“{state}”，不能再办理。请刷新页面查看。"""

    code = "ask_settled"


class GatheringInvalid(Invalid):
    """有的内容还没有填好，请改正后再提交。"""

    code = "gathering_invalid"


class JointOver(Conflict):
    """这个联合办件已经办结，不能再通知会审、踏勘或者验收。请刷新页面查看。"""

    code = "joint_over"


class UnknownGathering(NotFound):
    """没有找到这次会审、踏勘或者验收。"""

    code = "unknown_gathering"


class AlreadyRecorded(Conflict):
    """这次会同已经有记录，不能再改。有不同意见的，请另行会审。"""

    code = "gathering_recorded"


class NothingToSign(Conflict):
    """还没有记录，或者本机关没有参加、已经签过。请刷新页面查看。"""

    code = "nothing_to_sign"


class ProjectInvalid(Invalid):
    """项目信息有的内容还没有填好，请改正后再提交。"""

    code = "project_invalid"


class ProjectForbidden(Conflict):
    """市场准入负面清单禁止准入“{row}”，不能备案，不给项目代码。有异议请联系投资主管部门。"""

    code = "project_forbidden"


class NotYourProject(NotAllowed):
    """只有项目单位、各阶段的牵头部门和办理项目审批的机关可以查看，只有项目单位可以申报和关联办件。"""

    code = "not_your_project"


class UnknownProject(NotFound):
    """没有找到这个项目代码，请核对。"""

    code = "unknown_project"


class ProjectExists(Conflict):
    """本单位已经有同名的项目，代码是 {code}，不用再申报。"""

    code = "project_exists"


class CaseBoundElsewhere(Conflict):
    """这个办件已经关联到项目 {code}，请先在那个项目里取消关联。"""

    code = "case_bound_elsewhere"


class CaseBeforeCode(Conflict):
    """这个办件在取得项目代码以前已经作出决定，不能再关联。项目代码应当在第一次审批以前取得。"""

    code = "case_before_code"


class BoundByCode(Conflict):
    """申请时填写了项目代码的办件由系统关联，不能取消。"""

    code = "bound_by_code"


class NotTheRegistrar(NotAllowed):
    """只有登记机关可以这样办理企业开办。请联系登记机关。"""

    code = "not_the_registrar"


class NotYourFollowUp(NotAllowed):
    """只有被告知的审批机关可以签收。"""

    code = "not_your_follow_up"


class UnknownOpening(NotFound):
    """没有找到这个企业开办记录。"""

    code = "unknown_opening"


class OpeningHasCode(Conflict):
    """这个企业已经赋了统一社会信用代码，不能再赋。请刷新页面查看。"""

    code = "opening_has_code"


class NoCodeLeft(Conflict):
    """本机关没有可用的预赋码段。请先录入新的码段，再重新赋码。"""

    code = "no_code_left"


class PushNotFailed(Conflict):
    """这次推送没有失败，不用重新推送。请刷新页面查看。"""

    code = "push_not_failed"


class AlreadyTaken(Conflict):
    """这条告知已经签收。请刷新页面查看。"""

    code = "follow_up_taken"


class SegmentInvalid(Invalid):
    """码段有的内容不对，请改正后再提交。"""

    code = "segment_invalid"


class NotTheEntrusting(NotAllowed):
    """只有事项所属机关的首席代表可以委托下级机关办理，或者收回委托。"""

    code = "not_the_entrusting"


class DelegationInvalid(Invalid):
    """委托有的内容还没有填好，请改正后再提交。"""

    code = "delegation_invalid"


class UnknownDelegation(NotFound):
    """没有找到这个委托。"""

    code = "unknown_delegation"


class DelegationOver(Conflict):
    """这个委托已经到期或者已经收回。请刷新页面查看。"""

    code = "delegation_over"


class NotAbove(NotAllowed):
    """只有上级主管部门可以查看和指导下级的这项工作。"""

    code = "not_above"


class GuidanceInvalid(Invalid):
    """指导意见有的内容还没有填好，请改正后再发出。"""

    code = "guidance_invalid"


class UnknownGuidance(NotFound):
    """没有找到这条指导意见。"""

    code = "unknown_guidance"


class NotYourGuidance(NotAllowed):
    """只有收到指导意见的机关可以答复。"""

    code = "not_your_guidance"


class AlreadyAnswered(Conflict):
    """这条指导意见已经答复。请刷新页面查看。"""

    code = "guidance_answered"


class UnknownLevel(NotFound):
    """没有找到由哪一级审批。请选择项目类别和所在的县（市、区）。"""

    code = "unknown_level"


class NotYourReception(NotAllowed):
    """只有收件的政务服务中心和办理机关可以这样做。"""

    code = "not_your_reception"


class UnknownReception(NotFound):
    """没有找到这个异地收件。"""

    code = "unknown_reception"


class AlreadySent(Conflict):
    """纸质材料已经寄出。请刷新页面查看。"""

    code = "papers_sent"


class PapersNotSent(Conflict):
    """收件的政务服务中心还没有登记寄出。请先联系对方。"""

    code = "papers_not_sent"


class HandoverInvalid(Invalid):
    """这份跨省移交文件不能接收。"""

    code = "handover_invalid"


class NotAcrossProvinces(Conflict):
    """这个事项不在“跨省通办”范围内，不能移交或者接收。"""

    code = "not_across_provinces"


class NotHandedOver(Conflict):
    """这个办件没有移送外省，没有移交文件。"""

    code = "not_handed_over"


class NotYourName(NotAllowed):
    """只有申请人本人或者企业可以申报和放弃自己的名称。"""

    code = "not_your_name"


class NameInvalid(Invalid):
    """名称有的内容还没有填好，请改正后再申报。"""

    code = "name_invalid"


class UnknownName(NotFound):
    """没有找到这个名称申报。"""

    code = "unknown_name"


class NameDecided(Conflict):
    """这个名称已经有结果，或者已经用于申请，不能再改。请刷新页面查看。"""

    code = "name_decided"
