"""The database's own guard: uses of seals and originals are append-only, a seal's record never changes."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION documents_guard_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER documents_guard_use BEFORE UPDATE OR DELETE ON documents_sealuse
  FOR EACH ROW EXECUTE FUNCTION documents_guard_append_only();
CREATE TRIGGER documents_guard_original BEFORE UPDATE OR DELETE ON documents_original
  FOR EACH ROW EXECUTE FUNCTION documents_guard_append_only();
CREATE FUNCTION documents_guard_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was documents_seal;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a seal is never deleted' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  was := OLD;
  was.state := NEW.state;
  was.state_at := NEW.state_at;
  was.state_reason := NEW.state_reason;
  was.issued_at := NEW.issued_at;
  IF NEW IS DISTINCT FROM was OR (OLD.issued_at IS NOT NULL AND NEW.issued_at IS DISTINCT FROM OLD.issued_at) THEN
    RAISE EXCEPTION 'the record of a seal never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF OLD.state = 'revoked' AND NEW.state <> 'revoked' THEN
    RAISE EXCEPTION 'a revoked seal stays revoked' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER documents_guard_seal BEFORE UPDATE OR DELETE ON documents_seal
  FOR EACH ROW EXECUTE FUNCTION documents_guard_seal();
"""
BACKWARD = """
DROP TRIGGER documents_guard_seal ON documents_seal;
DROP FUNCTION documents_guard_seal();
DROP TRIGGER documents_guard_original ON documents_original;
DROP TRIGGER documents_guard_use ON documents_sealuse;
DROP FUNCTION documents_guard_append_only();
"""


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("documents", "0002_seals")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
