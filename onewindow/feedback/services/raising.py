"""Taking a concern in: from a person, a clerk who writes it down, a website, an outside system."""

import re
import secrets
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onewindow.cases import public as cases
from onewindow.feedback import likeness, policies, rules, suggesting
from onewindow.feedback.errors import ConcernInvalid
from onewindow.feedback.events import ConcernReceived
from onewindow.feedback.models import Author, Concern
from onewindow.feedback.redaction import redacted
from onewindow.feedback.services.concern_steps import leave_step
from onewindow.feedback.states import Source
from onewindow.government import public as government
from onewindow.identity import public as identity
from onewindow.kernel.public import ANONYMOUS, Actor, audit, clock, ids, outbox, unit

TITLE, TEXT, NAME = 60, 3000, 40
REGION = "450000000000"
_MOBILE = re.compile(r"1[3-9][0-9]{9}")


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody wants to be answered; name and mobile as given, empty where there is an account."""

    kind: str
    title: str
    text: str
    region_code: str = REGION
    about: str = ""  # the body it is about, by name
    case_number: str = ""
    nameless: bool = False
    name: str = ""
    mobile: str = ""


def raise_concern(
    *, by: Actor, told: Told, source: str = Source.PORTAL, applicant: identity.Applicant | None = None
) -> Concern:
    """Take a concern in and promise a day for its acceptance; what tells the author is kept apart.

    A complaint about a case is kept from every official who acted on it. Raises ConcernInvalid at the field,
    CentreOnly for an official who takes nothing down for others.
    """
    if by.kind == "official":
        policies.require_clerk(by)
    agency, case = _checked(told, by)
    name, mobile = (
        (applicant.name, applicant.mobile) if applicant else (told.name.strip(), told.mobile.strip())
    )
    known = [name, mobile, told.case_number, *([applicant.number] if applicant else [])]
    title, text = redacted(told.title.strip(), known), redacted(told.text.strip(), known)
    suggested = suggesting.suggest(f"{title}\n{text}")
    with unit.work():
        city = told.region_code[:4]
        concern = Concern(
            number=new_number(), kind=told.kind, title=title, text=text, region_code=told.region_code,
            city=city, source=source, client=by.client if by.kind == "client" else "", about=agency,
            item_code=case.item_code if case else "", kept_from=_acted_on(case),
            marks=likeness.marks(f"{title}{text}"),
            suggested=suggested[0].category if suggested else "", received_at=clock.now(),
            accept_due=rules.due(told.region_code, rules.concern_limit("accept")),
        )  # fmt: skip
        concern.save(force_insert=True)
        account = None if told.nameless or by.kind != "person" else by.account_id
        author = Author.objects.create(
            concern=concern, account_id=account, query_code=ids.spoken_code(6),
            person_id=by.person_id if account else None,
            organisation_id=by.organisation_id if account else None,
            name=None if told.nameless else name or None, mobile=None if told.nameless else mobile or None,
            said=f"{told.title.strip()}\n{told.text.strip()}", case_number=told.case_number, city=city,
        )  # fmt: skip
        hidden = by if by.kind in {"official", "client"} else ANONYMOUS
        leave_step(concern, hidden, "received", _("已收到"), who=_("系统"))
        audit.record(hidden, "concern.received", concern)
        audit.record(hidden, "concern.received", author)
        outbox.publish(
            ConcernReceived(
                subject=concern.number,
                city=city,
                kind=concern.kind,
                source=source,
                accept_due=concern.accept_due,
            )
        )
    concern.author = author
    return concern


def _checked(told: Told, by: Actor) -> tuple[government.Agency | None, cases.Case | None]:
    errors: dict[str, list[str]] = {}
    if told.kind not in rules.kinds():
        errors["kind"] = [_("请选择一类。")]
    for field, value, most in (("title", told.title, TITLE), ("text", told.text, TEXT)):
        if not 4 <= len(value.strip()) <= most:
            errors[field] = [_("请写 4 至 %d 个字。") % most]
    if len(told.region_code) != 12 or not told.region_code.isdigit() or not told.region_code.startswith("45"):
        errors["region"] = [_("请选择事情发生的地方。")]
    if told.mobile.strip() and not _MOBILE.fullmatch(told.mobile.strip()):
        errors["mobile"] = [_("手机号是 11 位数字，请核对。")]
    if len(told.name.strip()) > NAME:
        errors["name"] = [_("最多 %d 个字。") % NAME]
    agency = None
    if told.about.strip():
        try:
            agency = government.agency_named(told.about.strip())
        except government.UnknownAgency:
            errors["about"] = [_("没有这个机构，请写全称，或者留空由我们判断。")]
    case = _case(told.case_number, by)
    if told.case_number and case is None:
        errors["case"] = [_("没有这个办件，或者不是您的办件。")]
    if errors:
        raise ConcernInvalid(errors=errors)
    return agency or (case.agency if case else None), case


def _case(number: str, by: Actor) -> cases.Case | None:
    """Return the case a concern is about: one's own, or the one a clerk was told of."""
    if not number:
        return None
    case = cases.Case.objects.select_related("agency").filter(number=number.strip()).first()
    told = by.kind in {"official", "client"}
    return case if case is not None and (told or policies.is_applicant(by, case)) else None


def _acted_on(case: cases.Case | None) -> list[int]:
    """Return the accounts of the officials who acted on a case."""
    if case is None:
        return []
    labels = {case.decided_by, *case.events.values_list("actor", flat=True)}
    ids = {
        label.partition("@")[0].removeprefix("official:") for label in labels if label.startswith("official:")
    }
    return sorted(int(one) for one in ids if one.isdigit())


def new_number() -> str:
    """Return a number nobody can count on from another: SQ, the day, eight random digits."""
    return f"SQ{clock.today():%Y%m%d}{secrets.randbelow(10**8):08d}"
