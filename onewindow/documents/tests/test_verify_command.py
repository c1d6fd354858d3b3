"""`onewindow verify`: exit codes and words, with a published key file and without a database."""

import json
from argparse import ArgumentParser

import pytest

from onewindow.documents import cli, keyrings, slips
from onewindow.documents import public as documents


@pytest.fixture
def folder(notice, tmp_path):
    (tmp_path / "a.pdf").write_bytes(documents.render_pdf(notice))
    (tmp_path / "keys.json").write_text(json.dumps(keyrings.published()))
    return tmp_path


def run(*words: object) -> int:
    command = cli.command()
    parser = ArgumentParser()
    command.arguments(parser)
    return command.run(parser.parse_args([str(word) for word in words]))


def test_needs_no_database():
    assert cli.command().needs_database is False


def test_confirms_with_the_published_keys(folder, capsys):
    assert run(folder / "a.pdf", "--keys", folder / "keys.json") == 0

    said = capsys.readouterr().out
    assert said.startswith("结论：真实有效\n")
    assert "这样核对不能知道文书是否已被撤销" in said


def test_uses_the_homes_own_keys(folder):
    assert run(folder / "a.pdf") == 0


def test_fails_on_one_changed_byte(folder, capsys):
    data = bytearray((folder / "a.pdf").read_bytes())
    data[5000] ^= 1
    (folder / "b.pdf").write_bytes(data)

    assert run(folder / "b.pdf", "--keys", folder / "keys.json", "--json") == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["verdict"], said["genuine"], said["label"]) == ("altered", False, "内容被改动过")


def test_checks_a_qr_text(notice, folder, capsys):
    text = slips.address("https://example.test", notice.token, bytes(notice.slip))

    assert run("--qr", text, "--keys", folder / "keys.json") == 0
    assert run("--qr", text[:-1] + "A") == 1


def test_knows_no_stranger(folder, tmp_path):
    (tmp_path / "none.json").write_text('{"keys": []}')

    assert run(folder / "a.pdf", "--keys", tmp_path / "none.json") == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"keys": [{}]}', '{"keys": 5}', "[" * 100_000])
def test_says_when_the_key_file_is_wrong(folder, capsys, text):
    (folder / "bad.json").write_text(text)

    assert run(folder / "a.pdf", "--keys", folder / "bad.json") == 2
    assert capsys.readouterr().err.startswith("公钥名单、根证书或作废名单有误：")


def test_refuses_a_key_under_a_false_name(folder):
    held = json.loads((folder / "keys.json").read_text())
    for key in held["keys"]:
        key["kid"] = "0" * 16
    (folder / "bad.json").write_text(json.dumps(held))

    assert run(folder / "a.pdf", "--keys", folder / "bad.json") == 2


def test_says_when_a_file_is_missing(folder, capsys):
    assert run(folder / "nothing.pdf") == 2
    assert "读不了文件" in capsys.readouterr().err


def test_wants_one_of_file_and_qr(capsys):
    assert run() == 2
    assert run("a.pdf", "--qr", "x") == 2
