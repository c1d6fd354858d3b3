"""Refusals of the government context."""

from onewindow.kernel.public import NotFound


class UnknownRegion(NotFound):
    """没有这个行政区划代码，请核对后重试。"""

    code = "unknown_region"


class UnknownAgency(NotFound):
    """没有找到这个机构，请核对名称或统一社会信用代码。"""

    code = "unknown_agency"
