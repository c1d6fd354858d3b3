"""Named reads of identity."""

from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from onewindow.identity import numbers, papers, policies, ports
from onewindow.identity.applicants import Applicant
from onewindow.identity.errors import NotSignedIn
from onewindow.identity.levels import Level
from onewindow.identity.mandates.models import Mandate
from onewindow.identity.models import AccessRecord, Account, Organisation, Person, Post
from onewindow.identity.posts import duties
from onewindow.kernel.public import ANONYMOUS, Actor, clock, prepared

ACCESSES_A_PAGE = 20
RELATED = ("person", "organisation", "post__agency")
_post_names: dict[int, str] = {}


def account_by_id(account_id: int) -> Account | None:
    """Return an account with its person, organisation, home post and duties of today, in one statement."""
    return _ACCOUNT.first(account_id, clock.today())


def _account() -> QuerySet[Account]:
    """Return the query of the account of each request, with all that an actor is made of."""
    more = {name: make() for name, make in ports.account_columns.items()}
    held = duties.column(prepared.Place(2))
    found = Account.objects.select_related(*RELATED).annotate(held=held, **more)
    return found.filter(pk=prepared.Place(1), is_active=True)


_ACCOUNT = prepared.Kept(_account)


def duties_of(account: Account) -> tuple[duties.Duty, ...]:
    """Return the posts an account holds today; no SQL when it was loaded by `account_by_id`."""
    if account.post_id is None:
        return ()
    if not hasattr(account, "held"):
        row = Account.objects.annotate(held=duties.column(clock.today())).only("pk").get(pk=account.pk)
        account.held = row.held  # type: ignore[attr-defined]
    return duties.read(account.held)  # type: ignore[attr-defined]


def actor_for(account: Account, post_id: int | None = None, *, mandate: Mandate | None = None) -> Actor:
    """Return the acting party of a loaded account; no SQL.

    An official acts in one of the posts held today: the one asked for, else the main one. The rights of
    several posts never add up; without a post held today an official may do nothing. Under a loaded mandate
    it is the principal's party, at the lower level of both.
    """
    if mandate is not None and account.person is not None:
        return _acting(account, account.person, mandate)
    holder = account.person or account.organisation
    duty = duties.chosen(duties_of(account), post_id)
    if duty is not None:
        _post_names[duty.post_id] = duty.name
    return Actor(
        kind="official" if account.post_id is not None else "person",
        account_id=account.pk,
        person_id=account.person_id,
        organisation_id=account.organisation_id,
        name=holder.name if holder else "",
        level=holder.level if holder else 0,
        post_id=duty.post_id if duty else None,
        roles=frozenset(duty.roles) if duty else frozenset(),
        agency=str(duty.agency_id) if duty else "",
        region_prefix=duty.region_prefix if duty else "",
    )


def _acting(account: Account, human: Person, mandate: Mandate) -> Actor:
    return Actor(
        kind="person",
        account_id=account.pk,
        person_id=mandate.person_id,
        organisation_id=mandate.organisation_id,
        name=mandate.principal.name,
        level=min(mandate.principal.level, human.level),
        mandate=mandate.reference,
        mandate_kind=mandate.kind,
        agent_id=human.pk,
        agent_name=human.name,
        items=tuple(mandate.items) or None,
    )


def actor_of(request: HttpRequest) -> Actor:
    """Return the request's acting party; the first call of a request with a session costs two statements."""
    actor = getattr(request, "actor", ANONYMOUS)
    if isinstance(actor, SimpleLazyObject):
        actor.kind  # noqa: B018 (loads it)
        actor = actor._wrapped
    assert isinstance(actor, Actor)
    return actor


def post_name(post_id: int | None) -> str:
    """Return body and post; known without a statement when an account of the post was just loaded."""
    if post_id is not None and post_id not in _post_names:
        post = Post.objects.select_related("agency").filter(pk=post_id).first()
        if post is not None:
            _post_names[post_id] = f"{post.agency.name} · {post.title}"
    return _post_names.get(post_id or 0, _("工作人员"))


def applicant_of(account: Account | AnonymousUser | object) -> Applicant:
    """Return whom a loaded account applies for by itself; no SQL. Raises NotSignedIn."""
    if not isinstance(account, Account):
        raise NotSignedIn
    holder = account.organisation or account.person
    if holder is None:
        raise NotSignedIn
    return applicant_from(holder, account_id=account.pk)


def applicant_for(request: HttpRequest) -> Applicant:
    """Return whom the request's actor applies for: oneself or, under a mandate, the principal."""
    actor = actor_of(request)
    mandate = getattr(request, "mandate", None)
    if mandate is None or not actor.mandate:
        return applicant_of(request.user)
    return replace(
        applicant_from(mandate.principal, account_id=actor.account_id or 0),
        level=actor.level,
        agent=actor.agent_name,
    )


def applicant_from(holder: Person | Organisation, *, account_id: int) -> Applicant:
    """Return a loaded person or organisation as the applicant of an account; no SQL."""
    if isinstance(holder, Organisation):
        return Applicant(
            kind="organisation",
            account_id=account_id,
            name=holder.name,
            number=holder.uscc,
            mobile=holder.mobile or "",
            level=holder.level,
            organisation_id=holder.pk,
            legal_representative=holder.legal_representative,
        )
    return Applicant(
        kind="person",
        account_id=account_id,
        name=holder.name,
        number=holder.resident_id or "",
        mobile=holder.mobile or "",
        level=holder.level,
        person_id=holder.pk,
        paper=papers.kind(holder.paper).code,
    )


def accesses_of(by: Actor, *, before: int | None = None, limit: int = ACCESSES_A_PAGE) -> list[AccessRecord]:
    """Return the newest looks at the actor's own data, `limit` and one more when there are."""
    records = policies.accesses_visible_to(by).order_by("-id")
    if before is not None:
        records = records.filter(pk__lt=before)
    return list(records[: limit + 1])


def number_key(number: str) -> bytes:
    """Return the lookup key of an identity number or credit code: what licences of a holder are found by."""
    return numbers.resident_id_key(number)


def number_key_of(by: Actor) -> bytes | None:
    """Return the lookup key of the actor's own number, confirmed at L2 or more; else nothing."""
    if by.kind != "person" or by.level < Level.REAL_NAME:
        return None
    if by.organisation_id is not None:
        found = Organisation.objects.filter(pk=by.organisation_id).values_list("uscc", flat=True).first()
        return None if found is None else number_key(found)
    key = Person.objects.filter(pk=by.person_id).values_list("resident_id_hash", flat=True).first()
    return None if key is None else bytes(key)


def subject_of(kind: str, number: str) -> tuple[str, int] | None:
    """Return whose data a number's is: who confirmed it, as an access record names them; or nobody."""
    if kind == "organisation":
        firms = Organisation.objects.filter(uscc=number, level__gte=Level.REAL_NAME)
        found = firms.values_list("pk", flat=True).first()
    else:
        people = Person.objects.filter(resident_id_hash=number_key(number), level__gte=Level.REAL_NAME)
        found = people.values_list("pk", flat=True).first()
    return None if found is None else (kind, found)
