"""Project codes: their form, and the check digit of those given here."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.kernel.codes.project import check_digit
from onewindow.kernel.public import codes

digits = st.text("0123456789", min_size=2, max_size=2)


@given(st.dates(date(2021, 8, 1), date(2099, 12, 31)), digits, digits, st.integers(0, 99999))
def test_a_code_given_here_has_the_form_and_notices_a_wrong_digit(
    on: date, department: str, kind: str, random: int
) -> None:
    code = codes.ProjectCode.issue(on=on, region="450102", department=department, kind=kind, random=random)
    assert len(code) == 24 and codes.ProjectCode.parse(code.replace("-", " ")) == code
    assert code.startswith(f"{on:%y%m}-450102-{department}-{kind}-{random:05d}")
    typed = code.replace("-", "")
    assert checks(typed)
    wrong = typed[:9] + str((int(typed[9]) + 1) % 10) + typed[10:]
    assert not checks(wrong)


def checks(typed: str) -> bool:
    """Check all digits at once, as ISO/IEC 7064 has it for the receiving side."""
    product = 10
    for one in typed[:-1]:
        total = (product + int(one)) % 10
        product = 2 * (total if total else 10) % 11
    return (product + int(typed[-1])) % 10 == 1


def test_a_known_check_digit() -> None:
    code = codes.ProjectCode.issue(
        on=date(2026, 3, 2), region="450102000000", department="04", kind="01", random=12345
    )
    assert code == "2603-450102-04-01-123457"
    assert check_digit("0794") == "5"  # the example of the standard


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "20 位"), ("2603-450102-04-01-12345", "20 位"), ("2603-450102-04-01-12345X", "20 位"),
        ("2613-450102-04-01-123456", "月份"), ("2600-450102-04-01-123456", "月份"),
        ("2603-050102-04-01-123456", "区划"), ("２６０３-450102-04-01-12345", "20 位"),
    ],
)  # fmt: skip
def test_what_is_no_code_is_told(text: str, said: str) -> None:
    assert not codes.ProjectCode.is_valid(text)
    with pytest.raises(codes.InvalidProjectCode, match=said) as refused:
        codes.ProjectCode.parse(text, field="project_code")
    assert list(refused.value.errors) == ["project_code"]


def test_a_code_given_elsewhere_is_judged_by_its_form() -> None:
    assert codes.ProjectCode.parse("2603 450102 04 01 123456") == "2603-450102-04-01-123456"
