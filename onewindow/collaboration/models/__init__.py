"""The nouns of collaboration."""

from onewindow.collaboration.models.joint import ENDED, Joint, Member, MemberState
from onewindow.collaboration.models.procedure import Procedure, ProcedureState

__all__ = ["ENDED", "Joint", "Member", "MemberState", "Procedure", "ProcedureState"]
