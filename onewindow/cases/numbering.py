"""Case numbers 办件编号: [USCC 18][yyMMdd][6 sequence][1 check, MOD 37,36]; query codes 查询码."""

from datetime import date
from weakref import WeakKeyDictionary

from onewindow.kernel.public import codes, ids, prepared

AT_ONCE = 20
_drawn: "WeakKeyDictionary[object, list[int]]" = WeakKeyDictionary()


def next_number(uscc: str, day: date) -> str:
    """Take the next case number of a body on a day; one statement for every twenty of a connection.

    The sequence is shared by all bodies, so a number is unique while fewer than a million cases a day arrive;
    the unique constraint is the last line. What a connection has drawn ends with it, so that nothing drawn
    before a database was restored is given after; numbers that end so are never given.
    """
    drawn = _drawn.setdefault(prepared.link(), [])
    if not drawn:
        with prepared.cursor() as cursor:
            cursor.execute("SELECT nextval('cases_number_seq') FROM generate_series(1, $1::int)", [AT_ONCE])
            drawn += reversed([value for (value,) in cursor.fetchall()])
    return number_for(uscc, day, drawn.pop())


def number_for(uscc: str, day: date, sequence: int) -> str:
    """Return the case number of a sequence value."""
    body = f"{uscc}{day:%y%m%d}{sequence % 1_000_000:06d}"
    return body + codes.mod_37_36(body)


def is_case_number(text: str) -> bool:
    """Tell whether the text is a well-formed case number with a right check character."""
    return (
        len(text) == 31
        and text.isascii()
        and text.isalnum()
        and text == text.upper()
        and codes.mod_37_36(text[:30]) == text[30]
    )


def query_code() -> str:
    """Return a random six-character query code (查询码)."""
    return ids.spoken_code(6)
