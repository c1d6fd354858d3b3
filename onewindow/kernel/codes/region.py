"""Places: the statistical region code, six digits of GB/T 2260 and three each for township and village."""

from typing import Literal

from onewindow.kernel.codes.base import Code, InvalidCode, is_digits

RegionLevel = Literal["nation", "province", "city", "county", "township", "village"]
_LENGTHS: tuple[tuple[int, RegionLevel], ...] = (
    (2, "province"),
    (4, "city"),
    (6, "county"),
    (9, "township"),
    (12, "village"),
)


class InvalidRegionCode(InvalidCode):
    """区划代码有误，请核对后重新填写。"""

    code = "invalid_region_code"


class RegionCode(Code):
    """区划代码: twelve digits, zeros below its own level; six or nine digits are filled up when parsed."""

    refusal = InvalidRegionCode
    __slots__ = ()

    @classmethod
    def parse(cls, text: str, field: str = "") -> "RegionCode":
        """Return the code in twelve digits; takes six, nine or twelve; raise `InvalidRegionCode`."""
        return cls(super().parse(text, field).ljust(12, "0"))

    @property
    def prefix(self) -> str:
        """The digits that all codes below it begin with: 45, 4501, 450102, nine or twelve."""
        return str(self[: _own_length(self)])

    @property
    def level(self) -> RegionLevel:
        """How deep the place lies."""
        return dict(_LENGTHS).get(_own_length(self), "nation")

    @property
    def parent(self) -> "RegionCode | None":
        """The place one level up; None above a province."""
        above = [length for length, _ in _LENGTHS if length < _own_length(self)]
        return RegionCode(self[: above[-1]].ljust(12, "0")) if above else None

    @property
    def city(self) -> str:
        """The four-digit prefecture code that rows carry; `4500` for what belongs to the province itself."""
        return str(self[:4])

    @property
    def short(self) -> str:
        """The first six digits, as GB/T 2260 writes a county and what is above it."""
        return str(self[:6])

    def holds(self, other: str) -> bool:
        """Tell whether the other place is this one or lies in it."""
        return other.startswith(self.prefix)

    @classmethod
    def _fault(cls, value: str) -> str:
        if len(value) not in {6, 9, 12}:
            return f"区划代码应为12位（或6位、9位），现在是{len(value)}位。"
        if not is_digits(value):
            return "区划代码只能由数字组成，请核对。"
        if not "1" <= value[0] <= "8":
            return "区划代码的前两位不是有效的省级代码，请核对。"
        full = value.ljust(12, "0")
        own = _own_length(full)
        if own > 9 and full[6:9] == "000":
            return "区划代码缺少上一级的代码段，请核对。"
        return ""


def _own_length(code: str) -> int:
    """Return how many leading digits say something: 0, 2, 4, 6, 9 or 12."""
    full = code.ljust(12, "0")
    return next((n for n, _ in reversed(_LENGTHS) if int(full[_before(n) : n])), 0)


def _before(length: int) -> int:
    return {2: 0, 4: 2, 6: 4, 9: 6, 12: 9}[length]
