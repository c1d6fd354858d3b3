"""Indexes of what is in force only, none twice; changes noted once a statement."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

HELD = models.Q(state__in=["published", "suspended"])
NOTE = """
  IF EXISTS (SELECT 1 FROM {came}) THEN
    PERFORM pg_advisory_xact_lock(hashtext('catalogue_change'));
    INSERT INTO catalogue_change (at, version_id, state)
      SELECT clock_timestamp(), id, state FROM {came} ORDER BY id;
  END IF;
  RETURN NULL;
"""
NEW = "(SELECT n.id, n.state FROM fresh n WHERE n.state <> 'draft') came"
MOVED = (
    "(SELECT n.id, n.state FROM fresh n JOIN former o ON o.id = n.id "
    "WHERE n.state <> o.state AND n.state <> 'draft') came"
)
FORWARD = f"""
DROP TRIGGER catalogue_note_new ON catalogue_itemversion;
DROP TRIGGER catalogue_note_state ON catalogue_itemversion;
DROP FUNCTION catalogue_note_change();
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
     OR NEW *<> was THEN
    RAISE EXCEPTION 'a published item version never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION catalogue_note_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {NOTE.format(came=NEW)} END $$;
CREATE FUNCTION catalogue_note_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {NOTE.format(came=MOVED)} END $$;
CREATE TRIGGER catalogue_note_new AFTER INSERT ON catalogue_itemversion
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION catalogue_note_new();
CREATE TRIGGER catalogue_note_state AFTER UPDATE ON catalogue_itemversion
  REFERENCING OLD TABLE AS former NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION catalogue_note_moved();
"""  # noqa: S608 our own words
BACKWARD = """
DROP TRIGGER catalogue_note_state ON catalogue_itemversion;
DROP TRIGGER catalogue_note_new ON catalogue_itemversion;
DROP FUNCTION catalogue_note_moved();
DROP FUNCTION catalogue_note_new();
CREATE FUNCTION catalogue_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('catalogue_change'));
  INSERT INTO catalogue_change (at, version_id, state) VALUES (clock_timestamp(), NEW.id, NEW.state);
  RETURN NULL;
END $$;
CREATE TRIGGER catalogue_note_new AFTER INSERT ON catalogue_itemversion
  FOR EACH ROW WHEN (NEW.state <> 'draft') EXECUTE FUNCTION catalogue_note_change();
CREATE TRIGGER catalogue_note_state AFTER UPDATE OF state ON catalogue_itemversion
  FOR EACH ROW WHEN (NEW.state <> OLD.state AND NEW.state <> 'draft') EXECUTE FUNCTION catalogue_note_change();
"""


def _of_version(on_delete: object) -> models.Field:
    return models.ForeignKey(
        db_index=False, on_delete=on_delete, related_name="+", to="catalogue.itemversion"
    )


def _words(letter: str) -> django.db.models.expressions.RawSQL:
    return django.db.models.expressions.RawSQL(
        f"ts_filter(words, '{{{letter}}}')",
        [],
        output_field=django.contrib.postgres.search.SearchVectorField(),
    )


GIN = django.contrib.postgres.indexes.GinIndex
INDEXES = [
    GIN(fields=["words"], condition=HELD, name="version_words"),
    GIN(_words("a"), condition=HELD, name="version_name_words"),
    GIN(_words("b"), condition=HELD, name="version_synonym_words"),
    GIN(fields=["themes"], condition=HELD, name="version_themes"),
    GIN(fields=["aliases"], condition=HELD, name="version_aliases"),
    models.Index(
        fields=["name"],
        opclasses=["varchar_pattern_ops"],
        include=["priority", "id", "source"],
        condition=HELD,
        name="version_name",
    ),
    *(
        models.Index(
            fields=[column], opclasses=["varchar_pattern_ops"], condition=HELD, name=f"version_{name}"
        )
        for column, name in (("initials", "initials"), ("pinyin", "pinyin"), ("region_code", "region"))
    ),
]
PROTECT, CASCADE = django.db.models.deletion.PROTECT, django.db.models.deletion.CASCADE


class Migration(migrations.Migration):
    """History is in no index of the search; a foreign key that a unique index begins with has none of its own."""

    dependencies = [("catalogue", "0019_material_resource")]

    operations = [
        *(migrations.RemoveIndex(model_name="itemversion", name=index.name) for index in INDEXES),
        *(migrations.AddIndex(model_name="itemversion", index=index) for index in INDEXES),
        migrations.AlterField(
            model_name="itemversion",
            name="item",
            field=models.ForeignKey(
                db_index=False, on_delete=PROTECT, related_name="+", to="catalogue.item"
            ),
        ),
        *(
            migrations.AlterField(model_name=model, name="version", field=_of_version(on_delete))
            for model, on_delete in (
                ("material", PROTECT),
                ("legalbasis", PROTECT),
                ("question", PROTECT),
                ("citation", CASCADE),
                ("finding", CASCADE),
                ("change", PROTECT),
            )
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
