"""Guards in the database: a signal is never removed and its finding never changes; its steps are append-only."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION supervision_guard_signal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'signal % is never removed', OLD.number USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (NEW.id, NEW.number, NEW.rule, NEW.rule_number, NEW.key, NEW.level, NEW.kind, NEW.subject, NEW.source, NEW."on",
        NEW.note, NEW.city, NEW.agency_id, NEW.person, NEW.digest, NEW.raised_at)
       IS DISTINCT FROM
       (OLD.id, OLD.number, OLD.rule, OLD.rule_number, OLD.key, OLD.level, OLD.kind, OLD.subject, OLD.source, OLD."on",
        OLD.note, OLD.city, OLD.agency_id, OLD.person, OLD.digest, OLD.raised_at)
       OR NEW.evidence IS DISTINCT FROM OLD.evidence THEN
        RAISE EXCEPTION 'what signal % found never changes', OLD.number USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER supervision_guard_signal BEFORE UPDATE OR DELETE ON supervision_signal
    FOR EACH ROW EXECUTE FUNCTION supervision_guard_signal();
CREATE TRIGGER append_only BEFORE TRUNCATE ON supervision_signal
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON supervision_signalstep
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_append_only();
"""
BACKWARD = """
DROP TRIGGER append_only ON supervision_signalstep;
DROP TRIGGER append_only ON supervision_signal;
DROP TRIGGER supervision_guard_signal ON supervision_signal;
DROP FUNCTION supervision_guard_signal();
"""


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial"), ("kernel", "0002_guards")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
