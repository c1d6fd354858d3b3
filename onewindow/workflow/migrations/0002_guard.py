"""The database's own guard: a published process never changes, the record of steps is append-only."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION workflow_guard_definition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'draft' THEN
      RAISE EXCEPTION 'a published process is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.state <> 'draft' AND (NEW.graph IS DISTINCT FROM OLD.graph OR NEW.digest <> OLD.digest
      OR NEW.key <> OLD.key OR NEW.number <> OLD.number OR NEW.state = 'draft') THEN
    RAISE EXCEPTION 'a published process never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER workflow_guard_definition BEFORE UPDATE OR DELETE ON workflow_definition
  FOR EACH ROW EXECUTE FUNCTION workflow_guard_definition();
CREATE FUNCTION workflow_guard_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the record of a process is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER workflow_guard_step BEFORE UPDATE OR DELETE ON workflow_step
  FOR EACH ROW EXECUTE FUNCTION workflow_guard_step();
"""
BACKWARD = """
DROP TRIGGER workflow_guard_definition ON workflow_definition;
DROP TRIGGER workflow_guard_step ON workflow_step;
DROP FUNCTION workflow_guard_definition();
DROP FUNCTION workflow_guard_step();
"""


class Migration(migrations.Migration):
    """Triggers on definitions and steps."""

    dependencies = [("workflow", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
