"""One request to correct a name, so that the data officer's page shows something on first run."""

from django.utils.translation import gettext as _

from onewindow.identity import ports
from onewindow.identity.models import Account
from onewindow.identity.queries import RELATED, actor_for
from onewindow.identity.rights.correcting import Wish, ask_correction
from onewindow.identity.rights.models import Correction
from onewindow.identity.rights.picture import demo_picture


def plant() -> str:
    """Ask once, in the name of one of the cast."""
    account = Account.objects.select_related(*RELATED).filter(username="dilinuer").first()
    if (
        account is None
        or ports.evidence_keeper is None
        or Correction.objects.filter(account=account).exists()
    ):
        return _("演示的更正申请已就绪。")
    by = actor_for(account)
    kept = ports.evidence_keeper(by, demo_picture(), _("更正个人信息的证明"))
    said = _("户口簿上的姓名是迪丽努尔·买买提江，登记时漏了一个字")
    ask_correction(by=by, wish=Wish("account", "name", _("迪丽努尔·买买提江"), said), evidence=[kept])
    return _("演示的更正申请已就绪。")
