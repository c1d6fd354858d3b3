"""`make test`: format, lint, types, contracts, tests, and the SQL tests again on the oldest PostgreSQL."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OLDEST = Path("/usr/lib/postgresql/15/bin")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BIN = Path(sys.executable).parent


def main() -> int:
    """Run every step, print one summary, return 0 when all passed."""
    os.chdir(ROOT)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    environment = os.environ | fonts() | browser()
    environment["PATH"] = f"{BIN}{os.pathsep}{environment['PATH']}"
    if os.environ.get("CI") == "true" and not environment.get("ONEWINDOW_CHROMIUM"):
        print("没有可用的浏览器，持续集成中必须有。No browser could be had, and under CI one is required.")
        return 1
    steps: list[tuple[str, list[str]]] = [
        ("format", [str(BIN / "ruff"), "format", "--check", "."]),
        ("lint", [str(BIN / "ruff"), "check", "."]),
        ("types", [str(BIN / "mypy"), "onewindow"]),
        ("contracts", [str(BIN / "lint-imports")]),
    ]
    results = [run(name, command, environment) for name, command in steps]
    results += tests(environment)
    print(
        "\n"
        + "\n".join(f"{'ok  ' if good else 'FAIL'} {name} ({took:.0f} s)" for name, good, took in results)
    )
    return 0 if all(good for _, good, _ in results) else 1


PYTEST = [sys.executable, "-m", "pytest", "--durations=15"]
JOURNEYS = ["tests/journeys"]
ALONE = ["tests/measures", "tests/running"]


def tests(environment: dict[str, str]) -> list[tuple[str, bool, float]]:
    """Run the tests: the browser's beside the others, each on a server of its own; what measures alone.

    Where DATABASE_URL names a server there is only that one, and they run one after the other.
    """
    beside = [arg for path in [*JOURNEYS, *ALONE] for arg in ("--ignore", path)]
    with server() as database:
        if not database:
            return [run("tests", PYTEST, environment), *tests_on_the_oldest(environment)]
        with server() as other, tempfile.TemporaryFile("w+") as said:
            journeys = subprocess.Popen(
                [*PYTEST, *JOURNEYS], env=environment | other, stdout=said, stderr=subprocess.STDOUT
            )
            begun = time.monotonic()
            try:
                results = [run("tests", [*PYTEST, *beside], environment | database)]
                results += tests_on_the_oldest(environment)
                good = journeys.wait() == 0
            except KeyboardInterrupt:
                journeys.send_signal(signal.SIGINT)
                journeys.wait()
                raise
            said.seek(0)
            print(f"\n== journeys\n{said.read()}", flush=True)
            results.append(("journeys", good, time.monotonic() - begun))
        results.append(run("tests that measure", [*PYTEST, *ALONE], environment | database))
    return results


def tests_on_the_oldest(environment: dict[str, str]) -> list[tuple[str, bool, float]]:
    """Run the SQL tests on PostgreSQL 15 where it is installed."""
    if not OLDEST.exists():
        print(f"-- PostgreSQL 15 is not installed ({OLDEST}): its pass is left out")
        return []
    with server(OLDEST) as database:
        command = [*PYTEST, "-m", "dialect"]
        return [run("tests on PostgreSQL 15", command, environment | database, none_is_fine=True)]


def run(
    name: str, command: list[str], environment: dict[str, str], *, none_is_fine: bool = False
) -> tuple[str, bool, float]:
    """Run one step with its output shown; pytest's code 5 says that no test was chosen."""
    print(f"\n== {name}", flush=True)
    begun = time.monotonic()
    with subprocess.Popen(command, env=environment) as process:
        try:
            code = process.wait()
        except KeyboardInterrupt:
            process.send_signal(signal.SIGINT)
            process.wait()
            raise
    return name, code == 0 or (none_is_fine and code == 5), time.monotonic() - begun


@contextlib.contextmanager
def server(programs: Path | None = None) -> Iterator[dict[str, str]]:
    """Give the environment of a PostgreSQL: DATABASE_URL, or an embedded one in a temporary home."""
    if programs is None and os.environ.get("DATABASE_URL"):
        yield {}
        return
    from onewindow.config.postgres.cluster import Cluster

    home = Path(tempfile.mkdtemp(prefix="ow-test-"))
    home.chmod(0o711)
    before = os.environ.get("ONEWINDOW_PG_BIN")
    if programs is not None:
        os.environ["ONEWINDOW_PG_BIN"] = str(programs)
    cluster = Cluster.under(home)
    try:
        cluster.start()
        yield {"DATABASE_URL": cluster.administrator_url, "PGPASSFILE": str(cluster.at.passfile)}
    finally:
        cluster.stop()
        for folder in (cluster.at.base, cluster.at.socket, home):
            shutil.rmtree(folder, ignore_errors=True)
        os.environ.pop("ONEWINDOW_PG_BIN", None)
        if before is not None:
            os.environ["ONEWINDOW_PG_BIN"] = before


def browser() -> dict[str, str]:
    """Return where Chromium is: installed here when we are root and may; nothing where it cannot be had."""
    found = os.environ.get("ONEWINDOW_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        print("-- installing Chromium for the journeys …", flush=True)
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *words], env=quiet, check=False, stdout=subprocess.DEVNULL)
        found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        print("-- no Chromium: the journeys are skipped (install chromium, or set ONEWINDOW_CHROMIUM)")
        return {}
    return {"ONEWINDOW_CHROMIUM": found}


def fonts() -> dict[str, str]:
    """Return a fontconfig file with the locked Chinese font, so that screenshots need no system font."""
    import manimgx_fonts_cjk

    folder = Path(manimgx_fonts_cjk.__file__).parent
    place = ROOT / "build" / "fonts"
    place.mkdir(parents=True, exist_ok=True)
    system = "/etc/fonts/fonts.conf"
    (place / "fonts.conf").write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f'  <include ignore_missing="yes">{system}</include>\n  <dir>{folder}</dir>\n'
        f"  <cachedir>{place / 'cache'}</cachedir>\n"
        '  <alias binding="same"><family>sans-serif</family>'
        "<prefer><family>Noto Sans CJK SC</family></prefer></alias>\n</fontconfig>\n"
    )
    return {"FONTCONFIG_FILE": str(place / "fonts.conf")}


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except KeyboardInterrupt:
        raise SystemExit(130) from None
