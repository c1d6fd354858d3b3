"""What happens at the same moment: one code, one step, one slip serve once."""

import pyotp
import pytest

from onewindow.identity.errors import CodeWrong
from onewindow.identity.queries import actor_for
from onewindow.identity.signin import factors, resets
from onewindow.identity.signin.codes import check_code, send_code
from onewindow.identity.signin.errors import SlipWrong
from onewindow.identity.signin.models import RecoveryCode
from onewindow.identity.signin.security import NOWHERE
from onewindow.identity.signin.tests.test_second_factor import SECRET, enrol, shown
from onewindow.identity.tests.factories import agency, official, person_account
from onewindow.identity.tests.test_at_once import together
from onewindow.kernel.public import clock

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "19911112222"


def test_one_message_serves_once(gateway) -> None:
    send_code(purpose="sign-in", mobile=NUMBER)
    code = gateway(NUMBER)
    told = together(*[lambda: check_code(purpose="sign-in", mobile=NUMBER, code=code)] * 4)
    assert told == ["", *[CodeWrong.__name__] * 3]


def test_one_step_and_one_recovery_code_serve_once() -> None:
    account = person_account()
    codes = enrol(account)
    step = pyotp.TOTP(SECRET).at(int(clock.now().timestamp()) + 30)
    for code in (step, codes[0]):
        told = together(
            *[lambda c=code: factors.check_second_factor(account=account, code=c, place=NOWHERE)] * 2
        )
        assert told == ["", CodeWrong.__name__]
    assert RecoveryCode.objects.filter(used_at=None).count() == 9
    assert shown()


def test_one_slip_serves_once() -> None:
    person_account("forgetful")
    clerk = actor_for(official("clerk1", agency("示例委员会"), roles=("window",)))
    _account, code = resets.make_reset(by=clerk, who="forgetful", reason="已核对身份证原件")
    use = {"username": "forgetful", "code": code, "password": "river-lantern-7", "place": NOWHERE}
    told = together(*[lambda: resets.use_reset(**use)] * 3)
    assert told == ["", *[SlipWrong.__name__] * 2]
