
from django.db import migrations, models

class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0014_access_elements'),
    ]

    operations = [
        migrations.AlterField(
            model_name='listedition',
            name='kind',
            field=models.CharField(choices=[('negative', '市场准入负面清单'), ('intermediary', '行政审批中介服务清单'), ('inspection', '随机抽查事项清单')], max_length=12),
        ),
    ]
