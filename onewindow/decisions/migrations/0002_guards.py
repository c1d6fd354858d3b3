"""Guards in the database: released rules and decisions never change; a release takes two; no outcome refuses."""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION decisions_guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        IF TG_OP = 'UPDATE' AND NEW.state = 'released' AND NEW.drafted_by = NEW.released_by
           AND NEW.drafted_by NOT LIKE 'system:%' THEN
            RAISE EXCEPTION 'rule-set version %: its author may not release it', OLD.id;
        END IF;
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.state = 'retired'
       AND (to_jsonb(NEW) - 'state') = (to_jsonb(OLD) - 'state') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'rule-set version % is released and never changes', OLD.id;
END $$;
CREATE TRIGGER decisions_guard_version BEFORE UPDATE OR DELETE ON decisions_rulesetversion
    FOR EACH ROW EXECUTE FUNCTION decisions_guard_version();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON decisions_decisionrecord
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_append_only();
"""
BACKWARD = """
DROP TRIGGER append_only ON decisions_decisionrecord;
DROP TRIGGER decisions_guard_version ON decisions_rulesetversion;
DROP FUNCTION decisions_guard_version();
"""


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_initial"), ("kernel", "0002_guards")]
    operations = [
        migrations.AddConstraint(
            "decisionrecord",
            models.CheckConstraint(
                condition=models.Q(outcome__in=["approve", "human", "correct"]), name="decision_never_refuses"
            ),
        ),
        migrations.AddIndex(
            "decisionrecord", models.Index(fields=["rule_set", "id"], name="decision_by_rule_set")
        ),
        migrations.CreateModel(
            name="WhatIf",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False, auto_created=True, verbose_name="ID")),
                ("total", models.PositiveIntegerField()),
                ("seen", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("changes", models.JSONField(default=list)),
                ("up_to", models.UUIDField(null=True)),
                ("digest", models.CharField(max_length=64)),
                ("asked_by", models.CharField(max_length=60)),
                ("asked_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="decisions.rulesetversion",
                    ),
                ),
            ],
            options={"ordering": ["-id"]},
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
