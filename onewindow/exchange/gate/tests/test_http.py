"""HTTP over real sockets: kept connections, and what does not keep to the limits is cut off."""

import contextlib
import time
from collections.abc import Iterator

import pytest

from onewindow.exchange.gate.http import HEAD_BYTES
from onewindow.exchange.gate.tests.sockets import HEAD, answer, is_cut, opened, serving


@pytest.fixture
def hasty() -> Iterator[int]:
    with serving(0.3) as (port, _server):
        yield port


@pytest.fixture
def port() -> Iterator[int]:
    with serving(60) as (port, _server):
        yield port


def test_one_connection_takes_many_requests_in_pieces(port: int) -> None:
    with opened(port) as line:
        for _ in range(3):
            for piece in (HEAD[:20], HEAD[20:], b"\r\n", b"12", b"345"):
                line.sendall(piece)
                time.sleep(0.01)
            assert answer(line).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("said", [b"", b"\r\n", b"POST /x HT", HEAD, HEAD + b"\r\n12"])
def test_what_is_not_whole_in_time_is_cut_off(hasty: int, said: bytes) -> None:
    with opened(hasty) as line:
        line.sendall(said)
        assert is_cut(line)


@pytest.mark.parametrize("said", [b"\r\n", b"POST /x HT"])
def test_a_kept_connection_is_no_way_around_it(hasty: int, said: bytes) -> None:
    with opened(hasty) as line:
        line.sendall(HEAD + b"\r\n12345")
        assert answer(line).startswith(b"HTTP/1.1 200")
        line.sendall(said)
        assert is_cut(line)


@pytest.mark.parametrize("begin", [HEAD, HEAD + b"\r\n12345" + HEAD])
def test_a_head_without_end_is_cut_off(port: int, begin: bytes) -> None:
    with opened(port) as line:
        line.sendall(begin)
        sent = 0
        with contextlib.suppress(OSError):
            for _ in range(100):
                line.sendall(b"x: " + b"y" * 100_000 + b"\r\n")
                sent += 1
        assert sent < 100
        with contextlib.suppress(OSError):
            while line.recv(65536):
                pass


def test_a_request_right_behind_a_long_one_is_answered_too(port: int) -> None:
    long = b"y" * (HEAD_BYTES * 2 - 5) + b"12345"
    first = b"POST /x HTTP/1.1\r\nHost: gate\r\nContent-Length: %d\r\n\r\n" % len(long)
    with opened(port) as line:
        line.sendall(first + long + HEAD[:20])
        time.sleep(0.05)
        line.sendall(HEAD[20:] + b"\r\n12345")
        data = answer(line)
        while data.count(b"HTTP/1.1 200") < 2:
            data += answer(line)
        assert data.endswith(b"\r\n\r\n12345")


def test_what_is_no_request_is_refused(port: int) -> None:
    with opened(port) as line:
        line.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
        assert line.recv(65536).startswith(b"HTTP/1.1 400")
