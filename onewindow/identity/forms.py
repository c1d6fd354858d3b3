"""What the account pages accept: shape, and the spelling rules of `numbers`; the verbs decide."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from onewindow.identity import numbers
from onewindow.kernel.public import Invalid, codes

MESSAGES = {
    "max_length": _("最多 %(limit_value)d 个字，现在是 %(show_value)d 个字。"),
}


class SpeltField(forms.CharField):
    """A line of text read by one of our parsers; its options are those of the field component."""

    def __init__(
        self,
        label: Any,
        parse: Callable[[str], str] = str,
        *,
        size: int = 200,
        strip: bool = True,
        **options: Any,
    ) -> None:
        missing = format_lazy("{}{}。", _("请填写"), label)
        super().__init__(
            label=label, max_length=size, strip=strip, error_messages={**MESSAGES, "required": missing}
        )
        self.parse, self.options = parse, options

    def clean(self, value: Any) -> str:
        """Return the text as the parser spells it."""
        try:
            return str(self.parse(super().clean(value)))
        except Invalid as fault:
            raise ValidationError(fault.message) from fault


def secret(label: Any, autocomplete: str, parse: Callable[[str], str] = str, **options: Any) -> SpeltField:
    """Return the field of a password."""
    size = numbers.LONGEST_PASSWORD
    return SpeltField(
        label, parse, size=size, strip=False, type="password", autocomplete=autocomplete, **options
    )


def new_password(hint: Any, label: Any = None) -> SpeltField:
    """Return the field of a password to be."""
    return secret(label or _("密码"), "new-password", numbers.password, hint=hint)


class AccountForm(forms.Form):
    """A form drawn with the field component; ids are the names."""

    @property
    def drawn(self) -> list[dict[str, Any]]:
        """Return what the template needs to draw each field."""
        return [
            {"name": bound.name, "label": bound.label, "value": bound.value() or "", "errors": bound.errors}
            | {"type": "text", "hint": "", "autocomplete": "off", "inputmode": "", "size": ""}
            | {"readonly": False, "optional": False, "choices": ()}
            | _options(bound.field)
            for bound in self
        ]

    def add_refusal(self, refusal: Invalid) -> None:
        """Show a verb's refusal at its fields."""
        errors: Mapping[str, list[str]] = refusal.errors or {"": [refusal.message]}
        for name, found in errors.items():
            for text in found:
                self.add_error(name if name in self.fields else None, text)


def _options(field: forms.Field) -> dict[str, Any]:
    return field.options if isinstance(field, SpeltField) else {}


class _Registration(AccountForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and "again" in data and data["password"] != data["again"]:
            self.add_error("again", _("两次输入的密码不一样，请重新输入。"))
        return data

    def given(self) -> dict[str, Any]:
        """Return what the verb takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "again"}


def mobile_field(label: Any, **options: Any) -> SpeltField:
    """Return the field of a mobile number."""
    return SpeltField(
        label, numbers.mobile, type="tel", inputmode="tel", autocomplete="tel", size=40, **options
    )


def _login() -> SpeltField:
    hint = _("用来登录，4 个以上英文字母、数字或下划线")
    return SpeltField(_("用户名"), numbers.username, autocomplete="username", hint=hint)


class PersonForm(_Registration):
    """A person's registration."""

    name = SpeltField(_("姓名"), numbers.name, autocomplete="name", hint=_("与身份证一致，含“·”的请完整填写"))
    resident_id = SpeltField(
        _("公民身份号码"), codes.ResidentId.parse, size=40, hint=_("18 位，最后一位可能是 X")
    )
    mobile = mobile_field(_("手机号"))
    username = _login()
    password = new_password(_("至少 10 位，不要用生日、手机号或常见密码"))
    again = secret(_("再输一次密码"), "new-password")


class OrganisationForm(_Registration):
    """An organisation's registration."""

    name = SpeltField(
        _("单位名称"), numbers.name, autocomplete="organization", hint=_("与营业执照或登记证书一致")
    )
    uscc = SpeltField(_("统一社会信用代码"), codes.Uscc.parse, size=40, hint=_("18 位数字和字母"))
    legal_representative = SpeltField(_("法定代表人（负责人）姓名"), numbers.name)
    mobile = mobile_field(_("联系手机号"))
    username = _login()
    password = new_password(_("至少 10 位，不要用信用代码、手机号或常见密码"))
    again = secret(_("再输一次密码"), "new-password")


class MobileForm(AccountForm):
    """The mobile number to send a code to."""

    mobile = mobile_field(_("手机号"))


class CodeForm(AccountForm):
    """The code that was sent."""

    code = SpeltField(
        _("验证码"), size=20, inputmode="numeric", autocomplete="one-time-code", hint=_("短信里的 6 位数字")
    )
