"""Case numbers 办件编号: [USCC 18][yyMMdd][6 sequence][1 check, MOD 37,36]; query codes 查询码."""

from datetime import date

from onewindow.kernel.public import codes, ids, prepared


def next_number(uscc: str, day: date) -> str:
    """Take the next case number of a body on a day, in one statement.

    The sequence is shared by all bodies, so a number is unique while fewer than a million cases a day arrive;
    the unique constraint is the last line.
    """
    with prepared.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number_seq')")
        (value,) = cursor.fetchone()
    return number_for(uscc, day, value)


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
