from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0012_outside'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='situation',
            field=models.JSONField(null=True),
        ),
    ]
