"""Chinese numerals as statutes write them."""

DIGITS = "零一二三四五六七八九"
CLASS = "[零〇一二两三四五六七八九十百千]+"
_UNITS = {"十": 10, "百": 100, "千": 1000}


def read(text: str) -> int:
    """Return the number a Chinese numeral below 10,000 means; ASCII digits pass.

    Raises ValueError for anything else.
    """
    if text.isascii() and text.isdigit():
        return int(text)
    total, digit = 0, 0
    for sign in text.replace("〇", "零").replace("两", "二"):
        if sign in _UNITS:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            digit = DIGITS.index(sign)
    return total + digit


def write(number: int) -> str:
    """Return a number from 0 to 9,999 the way statutes write it: 10 is 十, 23 is 二十三, 105 is 一百零五."""
    if not 0 <= number < 10_000:
        raise ValueError(number)
    if number < 10:
        return DIGITS[number]
    text, gap = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap else "") + DIGITS[digit] + sign
        gap = not digit and bool(text)
    return text.removeprefix("一") if text.startswith("一十") else text
