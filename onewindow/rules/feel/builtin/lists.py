"""List functions, and the logical functions over lists."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cmp_to_key

from onewindow.rules.feel.budget import charge
from onewindow.rules.feel.builtin.registry import builtin, position
from onewindow.rules.feel.operators import add as plus
from onewindow.rules.feel.operators import divide
from onewindow.rules.feel.temporal import DaysDuration, MonthsDuration
from onewindow.rules.feel.values import NUMBERS, Function, Value, compare, equals

Reducer = Callable[[list[Value]], Value]


def over_list_or_values(name: str) -> Callable[[Reducer], Reducer]:
    """Declare a function that takes one list, or the values themselves."""

    def add(reduce: Reducer) -> Reducer:
        builtin(f"{name}(list: list)")(reduce)
        builtin(f"{name}(list*: any)")(lambda *values: reduce(list(values)) if values else None)
        return reduce

    return add


def same(a: Value, b: Value) -> bool:
    """Tell whether two values are equal; of different kinds they are not."""
    charge()
    return equals(a, b) is True


@builtin("not(negand: any)")
def negation(value: Value) -> Value:
    """Return the opposite of a boolean."""
    return not value if type(value) is bool else None


@builtin("list contains(list: list, element: any)")
def list_contains(items: list[Value], element: Value) -> bool:
    """Tell whether an element is in a list."""
    return any(same(item, element) for item in items)


@builtin("count(list: list)")
def count(items: list[Value]) -> Decimal:
    """Return the length."""
    return Decimal(len(items))


def _extreme(items: list[Value], sign: int) -> Value:
    best = None
    for item in items:
        if item is None:
            return None
        order = sign if best is None else compare(item, best)
        if order is None:
            return None
        best = item if order == sign else best
    return best


@over_list_or_values("min")
def minimum(items: list[Value]) -> Value:
    """Return the least."""
    return _extreme(items, -1)


@over_list_or_values("max")
def maximum(items: list[Value]) -> Value:
    """Return the greatest."""
    return _extreme(items, 1)


@over_list_or_values("sum")
def total(items: list[Value]) -> Value:
    """Return the sum; null of nothing."""
    if not items or not isinstance(items[0], (Decimal, DaysDuration, MonthsDuration)):
        return None
    found: Value = items[0]
    for item in items[1:]:
        found = plus(found, item) if type(item) is type(found) else None
        if found is None:
            return None
    return found


@over_list_or_values("mean")
def mean(items: list[Value]) -> Value:
    """Return the arithmetic mean."""
    found = total(items)
    return None if found is None else divide(found, Decimal(len(items)))


def _numbers(items: list[Value]) -> list[Decimal] | None:
    return items if items and all(type(v) is Decimal for v in items) else None


@over_list_or_values("product")
def product(items: list[Value]) -> Value:
    """Return the product."""
    numbers = _numbers(items)
    if numbers is None:
        return None
    found = Decimal(1)
    for number in numbers:
        found = NUMBERS.multiply(found, number)
    return found


@over_list_or_values("median")
def median(items: list[Value]) -> Value:
    """Return the middle, or the mean of the two in the middle."""
    numbers = _numbers(items)
    if numbers is None:
        return None
    ordered, half = sorted(numbers), len(numbers) // 2
    if len(ordered) % 2:
        return ordered[half]
    return NUMBERS.divide(NUMBERS.add(ordered[half - 1], ordered[half]), Decimal(2))


@over_list_or_values("stddev")
def deviation(items: list[Value]) -> Value:
    """Return the sample standard deviation."""
    numbers = _numbers(items)
    if numbers is None or len(numbers) < 2:
        return None
    middle = mean(numbers)
    squares = [NUMBERS.power(NUMBERS.subtract(n, middle), Decimal(2)) for n in numbers]
    return NUMBERS.sqrt(NUMBERS.divide(total(squares), Decimal(len(numbers) - 1)))


@over_list_or_values("mode")
def mode(items: list[Value]) -> Value:
    """Return the most frequent numbers, ascending."""
    if not items:
        return []
    numbers = _numbers(items)
    if numbers is None:
        return None
    counts: dict[Decimal, int] = {}
    for number in numbers:
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values())
    return sorted(n for n, times in counts.items() if times == most)


def _all(items: list[Value], decisive: bool) -> Value:
    if any(item is decisive for item in items):
        return decisive
    return (not decisive) if all(type(item) is bool for item in items) else None


@over_list_or_values("all")
def conjunction(items: list[Value]) -> Value:
    """Tell whether all are true."""
    return _all(items, False)


@over_list_or_values("any")
def disjunction(items: list[Value]) -> Value:
    """Tell whether any is true."""
    return _all(items, True)


@builtin("sublist(list: list, start position: number, length?: number)")
def sublist(items: list[Value], start: Decimal, length: Decimal | None = None) -> Value:
    """Return a part of a list."""
    first = position(start)
    if not first or abs(first) > len(items):
        return None
    begin = first - 1 if first > 0 else len(items) + first
    if length is None:
        return items[begin:]
    wanted = position(length)
    if wanted is None or wanted < 0 or begin + wanted > len(items):
        return None
    return items[begin : begin + wanted]


@builtin("append(list: list|null, item*: any)")
def append(items: list[Value] | None, *more: Value) -> list[Value]:
    """Return a list with items at its end."""
    return [*(items if items is not None else [None]), *more]


@builtin("concatenate(list*: list)")
def concatenate(*lists: list[Value]) -> list[Value]:
    """Join lists."""
    return [item for items in lists for item in items]


@builtin("insert before(list: list, position: number, newItem: any)")
def insert_before(items: list[Value], number: Decimal, item: Value) -> Value:
    """Return a list with an item before a position."""
    at = _index(items, number)
    return None if at is None else [*items[:at], item, *items[at:]]


@builtin("remove(list: list, position: number)")
def remove(items: list[Value], number: Decimal) -> Value:
    """Return a list without the item at a position."""
    at = _index(items, number)
    return None if at is None else [*items[:at], *items[at + 1 :]]


def _index(items: list[Value], number: Decimal) -> int | None:
    at = position(number)
    if not at or abs(at) > len(items):
        return None
    return at - 1 if at > 0 else len(items) + at


@builtin("list replace(list: list, position: number, newItem: any)")
def list_replace(items: list[Value], number: Decimal, item: Value) -> Value:
    """Return a list with the item at a position replaced."""
    at = _index(items, number)
    return None if at is None else [*items[:at], item, *items[at + 1 :]]


@builtin("list replace(list: list, match: function, newItem: any)")
def list_replace_matching(items: list[Value], match: Function, new: Value) -> Value:
    """Return a list with the items replaced for which match(item, newItem) is true."""
    found = []
    for item in items:
        hit = match.invoke([item, new])
        if type(hit) is not bool:
            return None
        found.append(new if hit else item)
    return found


@builtin("reverse(list: list)")
def reverse(items: list[Value]) -> list[Value]:
    """Return a list backwards."""
    return items[::-1]


@builtin("index of(list: list, match: any)")
def index_of(items: list[Value], match: Value) -> list[Value]:
    """Return the positions of the items that equal a value."""
    return [Decimal(i) for i, item in enumerate(items, 1) if same(item, match)]


@builtin("distinct values(list: list)")
def distinct_values(items: list[Value]) -> list[Value]:
    """Return a list without repetitions."""
    found: list[Value] = []
    for item in items:
        if not any(same(item, known) for known in found):
            found.append(item)
    return found


@builtin("union(list*: list)")
def union(*lists: list[Value]) -> list[Value]:
    """Join lists without repetitions."""
    found: list[Value] = distinct_values(concatenate(*lists))
    return found


@builtin("flatten(list: list)")
def flatten(items: list[Value]) -> list[Value]:
    """Return the innermost items of nested lists."""
    found: list[Value] = []
    for item in items:
        charge()
        if isinstance(item, list):
            found += flatten(item)
        else:
            found.append(item)
    return found


@builtin("sort(list: list, precedes?: function)")
def sort(items: list[Value], precedes: Function | None = None) -> Value:
    """Return a list in order, by a function that tells whether the first of two comes before the second."""

    def order(a: Value, b: Value) -> int:
        charge()
        if precedes is None:
            return compare(a, b) or 0
        if precedes.invoke([a, b]) is True:
            return -1
        return 1 if precedes.invoke([b, a]) is True else 0

    if precedes is None and any(compare(items[0], item) is None for item in items):
        return None
    return sorted(items, key=cmp_to_key(order))


@builtin("string join(list: list, delimiter?: string|null)")
def string_join(items: list[Value], delimiter: str | None = None) -> Value:
    """Join texts with a delimiter; nulls are left out."""
    if any(item is not None and type(item) is not str for item in items):
        return None
    charge(sum(len(item or "") for item in items) // 8)
    return (delimiter or "").join(item for item in items if item is not None)


ROUNDING = ROUND_HALF_EVEN
