"""The catalogue of materials."""

import django.db.models.deletion
from django.db import migrations, models


# The name of every guide's material is one of the catalogue, checked at commit; what is stored is taken in first.
FORWARD = """
CREATE SEQUENCE catalogue_material_code;
WITH fresh AS (
    SELECT name, min(licence_type_code) AS licence, min(share_resource_code) AS resource
    FROM catalogue_material GROUP BY name
), made AS (
    INSERT INTO catalogue_materialentry
        (code, name, kind, issuer, licence_type_code, share_resource_code, accept_standard, basis, note, state,
         updated_at)
    SELECT 'CL45' || lpad(nextval('catalogue_material_code')::text, 7, '0'), name, '', '', licence, resource,
        '', '', '', 'raw', now()
    FROM fresh ORDER BY name RETURNING id, name
)
INSERT INTO catalogue_materialname (name, entry_id) SELECT name, id FROM made;
CREATE INDEX catalogue_material_name ON catalogue_material (name);
ALTER TABLE catalogue_material ADD CONSTRAINT catalogue_material_known FOREIGN KEY (name)
    REFERENCES catalogue_materialname (name) DEFERRABLE INITIALLY DEFERRED;
"""
BACKWARD = """
ALTER TABLE catalogue_material DROP CONSTRAINT catalogue_material_known;
DROP INDEX catalogue_material_name;
DROP SEQUENCE catalogue_material_code;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0009_lists'),
    ]

    operations = [
        migrations.CreateModel(
            name='MaterialEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('name', models.CharField(max_length=300, unique=True)),
                ('kind', models.CharField(blank=True, choices=[('1', '证件证书证明'), ('2', '申请表格文书'), ('3', '其他')], max_length=1)),
                ('issuer', models.CharField(blank=True, max_length=200)),
                ('licence_type_code', models.CharField(blank=True, max_length=40)),
                ('share_resource_code', models.CharField(blank=True, max_length=60)),
                ('accept_standard', models.TextField(blank=True)),
                ('basis', models.TextField(blank=True)),
                ('note', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('raw', '待规范'), ('standard', '已规范'), ('merged', '已并入')], default='raw', max_length=8)),
                ('updated_at', models.DateTimeField()),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.materialentry')),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='MaterialName',
            fields=[
                ('name', models.CharField(max_length=300, primary_key=True, serialize=False)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='catalogue.materialentry')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='MaterialSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('blank', '空白表'), ('sample', '样表')], max_length=6)),
                ('file_id', models.UUIDField(db_index=True)),
                ('added_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='catalogue.materialentry')),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.item')),
            ],
            options={
                'ordering': ['-added_at'],
            },
        ),
        migrations.AddConstraint(
            model_name='materialentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', True)), _connector='OR'), name='merged_into_one'),
        ),
        migrations.AddConstraint(
            model_name='materialsheet',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('entry', 'kind', 'item'), name='one_sheet_of_a_kind', nulls_distinct=False),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
