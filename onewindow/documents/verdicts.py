"""The outcome of a check, in words people understand."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """核验结论."""

    GENUINE = "genuine", _("真实有效")
    EXPIRED = "expired", _("真实，但已过有效期")
    REVOKED = "revoked", _("真实，但已被撤销")
    ALTERED = "altered", _("内容被改动过")
    UNSIGNED = "unsigned", _("没有签名")
    UNKNOWN_KEY = "unknown_key", _("签名的公钥不在公布名单内")
    MALFORMED = "malformed", _("不是本系统出具的文件")
    UNKNOWN = "unknown", _("查无此件")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was examined and whether it held."""

    name: str
    passed: bool
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a check found: the verdict, plain sentences, the public facts of the document, each step."""

    verdict: Verdict
    sentences: Sequence[str]
    facts: Sequence[tuple[str, str]] = ()
    checks: Sequence[Check] = ()
    number: str = ""
    digest: str = ""
    kid: str = ""
    online: bool = False
    token: str = ""

    @property
    def genuine(self) -> bool:
        """Whether the document is unaltered and in force, as far as this check can know."""
        return self.verdict == Verdict.GENUINE

    @property
    def label(self) -> str:
        """The verdict in words."""
        return str(self.verdict.label)

    @property
    def tone(self) -> str:
        """The colour of the verdict: g good, a attention, r bad."""
        if self.genuine:
            return "g"
        return "a" if self.verdict in {Verdict.EXPIRED, Verdict.REVOKED} else "r"

    def as_dict(self) -> dict[str, Any]:
        """Return plain data for machines."""
        return {
            **{name: getattr(self, name) for name in self.__slots__},
            "verdict": str(self.verdict),
            "label": self.label,
            "genuine": self.genuine,
            "facts": dict(self.facts),
            "checks": [asdict(one) for one in self.checks],
        }


def altered(
    sentence: str, *, kid: str = "", checks: Sequence[Check] = (), online: bool = False
) -> Verification:
    """Return the verdict on a changed or forged document, or, online, on a changed row."""
    if online:
        todo = gettext("请先不要采信，并拨打12345告知；出具机关会用签名记录和审计日志查明。")
    else:
        todo = gettext("请不要采信。可以请当事人出示原文件，或者在网上验真页面输入验证码核对。")
    return Verification(
        verdict=Verdict.ALTERED, sentences=[sentence, todo], checks=checks, kid=kid, online=online
    )


def malformed(sentence: str) -> Verification:
    """Return the verdict on what is no document of ours."""
    return Verification(
        verdict=Verdict.MALFORMED,
        sentences=[
            sentence,
            gettext(
                "请确认选择的是盖了电子印章的OFD文件、从本平台下载的PDF文书或签名记录文件，没有经过转换、压缩或截取。"
            ),
        ],
    )


def unsigned(sentence: str) -> Verification:
    """Return the verdict on a file nobody signed."""
    return Verification(
        verdict=Verdict.UNSIGNED,
        sentences=[
            sentence,
            gettext("扫描件、翻拍件和另存的文件没有签名，请改用文书上的二维码或验证码核对。"),
        ],
    )


def unknown_key(kid: str) -> Verification:
    """Return the verdict where the signing key is not among the trusted ones."""
    return Verification(
        verdict=Verdict.UNKNOWN_KEY,
        sentences=[
            gettext("文件称由公钥%(kid)s签名，但公布的公钥里没有它。") % {"kid": kid},
            gettext("请从出具机关的网站重新下载公钥名单再核对；仍然没有的，请不要采信。"),
        ],
        kid=kid,
    )
