"""Numbers of items in force by theme, agency, city and source, kept as they change instead of counted."""

from django.db import migrations, models

COUNT = """
INSERT INTO catalogue_tally AS t (kind, key, name, n)
SELECT kind, key, max(name), sum(step) FROM (
  SELECT 'all' AS kind, '' AS key, '' AS name, step FROM moved WHERE source = ''
  UNION ALL SELECT 'theme', theme, '', step FROM moved, unnest(themes) theme WHERE source = ''
  UNION ALL SELECT 'agency', i.agency_id::text, agency_name, step
  FROM moved JOIN catalogue_item i ON i.id = item_id WHERE moved.source = '' AND i.agency_id IS NOT NULL
  UNION ALL SELECT 'city', left(region_code, 4), '', step FROM moved WHERE source = ''
  UNION ALL SELECT 'source', source, '', step FROM moved WHERE source <> ''
) one GROUP BY kind, key HAVING sum(step) <> 0 ORDER BY kind, key
ON CONFLICT (kind, key) DO UPDATE SET n = t.n + excluded.n, name = excluded.name
"""
SEEN = "v.item_id, v.source, v.agency_name, v.region_code, v.themes"
HELD = "IN ('published', 'suspended')"
FORWARD = f"""
CREATE FUNCTION catalogue_count_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH moved AS (SELECT {SEEN}, 1 AS step FROM new_rows v WHERE v.state {HELD}) {COUNT};
  RETURN NULL;
END $$;
CREATE FUNCTION catalogue_count_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH moved AS (
    SELECT {SEEN}, -1 AS step FROM old_rows v JOIN new_rows n USING (id)
    WHERE v.state {HELD} AND n.state NOT {HELD}
    UNION ALL SELECT {SEEN}, 1 FROM new_rows v JOIN old_rows o USING (id)
    WHERE v.state {HELD} AND o.state NOT {HELD}
  ) {COUNT};
  RETURN NULL;
END $$;
CREATE TRIGGER catalogue_tally_new AFTER INSERT ON catalogue_itemversion
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION catalogue_count_new();
CREATE TRIGGER catalogue_tally_changed AFTER UPDATE ON catalogue_itemversion
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION catalogue_count_changed();
WITH moved AS (SELECT {SEEN}, 1 AS step FROM catalogue_itemversion v WHERE v.state {HELD}) {COUNT};
"""  # noqa: S608 our own words
BACKWARD = """
DROP TRIGGER catalogue_tally_changed ON catalogue_itemversion;
DROP TRIGGER catalogue_tally_new ON catalogue_itemversion;
DROP FUNCTION catalogue_count_changed();
DROP FUNCTION catalogue_count_new();
"""


class Migration(migrations.Migration):
    """Add the tally and what keeps it."""

    dependencies = [("catalogue", "0010_materials")]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=6)),
                ("key", models.CharField(max_length=200)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("n", models.IntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="tally_once")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
