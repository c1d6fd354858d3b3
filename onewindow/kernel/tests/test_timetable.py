"""Timed jobs from the command line."""

from argparse import Namespace
from collections.abc import Iterator

import pytest

from onewindow.kernel import jobs, timetable

LIST, RUN = timetable.commands()


@pytest.fixture
def ran() -> Iterator[list[str]]:
    """A job of its own that says when it ran."""
    told: list[str] = []
    jobs.periodic("1 2 * * *", name="table.job")(lambda: told.append("ran"))
    yield told
    del jobs.registered["table.job"]


def test_every_job_is_listed_with_its_time(ran: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert LIST.run(Namespace()) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "table.job\t1 2 * * *" in lines
    assert lines == sorted(lines)
    assert len(lines) == len(jobs.registered)


def test_one_is_run_now(ran: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert RUN.run(Namespace(name="table.job")) == 0
    assert ran == ["ran"]
    assert capsys.readouterr().out == "table.job 已运行。\n"


def test_an_unknown_one_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert RUN.run(Namespace(name="没有")) == 1
    assert "jobs list" in capsys.readouterr().err
