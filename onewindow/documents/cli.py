"""`onewindow verify FILE`: checks a notice with nothing but public keys."""

import json
import sys
from argparse import ArgumentParser, Namespace
from base64 import b64decode
from pathlib import Path

from django.utils.translation import gettext as _

from onewindow.documents import keyrings, revocations
from onewindow.documents.seals import authorities, certificates
from onewindow.documents.seals.trust import Trust, read_roots
from onewindow.documents.verdicts import Verification
from onewindow.documents.verification import LARGEST, check_file, check_qr
from onewindow.kernel.public import commands


def command() -> commands.Command:
    """Return the command `verify`; it needs no database and no network."""
    return commands.Command(
        "verify",
        "check a document (OFD, PDF, signed record, QR text)",
        _run,
        _arguments,
        needs_database=False,
    )


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", nargs="?", type=Path, help="OFD, PDF or signed record")
    parser.add_argument("--qr", metavar="TEXT", help="the text of a QR code instead of a file")
    parser.add_argument(
        "--keys", metavar="FILE", type=Path, help="published keys.json; default: this home's own"
    )
    parser.add_argument(
        "--revocations",
        metavar="FILE",
        type=Path,
        help="published revocations.json",
    )
    parser.add_argument(
        "--root", metavar="FILE", type=Path, action="append", default=[],
        help="a root certificate (DER or PEM) to trust for seals besides; may be given again",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _run(arguments: Namespace) -> int:
    if (arguments.file is None) == (arguments.qr is None):
        return _complain(_("请给出一个文件，或者用--qr给出二维码的文字。"))
    try:
        keyring, trust = _trusted(arguments)
        if arguments.file is None:
            found = check_qr(arguments.qr, keyring, trust)
        else:
            found = _check(arguments.file, keyring, trust)
    except OSError as error:
        return _complain(_("读不了文件%(name)s：%(why)s") % {"name": error.filename, "why": error.strerror})
    except ValueError as error:
        return _complain(_("公钥名单、根证书或作废名单有误：%(why)s") % {"why": error})
    if not keyring:
        sys.stderr.write(
            _("这里没有任何公钥。请从出具机关的网站下载公钥名单keys.json，用--keys给出。") + "\n"
        )
    if arguments.json:
        _say(json.dumps(found.as_dict(), ensure_ascii=False))
    else:
        _say("\n".join(_lines(found)))
    return 0 if found.genuine else 1


def _trusted(arguments: Namespace) -> tuple[keyrings.Keyring, Trust]:
    """Return the keys and roots of a published file, or this home's own, and revocations if given."""
    if arguments.keys is None:
        keyring, roots = keyrings.own(), authorities.copied()
    else:
        text = arguments.keys.read_text(encoding="utf-8")
        keyring, roots = keyrings.read(text), read_roots(json.loads(text))
    roots += [certificates.read(_der(path.read_bytes())) for path in arguments.root]
    if arguments.revocations is None:
        return keyring, Trust(roots)
    held = revocations.read(arguments.revocations.read_text(encoding="utf-8"), keyring)
    return keyring, Trust(roots, held.seals, held.records, held.issued_at)


def _der(data: bytes) -> bytes:
    if not data.startswith(b"-----BEGIN"):
        return data
    return b64decode(b"".join(line for line in data.splitlines() if not line.startswith(b"-----")))


def _check(path: Path, keyring: keyrings.Keyring, trust: Trust) -> Verification:
    with path.open("rb") as file:
        return check_file(file.read(LARGEST + 1), keyring, trust)


def _lines(found: Verification) -> list[str]:
    lines = [_("结论：%(verdict)s") % {"verdict": found.label}, *found.sentences]
    lines += [f"  {label}：{value}" for label, value in found.facts]
    lines += [f"  {'✓' if step.passed else '✗'} {step.name}" for step in found.checks]
    if found.digest:
        lines.append(_("  记录的SM3：%(digest)s") % {"digest": found.digest})
    if found.kid:
        lines.append(_("  公钥编号：%(kid)s") % {"kid": found.kid})
    return lines


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _complain(text: str) -> int:
    sys.stderr.write(text + "\n")
    return 2
