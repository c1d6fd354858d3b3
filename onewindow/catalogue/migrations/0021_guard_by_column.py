"""Ending a version no longer compares all its columns: only a statement that sets another one does."""

from django.db import migrations

REFUSED = "'a published item version never changes' USING ERRCODE = 'integrity_constraint_violation'"
FORWARD = f"""
CREATE FUNCTION catalogue_refuse_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION {REFUSED};
END $$;
CREATE TRIGGER catalogue_guard_state BEFORE UPDATE OF state ON catalogue_itemversion FOR EACH ROW
  WHEN (OLD.state <> 'draft' AND (NEW.state = 'draft'
    OR OLD.state IN ('superseded', 'cancelled') AND NEW.state <> OLD.state))
  EXECUTE FUNCTION catalogue_refuse_version();

-- Puts all columns there are, but state and valid_to, under the guard: a migration that adds or drops one ends
-- with SELECT catalogue_guard_columns(), one that alters the type of one drops the trigger before.
CREATE FUNCTION catalogue_guard_columns() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DROP TRIGGER IF EXISTS catalogue_guard_version ON catalogue_itemversion;
  EXECUTE format(
    'CREATE TRIGGER catalogue_guard_version BEFORE UPDATE OF %s OR DELETE ON catalogue_itemversion '
    'FOR EACH ROW EXECUTE FUNCTION catalogue_guard_version()',
    (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
     WHERE attrelid = 'catalogue_itemversion'::regclass AND attnum > 0 AND NOT attisdropped
     AND attname NOT IN ('state', 'valid_to')));
END $$;
SELECT catalogue_guard_columns();
"""
BACKWARD = """
DROP FUNCTION catalogue_guard_columns();
DROP TRIGGER catalogue_guard_version ON catalogue_itemversion;
CREATE TRIGGER catalogue_guard_version BEFORE UPDATE OR DELETE ON catalogue_itemversion
  FOR EACH ROW EXECUTE FUNCTION catalogue_guard_version();
DROP TRIGGER catalogue_guard_state ON catalogue_itemversion;
DROP FUNCTION catalogue_refuse_version();
"""


class Migration(migrations.Migration):
    """Two guards: one of what a state may become, one of every other column."""

    dependencies = [("catalogue", "0020_lean_versions")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
