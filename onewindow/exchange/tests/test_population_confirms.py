"""The population register as a proof of name and number."""

import pytest

from onewindow.exchange.public import ExchangeRecord
from onewindow.exchange.tests.factories import answering
from onewindow.exchange.verification import population_confirms


@pytest.mark.parametrize(
    ("name", "number", "told"),
    [
        ("罗子豪", "459900200104180075", True),
        ("罗子嚎", "459900200104180075", False),
        ("罗子豪", "459900199001010019", False),
    ],
)
def test_compares_name_and_number(catalogue, name, number, told):
    with answering():
        assert population_confirms(name, number) is told

    assert ExchangeRecord.objects.get().actor == "system:-"


def test_cannot_tell_when_the_register_is_down(catalogue):
    with answering(population="down"):
        assert population_confirms("罗子豪", "459900200104180075") is None
