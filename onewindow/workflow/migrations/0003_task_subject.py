"""Find the tasks about a subject by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index."""

    dependencies = [("workflow", "0002_guard")]
    operations = [
        migrations.AddIndex("task", models.Index(fields=["subject", "id"], name="task_subject")),
    ]
