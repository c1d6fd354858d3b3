"""Checks of files and QR texts with nothing but public keys: no database, no network."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onewindow.documents import attachments, facts, proofs, slips
from onewindow.documents.keyrings import Keyring
from onewindow.documents.originals import checking
from onewindow.documents.proofs import SignedRecord
from onewindow.documents.seals.trust import Trust
from onewindow.documents.verdicts import (
    Check,
    Verdict,
    Verification,
    altered,
    malformed,
    unknown_key,
    unsigned,
)
from onewindow.kernel.public import canonical, clock, sm2

LARGEST = 20 * 1024 * 1024
NOBODY = Trust()
OFFLINE = gettext_lazy("这样核对不能知道文书是否已被撤销，请在网上验真页面输入验证码再查一次。")


def check_file(data: bytes, public_keys: Keyring, trust: Trust = NOBODY) -> Verification:
    """Check an OFD, a PDF or a record file of ours, an OFD of anybody. Revocation shows online only.

    `trust` says whose seals count; without it an OFD is at best unchanged, by nobody known. With a list of
    revocations in it, the verdict says whether the record was on the list.
    """
    return _listed(_checked(data, public_keys, trust), trust)


def _listed(found: Verification, trust: Trust) -> Verification:
    """Return a verdict with what the list of revocations says about the record."""
    if trust.listed_at is None or not found.digest or found.verdict not in {Verdict.GENUINE, Verdict.EXPIRED}:
        return found
    day = f"{clock.local(trust.listed_at):%Y-%m-%d %H:%M}"
    said = [sentence for sentence in found.sentences if sentence != str(OFFLINE)]
    gone = trust.records.get(found.digest)
    if gone is not None and gone[1] <= trust.listed_at:
        told = _("按%(day)s公布的作废名单，它的状态是“%(state)s”（%(since)s起），不再有效。") % {
            "day": day, "state": gone[0], "since": facts.chinese_day(clock.local(gone[1]).date()),
        }  # fmt: skip
        return replace(found, verdict=Verdict.REVOKED, sentences=[*said, told])
    return replace(found, sentences=[*said, _("按%(day)s公布的作废名单，它没有被撤销。") % {"day": day}])


def _checked(data: bytes, public_keys: Keyring, trust: Trust) -> Verification:
    if len(data) > LARGEST:
        return malformed(_("文件超过20 MB，不是本平台出具的文书。"))
    if data.startswith(b"%PDF-"):
        return _check_pdf(data, public_keys)
    if data[:1] == b"{":
        return _check_record_file(data, public_keys)
    if data.startswith(checking.MARK):
        return _check_ofd(data, public_keys, trust)
    if proofs.once_proved(data):
        return altered(_("文件开头已被改动，不再是完整的文书。"))
    return malformed(_("这不是OFD、PDF文书，也不是签名记录文件。"))


def check_qr(text: str, public_keys: Keyring, trust: Trust = NOBODY) -> Verification:
    """Check the text of a QR code: a few facts, signed, to compare with the paper in hand.

    With a list of revocations in `trust`, the verdict says whether the record was on the list.
    """
    return _listed(_checked_qr(text, public_keys), trust)


def _checked_qr(text: str, public_keys: Keyring) -> Verification:
    try:
        slip = slips.read(text)
        found = facts.of_slip(slip)
    except ValueError:
        return malformed(_("二维码里没有完整的签名凭据，可能只扫到一部分，或者不是本平台出具的。"))
    key = public_keys.get(slip.kid)
    if key is None:
        return unknown_key(slip.kid)
    if not sm2.verify(key, slip.signed, slip.signature):
        return altered(_("二维码里的内容与签名不符，是伪造的或者被改动过。"), kid=slip.kid)
    return judged(
        slip.facts["valid_until"],
        sentences=[
            _("二维码里的内容由公布的公钥签名，没有被改动。"),
            _("请逐项对照纸面：编号、当事人、机关、日期等与下列内容不一致的，纸面是伪造的。"),
        ],
        found=found,
        checks=[Check(_("二维码签名"), True)],
        number=slip.facts["number"],
        digest=slip.digest,
        kid=slip.kid,
    )


def judged(
    valid_until: str | None,
    *,
    sentences: list[str],
    found: facts.Facts,
    checks: list[Check],
    number: str,
    digest: bytes,
    kid: str,
) -> Verification:
    """Return the verdict on an unaltered document, offline: genuine, or genuine but past its last day."""
    expired = bool(valid_until) and date.fromisoformat(str(valid_until)) < clock.today()
    if expired:
        sentences = [*sentences, _("有效期已于%(day)s届满。") % {"day": facts.until(valid_until)}]
    return Verification(
        verdict=Verdict.EXPIRED if expired else Verdict.GENUINE,
        sentences=[*sentences, str(OFFLINE)],
        facts=found,
        checks=checks,
        number=number,
        digest=digest.hex(),
        kid=kid,
    )


def _check_ofd(data: bytes, public_keys: Keyring, trust: Trust) -> Verification:
    """A trusted seal vouches for the bytes; the signed record inside says what was decided."""
    found = checking.examine(data, list(public_keys.values()), trust)
    if isinstance(found, Verification):
        return found
    if found.record is None:
        return Verification(
            verdict=Verdict.GENUINE, sentences=found.sentences, facts=found.told, checks=found.checks
        )
    if found.record.content["agency"] not in found.agency:
        return altered(_("盖章的单位不是作出决定的机关。"), checks=found.checks)
    said = _check_record(found.record, public_keys, *found.checks)
    if not said.facts:
        return said
    return replace(said, sentences=[*found.sentences, *said.sentences], facts=[*said.facts, *found.told])


def _check_pdf(data: bytes, public_keys: Keyring) -> Verification:
    """Nothing in the file is parsed before its own signature holds, so a hostile PDF gets no further."""
    proof = proofs.read_proof(data)
    if proof is None:
        if proofs.once_proved(data):
            return altered(_("文件末尾的校验行缺失或被改动，文件在下载之后被修改过。"))
        return unsigned(_("这份PDF没有本平台的签名。"))
    key = public_keys.get(proof.kid)
    if key is None:
        return unknown_key(proof.kid)
    if not sm2.verify(key, proof.signed, proof.signature):
        return altered(_("文件内容与签名不符：至少有一个字节在下载之后被改动过。"), kid=proof.kid)
    whole = Check(_("整个PDF文件的签名"), True)
    try:
        held = proofs.read_record_file(attachments.record_in(data))
    except ValueError:
        return altered(_("PDF里没有可读的签名记录。"), kid=proof.kid, checks=[whole])
    if held.digest != proof.record_digest:
        return altered(_("PDF里的签名记录不是这份文书的记录。"), kid=proof.kid, checks=[whole])
    return _check_record(held, public_keys, whole)


def _check_record_file(data: bytes, public_keys: Keyring) -> Verification:
    try:
        held = proofs.read_record_file(data)
    except ValueError:
        if proofs.once_proved(data):
            return altered(_("签名记录文件被改动过，已经不是出具时的样子。"))
        return malformed(_("这不是本平台的签名记录文件。"))
    return _check_record(held, public_keys)


def _check_record(held: SignedRecord, public_keys: Keyring, *before: Check) -> Verification:
    key = public_keys.get(held.kid)
    if key is None:
        return unknown_key(held.kid)
    same = canonical.sm3(held.record) == held.digest
    signed = sm2.verify(key, held.record, held.signature)
    checks = [*before, Check(_("记录的SM3摘要"), same), Check(_("记录的SM2签名"), signed)]
    if not (same and signed):
        return altered(_("签名记录与签名不符，是伪造的或者被改动过。"), kid=held.kid, checks=checks)
    return _confirmed(held.content, held, checks)


def _confirmed(content: dict[str, Any], held: SignedRecord, checks: list[Check]) -> Verification:
    sentences = [
        _("文件由公布的公钥签名，从出具到现在一个字节也没有改动。"),
        _("出具机关：%(agency)s；出具时间：%(day)s。")
        % {"agency": content["agency"], "day": facts.chinese_day(facts.day_of(content["issued_at"]))},
    ]
    if content["demo"]:
        sentences.append(_("这是演示数据，不作任何凭证。"))
    found = judged(
        content["valid_until"],
        sentences=sentences,
        found=facts.of_record(content),
        checks=checks,
        number=content["number"],
        digest=held.digest,
        kid=held.kid,
    )
    return replace(found, token=str(content.get("token", "")))
