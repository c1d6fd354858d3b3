"""Guards in the database: the audit log and its seals are append-only; new events wake a sleeping worker.

TRUNCATE is let through only in a database named test_…, where test runners empty tables.

The wake-up asks first whether a worker sleeps (it then holds the advisory lock): NOTIFY makes commits queue
behind one another, so a busy worker, which looks again before it sleeps, is not notified.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION kernel_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON kernel_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON kernel_auditseal
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_append_only();

CREATE FUNCTION kernel_wake_worker() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock_shared(231409137) THEN
        PERFORM pg_notify('onewindow_outbox', '');
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER wake_worker AFTER INSERT ON kernel_outboxevent
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_wake_worker();
"""

BACKWARD = """
DROP TRIGGER wake_worker ON kernel_outboxevent;
DROP FUNCTION kernel_wake_worker();
DROP TRIGGER append_only ON kernel_auditseal;
DROP TRIGGER append_only ON kernel_auditentry;
DROP FUNCTION kernel_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
