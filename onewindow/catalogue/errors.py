"""Refusals of the catalogue."""

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound


class UnknownItem(NotFound):
    """没有找到这个事项，编码可能有误，或者事项已经取消。请按名称查找，或者拨打 12345 咨询。"""

    code = "unknown_item"


class UnknownVersion(NotFound):
    """没有找到这个事项版本。"""

    code = "unknown_item_version"


class ItemNotInForce(Conflict):
    """这个事项暂停办理，目前不能申请。恢复办理的时间请拨打 12345 咨询。"""

    code = "item_not_in_force"


class CannotMaintain(NotAllowed):
    """只有事项管理人员可以发布或暂停事项。"""

    code = "cannot_maintain_catalogue"


class IncompleteItem(Invalid):
    """事项内容不完整，不能发布。请按提示补全后再发布。"""

    code = "incomplete_item"


class UnknownStatute(NotFound):
    """没有找到这部法律法规，可能名称有误，或者还没有收录全文。"""

    code = "unknown_statute"


class RepealBeforeAdoption(Invalid):
    """废止日期早于这部法律法规的通过日期，请核对日期。"""

    code = "repeal_before_adoption"
