"""Guards in the database: a case's state changes only along the machine's moves; clocks and timeline only grow."""

from django.db import migrations

MOVES = {
    "pre_review": "received pre_returned declining closed",
    "pre_returned": "pre_review closed",
    "received": "correcting reviewing declining closed",
    "correcting": "received closed",
    "declining": "reviewing pre_review received closed",
    "reviewing": "suspended refusing decided closed",
    "suspended": "reviewing closed",
    "refusing": "reviewing decided closed",
    "decided": "closed",
    "closed": "archived",
}
PAIRS = ",".join(f"'{a}>{b}'" for a, targets in MOVES.items() for b in targets.split())
APPEND_ONLY = ("cases_clockentry", "cases_caseevent", "cases_archive")

FORWARD = f"""
CREATE FUNCTION cases_guard_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status || '>' || NEW.status <> ALL (ARRAY[{PAIRS}]) THEN
        RAISE EXCEPTION 'a case does not go from % to %', OLD.status, NEW.status USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_move BEFORE UPDATE OF status ON cases_case FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION cases_guard_move();
"""
BACKWARD = "DROP TRIGGER guard_move ON cases_case; DROP FUNCTION cases_guard_move();"


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_flow"), ("kernel", "0002_guards")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION kernel_append_only()",
                f"DROP TRIGGER append_only ON {table}",
            )
            for table in APPEND_ONLY
        ),
    ]
