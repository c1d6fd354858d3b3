"""Refusals of sign-in."""

from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound


class FactorNeeded(Conflict):
    """工作人员至少要有一个第二因素。请先添加新的，再移除这一个。"""

    code = "factor_needed"


class TooManyFactors(Conflict):
    """已经添加了很多个。请先移除不用的，再添加新的。"""

    code = "too_many_factors"


class PasskeyRefused(Invalid):
    """这个通行密钥没有通过。请换一个通行密钥，或者用密码、短信验证码登录。"""

    code = "passkey_refused"


class SignInAgain(NotAllowed):
    """修改登录方式前，请再验证一次密码，确认是您本人。"""

    code = "sign_in_again"


class PasswordWrong(Invalid):
    """现在的密码不对，请核对大小写和输入法。"""

    code = "password_wrong"


class SelfRelease(NotAllowed):
    """不能给自己解除第二因素，也不能一个人既申请又同意。请由另一位安全管理员处理。"""

    code = "self_release"


class ReleaseGone(NotFound):
    """没有这个申请，或者它已经处理过、过期了。"""

    code = "release_gone"


class OfficialNotFound(Invalid):
    """没有找到这个工作人员账号，请核对用户名。"""

    code = "official_not_found"


class OnlyForOfficials(Invalid):
    """这个账号没有第二因素，不用解除。"""

    code = "nothing_to_release"


class NoAccountOfNumber(Invalid):
    """这个手机号还没有绑定账号。请先注册；有账号的，用密码登录后在“账号与认证”里确认手机号。"""

    code = "no_account_of_number"


class RecoveryRefused(Invalid):
    """验证码不对或已过期，请核对短信，或重新获取。"""

    code = "recovery_refused"


class AccountNotFound(Invalid):
    """没有找到账号。请核对用户名，或者用已经实名认证的证件号码、统一社会信用代码。"""

    code = "account_not_found"


class NotYours(NotAllowed):
    """这个账号不能由您重设：窗口为个人和法人办理，系统管理员为本单位工作人员办理，都不能给自己办理。"""

    code = "not_yours"


class SlipWrong(Invalid):
    """用户名或重设码不对，或者重设码已过期。请核对后再试，或到窗口重新办理。"""

    code = "slip_wrong"


class PasswordFirst(NotAllowed):
    """工作人员请先输入用户名和密码，再用通行密钥作第二步验证。"""

    code = "password_first"
