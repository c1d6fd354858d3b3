"""What supervision listens to; deliveries lie a few seconds so that many are taken at once."""

from onewindow.cases import public as cases
from onewindow.decisions import public as decisions
from onewindow.kernel.public import Event, clock, outbox
from onewindow.payments import public as payments
from onewindow.supervision.events import TrialAsked
from onewindow.supervision.services.ruling import run_trial
from onewindow.supervision.services.subjects import note_anomaly
from onewindow.supervision.services.watching import HANDLER, reverse_decision, watch_case

GATHER_SECONDS = 5
told = cases.events
WATCHED: tuple[type[Event], ...] = (
    told.CaseSubmitted, told.CaseReceived, told.CorrectionAsked, told.CorrectionSupplied, told.CaseAccepted,
    told.CaseNotAccepted, told.NegativeFiled, told.HearingCalled, told.HearingHeld, told.CaseSuspended,
    told.CaseResumed, told.CaseExtended, told.CaseTransferred, told.CaseDecided, told.CaseDelivered,
    told.CaseWithdrawn, told.CaseLapsed, payments.BillDrawn, payments.BillPaid,
)  # fmt: skip


def look(event: Event) -> None:
    """Look at the case the event is about."""
    watch_case(number=event.subject)


for each in WATCHED:
    outbox.on(each, name=HANDLER, gather=GATHER_SECONDS)(look)


@outbox.on(decisions.ReviewAnswered, name="supervision.reversed")
def reversed_by_review(event: decisions.ReviewAnswered) -> None:
    """Take an automatic decision that was found wrong as a finding."""
    if event.result == "wrong":
        reverse_decision(number=event.subject, on=clock.today())


@outbox.on(decisions.SignalRaised, name="supervision.anomaly")
def unlike_before(event: decisions.SignalRaised) -> None:
    """Take a shift in what a rule set decides as a finding."""
    if event.kind == "shift":
        note_anomaly(rule_set=event.rule_set, name=str(event.signal), city=event.city, on=clock.today())


@outbox.on(TrialAsked, name="supervision.trial")
def try_rule(event: TrialAsked) -> None:
    """Try a drafted rule on history."""
    run_trial(trial_id=event.trial)
