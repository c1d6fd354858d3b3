"""E-mail and WeChat: an address is confirmed before anything goes there; mail over a real socket."""

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from onewindow.identity import public as identity
from onewindow.identity.tests.factories import organisation_account, person_account
from onewindow.kernel.public import Actor, NotAllowed, clock
from onewindow.messages import addresses, gateways
from onewindow.messages.errors import (
    AddressInvalid,
    AddressRefused,
    BinderOnly,
    GatewayDown,
    NotSent,
    ProofWrong,
)  # fmt: skip
from onewindow.messages.gateways.fake import FakeGateway
from onewindow.messages.gateways.simulated import folder_of
from onewindow.messages.gateways.smtp import SmtpGateway
from onewindow.messages.models import Preference, Sending
from onewindow.messages.services import send_due, tell

GIVEN = {"item": "护士执业注册（延续）", "number": "N1", "day": "2026年3月9日", "count": 1}
SYSTEM = Actor(kind="client", client="public-account")


@pytest.fixture
def mail() -> Iterator[FakeGateway]:
    fakes = {channel: FakeGateway() for channel in ("email", "wechat", "sms")}
    for channel, fake in fakes.items():
        gateways.use(channel, fake)
    yield fakes["email"]
    for channel in fakes:
        gateways.use(channel, None)


def code_in(mail: FakeGateway) -> str:
    ((_address, text),) = list(mail.taken.values())[-1:]
    return text.split("验证码 ")[1][:6]


@pytest.mark.django_db
def test_an_email_is_confirmed_by_its_code(mail: FakeGateway) -> None:
    by = identity.actor_for(person_account())
    for wrong in ("", "x", "a@b", "a b@c.cn", f"{'a' * 200}@c.cn"):
        with pytest.raises(AddressInvalid):
            addresses.ask_email(by=by, address=wrong)
    addresses.ask_email(by=by, address=" wei@example.cn ")
    with pytest.raises(ProofWrong):
        addresses.confirm_email(by=by, code="nothing")
    assert Preference.objects.get().email is None
    addresses.confirm_email(by=by, code=code_in(mail))
    row = Preference.objects.get()
    assert (row.email, row.asked, row.proof) == ("wei@example.cn", None, None)
    with pytest.raises(ProofWrong):
        addresses.confirm_email(by=by, code=code_in(mail))
    addresses.drop_address(by=by, channel="email")
    assert Preference.objects.get().email is None


@pytest.mark.django_db
def test_a_code_ends_after_ten_minutes_and_five_tries(mail: FakeGateway) -> None:
    by = identity.actor_for(person_account())
    addresses.ask_email(by=by, address="wei@example.cn")
    with clock.at(clock.now() + timedelta(minutes=11)), pytest.raises(ProofWrong):
        addresses.confirm_email(by=by, code=code_in(mail))
    addresses.ask_email(by=by, address="wei@example.cn")
    for _try in range(5):
        with pytest.raises(ProofWrong):
            addresses.confirm_email(by=by, code="000000x")
    with pytest.raises(ProofWrong):
        addresses.confirm_email(by=by, code=code_in(mail))
    mail.down = True
    with pytest.raises(NotSent):
        addresses.ask_email(by=by, address="wei@example.cn")


@pytest.mark.django_db
def test_a_follower_is_bound_by_the_code_only_once(mail: FakeGateway) -> None:
    by = identity.actor_for(organisation_account())
    code = addresses.ask_wechat(by=by)
    for other in (by, Actor(kind="official", account_id=1)):
        with pytest.raises(BinderOnly):
            addresses.bind_wechat(by=other, code=code, open_id="oABCDEFGHIJ1")
    with pytest.raises(AddressInvalid):
        addresses.bind_wechat(by=SYSTEM, code=code, open_id="x")
    with pytest.raises(ProofWrong):
        addresses.bind_wechat(by=SYSTEM, code="00000000x", open_id="oABCDEFGHIJ1")
    addresses.bind_wechat(by=SYSTEM, code=code, open_id="oABCDEFGHIJ1")
    assert Preference.objects.get().wechat == "oABCDEFGHIJ1"
    with pytest.raises(ProofWrong):
        addresses.bind_wechat(by=SYSTEM, code=code, open_id="oABCDEFGHIJ2")
    with pytest.raises(NotAllowed):
        addresses.ask_wechat(
            by=Actor(kind="person", account_id=1, person_id=1, mandate="M", mandate_kind="agent")
        )


@pytest.mark.django_db
def test_a_message_goes_over_every_channel_there_is(mail: FakeGateway) -> None:
    account = person_account(mobile="19900001234")
    Preference.objects.create(
        person=account.person,
        email="wei@example.cn",
        wechat="oABCDEFGHIJ1",
        quiet=False,
        changed_at=clock.now(),
    )
    for _twice in range(2):
        tell(identity.applicant_of(account), "correction-asked", GIVEN, origin="event:1")
    assert sorted(Sending.objects.values_list("channel", flat=True)) == ["email", "sms", "wechat"]
    assert send_due() == 3
    ((address, text),) = mail.taken.values()
    assert address == "wei@example.cn" and text.startswith("请补正材料\n") and "2026年3月9日" in text


@pytest.mark.django_db
def test_the_settings_page(mail: FakeGateway, client: Client) -> None:
    client.force_login(person_account())
    address = "/my/messages/settings/"
    assert client.post(address, {"act": "email", "email": "x"}).status_code == 422
    assert client.post(address, {"act": "email", "email": "wei@example.cn"}).status_code == 302
    assert client.post(address, {"act": "confirm", "code": "1"}).status_code == 422
    assert client.post(address, {"act": "confirm", "code": code_in(mail)}).status_code == 302
    assert "wei@example.cn" in client.get(address).content.decode()
    assert client.post(address, {"act": "drop", "channel": "email"}).status_code == 302
    page = client.post(address, {"act": "wechat"}, follow=True).content.decode()
    assert "绑定码 " in page
    assert client.post("/api/v1/messages/wechat/bindings", {}, "application/json").status_code in {
        401,
        403,
        422,
    }


def test_simulated_gateways_say_so(settings: LazySettings, tmp_path: Path) -> None:
    settings.HOME, settings.DEMO = tmp_path, True
    settings.MESSAGE_GATEWAYS = {"sms": "", "email": "", "wechat": ""}
    for channel in ("email", "wechat"):
        for _twice in range(2):
            assert gateways.current(channel).send("ow-1", "someone", "您好") == "simulated-ow-1"
        (file,) = folder_of(channel).iterdir()
        assert file.read_text(encoding="utf-8").startswith("【模拟】\n收件人 someone\n您好")
    settings.DEMO = False
    with pytest.raises(GatewayDown):
        gateways.current("email")
    settings.MESSAGE_GATEWAYS = {"email": "smtp://mail.example.cn"}
    assert isinstance(gateways.current("email"), SmtpGateway)


def serve(listener: socket.socket, answer: bytes, got: list[str]) -> None:
    """Speak just enough SMTP to take one mail, or to refuse its receiver with `answer`."""
    peer, _where = listener.accept()
    with peer, peer.makefile("rwb") as line:

        def say(text: bytes) -> None:
            line.write(text + b"\r\n")
            line.flush()

        say(b"220 test")
        while command := line.readline():
            word = command[:4].upper()
            if word == b"RCPT":
                say(answer)
            elif word == b"DATA":
                say(b"354 go on")
                while (body := line.readline()) != b".\r\n":
                    got.append(body.decode())
                say(b"250 taken")
            elif word == b"QUIT":
                say(b"221 bye")
                return
            else:
                say(b"250 ok")


@pytest.mark.parametrize(
    ("answer", "refusal"), [(b"250 ok", None), (b"550 no such", AddressRefused), (b"451 later", GatewayDown)]
)
def test_a_mail_over_a_real_socket(answer: bytes, refusal: Any) -> None:
    got: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener, answer, got), daemon=True)
        thread.start()
        gateway = SmtpGateway(f"smtp://127.0.0.1:{listener.getsockname()[1]}")
        if refusal is not None:
            with pytest.raises(refusal):
                gateway.send("ow-7", "wei@example.cn", "标题\n内容")
        else:
            assert gateway.send("ow-7", "wei@example.cn", "标题\n内容").startswith("<ow-7@")
        thread.join(10)
    text = "".join(got)
    assert ("Message-ID: <ow-7@" in text) is (refusal is None)
    assert ("Auto-Submitted: auto-generated" in text) is (refusal is None)


def test_no_server_is_tried_again() -> None:
    with pytest.raises(GatewayDown):
        SmtpGateway("smtp://127.0.0.1:9").send("ow-1", "wei@example.cn", "x")
