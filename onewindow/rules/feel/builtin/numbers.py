"""Numeric functions."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from onewindow.rules.feel.builtin.registry import builtin, whole
from onewindow.rules.feel.temporal import DaysDuration, MonthsDuration
from onewindow.rules.feel.values import NUMBERS, Value

ONE = Decimal(1)


def rounded(number: Decimal, scale: Decimal, mode: str) -> Value:
    """Round to `scale` digits after the point; null outside −6111…6176, the range of decimal128."""
    places = whole(scale)
    if places is None or not -6111 <= places <= 6176:
        return None
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places:
        return number
    return number.quantize(NUMBERS.scaleb(ONE, Decimal(-places)), rounding=mode, context=NUMBERS)


@builtin("decimal(n: number, scale: number)")
def decimal(number: Decimal, scale: Decimal) -> Value:
    """Round half to even."""
    return rounded(number, scale, ROUND_HALF_EVEN)


@builtin("floor(n: number, scale?: number)")
def floor(number: Decimal, scale: Decimal | None = None) -> Value:
    """Round down to −∞."""
    return rounded(number, scale or Decimal(0), ROUND_FLOOR)


@builtin("ceiling(n: number, scale?: number)")
def ceiling(number: Decimal, scale: Decimal | None = None) -> Value:
    """Round up to +∞."""
    return rounded(number, scale or Decimal(0), ROUND_CEILING)


@builtin("round up(n: number, scale: number)")
def round_up(number: Decimal, scale: Decimal) -> Value:
    """Round away from zero."""
    return rounded(number, scale, ROUND_UP)


@builtin("round down(n: number, scale: number)")
def round_down(number: Decimal, scale: Decimal) -> Value:
    """Round towards zero."""
    return rounded(number, scale, ROUND_DOWN)


@builtin("round half up(n: number, scale: number)")
def round_half_up(number: Decimal, scale: Decimal) -> Value:
    """Round half away from zero."""
    return rounded(number, scale, ROUND_HALF_UP)


@builtin("round half down(n: number, scale: number)")
def round_half_down(number: Decimal, scale: Decimal) -> Value:
    """Round half towards zero."""
    return rounded(number, scale, ROUND_HALF_DOWN)


@builtin("abs(n: number|duration)")
def absolute(value: Value) -> Value:
    """Return the magnitude."""
    if isinstance(value, DaysDuration):
        return DaysDuration(abs(value.nanos))
    return MonthsDuration(abs(value.months)) if isinstance(value, MonthsDuration) else NUMBERS.abs(value)


@builtin("modulo(dividend: number, divisor: number)")
def modulo(dividend: Decimal, divisor: Decimal) -> Value:
    """Return dividend − divisor × floor(dividend / divisor)."""
    if not divisor:
        return None
    rest = NUMBERS.remainder(dividend, divisor)
    return NUMBERS.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest


@builtin("sqrt(number: number)")
def square_root(number: Decimal) -> Value:
    """Return the square root."""
    return NUMBERS.sqrt(number) if number >= 0 else None


@builtin("log(number: number)")
def logarithm(number: Decimal) -> Value:
    """Return the natural logarithm."""
    return NUMBERS.ln(number) if number > 0 else None


@builtin("exp(number: number)")
def exponential(number: Decimal) -> Value:
    """Return e to a power."""
    return NUMBERS.exp(number)


@builtin("odd(number: number)")
def odd(number: Decimal) -> Value:
    """Tell whether a whole number is odd."""
    return None if number != number.to_integral_value() else int(number) % 2 != 0


@builtin("even(number: number)")
def even(number: Decimal) -> Value:
    """Tell whether a whole number is even."""
    return None if number != number.to_integral_value() else int(number) % 2 == 0
