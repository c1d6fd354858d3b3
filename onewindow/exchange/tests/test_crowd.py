"""The bench people of the simulated registers: made from their number, strangers to everybody else."""

from datetime import date

from onewindow.exchange.simulated.registers import look_up

TODAY, NURSE = date(2026, 3, 2), "459998198003040011"


def test_a_bench_nurse_is_found_in_the_three_registers() -> None:
    population = look_up("population", {"resident_id": NURSE}, TODAY)
    registration = look_up("nurse_registration", {"resident_id": NURSE}, TODAY)
    employment = look_up("employment", {"resident_id": NURSE, "institution_code": "459900000001"}, TODAY)
    assert population is not None and registration is not None and employment is not None
    assert (population["name"], population["birth_date"]) == ("压测护士", "1980-03-04")
    assert registration["certificate_number"] == "219800304001"
    assert (registration["holder_name"], registration["valid_to"]) == ("压测护士", "2026-05-01")
    assert employment["confirmed"] is True


def test_nobody_else_is() -> None:
    for number in ("459900198003040015", "450102198003040011", "459998", ""):
        assert look_up("population", {"resident_id": number}, TODAY) is None


def test_lists_and_other_registers_know_bench_people_as_they_know_everybody() -> None:
    assert look_up("health_penalty", {"resident_id": NURSE}, TODAY) == {"active": False, "count": 0}
    assert look_up("civil_death", {"resident_id": NURSE}, TODAY) == {"deceased": False}
