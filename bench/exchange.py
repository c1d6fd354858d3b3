"""Signed and logged queries through the gateway, beside the same source directly and through nginx."""

import contextlib
import itertools
import json
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator

from bench import cpu
from bench.client import Answer, Round
from bench.instance import ROOT, Instance, free_port, instance
from bench.ledger import connected
from bench.polling import load
from bench.result import Result
from bench.workloads import exchange as workload

MUST, CLIENTS = 330, 16
_NGINX = """
worker_processes 1; pid {home}/nginx.pid; error_log {home}/nginx.log; daemon off;
events {{ worker_connections 1024; }}
http {{ access_log off; client_body_temp_path {home}/nginx-body; proxy_temp_path {home}/nginx-proxy;
  upstream source {{ server 127.0.0.1:{source}; keepalive 32; keepalive_requests 10000000; }}
  keepalive_requests 10000000;
  server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://source; proxy_http_version 1.1;
  proxy_set_header Connection ""; }} }} }}
"""


def run(*, quick: bool) -> Result:
    """Measure OAuth and SM2 calls in turn with the floors; every call's log row is counted afterwards."""
    seconds, rounds, prepared = (2.0, 1, 400) if quick else (10.0, 3, 6000)
    source = free_port()
    with instance(ONEWINDOW_EXCHANGE_HOSTS=f"127.0.0.1:{source}") as it, _source(it, source) as answering:
        secret = workload.plant(it, source)
        gateway = it.port + 400
        signed = iter(workload.signed(it, prepared * rounds))
        token = _token(it, secret)
        done: dict[str, list[Round]] = {"direct": [], "nginx": [], "oauth": [], "sm2": [], "handed_over": []}
        spent: dict[str, list[dict[str, float]]] = {mode: [] for mode in done}

        def measure(mode: str, port: int, requests: Iterator[bytes], length: float = seconds) -> None:
            before = _spent(it, answering)
            done[mode].append(load(port, requests, clients=CLIENTS, good=_is_good, seconds=length))
            answers = len(done[mode][-1].answers)
            spent[mode].append(cpu.per_operation(before, _spent(it, answering), answers))

        with _nginx(it, source) as proxy:
            for _ in range(rounds):
                measure("direct", source, workload.direct("/x"))
                if proxy:
                    measure("nginx", proxy, workload.direct("/x"))
                measure("oauth", gateway, workload.bearer(token))
                measure("sm2", gateway, itertools.islice(signed, prepared))
                measure("handed_over", it.port, workload.bearer(token), seconds / 2)
        logged = _logged(it)
    answered = sum(len(one.answers) for mode in ("oauth", "sm2", "handed_over") for one in done[mode])
    return _result(done, spent, logged=logged, answered=answered, proxy=bool(proxy), quick=quick)


def _spent(it: Instance, answering: int) -> dict[str, float]:
    """Return the CPU seconds used so far by the gateway, its database, the source and this load."""
    ours = cpu.seconds(it, ("gateway", "postgres"))
    return ours | {"source": cpu.of_process(answering), "load": time.process_time()}


def _result(
    done: dict[str, list[Round]],
    spent: dict[str, list[dict[str, float]]],
    *,
    logged: int,
    answered: int,
    proxy: bool,
    quick: bool,
) -> Result:
    rate = {mode: statistics.median(one.rate for one in rounds) for mode, rounds in done.items() if rounds}
    conditions: dict[str, object] = {
        "clients": CLIENTS, "answered": answered, "logged": logged,
        "rates": {mode: round(value) for mode, value in rate.items()},
        "p99_ms": {mode: _percentile(rounds, 0.99) for mode, rounds in done.items() if rounds},
        "p50_ms": {mode: _percentile(rounds, 0.5) for mode, rounds in done.items() if rounds},
        "nginx": round(rate["nginx"]) if proxy else "not installed: skipped",
        "cpu_ms_a_call": {
            mode: {part: round(statistics.median(one[part] for one in rounds), 2) for part in rounds[0]}
            for mode, rounds in spent.items()
            if rounds
        },
        "gateway": "as `onewindow serve` runs it, a process a core; source and load on the same cores",
    }  # fmt: skip
    passed = logged == answered and (quick or rate["oauth"] >= MUST)
    return Result(
        "exchange", rate["oauth"], rate["direct"], rate["oauth"] / rate["direct"], None, conditions, passed
    )


def _is_good(answer: Answer) -> bool:
    return answer.status == 200


def _percentile(rounds: list[Round], share: float) -> float:
    told = sorted(value for one in rounds for value in one.milliseconds)
    return round(told[min(len(told) - 1, int(len(told) * share))], 1)


def _token(it: Instance, secret: dict[str, str]) -> str:
    sent = {"grant_type": "client_credentials", "scope": "api", "client_id": secret["client_id"],
            "client_secret": secret["secret"]}  # fmt: skip
    data = urllib.parse.urlencode(sent).encode()
    with urllib.request.urlopen(f"{it.url}/oauth/token/", data, timeout=10) as answer:
        return str(json.load(answer)["access_token"])


def _logged(it: Instance) -> int:
    with connected(it) as connection:
        row = connection.execute("SELECT count(*) FROM exchange_call WHERE status = 'ok'").fetchone()
    assert row is not None
    return int(row[0])


@contextlib.contextmanager
def _source(it: Instance, port: int) -> Iterator[int]:
    command = [sys.executable, "-m", "bench.floor.source", str(port)]
    environment = it.environment | {"DJANGO_SETTINGS_MODULE": "onewindow.config.settings"}
    with (it.home / "source.log").open("ab") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _wait_until_listening(port)
        yield server.pid
    finally:
        server.terminate()
        server.wait(10)


def _wait_until_listening(port: int) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except ConnectionRefusedError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return


@contextlib.contextmanager
def _nginx(it: Instance, source: int) -> Iterator[int]:
    program = shutil.which("nginx")
    if program is None:
        yield 0
        return
    port = free_port()
    conf = it.home / "nginx.conf"
    conf.write_text(_NGINX.format(home=it.home, source=source, port=port))
    server = subprocess.Popen([program, "-c", str(conf), "-p", str(it.home)], stderr=subprocess.DEVNULL)
    try:
        _wait_until_listening(port)
        yield port
    finally:
        server.terminate()
        server.wait(10)
