"""Refusals of supervision."""

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound


class SupervisionRefusal(Conflict):
    """现在不能这样处理监察信号。请刷新页面再看。"""

    code = "supervision_refusal"


class SignalState(SupervisionRefusal):
    """这个监察信号现在是“{state}”，不能这样处理。"""

    code = "signal_state"


class AccountabilityState(SupervisionRefusal):
    """这件责任追究现在是“{state}”，不能这样处理。"""

    code = "accountability_state"


class TooEarly(SupervisionRefusal):
    """说明期限到{until}为止，责任单位还没有说明，现在不能认定。"""

    code = "signal_too_early"


class TooLate(SupervisionRefusal):
    """期限到{until}为止，已经过了。"""

    code = "supervision_too_late"


class AppealedOnce(SupervisionRefusal):
    """这个监察信号已经申诉过一次。"""

    code = "signal_appealed_once"


class OnlyRed(SupervisionRefusal):
    """只有认定了的红牌可以提起责任追究，每张一次。"""

    code = "accountability_only_red"


class SignalNotFound(NotFound):
    """没有找到这个监察信号。请核对监察编号。"""

    code = "signal_not_found"


class NotSupervisor(NotAllowed):
    """只有本辖区监察岗位的工作人员可以这样处理。"""

    code = "not_supervisor"


class NotWatched(NotAllowed):
    """只有责任单位的工作人员可以这样处理。"""

    code = "not_watched"


class SameHand(NotAllowed):
    """这一步要由另一位监察人员办理，不能和前一步是同一人。"""

    code = "supervision_same_hand"


class AboutYourself(NotAllowed):
    """这件事涉及您本人，请由其他监察人员处理。"""

    code = "supervision_about_yourself"


class WordsMissing(Invalid):
    """请按提示填写。"""

    code = "supervision_words"


class RuleInvalid(Invalid):
    """规则有误，请按提示改正。"""

    code = "supervision_rule_invalid"


class RuleNotFound(NotFound):
    """没有找到这条监察规则。"""

    code = "supervision_rule_not_found"
