"""Refusals of seals."""

from onewindow.documents.errors import DocumentsRefusal
from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound


class SealNotFound(NotFound):
    """没有找到这枚印章。"""

    code = "seal_not_found"


class SealMissing(Conflict):
    """{agency}还没有使用中的电子印章，版式文件要等印章发放后才能制作。请联系印章管理人员。"""

    code = "seal_missing"


class SealNotUsable(Conflict):
    """印章“{name}”{state}，不能用印。"""

    code = "seal_not_usable"


class WrongSealState(Conflict):
    """印章“{name}”现在的状态是“{state}”，不能这样办理。"""

    code = "seal_wrong_state"


class SealExists(Conflict):
    """{agency}已经有一枚行政审批专用章（一章办结）。请先作废原来的，再制作新的。"""

    code = "seal_exists"


class SealNotYours(NotAllowed):
    """这项印章管理工作不归您的岗位办理：制作由系统管理岗，发放、停用、作废和授权由安全管理岗，查看记录由审计岗。"""

    code = "seal_not_yours"


class UseNotGranted(NotAllowed):
    """没有使用印章“{name}”办理“{purpose}”的授权。请安全管理岗先授权。"""

    code = "seal_use_not_granted"


class SealReasonMissing(Invalid):
    """请写明理由。"""

    code = "seal_reason_missing"


class PurposeUnknown(Invalid):
    """这个用途不在用印用途表里，请从表中选一项。"""

    code = "seal_purpose_unknown"


class SealDamaged(DocumentsRefusal):
    """印章的数据与密钥对不上，已停止用印。请联系系统管理人员。"""

    code = "seal_damaged"
