"""Publish an answer for everybody, without anybody in it; the knowledge base is made of these."""

from django.utils.translation import gettext as _

from onewindow.feedback import likeness, policies
from onewindow.feedback.errors import AnswerNotFound, CentreOnly, ConcernInvalid
from onewindow.feedback.models import PublishedAnswer, Task
from onewindow.feedback.redaction import redacted
from onewindow.feedback.services.centre import locked, said
from onewindow.feedback.states import ConcernState
from onewindow.kernel.public import Actor, audit, clock, unit


def publish_answer(*, by: Actor, number: str, question: str, text: str) -> PublishedAnswer:
    """Publish the reply to a closed concern in words without anybody; a second time replaces the first.

    Raises CentreOnly, ConcernNotFound, ConcernMoved, ConcernInvalid: also where something to reach a person
    by is still in it.
    """
    policies.require_centre(by)
    asked, answer = " ".join(question.replace("\x00", "").split()), said(text)
    if not 4 <= len(asked) <= 200:
        raise ConcernInvalid(errors={"question": [_("请写 4 至 200 个字。")]})
    with unit.work():
        concern = locked(by, number)
        concern.require(ConcernState.CLOSED, ConcernState.REPLIED)
        author = concern.author
        known = [author.name or "", author.mobile or "", author.case_number]
        for field, words in (("question", asked), ("text", answer)):
            if any(one and one in words for one in known) or redacted(words) != words:
                raise ConcernInvalid(errors={field: [_("里面还有诉求人的姓名、号码，请先去掉。")]})
        lead = (
            Task.objects.filter(concern=concern, lead=True)
            .select_related("agency")
            .order_by("-round")
            .first()
        )
        row, _made = PublishedAnswer.objects.update_or_create(
            concern=concern,
            defaults={
                "question": asked, "answer": answer, "category": concern.category,
                "agency_name": lead.agency.name if lead else "", "published_at": clock.now(),
                "withdrawn_at": None,
                "grams": grams_of(f"{asked}{answer}"), "city": concern.city,
            },
        )  # fmt: skip
        audit.record(by, "answer.published", row)
    return row


def withdraw_answer(*, by: Actor, answer_id: int) -> PublishedAnswer:
    """Take a published answer back, for example because the rule has changed.

    Raises CentreOnly, AnswerNotFound.
    """
    policies.require_centre(by)
    with unit.work():
        city = by.region_prefix[:4]
        rows = PublishedAnswer.objects.select_for_update().filter(pk=answer_id, withdrawn_at=None)
        row = (rows if city in policies.WHOLE else rows.filter(city=city)).first()
        if row is None:
            raise AnswerNotFound
        row.withdrawn_at = clock.now()
        row.save(update_fields=["withdrawn_at"])
        audit.record(by, "answer.withdrawn", row)
    return row


def plant_answer(*, by: Actor, question: str, text: str, category: str, agency_name: str) -> bool:
    """Publish an answer that comes with the product, unless its question is known; tell whether it was new.

    Raises CentreOnly for anybody but the system.
    """
    if by.kind != "system":
        raise CentreOnly
    with unit.work():
        row, made = PublishedAnswer.objects.get_or_create(
            question=question, concern=None,
            defaults={
                "answer": text, "category": category, "agency_name": agency_name,
                "published_at": clock.now(), "grams": grams_of(f"{question}{text}"),
            },
        )  # fmt: skip
        if made:
            audit.record(by, "answer.planted", row)
    return made


def grams_of(text: str) -> list[str]:
    """Return the pieces an answer is found by."""
    return sorted({one[:2] for one in likeness.pieces(text)})
