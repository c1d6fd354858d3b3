"""The nouns of collaboration."""

from onewindow.collaboration.models.asking import Ask, AskKind, AskState, Gathering, GatheringKind
from onewindow.collaboration.models.company import CodeSegment, FollowUp, Opening, Push, PushState
from onewindow.collaboration.models.crossing import Handover, HandoverWay, Reception
from onewindow.collaboration.models.drafting import ProcedureDraft
from onewindow.collaboration.models.joint import ENDED, Joint, Member, MemberState
from onewindow.collaboration.models.levels import Delegation, Guidance
from onewindow.collaboration.models.naming import NameClaim, NameState
from onewindow.collaboration.models.procedure import Procedure, ProcedureState
from onewindow.collaboration.models.project import Project, ProjectCase, ProjectStage

__all__ = [
    "ENDED",
    "Ask",
    "AskKind",
    "AskState",
    "CodeSegment",
    "Delegation",
    "FollowUp",
    "Gathering",
    "GatheringKind",
    "Guidance",
    "Handover",
    "HandoverWay",
    "Joint",
    "Member",
    "MemberState",
    "NameClaim",
    "NameState",
    "Opening",
    "Procedure",
    "ProcedureDraft",
    "ProcedureState",
    "Project",
    "ProjectCase",
    "ProjectStage",
    "Push",
    "PushState",
    "Reception",
]
