"""What was renewed holds again where its next version was revoked before it was handed over, and only then."""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION licences_guard_licence() RETURNS trigger LANGUAGE plpgsql AS $$
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
      OR OLD.status = '99' AND NEW.status IN ('01', '03', '04', '05', '07')
      OR OLD.status = '05'
        AND (OLD.status_note, NEW.status) IN (('换发新版本', '01'), ('换发新版本（换发前暂扣）', '02'))
        AND EXISTS (SELECT FROM licences_licence AS next
                    WHERE next.holder_key = OLD.holder_key AND next.previous = OLD.identifier
                      AND next.status = '03')) THEN
    RAISE EXCEPTION 'a licence does not go from % to %', OLD.status, NEW.status
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
"""
BACKWARD = """
CREATE OR REPLACE FUNCTION licences_guard_licence() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    """The guard of 0002 with one more way."""

    dependencies = [("licences", "0004_made_here")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
