"""`onewindow demo otp NAME`, `onewindow demo sms`: what demonstration people read on the telephone."""

import sys
import time
from argparse import ArgumentParser, Namespace

from django.conf import settings

from onewindow.identity.errors import PersonNotFound
from onewindow.identity.queries import applicant_of
from onewindow.identity.signin import factors, spool
from onewindow.identity.signin.models import Authenticator
from onewindow.kernel.public import NotFound, commands


class OnlyInDemonstration(NotFound):
    """只在演示环境有这个命令。This command works in demonstrations only."""

    code = "only_in_demonstration"


class NothingSent(NotFound):
    """没有发给这个账号的验证码。Nothing was sent to this account yet."""

    code = "nothing_sent"


def newest_code(username: str) -> str:
    """Return the authenticator code an official's app shows now, for others the newest text-message code.

    A used authenticator code is followed by the next one. Raises PersonNotFound, NothingSent.
    """
    from onewindow.identity.models import Account

    require_demonstration()
    account = Account.objects.select_related("person", "organisation").filter(username=username).first()
    if account is None:
        raise PersonNotFound
    device = Authenticator.objects.filter(account=account).order_by("id").first()
    if device is not None:
        time.sleep(factors.seconds_until_next(device))
        return factors.next_code(device)
    sent = spool.messages(applicant_of(account).mobile)
    if not sent or not sent[0].code:
        raise NothingSent
    return sent[0].code


def _otp(arguments: Namespace) -> int:
    """Print the code; a person who used up this half-minute's and the next waits, as with a real device."""
    print(newest_code(arguments.name))  # noqa: T201
    return 0


def _sms(arguments: Namespace) -> int:
    require_demonstration()
    for message in reversed(spool.messages(arguments.mobile)[: arguments.last]):
        sys.stdout.write(f"{message.at[:19]}  {message.mobile}  {message.text}\n")
    return 0


def require_demonstration() -> None:
    """Raise OnlyInDemonstration anywhere else."""
    if not settings.DEMO:
        raise OnlyInDemonstration


def _otp_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="user name, e.g. menglihua")


def _sms_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("mobile", metavar="MOBILE", nargs="?", default="", help="only those to this number")
    parser.add_argument("--last", type=int, default=10, help="how many, 10 unless told")


OTP = commands.Command(
    "demo otp", "print a demonstration account's present one-time code", _otp, _otp_arguments
)
SMS = commands.Command(
    "demo sms",
    "print what the simulated text-message gateway took",
    _sms,
    _sms_arguments,
    needs_database=False,
)
