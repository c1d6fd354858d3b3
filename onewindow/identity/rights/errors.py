"""Refusals of the rights over one's own data."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound


class NotOneself(NotAllowed):
    """查看、复制、更正和注销，要由本人用自己的账号办理。您现在是代别人办事，请先换回以本人名义。"""

    code = "not_oneself"
    link: ClassVar[tuple[str, Promise]] = ("/my/", _("回到“我的”"))


class SourceNotFound(NotFound):
    """没有找到这一类信息。"""

    code = "held_data_not_found"


class CorrectionNotFound(NotFound):
    """没有找到这个更正申请，或者它不归您的机构处理。"""

    code = "correction_not_found"


class CorrectionInvalid(Invalid):
    """更正申请没有提交，请按提示改正。"""

    code = "correction_invalid"


class CorrectionDecided(Conflict):
    """这个更正申请已经处理，不能再改。"""

    code = "correction_decided"


class OwnCorrection(NotAllowed):
    """这是您本人的更正申请，不能由您处理。请交给其他工作人员。"""

    code = "own_correction"


class DecisionInvalid(Invalid):
    """处理结果没有记下，请按提示改正。"""

    code = "correction_decision_invalid"


class ClosingRefused(Conflict):
    """账号现在不能注销。{reasons}"""

    code = "closing_refused"
    link: ClassVar[tuple[str, Promise]] = ("/my/data/close/", _("看还差什么"))


class NoClosing(NotFound):
    """没有正在等待的注销申请。"""

    code = "no_closing"
