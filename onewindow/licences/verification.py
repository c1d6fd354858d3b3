"""验真: a licence as it lies in the database now, and what its record file says offline."""

import logging

from django.utils.translation import gettext as _

from onewindow.documents import public as documents
from onewindow.documents.public import Check, Verdict, Verification
from onewindow.kernel.public import clock, codes
from onewindow.licences import integrity, records
from onewindow.licences.errors import LicenceNotFound
from onewindow.licences.models import Licence
from onewindow.licences.queries.licences import licence, licence_by_token
from onewindow.licences.states import Status

log = logging.getLogger("onewindow.licences")


def check_code(code: str) -> Verification | None:
    """Return the verdict on a verification code or a whole identifier; nothing where it is neither."""
    found = licence_by_token(code)
    if found is None and "." in code:
        try:
            found = licence(code)
        except LicenceNotFound:
            return None
    return None if found is None else verification_of(found)


def read_code(typed: str) -> str:
    """Return the identifier in what was typed, or nothing."""
    try:
        return str(codes.LicenceId.parse(typed[:200]))
    except codes.InvalidLicenceId:
        return ""


def verification_of(found: Licence) -> Verification:
    """Check a loaded licence: digest, signature, columns, status; signatures once verified are remembered."""
    record = (found.record or "").encode()
    signed = documents.key_verifies(found.kid, bytes(found.digest), record, bytes(found.signature))
    checks = [
        Check(_("记录的摘要和SM2签名"), signed),
        Check(_("登记内容与记录一致"), signed and _repeats(found)),
        Check(_("登记内容和状态未被改动"), integrity.is_as_left(found)),
    ]
    if not all(one.passed for one in checks):
        log.error("licence %s was altered in the database", found.pk)
        return documents.altered(
            _("平台保存的这本证照已被改动，与颁发时不符。"), kid=found.kid, checks=checks, online=True
        )
    verdict, standing = _standing(found)
    sentences = [_("这本电子证照由颁发机关签发，摘要和签名刚刚核对过，内容没有改动。"), standing]
    if found.content["demo"]:
        sentences.append(_("这是演示数据，不作任何凭证。"))
    return Verification(
        verdict=verdict,
        sentences=sentences,
        facts=[*records.public_facts(found.content), (_("状态"), str(Status(found.status).label))],
        checks=checks,
        number=found.identifier,
        digest=bytes(found.digest).hex(),
        kid=found.kid,
        online=True,
    )


def _standing(found: Licence) -> tuple[Verdict, str]:
    today = clock.today()
    if found.status == Status.IN_FORCE:
        if found.valid_to is not None and found.valid_to < today:
            return Verdict.EXPIRED, _("它的有效期已经届满。")
        if found.valid_from > today:
            return Verdict.EXPIRED, _("它的有效期还没有开始。")
        return Verdict.GENUINE, _("请对照下列内容；与对方出示的不一致的，对方出示的是伪造的。")
    day = clock.local(found.status_at).date()
    label = Status(found.status).label
    said = _("它现在的状态是“%(label)s”（%(day)s起），不能作为有效证照使用。")
    verdict = Verdict.EXPIRED if found.status == Status.LAPSED else Verdict.REVOKED
    return verdict, said % {"label": label, "day": records.chinese_day(day.isoformat())}


def _repeats(found: Licence) -> bool:
    told = found.content
    return bool(
        told["identifier"] == found.identifier
        and told["number"] == found.number
        and told["type"] == found.type_id
        and told["token"] == found.token
        and told["issuer"] == found.issuer_uscc
        and told["holder"]["name"] == found.holder_name
        and told["valid_from"] == found.valid_from.isoformat()
        and told["valid_until"] == (found.valid_to.isoformat() if found.valid_to else None)
    )
