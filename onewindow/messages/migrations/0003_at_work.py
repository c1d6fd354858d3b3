from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_addresses")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="at_work",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
