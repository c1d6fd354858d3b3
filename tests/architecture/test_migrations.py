"""Migrations depend downward, and none is missing."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

TIERS = [
    {"kernel"},
    {"ui"},
    {"government", "rules"},
    {"identity"},
    {"documents", "messages", "exchange"},
    {"forms", "workflow", "licences", "payments"},
    {"catalogue"},
    {"decisions"},
    {"cases"},
    {"collaboration"},
    {"halls"},
    {"feedback"},
    {"websites", "opendata", "trading", "intermediaries", "inspections"},
    {"supervision"},
    {"insight"},
    {"portal"},
]
RANK = {name: rank for rank, names in enumerate(TIERS) for name in names}


def test_dependencies_point_downward() -> None:
    upward = [
        f"{app}.{name} -> {parent}"
        for (app, name), migration in MigrationLoader(None).disk_migrations.items()
        for parent, _ in migration.dependencies
        if app in RANK and parent in RANK and parent != app and RANK[parent] >= RANK[app]
    ]
    assert upward == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())
