"""Guard inserted rows of published versions once per statement, and compare versions as rows, not as JSON."""

from django.db import migrations

TABLES = {"material": "catalogue_material", "basis": "catalogue_legalbasis", "question": "catalogue_question"}
FORWARD = """
CREATE OR REPLACE FUNCTION catalogue_guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was catalogue_itemversion;
BEGIN
  IF OLD.state = 'draft' THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a published item version is never deleted' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  was := OLD;
  was.state := NEW.state;
  was.valid_to := NEW.valid_to;
  IF NEW.state = 'draft' OR OLD.state IN ('superseded', 'cancelled') AND NEW.state <> OLD.state
     OR NEW IS DISTINCT FROM was THEN
    RAISE EXCEPTION 'a published item version never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION catalogue_guard_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM catalogue_itemversion v
      WHERE v.state <> 'draft' AND v.id IN (SELECT version_id FROM fresh)) THEN
    RAISE EXCEPTION 'the rows of a published item version never change'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
""" + "".join(
    f"""
DROP TRIGGER catalogue_guard_{name} ON {table};
CREATE TRIGGER catalogue_guard_{name} BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION catalogue_guard_row();
CREATE TRIGGER catalogue_guard_new_{name} AFTER INSERT ON {table}
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION catalogue_guard_rows();
"""
    for name, table in TABLES.items()
)
BACKWARD = (
    "".join(
        f"""
DROP TRIGGER catalogue_guard_new_{name} ON {table};
DROP TRIGGER catalogue_guard_{name} ON {table};
CREATE TRIGGER catalogue_guard_{name} BEFORE INSERT OR UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION catalogue_guard_row();
"""
        for name, table in TABLES.items()
    )
    + "DROP FUNCTION catalogue_guard_rows();"  # the guard of versions judges alike in both shapes
)


class Migration(migrations.Migration):
    """One check for all rows of a statement."""

    dependencies = [("catalogue", "0011_tally")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
