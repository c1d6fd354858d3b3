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


class CannotApplyAgain(Conflict):
    """这个成员现在不能再申请：没有被不予，或者申请次数已经用完。请刷新页面查看。"""

    code = "cannot_apply_again"


class CannotCompose(NotAllowed):
    """只有目录管理岗位可以编排联办流程。"""

    code = "cannot_compose"
