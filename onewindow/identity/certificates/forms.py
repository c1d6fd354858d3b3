"""What the page about certificates accepts; the verb decides."""

import base64
import binascii

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onewindow.identity.forms import AccountForm, SpeltField
from onewindow.kernel.public import Invalid


def _base64(text: str) -> str:
    """Return the signature without white space, if it is base64."""
    joined = "".join(text.split())
    try:
        base64.b64decode(joined, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise Invalid(_("签名应当是 Base64 文字，请把证书工具给出的签名整段粘贴进来。")) from fault
    return joined


class CertificateForm(AccountForm):
    """A certificate and what it signed."""

    certificate = SpeltField(
        gettext_lazy("签名证书"), size=16_384, type="textarea", rows=6, spellcheck="false",
        hint=gettext_lazy("PEM 格式，从 BEGIN CERTIFICATE 那行到 END CERTIFICATE 那行，不要粘贴私钥"),
    )  # fmt: skip
    signature = SpeltField(
        gettext_lazy("签名"), _base64, size=4_096, type="textarea", rows=3, spellcheck="false",
        hint=gettext_lazy("证书工具对上面那行文字给出的签名，Base64 格式"),
    )  # fmt: skip

    def given(self) -> dict[str, bytes]:
        """Return certificate and signature as the verb takes them."""
        data = self.cleaned_data
        return {
            "certificate": data["certificate"].encode(),
            "signature": base64.b64decode(data["signature"]),
        }
