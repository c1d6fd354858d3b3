"""Plants the licence catalogue and the sub-libraries."""

from onewindow.kernel.public import SYSTEM
from onewindow.licences.services.types import declare_libraries, declare_types


def plant() -> str:
    """Declare every type and sub-library of `data/`; what is unchanged stays untouched."""
    return f"证照类型：{declare_types(by=SYSTEM)} 种有变化；分库：{declare_libraries(by=SYSTEM)} 个有变化"
