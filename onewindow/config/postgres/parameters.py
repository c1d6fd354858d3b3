"""The server's settings, given at each start so that an upgrade of ours reaches data made before it."""

import os
import shutil
from pathlib import Path

from onewindow.config.postgres.layout import PORT, Layout


def of(at: Layout) -> list[str]:
    """Return the settings as arguments: a Unix socket only, durable writes, room for all our processes."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    chosen = {
        "listen_addresses": "",
        "port": PORT,
        "unix_socket_directories": str(at.socket),
        "unix_socket_permissions": "0700",
        "max_connections": "120",
        "shared_buffers": f"{min(512, max(32, memory // 2**20 // 16))}MB",
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "dynamic_shared_memory_type": "posix" if _shared_memory() > 256 * 2**20 else "mmap",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "password_encryption": "scram-sha-256",
        "log_min_messages": "warning",
        "log_min_error_statement": "panic",
        "log_parameter_max_length_on_error": "0",
    }
    return [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]


def _shared_memory() -> int:
    place = Path("/dev/shm")  # noqa: S108  only its size is read
    return shutil.disk_usage(place).free if place.exists() else 0
