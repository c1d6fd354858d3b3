"""Reactions: tell people by text message that something about their data was decided."""

from django.utils.translation import gettext as _

from onewindow.identity.models import Account
from onewindow.identity.queries import applicant_of
from onewindow.identity.rights.events import ClosingAsked, DataCorrectionSettled
from onewindow.identity.rights.models import Closure, Correction
from onewindow.identity.signin import notices
from onewindow.kernel.public import outbox


@outbox.on(DataCorrectionSettled, name="identity.tell_of_correction")
def tell_of_correction(event: DataCorrectionSettled) -> None:
    """Tell who asked that the answer is there; nothing of it is in the message."""
    request = Correction.objects.filter(pk=event.correction).first()
    if request is not None:
        _tell(request.account_id, _("您的更正申请已有结果，请登录后在“我的信息”里查看。"))


@outbox.on(ClosingAsked, name="identity.tell_of_closing")
def tell_of_closing(event: ClosingAsked) -> None:
    """Tell the owner until when the wish can be taken back, in case it was not the owner's."""
    closure = Closure.objects.filter(pk=event.closure, state=Closure.State.WAITING).first()
    if closure is not None:
        day = notices.moment(closure.due_at)
        _tell(closure.account_id, _("您的账号将在%s注销。不是您本人申请的，请尽快登录后撤回。") % day)


def _tell(account_id: int, text: str) -> None:
    account = Account.objects.select_related("person", "organisation").get(pk=account_id)
    notices.send(applicant_of(account).mobile, text)
