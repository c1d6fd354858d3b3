"""What supervision listens to; deliveries lie a few seconds so that many are taken at once."""

from onewindow.cases import public as cases
from onewindow.decisions import public as decisions
from onewindow.kernel.public import Event, clock, outbox
from onewindow.payments import public as payments
from onewindow.supervision import telling
from onewindow.supervision.events import (
    AccountabilityDecided,
    CardRaised,
    CardSettled,
    CorrectionReturned,
    RecommendationSent,
    ReminderGiven,
    TrialAsked,
)
from onewindow.supervision.services.ruling import run_trial
from onewindow.supervision.services.subjects import note_anomaly
from onewindow.supervision.services.watching import HANDLER, reverse_decision, watch_case

GATHER_SECONDS = 5
told = cases.events
WATCHED: tuple[type[Event], ...] = (
    told.CaseSubmitted, told.CaseReceived, told.CorrectionAsked, told.CorrectionSupplied, told.CaseAccepted,
    told.CaseNotAccepted, told.NegativeFiled, told.HearingCalled, told.HearingHeld, told.CaseSuspended,
    told.CaseResumed, told.CaseExtended, told.CaseTransferred, told.CaseDecided, told.CaseDelivered,
    told.CaseWithdrawn, told.CaseLapsed, told.CaseSentAway, told.DisclosureWithheld, payments.BillDrawn,
    payments.BillPaid,
)  # fmt: skip


def look(event: Event) -> None:
    """Look at the case the event is about."""
    watch_case(number=event.subject)


def is_new(event: Event) -> bool:
    """Tell whether there is something to look at: what was decided at once is looked at as decided."""
    return not (isinstance(event, told.CaseSubmitted) and event.automatic)


for each in WATCHED:
    outbox.on(each, name=HANDLER, gather=GATHER_SECONDS, wants=is_new)(look)


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


@outbox.on(CardRaised, name="supervision.tell_card")
def tell_card(event: CardRaised) -> None:
    """Tell who a card is about what was found and until when to explain."""
    telling.tell_of_signal(event.number, f"signal-{event.level}")


@outbox.on(ReminderGiven, name="supervision.tell_reminder")
def tell_reminder(event: ReminderGiven) -> None:
    """Tell who holds a case that a limit is near."""
    telling.tell_of_signal(event.number, "signal-reminder")


@outbox.on(CardSettled, name="supervision.tell_settled")
def tell_settled(event: CardSettled) -> None:
    """Tell who a card is about what became of it, and until when to appeal and to put right."""
    template = telling.settled_as(event.number, confirmed=event.confirmed)
    telling.tell_of_signal(event.number, template)


@outbox.on(CorrectionReturned, name="supervision.tell_returned")
def tell_returned(event: CorrectionReturned) -> None:
    """Tell who a card is about that more has to be put right."""
    telling.tell_of_signal(event.number, "signal-correction-returned")


@outbox.on(AccountabilityDecided, name="supervision.tell_held")
def tell_held(event: AccountabilityDecided) -> None:
    """Tell who is held responsible, and until when to appeal."""
    telling.tell_of_accountability(event.number)


@outbox.on(RecommendationSent, name="supervision.tell_letter")
def tell_letter(event: RecommendationSent) -> None:
    """Tell the heads of a body that a letter waits."""
    telling.tell_of_letter(event.subject)
