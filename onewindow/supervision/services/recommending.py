"""监察建议书: written to a body, answered by its head in time, closed when that is enough."""

from collections.abc import Sequence

from onewindow.government.public import Agency
from onewindow.kernel.public import Actor, audit, clock, outbox, unit
from onewindow.supervision import policies
from onewindow.supervision.calendars import days_for
from onewindow.supervision.errors import SignalNotFound, SupervisionRefusal, WordsMissing
from onewindow.supervision.events import RecommendationSent
from onewindow.supervision.models import Recommendation, Signal
from onewindow.supervision.services.raising import number as new_number
from onewindow.supervision.services.settling import written
from onewindow.supervision.standing import handling


def recommend(
    *, by: Actor, agency_id: int, title: str, text: str, signals: Sequence[str] = ()
) -> Recommendation:
    """Write a letter to a body of the region, resting on some of its signals.

    Raises NotSupervisor, WordsMissing.
    """
    head = written(title, "请填写标题。", "title", 100)
    body = written(text, "请写明发现的问题和建议。", "text", 3000)
    with unit.work():
        agency = Agency.objects.filter(pk=agency_id).first()
        if agency is None:
            raise WordsMissing(errors={"agency_id": ["请选择一个机构。"]})
        region = agency.region_code
        policies.require_supervisor(by, region)
        known = set(
            Signal.objects.filter(number__in=signals, agency_id=agency_id).values_list("number", flat=True)
        )
        made = Recommendation(
            number=new_number("S"), agency_id=agency.pk, agency_name=agency.name, region_code=region,
            title=head, text=body, signals=[one for one in signals if one in known],
            due_on=days_for(region).due(clock.today(), handling("recommend")), sent_by=by.label,
            sent_at=clock.now(), city=region[:4],
        )  # fmt: skip
        made.save(force_insert=True)
        audit.record(by, "recommendation.sent", made)
        outbox.publish(RecommendationSent(subject=made.number, city=made.city, agency=agency.pk))
    return made


def answer_recommendation(*, by: Actor, number: str, words: str) -> Recommendation:
    """Answer a letter as head of the body. Raises NotWatched, SupervisionRefusal, WordsMissing."""
    said = written(words, "请写明采纳的情况和整改的结果。", most=3000)
    with unit.work():
        one = _locked(number)
        policies.require_head(by, one.agency_id)
        if one.state != "sent":
            raise SupervisionRefusal
        one.state, one.answer, one.answered_by, one.answered_at = "answered", said, by.label, clock.now()
        one.save()
        audit.record(by, "recommendation.answered", one)
    return one


def close_recommendation(*, by: Actor, number: str) -> Recommendation:
    """Close an answered letter. Raises NotSupervisor, SupervisionRefusal."""
    with unit.work():
        one = _locked(number)
        policies.require_supervisor(by, one.region_code)
        if one.state != "answered":
            raise SupervisionRefusal
        one.state, one.closed_by, one.closed_at = "closed", by.label, clock.now()
        one.save()
        audit.record(by, "recommendation.closed", one)
    return one


def _locked(number: str) -> Recommendation:
    found = Recommendation.objects.select_for_update().filter(number=number).first()
    if found is None:
        raise SignalNotFound("没有找到这份监察建议书。请核对编号。")
    return found
