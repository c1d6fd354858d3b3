from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0002_visits'),
    ]

    operations = [
        migrations.AddField(
            model_name='author',
            name='objection',
            field=models.BigIntegerField(null=True, unique=True),
        ),
        migrations.AlterField(
            model_name='concern',
            name='source',
            field=models.CharField(choices=[('portal', '门户'), ('counter', '窗口'), ('phone', '12345 电话'), ('api', '接口'), ('website', '政府网站'), ('access', '查看异议')], max_length=8),
        ),
    ]
