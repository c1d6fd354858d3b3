"""What the sign-in pages accept; the verbs decide."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from onewindow.identity import numbers
from onewindow.identity.forms import AccountForm, SpeltField, mobile_field, new_password, secret
from onewindow.kernel.public import codes


class Hidden(SpeltField):
    """A value carried to the next page; drawn by the template itself."""


class SignInForm(AccountForm):
    """User name or mobile, and password."""

    username = SpeltField(_("用户名或手机号"), autocomplete="username")
    password = secret(_("密码"), "current-password")


class MobileForm(AccountForm):
    """The mobile number to send a code to."""

    mobile = mobile_field(_("手机号"))


def _code() -> SpeltField:
    hint = _("短信里的 6 位数字")
    return SpeltField(_("验证码"), size=20, inputmode="numeric", autocomplete="one-time-code", hint=hint)


class MobileCodeForm(AccountForm):
    """The number and the code that was sent to it."""

    mobile = mobile_field(_("手机号"), readonly=True)
    code = _code()


class SecondForm(AccountForm):
    """A code of the authenticator, or a recovery code."""

    code = SpeltField(
        _("动态口令或备用码"),
        size=40,
        autocomplete="one-time-code",
        hint=_("手机上的 6 位数字；手机不在身边的，用一个备用码"),
    )


class AuthenticatorForm(AccountForm):
    """The first code of a new authenticator."""

    code = SpeltField(
        _("动态口令"),
        size=20,
        inputmode="numeric",
        autocomplete="one-time-code",
        hint=_("扫码后手机上显示的 6 位数字"),
    )


class AgainForm(AccountForm):
    """One's own password once more."""

    password = secret(_("现在的密码"), "current-password")


class _Twice(AccountForm):
    def clean(self) -> dict[str, Any]:
        """Demand the same new password twice."""
        data = super().clean() or {}
        if data.get("password") and "again" in data and data["password"] != data["again"]:
            self.add_error("again", _("两次输入的密码不一样，请重新输入。"))
        return data


class PasswordForm(_Twice):
    """The present password and a new one, twice."""

    current = secret(_("现在的密码"), "current-password")
    password = new_password(_("至少 10 位，不要用姓名、生日、手机号或常见密码"), _("新密码"))
    again = secret(_("再输一次新密码"), "new-password")


class RecoverForm(_Twice):
    """Code, identity and a new password."""

    mobile = mobile_field(_("手机号"), readonly=True)
    code = _code()
    name = SpeltField(_("姓名"), numbers.name, autocomplete="name", hint=_("与身份证一致，含“·”的请完整填写"))
    resident_id = SpeltField(
        _("公民身份号码"), codes.ResidentId.parse, size=40, hint=_("18 位，最后一位可能是 X")
    )
    username = SpeltField(
        _("用户名"), autocomplete="username", optional=True, hint=_("换了手机号、用新号码收验证码的才要填")
    )
    password = new_password(_("至少 10 位，不要用姓名、生日、手机号或常见密码"), _("新密码"))
    again = secret(_("再输一次新密码"), "new-password")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["username"].required = False


class ReleaseForm(AccountForm):
    """Whose second factor, and why."""

    username = SpeltField(_("工作人员的用户名"), size=60)
    reason = SpeltField(_("原因"), size=500, hint=_("例如：手机丢失，已当面核对身份证件"))


class MakeResetForm(AccountForm):
    """Whose password, and which papers were seen."""

    who = SpeltField(_("用户名、证件号码或统一社会信用代码"), size=60)
    reason = SpeltField(
        _("核对了什么证件"), size=300, hint=_("本人会在“谁看过我的数据”里看到，例如：已核对身份证原件和本人")
    )


class ResetForm(_Twice):
    """User name, slip and a new password."""

    username = SpeltField(_("用户名"), autocomplete="username")
    code = SpeltField(
        _("重设码"), size=40, autocomplete="off", hint=_("窗口或系统管理员给您的 10 位字母和数字")
    )
    password = new_password(_("至少 10 位，不要用姓名、生日、手机号或常见密码"), _("新密码"))
    again = secret(_("再输一次新密码"), "new-password")
