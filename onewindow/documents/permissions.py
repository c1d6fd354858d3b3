"""The verbs of documents with the policies they ask, for the permission table."""

from onewindow.documents import policies
from onewindow.documents.seals import policies as seals
from onewindow.documents.seals.models import Seal
from onewindow.government.public import Agency
from onewindow.kernel.public import Actor, permissions

TITLE = "文书"


def _revokes(by: Actor) -> bool:
    """Tell whether the actor may revoke what the own body issued."""
    return by.kind == "system" or permissions.roles(*policies.REVOKERS)(by)


def _seal(by: Actor) -> Seal:
    """Return a seal of a body of the actor's region."""
    return Seal(
        agency_id=int(by.agency or 0), agency=Agency(pk=int(by.agency or 0), region_code=by.region_prefix)
    )


def _makes(by: Actor) -> None:
    seals.require_maker(by, by.region_prefix)


KEEP = permissions.passes(lambda by: seals.require_keeper(by, _seal(by)))
STOP = permissions.passes(lambda by: seals.require_stopper(by, _seal(by)))
Permission = permissions.Permission
REGION, MINE = "本地区的机构", "自己的上传"
VERBS = (
    Permission("revoke_notice", "撤销通知书", _revokes, "本机构签发的"),
    Permission("store_upload", "上传文件", None, "由填表、补正、核对证件等动词调用"),
    Permission("begin_upload", "开始分段上传", permissions.with_account, MINE, hides=True),
    Permission("add_piece", "上传一段", permissions.with_account, MINE, hides=True),
    Permission("finished", "用上传好的文件", permissions.with_account, MINE, hides=True),
    Permission("drop_upload", "取消上传", permissions.with_account, MINE, hides=True),
    Permission("open_document", "打开通知书", None, "由查看办件、下载调用，先按登记的查阅规则判断，留痕"),
    Permission("open_file", "打开上传的文件", None, "由查看办件、下载调用，先按登记的查阅规则判断，留痕"),
    Permission("make_seal", "制作印章", permissions.passes(_makes), REGION),
    Permission("issue_seal", "启用印章", KEEP, REGION),
    Permission("grant_use", "授权用印", KEEP, REGION),
    Permission("withdraw_use", "收回用印授权", KEEP, REGION),
    Permission("suspend_seal", "暂停印章", STOP, REGION + "；首席代表可以停本机构的"),
    Permission("revoke_seal", "注销印章", KEEP, REGION),
    Permission("seal_original", "给电子原件盖章", None, "由后台按签发的文书调用，凭用印授权，留用印记录"),
    Permission("issue_notice", "签发通知书", None, "由受理、决定等动词调用"),
)
