"""疑义: a holder says what is wrong with a licence; its issuer answers once."""

from onewindow.kernel.public import Actor, audit, clock, outbox, unit
from onewindow.licences import policies
from onewindow.licences.errors import LicenceInvalid, LicenceNotFound, ReportClosed
from onewindow.licences.events import LicenceErrorAnswered, LicenceErrorReported
from onewindow.licences.models import ErrorReport, Licence
from onewindow.licences.queries.licences import licence
from onewindow.licences.services.uses import said

OUTCOMES = ("right", "fixed")


def report_error(*, by: Actor, identifier: str, text: str) -> ErrorReport:
    """Tell the issuer what is wrong with one's licence; while one waits, the same one is returned.

    Raises NotTheHolder, LicenceInvalid.
    """
    found = licence(identifier)
    policies.require_holder(by, found)
    words = said(text, "said", "请写明哪一项不对、应当是什么。", 1000)
    with unit.work():
        Licence.objects.select_for_update(of=("self",)).get(pk=found.pk)
        waiting = ErrorReport.objects.filter(licence=found, answered_at=None).first()
        if waiting is not None:
            return waiting
        made = ErrorReport.objects.create(
            licence=found, account_id=by.account_id or 0, said=words, made_at=clock.now(), city=found.city
        )
        audit.record(by, "licence.error_reported", made)
        outbox.publish(
            LicenceErrorReported(subject=found.identifier, city=found.city, issuer=found.issuer_uscc)
        )
    return made


def answer_report(*, by: Actor, report_id: int, outcome: str, answer: str) -> ErrorReport:
    """Answer a report for the issuer: found right, or put right. Raises NotTheIssuer, ReportClosed."""
    errors = {} if outcome in OUTCOMES else {"outcome": ["请选择核实的结果。"]}
    try:
        words = said(answer, "answer", "请写明核实了什么、怎样处理；持证人会看到。", 1000)
    except LicenceInvalid as fault:
        raise LicenceInvalid(errors={**errors, **fault.errors}) from fault
    if errors:
        raise LicenceInvalid(errors=errors)
    with unit.work():
        report = (
            ErrorReport.objects.select_for_update(of=("self",))
            .select_related("licence")
            .filter(pk=report_id)
            .first()
        )
        if report is None:
            raise LicenceNotFound
        policies.require_issuer(by, report.licence)
        if report.answered_at is not None:
            raise ReportClosed
        report.outcome, report.answer = outcome, words
        report.answered_at, report.answered_by = clock.now(), by.label
        report.save(update_fields=["outcome", "answer", "answered_at", "answered_by"])
        audit.record(by, "licence.error_answered", report)
        outbox.publish(
            LicenceErrorAnswered(subject=report.licence.identifier, city=report.licence.city, outcome=outcome)
        )
    return report
