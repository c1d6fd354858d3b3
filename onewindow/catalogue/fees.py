"""收费 in words: a fee with its legal basis and what it is reduced by; pure functions over plain data."""

from collections.abc import Mapping
from typing import Any

from onewindow.catalogue.situations import Row

WHOLE = 100
PAID = {"before_decision": "作出决定前缴", "before_delivery": "领取结果前缴"}


def off(reduction: Mapping[str, Any]) -> str:
    """Return how much a reduction takes off: 免收, a share, or an amount in yuan."""
    if reduction.get("amount"):
        return f"减 {reduction['amount']} 元"
    percent = str(reduction.get("percent") or 0)
    return "免收" if percent == str(WHOLE) else f"减 {percent}%"


def lines(fee: Row) -> list[str]:
    """Return what stands below a fee in the guide: its basis, when it is paid, and each reduction."""
    found = [f"依据：{fee['basis']}"] if fee.get("basis") else []
    if fee.get("amount") and fee.get("pay") in PAID:
        found.append(PAID[str(fee["pay"])])
    return [
        *found,
        *(f"减免：{one['name']}，{off(one)}（依据：{one['basis']}）" for one in fee.get("reductions") or []),
    ]


def words(fee: Row) -> str:
    """Return a fee in one line."""
    return "；".join([f"{fee.get('name', '')}：{fee.get('standard', '')}", *lines(fee)])
