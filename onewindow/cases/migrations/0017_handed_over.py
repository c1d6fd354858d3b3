"""A further outcome: handed over to another province."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Only the choices change."""

    dependencies = [("cases", "0016_nondisclosure")]
    operations = [
        migrations.AlterField(
            model_name="case",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("granted", "准予"), ("refused", "不予"), ("not_accepted", "不予受理"),
                    ("lapsed", "逾期未补正"), ("withdrawn", "申请人撤回"), ("handed_over", "移送外省办理"),
                ],
                max_length=12,
            ),
        ),
    ]  # fmt: skip
