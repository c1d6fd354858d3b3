"""Re-checks the seal of an OFD with nothing of ours: OpenSSL on the command line, zipfile, an XML parser.

Usage: python recheck_seal.py FILE ROOT.cer; prints what was checked, exit code 0 only when everything holds.
It reads the DER with `openssl asn1parse`, so no reader of ours is trusted either.
"""

import base64
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree

DISTID = "distid:1234567812345678"
NS = {"ofd": "http://www.ofdspec.org/2016"}


def openssl(*words: str, data: bytes = b"") -> bytes:
    """Run OpenSSL; its complaint is ours."""
    done = subprocess.run(["openssl", *words], input=data, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"openssl {words[0]}: {done.stderr.decode(errors='replace').strip()[:300]}")
    return done.stdout


def sm3(data: bytes) -> bytes:
    """Return a digest made by OpenSSL."""
    return openssl("dgst", "-sm3", "-binary", data=data)


def nodes(data: bytes) -> list[tuple[int, int, int, str]]:
    """Return offset, depth, whole length and line of each element that asn1parse finds."""
    text = openssl("asn1parse", "-inform", "DER", data=data).decode(errors="replace")
    found = []
    for line in text.splitlines():
        told = re.match(r"\s*(\d+):d=(\d+)\s+hl=(\d+)\s+l=\s*(\d+)", line)
        assert told, line
        at, depth, head, length = map(int, told.groups())
        found.append((at, depth, head + length, line))
    return found


def children(data: bytes, parent: int) -> list[bytes]:
    """Return the whole encodings of the elements right inside the n-th element."""
    all_nodes = nodes(data)
    at, depth, length, _ = all_nodes[parent]
    return [data[a : a + n] for a, d, n, _ in all_nodes if d == depth + 1 and at < a < at + length]


def content(element: bytes) -> bytes:
    """Return what is inside an element."""
    head = 2 if element[1] < 0x80 else 2 + (element[1] & 0x7F)
    return element[head:]


def verify(signed: bytes, signature: bytes, certificate: bytes, folder: Path) -> None:
    """Let OpenSSL check an SM2 signature with the key in a certificate."""
    (folder / "c").write_bytes(certificate)
    key = openssl("x509", "-inform", "DER", "-in", str(folder / "c"), "-pubkey", "-noout")
    (folder / "k").write_bytes(key)
    (folder / "m").write_bytes(signed)
    (folder / "s").write_bytes(signature)
    openssl(
        "pkeyutl", "-verify", "-pubin", "-inkey", str(folder / "k"), "-rawin", "-in", str(folder / "m"),
        "-digest", "sm3", "-sigfile", str(folder / "s"), "-pkeyopt", DISTID,
    )  # fmt: skip


def main(file: str, root: str) -> None:
    """Check every digest, both signatures, and both certificates against the root."""
    with zipfile.ZipFile(file) as package, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        listed = ElementTree.fromstring(package.read("Doc_0/Signs/Signatures.xml"))
        place = listed.find("ofd:Signature", NS).attrib["BaseLoc"].lstrip("/")
        whole = package.read(place)
        tree = ElementTree.fromstring(whole)
        covered = set()
        for reference in tree.iterfind(".//ofd:Reference", NS):
            path = reference.attrib["FileRef"].lstrip("/")
            told = base64.b64decode(reference.find("ofd:CheckValue", NS).text)
            if sm3(package.read(path)) != told:
                sys.exit(f"{path} was changed")
            covered.add(path)
        loose = set(package.namelist()) - covered - {place, place.replace("Signature.xml", "SignedValue.dat")}
        if loose:
            sys.exit(f"not covered: {sorted(loose)}")
        value = package.read(tree.find("ofd:SignedValue", NS).text.lstrip("/"))
        to_sign, certificate, _, signature = children(value, 0)[:4]
        _, seal, _, digest, _ = children(to_sign, 0)[:5]
        if content(digest)[1:] != sm3(whole):
            sys.exit("the signature file was changed")
        verify(to_sign, content(signature)[1:], content(certificate), folder)
        info, maker, _, made = children(seal, 0)[:4]
        verify(info, content(made)[1:], content(maker), folder)
        for one in (certificate, maker):
            (folder / "one").write_bytes(content(one))
            pem = openssl("x509", "-inform", "DER", "-in", str(folder / "one"))
            (folder / "one.pem").write_bytes(pem)
            (folder / "root.pem").write_bytes(openssl("x509", "-inform", "DER", "-in", root))
            openssl("verify", "-vfyopt", DISTID, "-CAfile", str(folder / "root.pem"), str(folder / "one.pem"))
    print(f"{len(covered)} digests, seal signature, maker's signature, two certificates: all hold")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
