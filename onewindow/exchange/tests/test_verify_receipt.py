"""Checking a receipt offline: genuine as issued, altered by any byte, and never a crash."""

import json
from argparse import ArgumentParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onewindow.exchange import offline
from onewindow.exchange.public import FactRequest, UnknownReceipt, collect, receipt
from onewindow.exchange.tests.factories import answering
from onewindow.kernel.public import commands, keys, sm2

WEI = "459900199005120020"


@pytest.fixture
def numbers(catalogue, by, subject, purpose, noon) -> list[str]:
    with answering(health_penalty="down"):
        facts = collect(
            [FactRequest(code, {"resident_id": WEI}) for code in ("population", "health_penalty")],
            by=by,
            subject=subject,
            purpose=purpose,
        )
    return [fact.receipt for fact in facts.values()]


@pytest.fixture
def run(capsys):
    def ran(*words: object) -> tuple[int, str, str]:
        command, parser = commands.registered["exchange verify-receipt"], ArgumentParser()
        assert command.arguments is not None
        command.arguments(parser)
        code = command.run(parser.parse_args([str(word) for word in words]))
        return code, *capsys.readouterr()

    return ran


def key_file(*, purpose: str = "exchange", kid: str = "") -> str:
    held = [
        {"kid": kid or key.kid, "purpose": key.purpose, "public_hex": key.public_hex}
        for key in keys.published()
        if key.purpose == purpose
    ]
    return json.dumps({"format": "onewindow.keys/1", "keys": held})


def test_every_receipt_of_a_collect_is_genuine_by_itself(numbers, run, tmp_path):
    (tmp_path / "keys.json").write_text(key_file())
    for number in numbers:
        (tmp_path / "r.json").write_text(json.dumps(receipt(number), ensure_ascii=False, indent=2))
        code, said, complaint = run(tmp_path / "r.json", "--keys", tmp_path / "keys.json")

        assert (code, complaint) == (0, "")
        assert said.startswith("结论：真实。")
        assert f"  回执编号：{number}" in said
        assert "  查询事由：办理护士执业注册延续" in said


def test_needs_neither_database_nor_network():
    assert commands.registered["exchange verify-receipt"].needs_database is False


def test_states_no_personal_data(numbers):
    for number in numbers:
        told = json.dumps(receipt(number), ensure_ascii=False)
        assert WEI not in told
        assert "韦晓兰" not in told


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("status", "none"), ("case", "4500260302000018"), ("reason", "好奇"), ("actor", "person:8"),
        ("at", "2026-03-02T05:00:00.000000+00:00"), ("response_sm3", "00" * 32), ("milliseconds", 2),
    ],
)  # fmt: skip
def test_an_altered_statement_is_found(numbers, run, tmp_path, part, value):
    told = receipt(numbers[0])
    told["statement"][part] = value
    (tmp_path / "r.json").write_text(json.dumps(told))
    code, said, _ = run(tmp_path / "r.json")

    assert (code, said) == (1, "结论：不可信。回执的内容或签名被改动过。\n")


def test_an_altered_signature_or_list_of_leaves_is_found(numbers):
    whole, ring = receipt(numbers[0]), offline.own_keys()
    other = sm2.sign("exchange", b"something else").value.hex()
    for change in (
        {"signature": other}, {"signature": "zz"}, {"signature": ""}, {"leaves": whole["leaves"][:1]},
        {"leaves": [*whole["leaves"], "00" * 32]}, {"leaves": []}, {"leaves": "x"},
    ):  # fmt: skip
        assert offline.check(json.dumps({**whole, **change}).encode(), ring).verdict == "altered"


def test_a_key_of_another_purpose_proves_nothing(numbers, run, tmp_path):
    sm2.sign("notice", b"so that the key exists")
    (tmp_path / "keys.json").write_text(key_file(purpose="notice"))
    (tmp_path / "r.json").write_text(json.dumps(receipt(numbers[0])))
    code, said, _ = run(tmp_path / "r.json", "--keys", tmp_path / "keys.json", "--json")

    assert code == 1
    assert json.loads(said)["verdict"] == "unknown_key"


def test_a_wrong_key_under_the_right_id_is_refused(numbers, run, tmp_path):
    (tmp_path / "keys.json").write_text(key_file(kid="0" * 16))
    (tmp_path / "r.json").write_text(json.dumps(receipt(numbers[0])))
    code, said, complaint = run(tmp_path / "r.json", "--keys", tmp_path / "keys.json")

    assert (code, said) == (2, "")
    assert complaint.startswith("公钥名单有误：")


def test_what_is_not_a_receipt_is_said_plainly(numbers, run, tmp_path):
    whole = json.dumps(receipt(numbers[0]))
    twice = whole.replace('{"statement"', '{"kid": "x", "statement"', 1)
    added = json.dumps({**receipt(numbers[0]), "note": "已批准"})
    for text in ("", "{}", "[]", "null", "\x00", twice, added, "[" * 100_000, whole[:-1]):
        (tmp_path / "r.json").write_text(text)
        code, said, _ = run(tmp_path / "r.json")
        assert (code, said) == (1, "结论：不可信。这个文件不是交换回执。\n")


def test_a_missing_file_is_said_plainly(run, tmp_path):
    code, said, complaint = run(tmp_path / "gone.json")

    assert (code, said) == (2, "")
    assert complaint.startswith("读不了文件")


def test_one_altered_byte_is_found(numbers):
    whole, ring = json.dumps(receipt(numbers[0])).encode(), offline.own_keys()

    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.integers(0, len(whole) - 1), st.integers(1, 255))
    def check(place, change):
        damaged = bytearray(whole)
        damaged[place] ^= change
        found = offline.check(bytes(damaged), ring)
        if found.verdict == "genuine":
            assert json.loads(damaged) == json.loads(whole)

    check()


def test_an_unknown_number_is_refused(db):
    with pytest.raises(UnknownReceipt):
        receipt("R260302NOSUCHNUMBER")
