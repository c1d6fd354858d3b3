"""Refusals of the identity context."""

from django.utils.translation import gettext_lazy as _

from onewindow.kernel.public import Invalid, NotAllowed, NotFound, Refusal


class IdentityRefusal(Refusal):
    """账号操作没有完成。"""

    code = "identity_refused"


class LevelTooLow(NotAllowed):
    """这个事项需要 L{needed} 认证，您现在是 L{level}。

    请先到“账号与认证”按提示提高认证等级，或带身份证件到任一政务服务窗口办理。
    """

    code = "level_too_low"
    link = ("/account/level/", _("去提高认证等级"))


class RoleMissing(NotAllowed):
    """这个页面只对相应岗位的工作人员开放。如需权限，请联系本机构的系统管理员。"""

    code = "role_missing"


class NotSignedIn(NotAllowed):
    """请先登录。"""

    code = "not_signed_in"


class SignInRefused(Invalid):
    """用户名或密码不对。连续输错多次会暂时锁定，稍后再试；忘记密码请带身份证件到窗口重设。"""

    code = "sign_in_refused"


class RegistrationInvalid(Invalid):
    """有的内容需要改正，改正后再注册。"""

    code = "registration_invalid"


class PersonNotFound(NotFound):
    """没有找到这个人的信息。"""

    code = "person_not_found"


class VerificationFailed(Invalid):
    """姓名和证件号码与人口信息没有核对上。请核对姓名（含“·”）；仍不一致的，请带身份证件到窗口办理。"""

    code = "verification_failed"
