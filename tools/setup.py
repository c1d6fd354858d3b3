"""Brings .venv to the locked packages; plain Python of any version, so that an old one gets a sentence."""

from __future__ import print_function

import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LEAST = (3, 11)
OTHERS = ("python3.13", "python3.12", "python3.11", "python3.14", "python3")
TOO_OLD = (
    "需要 Python {0} 或更新版本，当前是 {1}。请安装后重试。\n"
    "OneWindow needs Python {0} or newer; this is {1}. Install it, then try again "
    "(for example: apt install python3.11, or set PYTHON=/path/to/python3)."
)
NO_PIP = (
    "这个 Python 没有 pip（缺少 ensurepip），请安装后重试，例如：apt install python3-venv。\n"
    "This Python can make no virtual environment with pip (ensurepip is missing). "
    "Install it, then try again, for example: apt install python3-venv."
)
NO_DOWNLOAD = (
    "依赖包未能安装，原因见上文。请检查网络或软件源设置后重试。\n"
    "The packages could not be installed, see above. Check the network or the package index, then try again."
)


def say(text):
    print(text)
    sys.stdout.flush()


def fail(text):
    sys.stderr.write(text + "\n")
    raise SystemExit(1)


def version_of(program):
    """Return (major, minor) of a Python, or None when it does not run."""
    try:
        code = "import sys; print('%d %d' % sys.version_info[:2])"
        answer = subprocess.check_output([program, "-c", code], stderr=subprocess.STDOUT)
        return tuple(int(part) for part in answer.split())
    except (OSError, subprocess.CalledProcessError, ValueError):
        return None


def use_a_new_python():
    """Go on under a Python that is new enough, or say plainly that there is none."""
    if sys.version_info[:2] >= LEAST:
        return
    for name in () if os.environ.get("ONEWINDOW_ONLY_THIS_PYTHON") else OTHERS:
        if (version_of(name) or (0, 0)) >= LEAST:
            os.execvp(name, [name] + sys.argv)
    fail(TOO_OLD.format("%d.%d" % LEAST, "%d.%d" % sys.version_info[:2]))


def path(*parts):
    return os.path.join(ROOT, *parts)


def mark(lock):
    """Return what the environment must have been made from: lock, Python, place, this script."""
    total = hashlib.sha256()
    for name in (lock, os.path.join("tools", "setup.py")):
        with open(path(name), "rb") as file:
            total.update(file.read())
    total.update(repr((sys.version_info[:3], ROOT)).encode())
    return total.hexdigest()


def done(lock):
    """Say whether .venv was made from this lock."""
    try:
        with open(path(".venv", "made-from-" + lock)) as file:
            return file.read() == mark(lock) and os.path.exists(path(".venv", "bin", "python"))
    except (IOError, OSError):
        return False


def boot():
    """Return the program uv: ours, pinned by hash, in .boot."""
    uv = path(".boot", "bin", "uv")
    lock = path("requirements-boot.lock")
    with open(lock, "rb") as file:
        stamp = hashlib.sha256(file.read()).hexdigest()
    made = path(".boot", "made-from-" + stamp)
    if os.path.exists(made) and os.path.exists(uv):
        return uv
    shutil.rmtree(path(".boot"), ignore_errors=True)
    if (
        subprocess.call(
            [sys.executable, "-m", "venv", path(".boot")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        == 0
    ):
        pip = [path(".boot", "bin", "python"), "-m", "pip", "install"]
    elif (
        subprocess.call(
            [sys.executable, "-m", "pip", "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        == 0
    ):
        shutil.rmtree(path(".boot"), ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "install", "--target", path(".boot")]
    else:
        fail(NO_PIP)
    if subprocess.call(pip + ["-q", "--disable-pip-version-check", "--require-hashes", "-r", lock]):
        fail(NO_DOWNLOAD)
    open(made, "w").close()
    return uv


def pip_index():
    """Return the mirror that pip is set to use, which uv would not know of."""
    if os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("UV_INDEX_URL"):
        return {}
    if os.environ.get("PIP_INDEX_URL"):
        return {"UV_DEFAULT_INDEX": os.environ["PIP_INDEX_URL"]}
    for scope in ("global", "user", "site"):
        pip = [path(".boot", "bin", "python"), "-m", "pip", "config", "get", scope + ".index-url"]
        try:
            found = subprocess.check_output(pip, stderr=subprocess.DEVNULL).decode().strip()
        except (OSError, subprocess.CalledProcessError):
            continue
        if found:
            return {"UV_DEFAULT_INDEX": found}
    return {}


def install(lock):
    """Make .venv hold exactly the packages of the lock, each checked by hash, and this repository."""
    uv = boot()
    environment = dict(os.environ, **pip_index())
    environment["VIRTUAL_ENV"] = path(".venv")
    python = path(".venv", "bin", "python")
    if version_of(python) != sys.version_info[:2]:
        shutil.rmtree(path(".venv"), ignore_errors=True)
        if subprocess.call([uv, "venv", "-q", "--python", sys.executable, path(".venv")], env=environment):
            fail(NO_DOWNLOAD)
    for name in os.listdir(path(".venv")):
        if name.startswith("made-from-"):
            os.remove(path(".venv", name))
    if subprocess.call(
        [uv, "pip", "sync", "-q", "--compile-bytecode", "--require-hashes", path(lock)], env=environment
    ):
        fail(NO_DOWNLOAD)
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.check_output([python, "-c", code]).decode().strip()
    with open(os.path.join(site, "onewindow.pth"), "w") as file:
        file.write(ROOT + "\n")
    script = path(".venv", "bin", "onewindow")
    with open(script, "w") as file:
        file.write('#!/bin/sh\nexec "$(dirname -- "$(readlink -f -- "$0")")/python" -P -m onewindow "$@"\n')
    os.chmod(script, 0o755)
    with open(path(".venv", "made-from-" + lock), "w") as file:
        file.write(mark(lock))


def main():
    use_a_new_python()
    kind = sys.argv[1] if len(sys.argv) > 1 else "run"
    if kind == "uv":
        say(boot())
        return
    lock = "requirements-dev.lock" if kind == "dev" else "requirements.lock"
    if done(lock) or (kind == "run" and done("requirements-dev.lock")):
        return
    say("正在安装依赖…… Installing the locked packages …")
    install(lock)


if __name__ == "__main__":
    main()
