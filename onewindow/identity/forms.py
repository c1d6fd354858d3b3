"""What the account pages accept: shape only; the verbs decide."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from onewindow.identity.numbers import MOBILE, clean_digits, clean_name
from onewindow.kernel.public import Refusal, codes

REQUIRED = {
    "required": "请填写这一项。",
    "max_length": "最多 %(limit_value)d 个字，现在是 %(show_value)d 个字。",
}


def _text(label: str, hint: str = "", *, length: int = 200, **attributes: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=length,
        error_messages=REQUIRED,
        widget=forms.TextInput(attributes),
    )


def _password(label: str, hint: str = "", *, name: str = "new-password") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=200,
        strip=False,
        error_messages=REQUIRED,
        widget=forms.PasswordInput({"autocomplete": name}),
    )


class SignInForm(forms.Form):
    """User name or mobile, and password."""

    username = _text("用户名或手机号", autocomplete="username")
    password = _password("密码", name="current-password")


class _Registration(forms.Form):
    def clean_mobile(self) -> str:
        number = clean_digits(self.cleaned_data["mobile"])
        if not MOBILE.fullmatch(number):
            raise ValidationError("手机号是 11 位数字，以 1 开头，请核对。")
        return number

    def clean_username(self) -> str:
        name = str(self.cleaned_data["username"])
        if not name.isascii() or not name.replace("_", "").isalnum() or len(name) < 4:
            raise ValidationError("用户名用 4 个以上的英文字母、数字或下划线。")
        return name.lower()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        password = data.get("password")
        if password:
            try:
                validate_password(password)
            except ValidationError as weak:
                self.add_error("password", weak)
            if password != data.get("again"):
                self.add_error("again", "两次输入的密码不一样，请重新输入。")
        return data


class PersonForm(_Registration):
    """A person's registration."""

    name = _text("姓名", "与身份证一致，含“·”的请完整填写", autocomplete="name")
    resident_id = _text("公民身份号码", "18 位，最后一位可能是 X", length=40, autocomplete="off")
    mobile = _text("手机号", length=40, autocomplete="tel", inputmode="tel")
    username = _text("用户名", "用来登录，4 个以上英文字母、数字或下划线", length=60, autocomplete="username")
    password = _password("密码", "至少 10 位，不要用生日、手机号或常见密码")
    again = _password("再输一次密码")

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_resident_id(self) -> str:
        return _code(codes.ResidentId.parse, self.cleaned_data["resident_id"])


class OrganisationForm(_Registration):
    """An organisation's registration."""

    name = _text("单位名称", "与营业执照或登记证书一致", autocomplete="organization")
    uscc = _text("统一社会信用代码", "18 位数字和字母", length=40, autocomplete="off")
    legal_representative = _text("法定代表人（负责人）姓名", autocomplete="off")
    mobile = _text("联系手机号", length=40, autocomplete="tel", inputmode="tel")
    username = _text("用户名", "用来登录，4 个以上英文字母、数字或下划线", length=60, autocomplete="username")
    password = _password("密码", "至少 10 位，不要用生日、手机号或常见密码")
    again = _password("再输一次密码")

    def clean_uscc(self) -> str:
        return _code(codes.Uscc.parse, self.cleaned_data["uscc"])


def _code(parse: Any, text: str) -> str:
    try:
        return str(parse(text))
    except Refusal as refusal:
        raise ValidationError(refusal.message) from refusal


def errors_of(form: forms.Form) -> dict[str, list[str]]:
    """Return a bound form's messages per field."""
    return {
        ("" if name == "__all__" else name): [str(e) for e in found] for name, found in form.errors.items()
    }
