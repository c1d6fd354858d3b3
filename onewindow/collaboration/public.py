"""The door of collaboration: publish procedures, follow and steer joint cases."""

from onewindow.collaboration.errors import (
    CannotApplyAgain,
    CannotCompose,
    MemberNotBlocked,
    NotOfTheJoint,
    NotTheLead,
    ProcedureInvalid,
    UnknownJoint,
    UnknownProcedure,
)
from onewindow.collaboration.events import (
    JointEnded,
    JointStarted,
    MemberDue,
    MemberEnded,
    ProcedurePublished,
)
from onewindow.collaboration.models import Joint, Member, MemberState, Procedure
from onewindow.collaboration.queries.joints import Whole, drawing_of, joint_list, joint_of, part_of, whole
from onewindow.collaboration.queries.procedures import in_force, procedure
from onewindow.collaboration.services.acting import (
    apply_part_again,
    consent_silently,
    give_up_part,
    leave_overdue,
    open_due,
    open_joint_page,
    send_part_again,
)
from onewindow.collaboration.services.moving import advance
from onewindow.collaboration.services.procedures import publish_procedure

__all__ = [
    "CannotApplyAgain",
    "CannotCompose",
    "Joint",
    "JointEnded",
    "JointStarted",
    "Member",
    "MemberDue",
    "MemberEnded",
    "MemberNotBlocked",
    "MemberState",
    "NotOfTheJoint",
    "NotTheLead",
    "Procedure",
    "ProcedureInvalid",
    "ProcedurePublished",
    "UnknownJoint",
    "UnknownProcedure",
    "Whole",
    "advance",
    "apply_part_again",
    "consent_silently",
    "drawing_of",
    "give_up_part",
    "in_force",
    "joint_list",
    "joint_of",
    "leave_overdue",
    "open_due",
    "open_joint_page",
    "part_of",
    "procedure",
    "publish_procedure",
    "send_part_again",
    "whole",
]
