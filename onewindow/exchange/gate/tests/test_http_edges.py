"""HTTP over real sockets: offers to change over, many requests at once, answers that nobody takes."""

import socket
import time
from collections.abc import Iterator

import pytest

from onewindow.exchange.gate.http import HEAD_BYTES
from onewindow.exchange.gate.tests.sockets import HEAD, answer, failures, is_cut, opened, serving


@pytest.fixture
def port() -> Iterator[int]:
    with serving(60) as (port, _server):
        yield port


def test_many_requests_at_once_are_all_answered(port: int) -> None:
    whole = HEAD + b"X: " + b"x" * 900 + b"\r\n\r\n12345"
    with opened(port) as line:
        line.sendall(whole * 50 + whole[:20])
        data = b""
        while data.count(b"12345") < 50:
            piece = line.recv(65536)
            assert piece
            data += piece
        line.sendall(whole[20:])
        assert answer(line).endswith(b"12345")


@pytest.mark.parametrize("apart", [False, True])
def test_an_offer_to_change_over_is_not_taken_up(port: int, apart: bool) -> None:
    """As Java's own client makes it with each first request: h2c."""
    offer = HEAD + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n"
    with opened(port) as line:
        for _ in range(2):
            if apart:
                line.sendall(offer)
                time.sleep(0.05)
                line.sendall(b"12345")
            else:
                line.sendall(offer + b"12345")
            assert answer(line).startswith(b"HTTP/1.1 200")


def test_a_body_is_never_taken_for_a_request(port: int) -> None:
    inner = b"GET /x HTTP/1.1\r\nHost: gate\r\n\r\n"
    head = HEAD.replace(b"5\r\n", b"%d\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n" % len(inner))
    with opened(port) as line:
        line.sendall(head)
        time.sleep(0.05)
        line.sendall(inner)
        data = b""
        while not data.endswith(inner):
            piece = line.recv(65536)
            assert piece
            data += piece
        assert data.count(b"200 OK") == 1


def test_no_tunnel_is_opened(port: int) -> None:
    with opened(port) as line:
        line.sendall(b"CONNECT gate:80 HTTP/1.1\r\nHost: gate\r\n\r\n")
        assert line.recv(65536).startswith(b"HTTP/1.1 400")


def test_lines_after_the_body_say_nothing_and_have_an_end(port: int) -> None:
    chunked = HEAD.replace(b"Content-Length: 5", b"Transfer-Encoding: chunked") + b"\r\n5\r\n12345\r\n0\r\n"
    with opened(port) as line:
        line.sendall(chunked + b"X-System: other\r\n\r\n")
        assert answer(line).startswith(b"HTTP/1.1 200")
        line.sendall(chunked)
        with pytest.raises(OSError):
            for number in range(HEAD_BYTES // 1000 * 50):
                line.sendall(b"X-%d: " % number + b"x" * 1000 + b"\r\n")
                time.sleep(0)
            if is_cut(line):
                raise ConnectionResetError


def test_who_does_not_take_answers_is_cut_off() -> None:
    long, end = b"x" * 6_000_000, time.monotonic() + 60
    with serving(3) as (port, server), socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", port))
        line.sendall(HEAD.replace(b": 5", b": %d" % len(long)) + b"\r\n" + long)
        assert server.server_state.connections
        while server.server_state.connections and time.monotonic() < end:
            time.sleep(0.02)
        assert not server.server_state.connections


def test_an_answer_with_nobody_to_go_to_is_no_failure(port: int) -> None:
    failures.clear()
    later = HEAD.replace(b"/x", b"/later") + b"\r\n12345"
    with opened(port) as line:
        line.sendall(later * 3 + b"nonsense\r\n\r\n")
        assert line.recv(65536).startswith(b"HTTP/1.1 400")
    with opened(port) as line:
        for _ in range(2):
            line.sendall(later)
            assert answer(line)
    assert failures == []
