import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0016_itemversion_process'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='itemversion',
            name='version_name',
        ),
        migrations.AddIndex(
            model_name='itemversion',
            index=models.Index(fields=['name'], include=('priority', 'id', 'source', 'state'), name='version_name', opclasses=['varchar_pattern_ops']),
        ),
        migrations.AddIndex(
            model_name='itemversion',
            index=models.Index(models.F('source'), django.db.models.functions.text.Left('region_code', 4), models.F('priority'), models.F('id'), condition=models.Q(('state__in', ['published', 'suspended'])), name='version_of_city'),
        ),
        migrations.AddIndex(
            model_name='itemversion',
            index=models.Index(models.F('source'), django.db.models.functions.text.Left('region_code', 6), models.F('priority'), models.F('id'), condition=models.Q(('state__in', ['published', 'suspended'])), name='version_of_county'),
        ),
        migrations.AddIndex(
            model_name='itemversion',
            index=models.Index(condition=models.Q(('state__in', ['published', 'suspended'])), fields=['source', 'item_type', 'level', 'priority', 'id'], name='version_of_type_and_level'),
        ),
    ]
