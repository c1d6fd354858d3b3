"""What is owed, from the fees of an item version: pure arithmetic in yuan and fen, half up."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from onewindow.payments.errors import FeeInvalid

FEN = Decimal("0.01")
MOST = Decimal("9999999999999.99")


@dataclass(frozen=True)
class Line:
    """收费项目: one charge by its standard, with the reduction that applies and what is left to pay."""

    name: str
    standard: str
    basis: str
    full: Decimal
    reduction: str
    reduction_basis: str
    owed: Decimal

    @property
    def plain(self) -> dict[str, str]:
        """The line as it is stored: amounts as text with two places."""
        return {
            "name": self.name, "standard": self.standard, "basis": self.basis, "full": str(self.full),
            "reduction": self.reduction, "reduction_basis": self.reduction_basis, "owed": str(self.owed),
        }  # fmt: skip


def lines_of(fees: Sequence[Mapping[str, object]], grounds: Collection[str] = ()) -> list[Line]:
    """Return the charges with an amount; of the reductions whose ground is given the largest counts.

    A fee without an amount (以窗口公示为准) is charged at the counter only. A fee needs its legal basis
    (行政许可法 第五十八条). Raises FeeInvalid.
    """
    return [_line(fee, grounds) for fee in fees if fee.get("amount")]


def _line(fee: Mapping[str, object], grounds: Collection[str]) -> Line:
    name, basis = str(fee.get("name", "")), str(fee.get("basis", ""))
    full = _amount(fee["amount"])
    if full is None or not basis:
        raise FeeInvalid(errors={"fees": [f"收费项目“{name}”缺少金额或者收费依据，不能收费。"]})
    given = fee.get("reductions")
    offered = [
        one
        for one in (given if isinstance(given, list) else [])
        if isinstance(one, Mapping) and one.get("ground") in grounds
    ]
    best = min(offered, key=lambda one: _owed(full, one), default=None)
    owed = _owed(full, best) if best else full
    return Line(
        name,
        str(fee.get("standard", "")),
        basis,
        full,
        str(best.get("name", "")) if best else "",
        str(best.get("basis", "")) if best else "",
        owed,
    )


def _owed(full: Decimal, reduction: Mapping[str, object]) -> Decimal:
    """Return what is left of a fee: an amount in yuan taken off, never below nothing, or a share of it."""
    if reduction.get("amount"):
        return max(full - (_amount(reduction["amount"]) or Decimal(0)), Decimal("0.00"))
    told = str(reduction.get("percent", 0))
    percent = min(int(told), 100) if told.isascii() and told.isdigit() else 0
    return (full * (100 - percent) / 100).quantize(FEN, ROUND_HALF_UP)


def _amount(told: object) -> Decimal | None:
    try:
        amount = Decimal(str(told))
    except InvalidOperation:
        return None
    if not amount.is_finite() or not Decimal(0) <= amount <= MOST or amount != amount.quantize(FEN):
        return None
    return amount.quantize(FEN)
