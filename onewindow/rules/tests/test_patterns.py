"""Regular expressions of XPath's flavour: exact results, faults, and bounds."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.rules.errors import LimitReached
from onewindow.rules.feel.budget import bounded
from onewindow.rules.feel.regex import PatternFault, compiled
from onewindow.rules.tests.feel import feel


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('matches("abracadabra", "bra")', True),
        ('matches("abracadabra", "^bra")', False),
        ('matches("abracadabra", "^a.*a$")', True),
        ('matches("foobar", "^fo*b", "")', True),
        ('matches("FoObAr", "fOoBaR", "i")', True),
        (r'matches("line1\nline2", "line1.line2")', False),
        (r'matches("line1\nline2", "line1.line2", "s")', True),
        (r'matches("line1\nline2", "^line2$")', False),
        (r'matches("line1\nline2", "^line2$", "m")', True),
        (r'matches("line1\n", "^$", "m")', False),
        (r'matches("line1\n", "1$")', False),
        ('matches("hello world", "hello\\ sworld", "x")', True),
        ('matches("helloworld", " hello[ ]world", "x")', False),
        ('matches("a.b", "a.b", "q")', True),
        ('matches("axb", "a.b", "q")', False),
        ('matches("x", "[A-Z-[IO]]", "i")', True),
        ('matches("i", "[A-Z-[IO]]", "i")', False),
        ('matches("Q", "[^q]", "i")', False),
        ('matches("\u212a", "k", "i")', True),
        ('matches("a", "\\p{Lu}", "i")', False),
        ('matches("aa", "^(a)\\1$")', True),
        ('matches("aA", "^(a)\\1$", "i")', True),
        ('matches("ab", "^(a)\\1$")', False),
        ('matches("\u738b\u5c0f\u660e", "^\\p{IsCJKUnifiedIdeographs}{2,4}$")', True),
        ('matches("\u0663", "^\\d$")', True),
        ('matches("_", "\\w")', False),
        ('matches("-", "[a-]")', True),
        ('matches("b", "[-a]")', False),
        ('matches("aaa", "^a{2}$")', False),
        ('matches("aaa", "^a{2,}$")', True),
        ('matches("abc", "(?:b)")', True),
        ('matches("", "")', True),
        ('matches("abc", "[")', None),
        ('matches("abc", "*")', None),
        ('matches("abc", "a++")', None),
        ('matches("abc", "(a")', None),
        ('matches("abc", "a)")', None),
        ('matches("abc", "a{2,1}")', None),
        ('matches("abc", "a{,2}")', None),
        ('matches("abc", "\\b")', None),
        ('matches("abc", "\\1(a)")', None),
        ('matches("abc", "(a\\1)")', None),
        ('matches("abc", "[z-a]")', None),
        ('matches("abc", "[]")', None),
        ('matches("abc", "\\p{Xx}")', None),
        ('matches("abc", "a", "k")', None),
        ('matches(null, "a")', None),
        ('matches("abc", null)', None),
        ('matches("abc", "b", null)', True),
        ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', "[1=ab][2=]cd"),
        ('replace("abc", "b", "\\$")', "a$c"),
        ('replace("abc", "b", "\\\\")', "a\\c"),
        ('replace("abc", "b", "$")', None),
        ('replace("abc", "b", "\\x")', None),
        ('replace("abc", "b*", "-")', None),
        ('replace("abc", "(b)", "$12")', "ab2c"),
        ('replace("abc", "b", "[$1]")', "a[]c"),
        ('replace("a.c", ".", "$1", "q")', "a$1c"),
        ('replace("\U00010400x", ".", "y")', "yy"),
        ('split("John Doe", "\\s")', ["John", "Doe"]),
        ('split("a;b;c;;", ";")', ["a", "b", "c", "", ""]),
        ('split("", ";")', [""]),
        ('split("abc", "")', None),
        ('split("abc", "[")', None),
        ('split("1, 2,3", ",\\s*")', ["1", "2", "3"]),
        ('split(delimiter: "-", string: "a-b")', ["a", "b"]),
    ],
)
def test_functions(expression: str, expected: object) -> None:
    assert feel(expression.replace("\\", "\\\\") if "\\n" not in expression else expression) == expected


@pytest.mark.parametrize("pattern", ["(a*)*$", "(a|a)*b", "(a+)+b", "(a|aa)+$", "(.*)*x", "((a*)*)*b"])
def test_backtracking_patterns_end_at_once(pattern: str) -> None:
    start = time.process_time()
    with bounded():
        compiled(pattern).first("a" * 2000 + "c")
    assert time.process_time() - start < 2


def test_a_pattern_with_references_stops_at_the_bound() -> None:
    with pytest.raises(LimitReached), bounded():
        compiled("(a*)*(a*)*(a*)*\\1b").first("a" * 40 + "c")


def test_a_pattern_that_grows_is_refused() -> None:
    with pytest.raises(LimitReached), bounded():
        compiled("((a{1000}){1000}){1000}")


@given(st.text("ab(|)*+?[]{}^$\\.,-12dp", max_size=14), st.text("ab1\n", max_size=12))
def test_any_pattern_matches_or_is_refused(pattern: str, text: str) -> None:
    try:
        with bounded():
            found = compiled(pattern).first(text)
    except (PatternFault, LimitReached):
        return
    assert found is None or text[found.start : found.end] == found.groups[0]
