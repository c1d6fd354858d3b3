"""People: the resident identity number (GB 11643)."""

from datetime import date
from typing import Literal

from onewindow.kernel import clock
from onewindow.kernel.codes.base import Code, InvalidCode, is_digits

Sex = Literal["male", "female"]
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = {
    "1": "12345",
    "2": "123",
    "3": "1234567",
    "4": "123456",
    "5": "01234",
    "6": "12345",
    "7": "1",
    "8": "123",
}


class InvalidResidentId(InvalidCode):
    """身份证号码有误，请对照证件重新填写。"""

    code = "invalid_resident_id"


class ResidentId(Code):
    """公民身份号码: region (6), birth date (8), order (3, odd for men), check character (1).

    Laxer than a registry: the province must exist, the county need not (counties come and go, and
    demonstration people live where none ever was). A foreigner's permanent-residence number (9, province,
    nationality) is of the same form and accepted.
    """

    refusal = InvalidResidentId
    __slots__ = ()

    @property
    def birth_date(self) -> date:
        """The date of birth written in the number."""
        return date(int(self[6:10]), int(self[10:12]), int(self[12:14]))

    @property
    def sex(self) -> Sex:
        """The sex written in the number."""
        return "male" if int(self[16]) % 2 else "female"

    @property
    def region(self) -> str:
        """The six-digit code of the place where the number was given."""
        return str(self[:6])

    @staticmethod
    def check_character(body: str) -> str:
        """Return the eighteenth character for the first seventeen."""
        return _CHECKS[sum(int(c) * w for c, w in zip(body, _WEIGHTS, strict=True)) % 11]

    @classmethod
    def _fault(cls, value: str) -> str:
        if len(value) == 15:
            return "15位的旧身份证号码已停用，请填写18位号码。"
        if len(value) != 18:
            return f"身份证号码应为18位，现在是{len(value)}位。"
        if not is_digits(value[:17]) or value[17] not in _CHECKS:
            return "身份证号码应为17位数字加1位数字或字母X，请核对。"
        province = value[1:3] if value[0] == "9" else value[:2]
        if province[1] not in _PROVINCES.get(province[0], ""):
            return "身份证号码的前6位不是有效的地区代码，请核对。"
        try:
            born = cls(value).birth_date
        except ValueError:
            return "身份证号码中的出生日期不存在，请核对第7至14位。"
        if not date(1850, 1, 1) <= born <= clock.today():
            return "身份证号码中的出生日期不合理，请核对第7至14位。"
        if cls.check_character(value[:17]) != value[17]:
            return "身份证号码的校验位不符，请逐位核对。"
        return ""
