"""Plans the simulated systems: identities with own keys, the declaration that joins them, what each sends."""

import json
import sys
from pathlib import Path

import django
import yaml
from django.apps import apps

from bench.instance import is_free

if not apps.ready:
    django.setup()
from bench.outside.system import KINDS
from onewindow.kernel.public import keys, sm2

OWNER = "广西壮族自治区大数据发展局"


def write(folder: Path, *, count: int, cases: int, gateway: int, first_port: int) -> None:
    """Write `systems.yaml`, which the product reads, and `plan.json`, which the systems read."""
    rows, port = [], first_port
    for number in range(count):
        while not is_free(port):
            port += 1
        code = f"sim-{number:03d}"
        public = keys.public_key(sm2.sign(f"outside-{code}", b"key").kid).hex()
        rows.append(
            {
                "code": code,
                "kind": KINDS[number % len(KINDS)],
                "purpose": f"outside-{code}",
                "port": port,
                "seed": number,
                "public_key": public,
            }
        )
        port += 1
    declared = [_declaration(row["code"], row["public_key"]) for row in rows]
    (folder / "journals").mkdir(exist_ok=True)
    (folder / "systems.yaml").write_text(yaml.safe_dump({"systems": declared}, allow_unicode=True))
    told = {"systems": rows, "cases": cases, "gateway": gateway, "journals": str(folder / "journals")}
    (folder / "plan.json").write_text(json.dumps(told))


def _declaration(code: str, public_key: str) -> dict[str, str]:
    return {
        "code": code,
        "name": f"模拟业务系统{code[4:]}",
        "agency": OWNER,
        "contact": "模拟 0771-0000000",
        "zone": "external",
        "contract": "1",
        "state": "joined",
        "public_key": public_key,
    }


if __name__ == "__main__":
    place, numbers = Path(sys.argv[1]), [int(word) for word in sys.argv[2:]]
    write(place, count=numbers[0], cases=numbers[1], gateway=numbers[2], first_port=numbers[3])
