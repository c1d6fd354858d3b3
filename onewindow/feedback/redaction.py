"""Taking out of a text what would tell who wrote it, before anybody answers it."""

import re
from collections.abc import Iterable

_PATTERNS = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "（邮箱已隐去）"),
    (re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[0-9Xx](?![0-9A-Za-z])"), "（证件号已隐去）"),
    (re.compile(r"(?<![0-9A-Za-z])9[0-9A-Z]{17}(?![0-9A-Za-z])"), "（信用代码已隐去）"),
    (re.compile(r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)"), "（电话已隐去）"),
    (re.compile(r"(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)"), "（电话已隐去）"),
    (re.compile(r"(?<!\d)\d{16,19}(?!\d)"), "（号码已隐去）"),
    (re.compile(r"(?:[Qq]{2}|微信号?|[Ww]e[Cc]hat)[号：:\s]{0,3}[A-Za-z0-9_-]{5,20}"), "（联系方式已隐去）"),
    (re.compile(r"我(?:的名字)?(?:叫|是)[\u4e00-\u9fff·]{2,4}(?=[，。,.！!；;\s]|$)"), "我（姓名已隐去）"),
)


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """Return the text without numbers and addresses to reach somebody, and without the secrets given.

    Secrets are what the author is known by: name, number, mobile, case number; one character is left.
    """
    for secret in sorted({one.strip() for one in secrets if len(one.strip()) >= 2}, key=len, reverse=True):
        text = text.replace(secret, "（已隐去）")
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text
