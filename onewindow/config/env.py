"""Typed reads of environment variables, refusing wrong values at start; NAME_FILE holds a secret's path."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from onewindow.config.postgres import layout

# statements that are prepared are planned once, not weighed anew for each value; see kernel/prepared.py
ONE_PLAN = "-c plan_cache_mode=force_generic_plan"


def text(name: str, default: str = "") -> str:
    """Return the variable, or the content of the file named by NAME_FILE, or the default."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        return Path(file).read_text().strip()
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """Return a yes/no variable; raise ValueError for anything but 1, 0, true, false, yes, no."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes"}:
        return True
    if value in {"0", "false", "no"}:
        return False
    raise ValueError(f"{name} must be yes or no, not {value!r}")


def for_tests(name: str, *, demo: bool, public_url: str) -> bool:
    """Return a yes/no variable that only tests may set; raise ValueError where real people could come."""
    wanted = flag(name, default=False)
    if wanted and not (demo and urlsplit(public_url).hostname in {"127.0.0.1", "localhost", "::1"}):
        raise ValueError(f"{name} is for tests: only with demonstration data, at an address of this machine")
    return wanted


def number(name: str, default: int, *, low: int = 0, high: int = 2**31) -> int:
    """Return a whole number within bounds; raise ValueError otherwise."""
    value = text(name)
    if not value:
        return default
    if not value.isdigit() or not low <= int(value) <= high:
        raise ValueError(f"{name} must be a whole number from {low} to {high}, not {value!r}")
    return int(value)


def database(url: str, home: Path) -> dict[str, object]:
    """Return Django's settings for a postgres:// URL, or, when empty, for the server under `home`."""
    common: dict[str, object] = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, "options": ONE_PLAN},
    }
    if not url:
        at = layout.layout(home)
        return common | {
            "NAME": layout.DATABASE,
            "USER": layout.ROLE,
            "HOST": str(at.socket),
            "PORT": layout.PORT,
            "OPTIONS": {"connect_timeout": 5, "options": ONE_PLAN, "passfile": str(at.passfile)},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must begin with postgres:// or postgresql://")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    options = " ".join(filter(None, (ONE_PLAN, query.pop("options", ""))))
    return common | {
        "NAME": unquote(parts.path.lstrip("/")) or "onewindow",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", str(parts.port or "")),
        "OPTIONS": {"connect_timeout": 5, **query, "options": options},
    }
