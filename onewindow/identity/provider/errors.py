"""Refusals of the provider."""

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound


class PartyInvalid(Invalid):
    """接入系统没有登记，请按提示改正。"""

    code = "party_invalid"


class PartyNotFound(NotFound):
    """没有找到这个接入系统。"""

    code = "party_not_found"


class PartyStopped(Conflict):
    """这个接入系统已停用。要继续使用，请先恢复。"""

    code = "party_stopped"


class PartyHasNoSecret(Conflict):
    """手机应用和网页应用保管不了密钥，不发密钥，用 PKCE 保护。"""

    code = "party_has_no_secret"


class ScopesGone(Conflict):
    """这个申请已经处理过，或者已被新的申请代替。"""

    code = "scopes_gone"


class SelfApproval(NotAllowed):
    """登记和放行要由两个人做。这个申请是您提出的，请交给另一位安全管理员。"""

    code = "self_approval"


class ConsentNotFound(NotFound):
    """没有找到这项授权，可能已经取消。"""

    code = "consent_not_found"


class TokenRefused(NotAllowed):
    """访问令牌无效或已过期，请重新取得令牌。"""

    code = "invalid_token"
    status = 401


class ScopeTooNarrow(NotAllowed):
    """访问令牌的范围不包括这个接口。"""

    code = "insufficient_scope"


class UpstreamOff(NotFound):
    """这种登录方式没有开通。请用其他方式登录。"""

    code = "upstream_off"


class UpstreamFailed(Invalid):
    """对方没有确认您的身份，或者等得太久。请重新登录，也可以用其他方式登录。"""

    code = "upstream_failed"


class UpstreamUnavailable(Invalid):
    """对方的登录服务暂时用不了，不是您的问题。请稍后再试，或用其他方式登录。"""

    code = "upstream_unavailable"


class AlreadyBound(Conflict):
    """这个外部账号已经绑定了别的账号，或者您已经绑定过一个。请先解除原来的绑定。"""

    code = "upstream_already_bound"
