"""Which outer providers there are, as data, and what the operator changed."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from onewindow.identity.provider.errors import UpstreamOff
from onewindow.kernel.public import hashing, keys, yaml_file

_FILE = Path(__file__).resolve().parents[2] / "data" / "upstreams.yaml"
SIMULATED = "simulated"


@dataclass(frozen=True, slots=True)
class Upstream:
    """One outer provider."""

    name: str
    title: str
    issuer: str
    client_id: str
    secret: str
    scope: str
    vouches: int
    simulated: bool

    @property
    def label(self) -> str:
        """Its name for people, which says so when it is simulated."""
        return f"{self.title}（模拟）" if self.simulated else self.title


def switched_on() -> list[Upstream]:
    """Return the providers that are switched on; simulated ones only in a demonstration."""
    rows = [_read(name, row) for name, row in _data(_changes()).items() if row["enabled"]]
    return [row for row in rows if settings.DEMO or not row.simulated]


def upstream(name: str) -> Upstream:
    """Return one that is switched on. Raises UpstreamOff."""
    found = next((row for row in switched_on() if row.name == name), None)
    if found is None:
        raise UpstreamOff
    return found


def simulated_secret(name: str) -> str:
    """Return what we share with the simulated provider."""
    return hashing.hmac_sm3(keys.secret("simulated-upstream"), name.encode()).hex()


def _read(name: str, row: dict[str, Any]) -> Upstream:
    simulated = row["issuer"] == SIMULATED
    issuer = f"{settings.SIMULATED_IDENTITY_URL}/{name}" if simulated else str(row["issuer"]).rstrip("/")
    secret = simulated_secret(name) if simulated else str(row["secret"])
    return Upstream(
        name, row["title"], issuer, row["client_id"], secret, row["scope"], int(row["vouches"]), simulated
    )


def _changes() -> str:
    return str(getattr(settings, "UPSTREAMS", ""))


@lru_cache(maxsize=4)
def _data(changes: str) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = yaml_file.read(_FILE)
    if changes:
        for name, row in (yaml_file.read(Path(changes)) or {}).items():
            rows[name] = rows.get(name, {"scope": "openid", "vouches": 0, "enabled": False}) | row
    return rows
