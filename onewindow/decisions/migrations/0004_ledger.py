"""数量台账: what grants take off source permits; append-only."""

from django.db import migrations, models

FORWARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON decisions_ledgerentry
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_append_only();
"""
BACKWARD = "DROP TRIGGER append_only ON decisions_ledgerentry;"


class Migration(migrations.Migration):
    dependencies = [("decisions", "0003_reviews"), ("kernel", "0002_guards")]
    operations = [
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule_set", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=60)),
                ("amount", models.PositiveIntegerField()),
                ("case_number", models.CharField(max_length=40)),
                ("city", models.CharField(max_length=4)),
                ("taken_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["rule_set", "key"], name="ledger_by_key")],
                "constraints": [
                    models.UniqueConstraint(fields=("city", "case_number"), name="ledger_once_per_case")
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
