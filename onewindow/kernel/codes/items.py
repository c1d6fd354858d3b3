"""Service items: catalogue code (12), implementation code (31) and handling code (33), GB/T 39554.1."""

import re
from typing import Self

from onewindow.kernel.codes.base import Code, InvalidCode
from onewindow.kernel.codes.organisation import Uscc

_CATALOG = re.compile(r"[0-9]{12}")
_TASK = re.compile(r"[1-6][0-9]{12}")


class InvalidCatalogCode(InvalidCode):
    """基本编码有误，请核对后重新填写。"""

    code = "invalid_catalog_code"


class InvalidTaskCode(InvalidCode):
    """实施编码有误，请核对后重新填写。"""

    code = "invalid_task_code"


class CatalogCode(Code):
    """基本编码: who fixed it (2), item type (2), department (2), main item (3), sub-item (3)."""

    refusal = InvalidCatalogCode
    __slots__ = ()

    @property
    def issuer(self) -> str:
        """`00` for the nation, else the province."""
        return str(self[:2])

    @property
    def item_type(self) -> str:
        """事项类型代码, two digits (01 行政许可 …)."""
        return str(self[2:4])

    @property
    def is_sub_item(self) -> bool:
        """Whether it names a sub-item (子项) of a main item."""
        return self[9:] != "000"

    @classmethod
    def _fault(cls, value: str) -> str:
        if not _CATALOG.fullmatch(value):
            return "基本编码应为12位数字，请核对。"
        return ""


class TaskCode(Code):
    """实施编码: USCC of the implementing body (18), level (1), catalogue code (12)."""

    refusal = InvalidTaskCode
    __slots__ = ()

    @property
    def uscc(self) -> Uscc:
        """The implementing body."""
        return Uscc(self[:18])

    @property
    def level(self) -> int:
        """行使层级: 1 nation, 2 province, 3 city, 4 county, 5 township, 6 village."""
        return int(self[18])

    @property
    def catalog(self) -> CatalogCode:
        """The catalogue code the item implements."""
        return CatalogCode(self[19:31])

    @classmethod
    def build(cls, uscc: str, level: int, catalog: str) -> Self:
        """Return the code of an item from its parts; raise `InvalidTaskCode`."""
        return cls.parse(f"{uscc}{level}{catalog}")

    @classmethod
    def _fault(cls, value: str) -> str:
        if len(value) != 31:
            return f"实施编码应为31位，现在是{len(value)}位。"
        if not Uscc.is_valid(value[:18]):
            return "实施编码的前18位不是有效的统一社会信用代码，请核对。"
        if not _TASK.fullmatch(value[18:]):
            return "实施编码的后13位应为1位行使层级（1至6）和12位基本编码，请核对。"
        return ""


class HandleCode(TaskCode):
    """业务办理项编码: implementation code (31) and a number from 01 to 99."""

    __slots__ = ()

    @property
    def task(self) -> TaskCode:
        """The implementation code it belongs to."""
        return TaskCode(self[:31])

    @classmethod
    def _fault(cls, value: str) -> str:
        if len(value) != 33:
            return f"业务办理项编码应为33位，现在是{len(value)}位。"
        if not re.fullmatch("[0-9]{2}", value[31:]) or value[31:] == "00":
            return "业务办理项编码的最后两位应为01至99，请核对。"
        return super()._fault(value[:31])
