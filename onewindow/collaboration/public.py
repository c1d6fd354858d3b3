"""The door of collaboration: procedures, joint cases, asks of other bodies, gatherings."""

# ruff: noqa: I001 (one name a line would hide the table)
# fmt: off
from onewindow.collaboration.errors import (
    AlreadyRecorded, AskInvalid, AskSettled, CannotApplyAgain, CannotCompose, GatheringInvalid,
    MemberNotBlocked, NothingToSign, NotOfTheJoint, NotTheLead, NotYourAsk, ProcedureInvalid, UnknownAsk,
    UnknownGathering, UnknownJoint, UnknownProcedure,
)
from onewindow.collaboration.events import (
    AskAnswered, AskEscalated, BodyAsked, GatheringCalled, GatheringRecorded, JointEnded, JointStarted,
    MemberDue, MemberEnded, ProcedurePublished,
)
from onewindow.collaboration.models import Ask, Gathering, Joint, Member, MemberState, Procedure
from onewindow.collaboration.queries.asking import ask_list, asks_about, gatherings_of
from onewindow.collaboration.queries.joints import Whole, drawing_of, joint_list, joint_of, part_of, whole
from onewindow.collaboration.queries.procedures import draft_of, drafts, in_force, procedure
from onewindow.collaboration.services.acting import (
    apply_part_again, consent_silently, give_up_part, leave_overdue, open_due, open_joint_page,
    send_part_again,
)
from onewindow.collaboration.services.asking import (
    STANCES, answer_ask, ask_body, escalate_asks, open_ask, take_back_ask,
)
from onewindow.collaboration.services.gathering import call_gathering, record_gathering, sign_gathering
from onewindow.collaboration.services.moving import advance
from onewindow.collaboration.services.procedures import (
    draft_procedure, preview_procedure, publish_draft, publish_procedure,
)

__all__ = [
    "STANCES", "AlreadyRecorded", "Ask", "AskAnswered", "AskEscalated", "AskInvalid", "AskSettled",
    "BodyAsked", "CannotApplyAgain", "CannotCompose", "Gathering", "GatheringCalled", "GatheringInvalid",
    "GatheringRecorded", "Joint", "JointEnded", "JointStarted", "Member", "MemberDue", "MemberEnded",
    "MemberNotBlocked", "MemberState", "NotOfTheJoint", "NotTheLead", "NotYourAsk", "NothingToSign",
    "Procedure", "ProcedureInvalid", "ProcedurePublished", "UnknownAsk", "UnknownGathering",
    "UnknownJoint", "UnknownProcedure", "Whole", "advance", "answer_ask", "apply_part_again", "ask_body",
    "ask_list", "asks_about", "call_gathering", "consent_silently", "draft_of", "draft_procedure",
    "drafts", "drawing_of", "escalate_asks", "gatherings_of", "give_up_part", "in_force", "joint_list",
    "joint_of", "leave_overdue", "open_ask", "open_due", "open_joint_page", "part_of",
    "preview_procedure", "procedure", "publish_draft", "publish_procedure", "record_gathering",
    "send_part_again", "sign_gathering", "take_back_ask", "whole",
]
# fmt: on
