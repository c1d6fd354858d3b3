"""What the check page accepts: a code, or a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from onewindow.documents import kinds, tokens
from onewindow.documents.verification import LARGEST


class CheckForm(forms.Form):
    """验真：验证码或者文件，二者填一项。"""

    code = forms.CharField(required=False, max_length=2000, strip=True)
    file = forms.FileField(required=False, allow_empty_file=True)

    def clean_code(self) -> str:
        """Return the code in what was typed or pasted."""
        typed = str(self.cleaned_data["code"])
        token = tokens.clean(typed) or kinds.read_code(typed)
        if typed and not token:
            raise forms.ValidationError(
                _(
                    "验证码是26位数字和字母，印在文书二维码旁边；证照也可以输入完整的电子证照标识。请核对有没有漏输、多输。"
                )
            )
        return token

    def clean_file(self) -> object:
        """Refuse what is too large to be one of ours."""
        file = self.cleaned_data["file"]
        if file and (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("文件超过20 MB，不是本平台出具的文书，请重新选择。"))
        return file

    def clean(self) -> dict[str, object]:
        """Require one of the two."""
        given = super().clean() or {}
        if not self.errors and not given.get("code") and not given.get("file"):
            raise forms.ValidationError({"code": _("请输入验证码，或者选择一个文件。")})
        return given
