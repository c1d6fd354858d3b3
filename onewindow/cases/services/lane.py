"""Lane: a case goes first for a reason somebody wrote down (绿色通道, CEPA)."""

from onewindow.cases import policies
from onewindow.cases.errors import CaseAlreadyClosed, FlowInvalid
from onewindow.cases.models import Case
from onewindow.cases.services.steps import leave_trace, locked, words
from onewindow.cases.states import Lane
from onewindow.kernel.public import Actor, unit


def set_lane(*, by: Actor, number: str, lane: str, reason: str) -> Case:
    """Put an open case into a lane, or back into the common queue with "".

    Raises CaseNotYours, CaseAlreadyClosed, FlowInvalid.
    """
    said = words("reason", reason, missing="请写明理由，例如申请人是CEPA港澳投资者。", most=200)
    if lane and lane not in set(Lane):
        raise FlowInvalid(errors={"lane": ["请选择队列。"]})
    with unit.work():
        case = locked(number)
        policies.require(policies.can_handle(by, case))
        if not case.is_open():
            raise CaseAlreadyClosed
        case.lane = lane
        title = f"进入{Lane(lane).label}" if lane else "回到普通队列"
        leave_trace(case, by, "lane", title, detail=said)
    return case
