"""Refusals of documents."""

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound, Refusal


class DocumentsRefusal(Refusal):
    """文书或文件不能办理。"""

    code = "documents_refused"


class DocumentNotFound(NotFound):
    """没有找到这份文书，请核对编号。"""

    code = "document_not_found"


class DocumentNotYours(NotAllowed):
    """这份文书只有当事人和经办人员可以下载。请用当事人的账号登录；只想核对真伪的，请使用验真页面。"""

    code = "document_not_yours"


class DocumentDamaged(Conflict):
    """平台保存的这份文书与签发时不符，已停止下载。请拨打12345告知，出具机关会尽快查明。"""

    code = "document_damaged"


class AlreadyRevoked(Conflict):
    """文书{number}此前已经撤销，不能再次撤销。"""

    code = "document_already_revoked"


class NotRevocable(NotAllowed):
    """您没有撤销文书的权限。撤销由作出决定的机关的决定岗位办理。"""

    code = "document_not_revocable"


class ReasonMissing(Invalid):
    """请填写撤销的理由和依据。"""

    code = "document_reason_missing"


class FileNotFound(NotFound):
    """没有找到这个文件，可能已被移除。"""

    code = "file_not_found"


class FileNotYours(NotAllowed):
    """这个文件只有上传人和经办人员可以查看。"""

    code = "file_not_yours"


class FileRefused(DocumentsRefusal):
    """文件没有收下：{cause}"""

    code = "file_refused"


class TooManyTries(DocumentsRefusal):
    """核验次数过多，请过{seconds}秒再试。"""

    code = "too_many_tries"
    status = 429


class UploadConflict(Conflict):
    """这一段已经传过，或者前面还缺一段。请从第 {offset} 字节接着传。"""

    code = "upload_conflict"


class FileNotScanned(Conflict):
    """这个文件还没有通过病毒扫描，暂时不能打开。扫描恢复后会自动检查。"""

    code = "file_not_scanned"


class NoSuchPage(NotFound):
    """没有这一页。请从第一页看起。"""

    code = "file_no_such_page"


class NotViewable(Conflict):
    """这个文件不能逐页显示，请下载后查看。"""

    code = "file_not_viewable"
