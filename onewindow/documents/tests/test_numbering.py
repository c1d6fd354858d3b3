"""Document numbers."""

import pytest

from onewindow.documents.numbering import agency_word, document_number

CASE = "1145000000DM00215X261123000012K"


@pytest.mark.parametrize(
    ("agency", "word"),
    [
        ("广西壮族自治区卫生健康委员会", "桂卫"),
        ("广西壮族自治区市场监督管理局", "桂市监"),
        ("广西壮族自治区民政厅", "桂民"),
        ("南宁市行政审批局", "南宁审批"),
        ("南宁市兴宁区民政局", "南宁民"),
        ("某机构", "政服"),
    ],
)
def test_begin_with_the_bodys_word(agency, word):
    assert agency_word(agency) == word


def test_take_day_and_sequence_of_the_case():
    assert document_number("广西壮族自治区民政厅", "grant", 2026, CASE) == "桂民准〔2026〕261123000012号"
    assert document_number("广西壮族自治区民政厅", "refusal", 2026, CASE) == "桂民不准〔2026〕261123000012号"


def test_keep_an_unknown_case_number_whole():
    assert document_number("某机构", "notice", 2026, "A-1") == "政服告〔2026〕A-1号"
