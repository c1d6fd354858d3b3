"""What collaboration does when something happened to a case: one line each."""

from onewindow.cases.public import events
from onewindow.collaboration import concerns
from onewindow.collaboration.events import MemberDue
from onewindow.collaboration.naming.services import settle_name, use_name
from onewindow.collaboration.projects.services import bind_by_code
from onewindow.collaboration.services import joints, opening, standing
from onewindow.collaboration.services.moving import advance
from onewindow.kernel.public import outbox


@outbox.on(events.CaseSubmitted, name="collaboration.begin", concerned=concerns.leads_or_parts_again)
def submitted(event: events.CaseSubmitted) -> None:
    """Make a joint case of a lead case; take a part that was applied for again."""
    if not joints.attach_again(number=event.subject):
        joints.begin_joint(number=event.subject)


@outbox.on(events.CaseSubmitted, name="collaboration.project", concerned=concerns.of_project_owners)
def of_project(event: events.CaseSubmitted) -> None:
    """Bind a case that carries the code of a project of its applicant."""
    bind_by_code(number=event.subject)


@outbox.on(events.CaseSubmitted, name="collaboration.name", concerned=concerns.carrying_names)
def named(event: events.CaseSubmitted) -> None:
    """Bind the declared name that an application for registration carries."""
    use_name(number=event.subject)


@outbox.on(events.CaseAccepted, name="collaboration.start", concerned=concerns.accepted_leads)
def accepted(event: events.CaseAccepted) -> None:
    """Let the members begin."""
    joints.start_joint(number=event.subject)


@outbox.on(MemberDue, name="collaboration.open")
def due(event: MemberDue) -> None:
    """Open a member's case; where that asks registers, the timed job does it outside this transaction."""
    joints.open_member(number=event.subject, key=event.member, attempt=event.attempt, asking=False)


def _ended(number: str) -> None:
    if not joints.take_in_outcome(number=number):
        joints.end_joint(number=number)


@outbox.on(events.CaseDecided, name="collaboration.decided", concerned=concerns.leads_or_parts)
def decided(event: events.CaseDecided) -> None:
    """Take in a member's decision, or end with the lead's."""
    _ended(event.subject)


@outbox.on(events.CaseDelivered, name="collaboration.delivered", concerned=concerns.leads)
def delivered(event: events.CaseDelivered) -> None:
    """Deliver the parts with their lead."""
    joints.deliver_parts(number=event.subject)


@outbox.on(events.CaseNotAccepted, name="collaboration.not_accepted")
def not_accepted(event: events.CaseNotAccepted) -> None:
    """Take in that a body did not accept its part, or end with the lead."""
    _ended(event.subject)
    settle_name(number=event.subject, granted=False)


@outbox.on(events.CaseLapsed, name="collaboration.lapsed")
def lapsed(event: events.CaseLapsed) -> None:
    """Take in that a correction never came, or end with the lead."""
    _ended(event.subject)
    settle_name(number=event.subject, granted=False)


@outbox.on(events.CaseSentAway, name="collaboration.sent_away")
def sent_away(event: events.CaseSentAway) -> None:
    """Free the name that a case carried to another province."""
    settle_name(number=event.subject, granted=False)


@outbox.on(events.CaseWithdrawn, name="collaboration.withdrawn")
def withdrawn(event: events.CaseWithdrawn) -> None:
    """Take in that the applicant took a part back, or end with the lead."""
    _ended(event.subject)
    settle_name(number=event.subject, granted=False)


@outbox.on(events.CaseTransferred, name="collaboration.transferred")
def transferred(event: events.CaseTransferred) -> None:
    """Follow a case to its new body."""
    joints.follow_transfer(number=event.subject)


@outbox.on(events.CaseSuspended, name="collaboration.suspended")
def suspended(event: events.CaseSuspended) -> None:
    """Let the shared clock stand where it was declared."""
    standing.follow_pause(number=event.subject, reason=event.reason, days=event.days)


@outbox.on(events.CaseResumed, name="collaboration.resumed")
def resumed(event: events.CaseResumed) -> None:
    """Let the clocks go on; what ended in the meantime is told to the process now."""
    standing.follow_resumption(number=event.subject, due=event.due)
    advance(number=event.subject)


@outbox.on(events.CaseExtended, name="collaboration.extended")
def extended(event: events.CaseExtended) -> None:
    """Move a member's days with those of its case."""
    standing.follow_extension(number=event.subject, due=event.due, days=event.days)


@outbox.on(events.CorrectionSupplied, name="collaboration.supplied")
def supplied(event: events.CorrectionSupplied) -> None:
    """Count the silence of a body anew that has the application before it again."""
    standing.follow_supply(number=event.subject)


@outbox.on(events.CaseDecided, name="collaboration.company", concerned=concerns.carrying_names)
def registered(event: events.CaseDecided) -> None:
    """Give a company whose registration was granted its code, and tell who must know."""
    granted = event.outcome == "granted"
    if granted:
        opening.open_company(number=event.subject)
    settle_name(number=event.subject, granted=granted)
