"""The door of collaboration: procedures, joint cases, asks of other bodies, gatherings."""

# ruff: noqa: I001 (one name a line would hide the table)
# fmt: off
from onewindow.collaboration.errors import (
    AlreadyRecorded, AlreadyTaken, AskInvalid, AskSettled, BoundByCode, CannotApplyAgain, CannotCompose,
    CaseBeforeCode, CaseBoundElsewhere, GatheringInvalid, MemberNotBlocked, NoCodeLeft, NothingToSign,
    NotOfTheJoint, NotTheLead, NotTheRegistrar, NotYourAsk, NotYourFollowUp, NotYourProject, OpeningHasCode,
    ProcedureInvalid, ProjectExists, ProjectForbidden, ProjectInvalid, PushNotFailed, SegmentInvalid,
    UnknownAsk, UnknownGathering, UnknownJoint, UnknownOpening, UnknownProcedure, UnknownProject,
)
from onewindow.collaboration.events import (
    AskAnswered, AskEscalated, BodyAsked, CompanyOpened, GatheringCalled, GatheringRecorded, JointEnded,
    JointStarted, MemberDue, MemberEnded, ProcedurePublished, ProjectCaseBound, ProjectFiled, PushFailed,
    SegmentLow,
)
from onewindow.collaboration.models import Ask, Gathering, Joint, Member, MemberState, Procedure, Project
from onewindow.collaboration.projects.queries import project_list, view_of
from onewindow.collaboration.projects.services import (
    attach_case, detach_case, file_project, open_project, project_with,
)
from onewindow.collaboration.queries.asking import ask_list, asks_about, gatherings_of
from onewindow.collaboration.queries.joints import Whole, drawing_of, joint_list, joint_of, part_of, whole
from onewindow.collaboration.queries.openings import (
    follow_up_list, opening_list, opening_of, segments_of,
)
from onewindow.collaboration.queries.procedures import draft_of, drafts, in_force, procedure
from onewindow.collaboration.services.acting import (
    apply_part_again, consent_silently, drop_part, give_up_part, leave_overdue, open_due, open_joint_page,
    part_to_leave, send_part_again,
)
from onewindow.collaboration.services.asking import (
    STANCES, answer_ask, ask_body, escalate_asks, open_ask, take_back_ask,
)
from onewindow.collaboration.services.gathering import call_gathering, record_gathering, sign_gathering
from onewindow.collaboration.services.moving import advance
from onewindow.collaboration.services.opening import (
    add_segment, allocate_again, open_company, take_follow_up,
)
from onewindow.collaboration.services.procedures import (
    draft_procedure, preview_procedure, publish_draft, publish_procedure,
)
from onewindow.collaboration.services.pushing import push_again, push_due

__all__ = [
    "STANCES", "AlreadyRecorded", "AlreadyTaken", "Ask", "AskAnswered", "AskEscalated", "AskInvalid",
    "AskSettled", "BodyAsked", "BoundByCode", "CannotApplyAgain", "CannotCompose", "CaseBeforeCode",
    "CaseBoundElsewhere", "CompanyOpened", "Gathering", "GatheringCalled", "GatheringInvalid",
    "GatheringRecorded", "Joint", "JointEnded", "JointStarted", "Member", "MemberDue", "MemberEnded",
    "MemberNotBlocked", "MemberState", "NoCodeLeft", "NotOfTheJoint", "NotTheLead", "NotTheRegistrar",
    "NotYourAsk", "NotYourFollowUp", "NotYourProject", "NothingToSign", "OpeningHasCode", "Procedure",
    "ProcedureInvalid", "ProcedurePublished", "Project", "ProjectCaseBound", "ProjectExists", "ProjectFiled",
    "ProjectForbidden", "ProjectInvalid", "PushFailed", "PushNotFailed", "SegmentInvalid", "SegmentLow",
    "UnknownAsk", "UnknownGathering", "UnknownJoint", "UnknownOpening", "UnknownProcedure", "UnknownProject",
    "Whole", "add_segment", "advance", "allocate_again", "answer_ask", "apply_part_again", "ask_body",
    "ask_list", "asks_about", "attach_case", "call_gathering", "consent_silently", "detach_case", "draft_of",
    "draft_procedure", "drafts", "drawing_of", "drop_part", "escalate_asks", "file_project", "follow_up_list",
    "gatherings_of", "give_up_part", "in_force", "joint_list", "joint_of", "leave_overdue", "open_ask",
    "open_company", "open_due", "open_joint_page", "open_project", "opening_list", "opening_of", "part_of",
    "part_to_leave", "preview_procedure", "procedure", "project_list", "project_with", "publish_draft",
    "publish_procedure", "push_again", "push_due", "record_gathering", "segments_of", "send_part_again",
    "sign_gathering", "take_back_ask", "take_follow_up", "view_of", "whole",
]
# fmt: on
