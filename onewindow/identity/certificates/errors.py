"""Refusals of certificates; each says what to do."""

from onewindow.identity.errors import IdentityRefusal
from onewindow.kernel.public import Invalid


class CertificateRefused(IdentityRefusal, Invalid):
    """证书没有通过核对。"""

    code = "certificate_refused"


class CertificateUnreadable(CertificateRefused):
    """读不出证书。请上传签名证书（PEM 或 DER 格式，不带私钥）。"""

    code = "certificate_unreadable"


class CertificateNotTrusted(CertificateRefused):
    """这个证书不是本平台信任的电子认证服务机构签发的签名证书，请换一个证书，或者到窗口核对。"""

    code = "certificate_not_trusted"


class CertificateOver(CertificateRefused):
    """证书还没有生效或者已经过期，请到签发机构更新证书。"""

    code = "certificate_over"


class CertificateRevoked(CertificateRefused):
    """证书已被签发机构吊销，请到签发机构重新办理。"""

    code = "certificate_revoked"


class RevocationUnknown(CertificateRefused):
    """现在查不到这个证书有没有被吊销，请过一会儿再试，或者到窗口核对。"""

    code = "revocation_unknown"


class SignatureWrong(CertificateRefused):
    """签名与待签名的文字或证书对不上，请用这个证书重新签名。"""

    code = "certificate_signature_wrong"


class ChallengeOver(CertificateRefused):
    """待签名的文字已经失效，请对新的文字签名。"""

    code = "challenge_over"


class NotNamed(CertificateRefused):
    """证书上的名称或号码与账号的不一致，不能用它认证这个账号。"""

    code = "certificate_names_another"
