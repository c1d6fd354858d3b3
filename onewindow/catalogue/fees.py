"""收费 in words: a fee with its legal basis and what it is reduced by; pure functions over plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onewindow.catalogue import situations
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
    unread = "（原文未收录，请以公布的文本为准）" if fee.get("unread") else ""
    found = [f"依据：{fee['basis']}{unread}"] if fee.get("basis") else []
    if fee.get("amount") and fee.get("pay") in PAID:
        found.append(PAID[str(fee["pay"])])
    return [
        *found,
        *(f"减免：{one['name']}，{off(one)}（依据：{one['basis']}）" for one in fee.get("reductions") or []),
    ]


def words(fee: Row) -> str:
    """Return a fee in one line."""
    return "；".join([f"{fee.get('name', '')}：{fee.get('standard', '')}", *lines(fee)])


@dataclass(frozen=True)
class Charged:
    """The fees with an amount that apply; where the answers do not tell, what one of must be found."""

    fees: tuple[Row, ...]
    open: tuple[dict[str, str], ...]
    answers: dict[str, str]  # of those given, the ones that choose between fees


def fee_situations(questions: Sequence[Row], fees: Sequence[Row]) -> list[dict[str, str]]:
    """Return the situations between which the fees with an amount differ; one, empty, where they do not."""
    return situations.outcomes(questions, _priced(fees), {})


def charged(questions: Sequence[Row], fees: Sequence[Row], answers: Mapping[str, str]) -> Charged:
    """Return which fees apply by the answers to the questions of the situation that are known."""
    priced = _priced(fees)
    still = situations.outcomes(questions, priced, answers)
    sets = [tuple(fee for fee in priced if situations.applies(fee.get("when") or {}, one)) for one in still]
    keys = {key for one in still for key in one}
    given = {key: answers[key] for key in sorted(keys & answers.keys())}
    if all(one == sets[0] for one in sets):
        return Charged(sets[0], (), given)
    return Charged((), tuple(still), given)


def _priced(fees: Sequence[Row]) -> list[Row]:
    return [fee for fee in fees if fee.get("amount")]
