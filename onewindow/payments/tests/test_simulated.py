"""The simulated cashier over its own interface: signed both ways, paid once, refunds once."""

import io
from pathlib import Path
from typing import Any

import orjson
import pytest

from onewindow.payments import simulated
from onewindow.payments.gateways.signing import HEADER, is_genuine, signature


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def ask(path: str, told: dict[str, str], *, signed: bool = True) -> tuple[str, dict[str, Any]]:
    body = orjson.dumps(told)
    seen: list[Any] = []
    environ = {
        "PATH_INFO": path, "REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "HTTP_X_CASHIER_SIGNATURE": signature("ask", body) if signed else "0",
    }  # fmt: skip
    answer = b"".join(simulated.application(environ, lambda *given: seen.append(given)))
    assert is_genuine("tell", answer, dict(seen[0][1])[HEADER])
    return seen[0][0], orjson.loads(answer)


def pay(number: str, method: str) -> tuple[str, bytes]:
    seen: list[Any] = []
    environ = {"PATH_INFO": f"/pay/{number}", "REQUEST_METHOD": method}
    answer = b"".join(simulated.application(environ, lambda *given: seen.append(given)))
    return seen[0][0], answer


ORDER = {
    "order": "T1",
    "amount": "10.00",
    "subject": "换证",
    "back": "http://h/",
    "notify": "http://127.0.0.1:9/",
}


def test_an_order_is_opened_shown_paid_and_looked_at() -> None:
    assert ask("/orders", ORDER)[1]["pay"].endswith("/pay/T1")
    assert ask("/look", {"order": "T1"})[1]["done"] is False
    status, page = pay("T1", "GET")
    assert status == "200 OK"
    assert "模拟" in page.decode()
    assert "10.00 元" in page.decode()
    assert pay("T1", "POST")[0] == "303 See Other"
    stands = ask("/look", {"order": "T1"})[1]
    assert (stands["done"], stands["amount"]) == (True, "10.00")
    assert "已经付过款了" in pay("T1", "GET")[1].decode()


def test_a_refund_asked_for_twice_is_one() -> None:
    asked = {"order": "B1", "amount": "10.00", "of": "T1", "subject": "退"}
    assert ask("/refunds", asked)[1] == ask("/refunds", asked)[1]


def test_unsigned_questions_are_refused() -> None:
    assert ask("/orders", ORDER, signed=False)[0] == "401 Unauthorized"


def test_an_unknown_order_is_said_so() -> None:
    assert pay("T9", "GET")[0] == "404 Not Found"
