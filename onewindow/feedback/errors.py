"""Refusals of feedback."""

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound, Refusal


class FeedbackRefusal(Refusal):
    """现在不能这样操作。"""

    code = "feedback_refused"


class RatingInvalid(FeedbackRefusal, Invalid):
    """评价没有填好，请改正后再提交。"""

    code = "rating_invalid"


class RatingNotFound(FeedbackRefusal, NotFound):
    """没有这次评价机会。请核对办件编号和评价码，或者登录后从办件页进入。"""

    code = "rating_not_found"


class RatingNotOpen(FeedbackRefusal, Conflict):
    """现在还不能评价：{reason}。"""

    code = "rating_not_open"


class RatingClosed(FeedbackRefusal, Conflict):
    """已经过了评价的期限（{until}）。有意见仍可以通过“我要问”反映。"""

    code = "rating_closed"


class RatedAlready(FeedbackRefusal, Conflict):
    """这次办理已经评价过，一次办理只评一次。"""

    code = "rated_already"


class FollowedAlready(FeedbackRefusal, Conflict):
    """已经追评过一次，不能再追评。"""

    code = "followed_already"


class NotRatedYet(FeedbackRefusal, Conflict):
    """还没有评价，请先评价。"""

    code = "not_rated_yet"


class AgainNotOpen(FeedbackRefusal, Conflict):
    """现在不能再评：差评整改完成后十个工作日内可以再评一次。"""

    code = "rating_again_not_open"


class RemedyNotFound(FeedbackRefusal, NotFound):
    """没有这件差评，或者不由您办理。"""

    code = "remedy_not_found"


class RemedyInvalid(FeedbackRefusal, Invalid):
    """没有填好，请改正后再提交。"""

    code = "remedy_invalid"


class RemedyMoved(FeedbackRefusal, Conflict):
    """这件差评现在是“{state}”，不能这样操作。请刷新页面。"""

    code = "remedy_moved"


class NotContacted(FeedbackRefusal, Conflict):
    """还没有联系过评价人。请先联系，再写核实结果。"""

    code = "rater_not_contacted"


class AppealTooLate(FeedbackRefusal, Conflict):
    """已经过了申诉期限（{until}），或者已经申诉过。"""

    code = "appeal_too_late"


class NoAppeal(FeedbackRefusal, Conflict):
    """没有待处理的申诉。"""

    code = "no_appeal"


class SuspicionNotFound(FeedbackRefusal, NotFound):
    """没有这条异常评价线索，或者已经处理。"""

    code = "suspicion_not_found"


class CentreOnly(FeedbackRefusal, NotAllowed):
    """只有本地区的监察岗位可以办理，被评价、被投诉的机构不能自己办理。"""

    code = "feedback_centre_only"


class ConcernInvalid(FeedbackRefusal, Invalid):
    """没有填好，请改正后再提交。"""

    code = "concern_invalid"


class ConcernNotFound(FeedbackRefusal, NotFound):
    """没有这件诉求，或者不由您办理。请核对编号和查询码。"""

    code = "concern_not_found"


class ConcernMoved(FeedbackRefusal, Conflict):
    """这件诉求现在是“{state}”，不能这样操作。请刷新页面。"""

    code = "concern_moved"


class AtObjections(FeedbackRefusal, Conflict):
    """这件投诉是对查看个人信息的异议，由监察岗在“查看异议”里答复，这里不能处理。"""

    code = "concern_at_objections"


class NotAllAnswered(FeedbackRefusal, Conflict):
    """还有承办单位没有答复：{names}。"""

    code = "concern_not_all_answered"


class ExtensionClosed(FeedbackRefusal, Conflict):
    """不能再申请延期：一次承办只能延一次，而且要在到期以前申请。"""

    code = "extension_closed"


class AnswerNotFound(FeedbackRefusal, NotFound):
    """没有这条公开答复，可能已经撤下。"""

    code = "published_answer_not_found"


class SystemOnly(FeedbackRefusal, NotAllowed):
    """这个接口只供登记过的外部系统使用。"""

    code = "feedback_system_only"


class TooOften(FeedbackRefusal, Conflict):
    """提交得太频繁，请十分钟后再试，或者拨打 12345。"""

    code = "feedback_too_often"
    status = 429
