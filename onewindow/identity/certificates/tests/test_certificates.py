"""L4 by certificate: issuer, days, revocation, name, number, signature; software of others makes the rest."""

import base64
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from onewindow.identity.certificates import chain, der, trust
from onewindow.identity.certificates.errors import (
    CertificateNotTrusted,
    CertificateOver,
    CertificateRefused,
    CertificateRevoked,
    CertificateUnreadable,
    ChallengeOver,
    NotNamed,
    RevocationUnknown,
    SignatureWrong,
)
from onewindow.identity.certificates.proving import challenge, prove_with_certificate
from onewindow.identity.certificates.simulated import Issuer, sign
from onewindow.identity.errors import VerificationFailed
from onewindow.identity.mandates.errors import MandateNotYours
from onewindow.identity.models import Account, LevelEvidence
from onewindow.identity.queries import actor_for, applicant_of
from onewindow.identity.services.counter import lower_expired
from onewindow.identity.tests.factories import mandate_of, organisation_account, person_account
from onewindow.kernel.public import Actor, audit, clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def issuer(tmp_path: Path, settings: object) -> Issuer:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    return Issuer()


def prove(account: Account, issuer: Issuer, *, of: Account | None = None, by: Actor | None = None) -> object:
    certificate, key = issuer.issue(applicant_of(of or account))
    asked = challenge()
    return prove_with_certificate(
        by=by or actor_for(account), asked=asked, certificate=certificate.public_bytes(Encoding.PEM),
        signature=sign(key, asked.text),
    )  # fmt: skip


def level(account: Account) -> int:
    fresh = Account.objects.select_related("person", "organisation").get(pk=account.pk)
    holder = fresh.person or fresh.organisation
    assert holder is not None
    return holder.level


def test_a_firm_reaches_l4_until_the_certificate_ends(issuer: Issuer) -> None:
    firm = organisation_account()
    prove(firm, issuer)
    assert level(firm) == 4
    row = LevelEvidence.objects.get(organisation=firm.organisation, means="certificate")
    assert (row.level, row.valid_until) == (4, clock.today() + timedelta(days=365))
    assert row.detail.startswith("模拟电子认证服务机构")
    with clock.at(clock.now() + timedelta(days=367)):
        assert lower_expired() == 1
    assert level(firm) == 3
    assert [one for one in audit.verify().problems if one.place.startswith("identity_")] == []


def test_a_person_too_and_twice_is_once(issuer: Issuer) -> None:
    person = person_account(level=2)
    certificate, key = issuer.issue(applicant_of(person))
    for _again in range(2):
        asked = challenge()
        prove_with_certificate(
            by=actor_for(person), asked=asked, certificate=certificate.public_bytes(Encoding.DER),
            signature=sign(key, asked.text),
        )  # fmt: skip
    assert level(person) == 4
    assert LevelEvidence.objects.filter(person=person.person, means="certificate").count() == 1


def test_only_the_party_itself(issuer: Issuer) -> None:
    firm, agent, other = organisation_account(), person_account(), person_account(name="别人")
    acting = actor_for(agent, mandate=mandate_of(firm, agent))
    with pytest.raises(MandateNotYours):
        prove(firm, issuer, by=acting)
    with pytest.raises(NotNamed):
        prove(agent, issuer, of=other)
    assert (level(firm), level(agent)) == (3, 3)


def test_a_number_proved_by_another_stays_theirs(issuer: Issuer) -> None:
    first = person_account(level=3)
    assert first.person is not None
    claims = person_account(number=str(first.person.resident_id), level=1)
    with pytest.raises(VerificationFailed):
        prove(claims, issuer)
    assert (level(first), level(claims)) == (3, 1)


def test_what_is_refused(issuer: Issuer, tmp_path: Path) -> None:
    firm = organisation_account()
    by, asked = actor_for(firm), challenge()
    certificate, key = issuer.issue(applicant_of(firm))
    pem, signature = certificate.public_bytes(Encoding.PEM), sign(key, asked.text)

    def tried(pem: bytes = pem, signature: bytes = signature) -> None:
        prove_with_certificate(by=by, asked=asked, certificate=pem, signature=signature)

    with pytest.raises(CertificateUnreadable):
        tried(pem=b"-----BEGIN CERTIFICATE-----\nnone\n")
    with pytest.raises(SignatureWrong):
        tried(signature=sign(key, "另一行文字"))
    with pytest.raises(SignatureWrong):
        tried(signature=b"\x30\x00")
    old, old_key = issuer.issue(applicant_of(firm), since=clock.now() - timedelta(days=400))
    with pytest.raises(CertificateOver):
        tried(pem=old.public_bytes(Encoding.PEM), signature=sign(old_key, asked.text))
    with clock.at(asked.until + timedelta(seconds=1)), pytest.raises(ChallengeOver):
        tried()
    issuer.revoke(certificate.serial_number)
    with pytest.raises(CertificateRevoked):
        tried()
    (trust.folder() / "simulated.crl").unlink()
    with pytest.raises(RevocationUnknown):
        tried()
    (trust.folder() / "simulated.pem").unlink()
    with pytest.raises(CertificateNotTrusted):
        tried()
    assert level(firm) == 3


def test_an_issuer_of_the_same_name_is_not_trusted(issuer: Issuer, tmp_path: Path, settings: object) -> None:
    firm = organisation_account()
    settings.HOME = tmp_path / "other"  # type: ignore[attr-defined]
    certificate, _key = Issuer().issue(applicant_of(firm))
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    with pytest.raises(CertificateNotTrusted):
        chain.judge(certificate, *trust.known(), clock.now())


def test_the_issuer_itself_names_nobody(issuer: Issuer) -> None:
    (own,), lists = trust.known()
    with pytest.raises(CertificateNotTrusted):
        chain.judge(own, (own,), lists, clock.now())


@given(junk=st.binary(max_size=300))
def test_any_bytes_are_a_certificate_or_a_refusal(junk: bytes) -> None:
    with pytest.raises(CertificateRefused):
        chain.read(junk)
    for start in (b"\x30", b""):
        try:
            der.sm2_point(start + junk)
        except (ValueError, IndexError, StopIteration):
            continue


@pytest.fixture
def openssl(tmp_path: Path) -> Iterator[Path]:
    """Make an SM2 issuer, its list and a leaf with another's software."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl command here to make an SM2 certificate")
    config = tmp_path / "ca.cnf"
    config.write_text(
        "[ca]\ndefault_ca=d\n[d]\ndatabase=index\ndefault_md=sm3\ncrlnumber=number\n"
        "[ext]\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
        "[own]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n"
        "[req]\ndistinguished_name=dn\nprompt=no\nutf8=yes\n[dn]\nCN=SM2 Test Issuer\n"
    )
    (tmp_path / "index").write_text("")
    (tmp_path / "number").write_text("01\n")
    identity = ("-sigopt", "distid:1234567812345678")

    def call(*words: str) -> None:
        done = subprocess.run(["openssl", *words], cwd=tmp_path, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"this openssl makes no SM2 certificates: {done.stderr[-200:]}")

    call("ecparam", "-genkey", "-name", "SM2", "-out", "ca.key")
    call("req", "-x509", "-new", "-key", "ca.key", "-sm3", *identity, "-days", "30", "-config", "ca.cnf",
         "-extensions", "own", "-out", "ca.pem")  # fmt: skip
    yield tmp_path


def test_sm2_of_another_software(openssl: Path, settings: object, zhuangxiangwei: Account) -> None:
    identity = ("-sigopt", "distid:1234567812345678")

    def call(*words: str) -> bytes:
        return subprocess.run(["openssl", *words], cwd=openssl, capture_output=True, check=True).stdout

    firm = zhuangxiangwei.organisation
    assert firm is not None
    call("ecparam", "-genkey", "-name", "SM2", "-out", "leaf.key")
    subject = f"/O={firm.name}/serialNumber={firm.uscc}"
    call("req", "-new", "-utf8", "-key", "leaf.key", "-sm3", *identity, "-subj", subject, "-config", "ca.cnf",
         "-out", "leaf.csr")  # fmt: skip
    call("x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-sm3",
         *identity, "-vfyopt", "distid:1234567812345678", "-days", "20", "-extfile", "ca.cnf", "-extensions",
         "ext", "-out", "leaf.pem")  # fmt: skip
    call("ca", "-gencrl", "-config", "ca.cnf", "-keyfile", "ca.key", "-cert", "ca.pem", "-crldays", "20",
         *identity, "-out", "ca.crl")  # fmt: skip
    settings.HOME = openssl  # type: ignore[attr-defined]
    trust.folder().mkdir()
    for name in ("ca.pem", "ca.crl"):
        shutil.copy(openssl / name, trust.folder() / name)
    asked = challenge()
    (openssl / "text").write_bytes(asked.text.encode())
    signature = call("pkeyutl", "-sign", "-inkey", "leaf.key", "-rawin", "-digest", "sm3", "-in", "text",
                     "-pkeyopt", "distid:1234567812345678")  # fmt: skip
    prove_with_certificate(
        by=actor_for(zhuangxiangwei), asked=asked, certificate=(openssl / "leaf.pem").read_bytes(),
        signature=signature,
    )  # fmt: skip
    assert level(zhuangxiangwei) == 4


def test_the_page(client: Client, issuer: Issuer) -> None:
    firm = organisation_account()
    client.force_login(firm)
    assert "用单位的电子营业执照" in client.get("/account/level/").content.decode()
    page = client.get("/account/certificate/")
    asked = page.context["asked"].text
    certificate, key = issuer.issue(applicant_of(firm))
    given = {
        "certificate": certificate.public_bytes(Encoding.PEM).decode(),
        "signature": base64.b64encode(sign(key, "别的")).decode(),
    }
    wrong = client.post("/account/certificate/", given)
    assert (wrong.status_code, "对不上" in wrong.content.decode()) == (422, True)
    again = wrong.context["asked"].text
    assert again != asked  # each text serves one try
    odd = client.post("/account/certificate/", given | {"signature": "不是"})
    assert (odd.status_code, "Base64" in odd.content.decode()) == (422, True)
    given["signature"] = base64.b64encode(sign(key, again)).decode()
    assert client.post("/account/certificate/", given).headers["Location"] == "/account/level/"
    shown = client.get("/account/level/").content.decode()
    assert "数字证书签名" in shown
    assert "已经是最高等级" in shown
