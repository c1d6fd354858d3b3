import django.db.models.deletion
import onewindow.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0015_watched_facts'),
    ]

    operations = [
        migrations.CreateModel(
            name='NonDisclosure',
            fields=[
                ('id', models.UUIDField(default=onewindow.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('ground', models.CharField(max_length=20)),
                ('reason', models.CharField(max_length=500)),
                ('by', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('city', models.CharField(max_length=4)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='nondisclosure', to='cases.case')),
            ],
        ),
        migrations.RunSQL(
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON cases_nondisclosure"
            " FOR EACH STATEMENT EXECUTE FUNCTION kernel_append_only()",
            "DROP TRIGGER append_only ON cases_nondisclosure",
        ),
    ]
