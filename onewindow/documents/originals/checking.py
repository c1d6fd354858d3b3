"""The verdict on an OFD file: whose seal, since when unchanged, whether the seal's certificate is trusted."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onewindow.documents import facts, proofs
from onewindow.documents.ofd import checking, reading
from onewindow.documents.ofd.checking import Found
from onewindow.documents.ofd.writing import RECORD
from onewindow.documents.proofs import SignedRecord
from onewindow.documents.seals import certificates
from onewindow.documents.seals.trust import Trust
from onewindow.documents.verdicts import Check, Verdict, Verification, altered, malformed, unsigned
from onewindow.kernel.public import clock

MARK = b"PK\x03\x04"
_RECORD = f"Doc_0/Attachs/{RECORD}"


@dataclass(frozen=True, slots=True)
class Sealed:
    """An OFD whose seals hold and are trusted: who, when, each step; the signed record inside, if any."""

    checks: list[Check]
    sentences: list[str]
    told: facts.Facts
    record: SignedRecord | None
    agency: str


def examine(data: bytes, keys: Sequence[bytes], trust: Trust) -> Sealed | Verification:
    """Return what a trusted seal vouches for, or the verdict where there is none or it does not hold."""
    try:
        package = reading.Package(data)
        found = checking.signatures(package, keys)
        if not found:
            return unsigned(_("这份OFD没有盖电子印章，也没有签名。"))
        broken = [fault for one in found for fault in one.faults]
        told = [row for one in found for row in _told(one)]
        checks = [Check(_label(one), not one.faults and bool(one.key)) for one in found]
        if broken:
            failed = altered(" ".join(dict.fromkeys(broken)), checks=checks)
            return Verification(verdict=failed.verdict, sentences=failed.sentences, checks=checks, facts=told)
        return _judged(package, found, checks, told, trust)
    except reading.NotOfd as error:
        return malformed(str(error))


def _judged(
    package: reading.Package, found: list[Found], checks: list[Check], told: facts.Facts, trust: Trust
) -> Sealed | Verification:
    if not any(one.key for one in found):
        why = _("签名没有带证书，也不是公布的公钥签的：核对不了是谁签的，也不能说没有改动。")
        return Verification(verdict=Verdict.UNKNOWN_KEY, sentences=[why], facts=told, checks=checks)
    trusted = [one for one in found if one.is_seal and not _distrust(one, trust)]
    checks.append(Check(_("印章的证书由信任的根证书签发，签章时有效、没有作废"), bool(trusted)))
    if not trusted:
        return Verification(
            verdict=Verdict.UNKNOWN_KEY,
            sentences=[_untouched(found), *_reasons(found, trust)],
            facts=told,
            checks=checks,
        )
    loose = frozenset.intersection(*(one.uncovered for one in trusted)) - _own(found)
    checks.append(Check(_("文件包里的全部内容都在印章保护之下"), not loose))
    if loose:
        names = "、".join(sorted(loose)[:5])
        return altered(_("文件里有盖章之后加进去的内容：%(names)s。") % {"names": names}, checks=checks)
    record = None
    if _RECORD in package.names:
        try:
            record = proofs.read_record_file(package.bytes_of(_RECORD))
        except ValueError:
            return altered(_("文件里的签名记录读不了。"), checks=checks)
    return Sealed(checks, [_untouched(trusted)], told, record, _signer(trusted[0]))


def _distrust(one: Found, trust: Trust) -> str:
    """Return why a seal that holds is not trusted, nothing where it is (GB/T 38540 clause 7.3)."""
    at = one.at or clock.now()
    if one.certificate is None or one.maker is None:
        return _("签名没有带证书。")
    chain = certificates.chain(one.certificate, given=[one.maker], roots=trust.roots, at=at)
    making = certificates.chain(
        one.maker, given=[], roots=trust.roots, at=one.seal.info.made_at if one.seal else at
    )
    if not chain or not making:
        return _("签章人或者制章者的证书不是信任的根证书签发的，或者签章时不在有效期内。")
    if not one.certificate.may("digital_signature") or one.certificate.unknown_critical:
        return _("签章人的证书不能用来签名。")
    for certificate in (*chain, *making):
        if certificate.serial in trust.revoked and trust.revoked[certificate.serial] <= at:
            return _("签章时证书已经作废。")
    return ""


def _reasons(found: list[Found], trust: Trust) -> list[str]:
    why = dict.fromkeys(_distrust(one, trust) for one in found if one.is_seal)
    told = [reason for reason in why if reason] or [_("文件只有签名，没有信任的电子印章。")]
    return [*told, _("所以只能说文件没有改动，不能确认是谁盖的章。请向出具单位核实。")]


def _untouched(found: list[Found]) -> str:
    one = found[0]
    said = facts.chinese_day(clock.local(one.at).date()) if one.at else one.said_at
    if one.seal is None:
        return _("文件自签名以来没有改动。")
    return _("盖有“%(name)s”，签章时间%(day)s；从盖章到现在，受保护的内容没有改动。") % {
        "name": one.seal.info.name, "day": said,
    }  # fmt: skip


def _told(one: Found) -> facts.Facts:
    rows = [
        (_("印章"), one.seal.info.name if one.seal else ""),
        (_("签章人"), _signer(one)),
        (_("制章者"), one.maker.title if one.maker else ""),
        (
            _("签章时间"),
            f"{clock.local(one.at):%Y-%m-%d %H:%M:%S}（签章人的时钟）" if one.at else one.said_at,
        ),
    ]
    return [(label, value) for label, value in rows if value]


def _label(one: Found) -> str:
    if one.seal is not None:
        return _("电子印章“%(name)s”：摘要、签章值、印章数据") % {"name": one.seal.info.name}
    return _("电子印章") if one.is_seal else _("电子签名")


def _signer(one: Found) -> str:
    return one.certificate.title if one.certificate else ""


def _own(found: list[Found]) -> frozenset[str]:
    """Return the files of the signatures themselves, which a signature before them cannot cover."""
    folders = tuple(one.name.rpartition("/")[0] + "/" for one in found)
    values = {f"{folder}{name}" for folder in folders for name in ("Signature.xml", "SignedValue.dat")}
    return frozenset(values)
