"""Investment projects: the code every paper of a project carries (GB/T 40058-2021)."""

from datetime import date

from onewindow.kernel.codes.base import Code, InvalidCode, is_digits

_CUTS = ((0, 4), (4, 10), (10, 12), (12, 14), (14, 20))


class InvalidProjectCode(InvalidCode):
    """项目代码有误，请对照项目代码证明重新填写。"""

    code = "invalid_project_code"


class ProjectCode(Code):
    """投资项目代码: 24 characters `YYMM-RRRRRR-DD-TT-RRRRRC`, kept with its hyphens.

    Year and month, place (6), guiding department (2), project type (2), five random digits and a check digit.
    The check digit of the standard is not published: codes given elsewhere are judged by their form only,
    those given here end in the check digit of ISO/IEC 7064 MOD 11,10.
    """

    refusal = InvalidProjectCode
    __slots__ = ()

    @classmethod
    def parse(cls, text: str, field: str = "") -> "ProjectCode":
        """Return the code with its hyphens; takes it without them too; raise `InvalidProjectCode`."""
        digits = super().parse(text, field)
        return cls("-".join(digits[start:end] for start, end in _CUTS))

    @classmethod
    def issue(cls, *, on: date, region: str, department: str, kind: str, random: int) -> "ProjectCode":
        """Return the code of a month, a place (six digits or more), two digits each, and 0–99999."""
        body = f"{on:%y%m}{region[:6]}{department}{kind}{random:05d}"
        return cls.parse(body + check_digit(body))

    @classmethod
    def _fault(cls, value: str) -> str:
        if len(value) != 20 or not is_digits(value):
            return "项目代码是 20 位数字，分五段，例如 2603-450102-04-01-123456。"
        if not 1 <= int(value[2:4]) <= 12:
            return "项目代码的第三、四位是月份，应当是 01 到 12。"
        return "" if value[4] != "0" else "项目代码的第二段是区划代码，请核对。"


def check_digit(digits: str) -> str:
    """Return the ISO/IEC 7064 MOD 11,10 check digit of a text of digits."""
    product = 10
    for one in digits:
        product = ((product + int(one)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)
