"""Refusals of licences."""

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound, Refusal


class LicencesRefusal(Refusal):
    """电子证照的这项操作不能完成。"""

    code = "licences_refused"


class LicenceNotFound(LicencesRefusal, NotFound):
    """没有这本电子证照，请核对编号。"""

    code = "licence_not_found"
    status = 404


class UnknownLicenceType(LicencesRefusal, NotFound):
    """没有这种证照类型，请从证照目录里选。"""

    code = "unknown_licence_type"
    status = 404


class NotTheIssuer(LicencesRefusal, NotAllowed):
    """只有颁发机关的审批岗位可以改变证照的状态。"""

    code = "not_the_issuer"
    status = 403


class NotTheHolder(LicencesRefusal, NotAllowed):
    """这不是您的证照，不能这样操作。"""

    code = "not_the_holder"
    status = 403


class NotTheKeeper(LicencesRefusal, NotAllowed):
    """只有分库管理单位的数据管理岗位可以做这件事。"""

    code = "not_the_keeper"
    status = 403


class MayNotUse(LicencesRefusal, NotAllowed):
    """您的岗位不能查用证照，需要窗口、审查或者审批岗位。"""

    code = "may_not_use_licences"
    status = 403


class NotNeeded(LicencesRefusal, NotAllowed):
    """这个事项用不到“{name}”，不能依职能查用；确有需要的，请持证人出示。"""

    code = "licence_not_needed"
    status = 403


class UnlawfulChange(LicencesRefusal, Conflict):
    """证照现在是“{before}”，不能改为“{after}”。"""

    code = "unlawful_status_change"
    status = 409


class AlreadyInForce(LicencesRefusal, Conflict):
    """持证人已有一本有效的“{name}”（{number}），这种证照同时只能有一本；换证请在原证上换发新版本。"""

    code = "licence_already_in_force"
    status = 409


class NotInForce(LicencesRefusal, Conflict):
    """这本证照现在不是有效状态，不能出示和授权。"""

    code = "licence_not_in_force"
    status = 409


class LicenceInvalid(LicencesRefusal, Invalid):
    """证照内容不符合要求，请按提示改正。"""

    code = "licence_invalid"
    status = 422


class ShowCodeInvalid(LicencesRefusal, NotFound):
    """亮证码不对、已经用过或者已经过期。请持证人重新出示。"""

    code = "show_code_invalid"
    status = 404


class RowNotWaiting(LicencesRefusal, Conflict):
    """这一行已经处理过了。"""

    code = "row_not_waiting"
    status = 409


class ReportClosed(LicencesRefusal, Conflict):
    """这条纠错已经答复过了。"""

    code = "report_closed"
    status = 409


class LibraryBusy(LicencesRefusal, Conflict):
    """另一批证照正在入库，请等它完成后再试。"""

    code = "library_busy"
    status = 409


class TooManyShowings(LicencesRefusal, Conflict):
    """这本证照已有 {count} 个没有用的亮证码，请先用掉或者收回一个。"""

    code = "too_many_showings"
    status = 409


class ShowingEnded(LicencesRefusal, Conflict):
    """这个亮证码已经用过、收回或者过期，不用再收回。"""

    code = "showing_ended"
    status = 409


class DelegationNotFound(LicencesRefusal, NotFound):
    """没有这项用证委托，或者它已经结束。"""

    code = "delegation_not_found"
    status = 404


class BusinessNotFound(LicencesRefusal, NotFound):
    """没有这个办件，或者它不由您的岗位办理；只有办理中的办件可以查用证照。"""

    code = "business_not_found"
    status = 404


class NothingHeld(LicencesRefusal, NotFound):
    """证照库里没有查到持证人有效的“{name}”。"""

    code = "no_licence_held"
    status = 404


class NoPermit(LicencesRefusal, NotAllowed):
    """贵系统没有为这个事项查用“{name}”的许可，请向证照的主管部门申请，或者请持证人出示亮证码。"""

    code = "no_licence_permit"
    status = 403


class MovedMeanwhile(LicencesRefusal, Conflict):
    """持证人的同种证照刚刚有了变化，请再试一次。"""

    code = "licence_moved"
    status = 409


class LicenceAltered(LicencesRefusal, Conflict):
    """平台保存的这本证照与颁发时不符，暂时不能提供，已经登记核查。"""

    code = "licence_altered"
    status = 409
