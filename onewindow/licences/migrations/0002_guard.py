"""The database's own guard: a licence's content never changes, its status only lawfully; uses are append-only."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION licences_guard_licence() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was licences_licence;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a licence is never deleted' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  was := OLD;
  was.status := NEW.status;
  was.status_note := NEW.status_note;
  was.status_at := NEW.status_at;
  was.status_by := NEW.status_by;
  was.delivered_status := NEW.delivered_status;
  was.mac := NEW.mac;
  IF NEW IS DISTINCT FROM was THEN
    RAISE EXCEPTION 'the content of a licence never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.status <> OLD.status AND NOT (
      OLD.status = '01' AND NEW.status IN ('02', '03', '04', '05', '06', '07', '99')
      OR OLD.status = '02' AND NEW.status IN ('01', '03', '04', '05', '07', '99')
      OR OLD.status = '06' AND NEW.status IN ('01', '04', '05')
      OR OLD.status = '99' AND NEW.status IN ('01', '03', '04', '05', '07')) THEN
    RAISE EXCEPTION 'a licence does not go from % to %', OLD.status, NEW.status
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER licences_guard_licence BEFORE UPDATE OR DELETE ON licences_licence
  FOR EACH ROW EXECUTE FUNCTION licences_guard_licence();
CREATE FUNCTION licences_guard_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the log of uses is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER licences_guard_use BEFORE UPDATE OR DELETE ON licences_licenceuse
  FOR EACH ROW EXECUTE FUNCTION licences_guard_use();
"""
BACKWARD = """
DROP TRIGGER licences_guard_use ON licences_licenceuse;
DROP FUNCTION licences_guard_use();
DROP TRIGGER licences_guard_licence ON licences_licence;
DROP FUNCTION licences_guard_licence();
"""


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("licences", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
