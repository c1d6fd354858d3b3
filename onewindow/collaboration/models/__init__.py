"""The nouns of collaboration."""

from onewindow.collaboration.models.asking import Ask, AskKind, AskState, Gathering, GatheringKind
from onewindow.collaboration.models.company import CodeSegment, FollowUp, Opening, Push, PushState
from onewindow.collaboration.models.drafting import ProcedureDraft
from onewindow.collaboration.models.joint import ENDED, Joint, Member, MemberState
from onewindow.collaboration.models.procedure import Procedure, ProcedureState
from onewindow.collaboration.models.project import Project, ProjectCase, ProjectStage

__all__ = [
    "ENDED",
    "Ask",
    "AskKind",
    "AskState",
    "CodeSegment",
    "FollowUp",
    "Gathering",
    "GatheringKind",
    "Joint",
    "Member",
    "MemberState",
    "Opening",
    "Procedure",
    "ProcedureDraft",
    "ProcedureState",
    "Project",
    "ProjectCase",
    "ProjectStage",
    "Push",
    "PushState",
]
