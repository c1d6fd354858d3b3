"""A decided case may be reviewed again: the original differed from what was uploaded (信任在先、办结核验)."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("onewindow.cases.migrations.0003_guards").MOVES
MOVES = BEFORE | {"decided": "closed reviewing"}


def guard(moves):
    pairs = ",".join(f"'{a}>{b}'" for a, targets in moves.items() for b in targets.split())
    return f"""
CREATE OR REPLACE FUNCTION cases_guard_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status || '>' || NEW.status <> ALL (ARRAY[{pairs}]) THEN
        RAISE EXCEPTION 'a case does not go from % to %', OLD.status, NEW.status USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_promises")]
    operations = [migrations.RunSQL(guard(MOVES), guard(BEFORE))]
