"""`make test`: format, lint, types, contracts, tests, and the SQL tests again on the oldest PostgreSQL."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
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
DRILLS = [
    "tests/measures/test_drill_crash.py",
    "tests/measures/test_drill_exchange.py",
    "tests/measures/test_drill_licences.py",
    "tests/measures/test_drill_supervise.py",
    "tests/measures/test_joint.py",
]
ALONE = ["tests/measures", "tests/running"]
Result = tuple[str, bool, float]


def tests(environment: dict[str, str]) -> list[Result]:
    """Run the tests: the browser's and the drills beside the others; then, alone, what measures.

    Each brings a server of its own. Where DATABASE_URL names one they run there, one after the other.
    """
    if environment.get("DATABASE_URL"):
        return [run("tests", PYTEST, environment), *tests_on_the_oldest(environment)]
    product = environment | {
        "DATABASE_URL": "postgres://none/none"
    }  # journeys start the whole product instead
    beside = Beside(
        [("journeys", [*PYTEST, *JOURNEYS], product), ("drills", [*PYTEST, *DRILLS], environment)]
    )
    others = [word for path in [*JOURNEYS, *ALONE] for word in ("--ignore", path)]
    with beside:
        results = [run("tests", [*PYTEST, *others], environment), *tests_on_the_oldest(environment)]
        beside.join()
    left = [word for path in DRILLS for word in ("--deselect", path)]
    return [*results, *beside.results, run("tests that measure", [*PYTEST, *ALONE, *left], environment)]


class Beside(threading.Thread):
    """Steps that run one after the other beside the main ones; each tells its output when it has ended."""

    def __init__(self, steps: list[tuple[str, list[str], dict[str, str]]]) -> None:
        super().__init__(daemon=True)
        self.results: list[Result] = []
        self._steps, self._stopped = steps, False
        self._now: subprocess.Popen[str] | None = None

    def __enter__(self) -> None:
        self.start()

    def __exit__(self, *fault: object) -> None:
        self._stopped = fault != (None, None, None)
        if self._stopped and self._now is not None:
            self._now.send_signal(signal.SIGINT)
        self.join()

    def run(self) -> None:
        for name, command, environment in self._steps:
            if self._stopped:
                return
            begun = time.monotonic()
            with tempfile.TemporaryFile("w+") as said:
                self._now = subprocess.Popen(command, env=environment, stdout=said, stderr=subprocess.STDOUT)
                good = self._now.wait() == 0
                said.seek(0)
                print(f"\n== {name}\n{said.read()}", flush=True)
            self.results.append((name, good, time.monotonic() - begun))


def tests_on_the_oldest(environment: dict[str, str]) -> list[Result]:
    """Run the SQL tests on PostgreSQL 15 where it is installed."""
    if not OLDEST.exists():
        print(f"-- PostgreSQL 15 is not installed ({OLDEST}): its pass is left out")
        return []
    own = {key: value for key, value in environment.items() if key != "DATABASE_URL"}
    command = [*PYTEST, "-m", "dialect"]
    return [
        run("tests on PostgreSQL 15", command, own | {"ONEWINDOW_PG_BIN": str(OLDEST)}, none_is_fine=True)
    ]


def run(name: str, command: list[str], environment: dict[str, str], *, none_is_fine: bool = False) -> Result:
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
