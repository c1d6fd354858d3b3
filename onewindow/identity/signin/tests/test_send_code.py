"""Sending and checking codes, through the simulated gateway."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from onewindow.identity import ports
from onewindow.identity.errors import BadSpelling, CodeNotSent, CodeWrong, TooManyTries
from onewindow.identity.models import Throttle
from onewindow.identity.services.housekeeping import forget_expired
from onewindow.identity.signin import rules, spool
from onewindow.identity.signin.codes import check_code, send_code
from onewindow.identity.signin.models import SentCode
from onewindow.kernel.public import clock

pytestmark = pytest.mark.django_db
NUMBER, OTHER = "19911112222", "19911113333"
Read = Callable[[str], str]


def test_the_code_that_was_sent_is_taken_once(gateway: Read) -> None:
    assert send_code(purpose="sign-in", mobile="199 1111-2222", address="10.0.0.1") == NUMBER
    code = gateway(NUMBER)
    assert len(code) == 6
    assert check_code(purpose="sign-in", mobile=NUMBER, code=f" {code[:3]} {code[3:]}") == NUMBER
    assert SentCode.objects.count() == 0
    with pytest.raises(CodeWrong):
        check_code(purpose="sign-in", mobile=NUMBER, code=code)


def test_a_code_is_for_its_number_its_purpose_and_ten_minutes(gateway: Read) -> None:
    send_code(purpose="sign-in", mobile=NUMBER)
    code = gateway(NUMBER)
    for purpose, mobile in (("recover", NUMBER), ("sign-in", OTHER)):
        with pytest.raises(CodeWrong):
            check_code(purpose=purpose, mobile=mobile, code=code)
    with clock.at(clock.now() + timedelta(minutes=11)), pytest.raises(CodeWrong):
        check_code(purpose="sign-in", mobile=NUMBER, code=code)


def test_a_newer_code_replaces_it(gateway: Read) -> None:
    send_code(purpose="sign-in", mobile=NUMBER)
    first = gateway(NUMBER)
    with clock.at(clock.now() + timedelta(seconds=61)):
        send_code(purpose="sign-in", mobile=NUMBER)
        second = gateway(NUMBER)
        if first != second:
            with pytest.raises(CodeWrong):
                check_code(purpose="sign-in", mobile=NUMBER, code=first)
        check_code(purpose="sign-in", mobile=NUMBER, code=second)


def test_guessing_ends_after_five_even_with_the_right_code(gateway: Read) -> None:
    send_code(purpose="sign-in", mobile=NUMBER)
    code = gateway(NUMBER)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(5):
        with pytest.raises(CodeWrong):
            check_code(purpose="sign-in", mobile=NUMBER, code=wrong)
    with pytest.raises(TooManyTries):
        check_code(purpose="sign-in", mobile=NUMBER, code=code)


@pytest.mark.parametrize("typed", ["", "\x00", "１" * 9000, "一二三四五六", "' or 1=1"])
def test_odd_codes_are_wrong(gateway: Read, typed: str) -> None:
    send_code(purpose="sign-in", mobile=NUMBER)
    with pytest.raises(CodeWrong):
        check_code(purpose="sign-in", mobile=NUMBER, code=typed)


def test_full_width_digits_are_read(gateway: Read) -> None:
    send_code(purpose="sign-in", mobile=NUMBER)
    wide = gateway(NUMBER).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    check_code(purpose="sign-in", mobile=NUMBER, code=wide)


def test_one_number_gets_one_a_minute_and_five_an_hour(gateway: Read) -> None:
    begun = clock.now()
    for minute in range(5):
        with clock.at(begun + timedelta(minutes=minute, seconds=minute)):
            send_code(purpose="sign-in", mobile=NUMBER)
            with pytest.raises(TooManyTries):
                send_code(purpose="sign-in", mobile=NUMBER)
    assert len(spool.messages(NUMBER)) == 5
    with clock.at(begun + timedelta(minutes=20)), pytest.raises(TooManyTries):
        send_code(purpose="sign-in", mobile=NUMBER)
    assert len(spool.messages()) == 5


def test_one_address_gets_thirty_an_hour(gateway: Read) -> None:
    for serial in range(30):
        send_code(purpose="sign-in", mobile=f"199222233{serial:02d}", address="10.0.0.1")
    with pytest.raises(TooManyTries):
        send_code(purpose="sign-in", mobile=OTHER, address="10.0.0.1")
    send_code(purpose="sign-in", mobile=NUMBER, address="10.0.0.2")


@pytest.mark.parametrize("mobile", ["", "123", "29911112222", "\x00", "x" * 9000])
def test_refuses_what_is_no_mobile(gateway: Read, mobile: str) -> None:
    with pytest.raises(BadSpelling):
        send_code(purpose="sign-in", mobile=mobile)
    assert Throttle.objects.count() == 0


def test_nothing_readable_is_kept_in_the_database(gateway: Read) -> None:
    send_code(purpose="sign-in", mobile=NUMBER)
    row = SentCode.objects.get()
    assert gateway(NUMBER).encode() not in bytes(row.digest) + bytes(row.key)
    assert NUMBER.encode() not in bytes(row.digest) + bytes(row.key)


def test_a_joined_gateway_is_used_and_its_failure_told() -> None:
    box: list[tuple[str, str]] = []
    ports.register_code_sender("real", lambda mobile, code: box.append((mobile, code)))
    try:
        send_code(purpose="sign-in", mobile=NUMBER)
        assert check_code(purpose="sign-in", mobile=NUMBER, code=box[0][1]) == NUMBER
        ports.register_code_sender("real", _broken)
        with pytest.raises(CodeNotSent):
            send_code(purpose="sign-in", mobile=OTHER)
    finally:
        ports.senders.clear()


def _broken(mobile: str, code: str) -> None:
    raise ConnectionRefusedError


def test_without_a_gateway_nothing_is_sent_outside_demonstrations(tmp_path: Path) -> None:
    with override_settings(HOME=tmp_path, DEMO=False), pytest.raises(CodeNotSent):
        send_code(purpose="sign-in", mobile=NUMBER)
    assert not (tmp_path / "simulated-sms").exists()


def test_the_spool_is_labelled_private_and_short(gateway: Read, tmp_path: Path) -> None:
    send_code(purpose="sign-in", mobile=NUMBER)
    (message,) = spool.messages(NUMBER)
    assert message.text.startswith("【模拟】")
    (file,) = (tmp_path / "simulated-sms").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    for serial in range(spool.KEPT + 5):
        spool.send_notice(NUMBER, f"第{serial}条")
    assert len(spool.messages()) == spool.KEPT


def test_expired_codes_are_thrown_away(gateway: Read) -> None:
    send_code(purpose="sign-in", mobile=NUMBER)
    with clock.at(clock.now() + timedelta(minutes=11)):
        forget_expired()
    assert SentCode.objects.count() == 0


def test_numbers_are_data_with_a_basis(tmp_path: Path) -> None:
    other = tmp_path / "rules.yaml"
    other.write_text("limits:\n  send-code: {tries: 2}\n", encoding="utf-8")
    rules._rules.cache_clear()
    try:
        with override_settings(SIGN_IN_RULES=str(other)):
            assert rules.limit("send-code") == (2, 60)
            assert rules.limit("enter-code") == (5, 10)
            assert all(row["basis"] for part in rules._rules().values() for row in part.values())
    finally:
        rules._rules.cache_clear()
