"""Guards in the database: records of looks and evidence of levels are append-only."""

from django.db import migrations

TABLES = ("identity_accessrecord", "identity_levelevidence")


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial"), ("kernel", "0002_guards")]
    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION kernel_append_only()",
            f"DROP TRIGGER append_only ON {table}",
        )
        for table in TABLES
    ]
