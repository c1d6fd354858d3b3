"""From a draft to a signed licence, not yet stored."""

from django.conf import settings

from onewindow.documents import public as documents
from onewindow.identity import public as identity
from onewindow.kernel.public import canonical, clock, making, sm2
from onewindow.licences import records
from onewindow.licences.models import Licence
from onewindow.licences.records import Draft

PURPOSE = "notice"


def signed(draft: Draft) -> Licence:
    """Return the licence of a draft, its record signed; `mac` is still to be set, after the status."""
    token, at = documents.new_token(), clock.now()
    record = records.compose(draft, token=token, at=at, demo=settings.DEMO)
    signature = sm2.sign(PURPOSE, record)
    return making.made(
        Licence,
        identifier=str(draft.identifier),
        type=draft.type,
        number=draft.number,
        issuer_uscc=draft.identifier.issuer,
        issuer_name=draft.issuer_name,
        serial=draft.identifier.serial,
        version=draft.identifier.version,
        holder_kind=draft.holder.kind,
        holder_name=draft.holder.name,
        holder_key=identity.number_key(draft.holder.number),
        sole=draft.type.sole,
        record=record.decode(),
        digest=canonical.sm3(record),
        signature=signature.value,
        kid=signature.kid,
        token=token,
        issued_on=draft.issued_on,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        region_code=draft.region_code,
        previous=draft.previous,
        case_number=draft.case_number,
        status_at=at,
        status_by=draft.identifier.issuer,
        city=draft.region_code[:4],
    )


def address_of(found: Licence) -> str:
    """Return the text of a licence's code: where to check it, a signed slip to do so offline."""
    slip = documents.certify(
        token=found.token,
        number=found.number,
        name=found.type.name,
        holder=found.masked_name,
        issuer=found.issuer_name,
        issued_on=found.issued_on,
        valid_until=found.valid_to,
        digest=bytes(found.digest),
    )
    return documents.slip_address(settings.PUBLIC_URL, found.token, slip)
