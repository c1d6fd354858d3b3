"""Rows that cross the gap tell their city; the gateway's processes count calls together."""

import django.db.models.deletion
from django.db import migrations, models

CITIES = """
UPDATE exchange_carried row SET city = told.city FROM exchange_delivery told
WHERE told.id = row.delivery_id AND told.city <> row.city;
UPDATE exchange_arrivedday row SET city = told.city FROM exchange_outsidesystem told
WHERE told.code = row.system AND told.city <> row.city;
"""


def _city() -> models.CharField:
    return models.CharField(default="4500", max_length=4)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0008_relay_arrivals_and_desk_catalogue")]

    operations = [
        migrations.AddField("bundle", "city", _city()),
        migrations.AddField("carried", "city", _city()),
        migrations.AddField("arrivedday", "city", _city()),
        migrations.RunSQL(CITIES, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Used",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("minute", models.PositiveIntegerField()),
                ("process", models.UUIDField()),
                ("calls", models.PositiveIntegerField()),
                ("city", models.CharField(default="4500", max_length=4)),
                (
                    "grant",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="exchange.grant"
                    ),
                ),
            ],
            options={"db_table": "exchange_used"},
        ),
        migrations.AddConstraint(
            "used", models.UniqueConstraint(fields=("grant", "minute", "process"), name="used_once")
        ),
    ]
