from django.db import migrations

FORWARD = r"""
CREATE FUNCTION catalogue_guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'draft' THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a published item version is never deleted' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.state = 'draft' OR OLD.state IN ('superseded', 'cancelled') AND NEW.state <> OLD.state
     OR (to_jsonb(NEW) - 'state' - 'valid_to') IS DISTINCT FROM (to_jsonb(OLD) - 'state' - 'valid_to') THEN
    RAISE EXCEPTION 'a published item version never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER catalogue_guard_version BEFORE UPDATE OR DELETE ON catalogue_itemversion
  FOR EACH ROW EXECUTE FUNCTION catalogue_guard_version();

CREATE FUNCTION catalogue_guard_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM catalogue_itemversion v
       WHERE v.id = OLD.version_id AND v.state <> 'draft')
     OR TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM catalogue_itemversion v
       WHERE v.id = NEW.version_id AND v.state <> 'draft') THEN
    RAISE EXCEPTION 'the rows of a published item version never change'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER catalogue_guard_material BEFORE INSERT OR UPDATE OR DELETE ON catalogue_material
  FOR EACH ROW EXECUTE FUNCTION catalogue_guard_row();
CREATE TRIGGER catalogue_guard_basis BEFORE INSERT OR UPDATE OR DELETE ON catalogue_legalbasis
  FOR EACH ROW EXECUTE FUNCTION catalogue_guard_row();
CREATE TRIGGER catalogue_guard_question BEFORE INSERT OR UPDATE OR DELETE ON catalogue_question
  FOR EACH ROW EXECUTE FUNCTION catalogue_guard_row();
"""

BACKWARD = r"""
DROP TRIGGER catalogue_guard_question ON catalogue_question;
DROP TRIGGER catalogue_guard_basis ON catalogue_legalbasis;
DROP TRIGGER catalogue_guard_material ON catalogue_material;
DROP FUNCTION catalogue_guard_row();
DROP TRIGGER catalogue_guard_version ON catalogue_itemversion;
DROP FUNCTION catalogue_guard_version();
"""


class Migration(migrations.Migration):
    """Published versions and their rows are immutable in the database itself."""

    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
