"""三员分立 in the database: no person holds duties of two groups on one day, no post mixes them; history stays."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION identity_duty_group(roles varchar[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN cardinality(roles) = 0 THEN ''
    WHEN NOT roles && ARRAY['admin', 'security', 'audit']::varchar[] THEN 'business'
    WHEN roles <@ ARRAY['admin']::varchar[] THEN 'admin'
    WHEN roles <@ ARRAY['security']::varchar[] THEN 'security'
    WHEN roles <@ ARRAY['audit']::varchar[] THEN 'audit'
    ELSE 'mixed' END
$$;

CREATE FUNCTION identity_duties_meet(mine bigint, one bigint, begins date, ends date, here bigint, carried varchar[])
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM identity_holding h
    JOIN identity_account a ON a.id = h.account_id
    JOIN identity_post p ON p.id = h.post_id
    WHERE a.person_id = mine AND h.status = 'given' AND h.id <> one AND h.post_id <> here AND p.closed_on IS NULL
      AND daterange(h.starts_on, h.ends_on, '[]') && daterange(begins, ends, '[]')
      AND identity_duty_group(p.roles) NOT IN ('', identity_duty_group(carried)))
$$;

CREATE FUNCTION identity_holding_separate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE mine bigint; carried varchar[];
BEGIN
  IF NEW.status <> 'given' THEN RETURN NEW; END IF;
  SELECT person_id INTO mine FROM identity_account WHERE id = NEW.account_id;
  PERFORM 1 FROM identity_person WHERE id = mine FOR NO KEY UPDATE;
  PERFORM 1 FROM identity_post p WHERE p.id = NEW.post_id OR p.id IN (
    SELECT h.post_id FROM identity_holding h JOIN identity_account a ON a.id = h.account_id
    WHERE a.person_id = mine AND h.status = 'given') ORDER BY p.id FOR SHARE;
  SELECT roles INTO carried FROM identity_post WHERE id = NEW.post_id;
  IF identity_duty_group(carried) <> '' AND
     identity_duties_meet(mine, NEW.id, NEW.starts_on, NEW.ends_on, NEW.post_id, carried) THEN
    RAISE EXCEPTION 'duties that may not meet in one person'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'holding_separate', TABLE = 'identity_holding';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION identity_post_separate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held record;
BEGIN
  IF identity_duty_group(NEW.roles) = 'mixed' THEN
    RAISE EXCEPTION 'roles that may not meet in one post'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'post_separate', TABLE = 'identity_post';
  END IF;
  IF TG_OP = 'UPDATE' AND cardinality(NEW.roles) > 0 THEN
    FOR held IN SELECT h.id, h.starts_on, h.ends_on, a.person_id FROM identity_holding h
      JOIN identity_account a ON a.id = h.account_id WHERE h.post_id = NEW.id AND h.status = 'given'
    LOOP
      IF identity_duties_meet(held.person_id, held.id, held.starts_on, held.ends_on, NEW.id, NEW.roles) THEN
        RAISE EXCEPTION 'duties that may not meet in one person'
          USING ERRCODE = 'check_violation', CONSTRAINT = 'post_separate', TABLE = 'identity_post';
      END IF;
    END LOOP;
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER separate BEFORE INSERT OR UPDATE ON identity_holding
  FOR EACH ROW EXECUTE FUNCTION identity_holding_separate();
CREATE TRIGGER separate BEFORE INSERT OR UPDATE OF roles ON identity_post
  FOR EACH ROW EXECUTE FUNCTION identity_post_separate();
CREATE TRIGGER kept BEFORE DELETE ON identity_holding FOR EACH STATEMENT EXECUTE FUNCTION kernel_append_only();
CREATE TRIGGER kept BEFORE DELETE ON identity_rolegrant FOR EACH STATEMENT EXECUTE FUNCTION kernel_append_only();
"""

BACKWARD = """
DROP TRIGGER kept ON identity_rolegrant;
DROP TRIGGER kept ON identity_holding;
DROP TRIGGER separate ON identity_post;
DROP TRIGGER separate ON identity_holding;
DROP FUNCTION identity_post_separate();
DROP FUNCTION identity_holding_separate();
DROP FUNCTION identity_duties_meet(bigint, bigint, date, date, bigint, varchar[]);
DROP FUNCTION identity_duty_group(varchar[]);
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0009_posts"), ("kernel", "0002_guards")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
