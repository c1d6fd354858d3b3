"""Reviews of automatic decisions, draws, signals; guards: a finished draw, an answer and a settlement stay."""

import django.db.models.deletion
import onewindow.kernel.fields
import onewindow.kernel.ids
from django.conf import settings
from django.db import migrations, models


FORWARD = """
CREATE FUNCTION decisions_guard_finished() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE column_name text := TG_ARGV[0];
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) ->> column_name IS NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '%: finished rows never change, and none is removed', TG_TABLE_NAME;
END $$;
CREATE TRIGGER finished BEFORE UPDATE OR DELETE ON decisions_review
    FOR EACH ROW EXECUTE FUNCTION decisions_guard_finished('answered_at');
CREATE TRIGGER finished BEFORE UPDATE OR DELETE ON decisions_signal
    FOR EACH ROW EXECUTE FUNCTION decisions_guard_finished('settled_at');
CREATE TRIGGER finished BEFORE UPDATE OR DELETE ON decisions_sampledraw
    FOR EACH ROW EXECUTE FUNCTION decisions_guard_finished('until');
"""
BACKWARD = """
DROP TRIGGER finished ON decisions_review;
DROP TRIGGER finished ON decisions_signal;
DROP TRIGGER finished ON decisions_sampledraw;
DROP FUNCTION decisions_guard_finished();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('decisions', '0002_guards'),
        ('government', '0001_initial'),
        ('identity', '0010_separation'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.UUIDField(default=onewindow.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('appeal', '申请人要求复核'), ('sample', '随机抽查')], max_length=6)),
                ('case_number', models.CharField(db_index=True, max_length=50)),
                ('rule_set', models.CharField(max_length=60)),
                ('item_code', models.CharField(max_length=33)),
                ('item_name', models.CharField(max_length=200)),
                ('said', onewindow.kernel.fields.EncryptedTextField(default='')),
                ('asked_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('city', models.CharField(max_length=4)),
                ('result', models.CharField(blank=True, choices=[('ok', '自动决定正确'), ('wrong', '自动决定有误')], max_length=5)),
                ('answer', onewindow.kernel.fields.EncryptedTextField(default='')),
                ('answered_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='SampleDraw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule_set', models.CharField(max_length=60)),
                ('commitment', models.CharField(max_length=64)),
                ('nonce', onewindow.kernel.fields.EncryptedTextField()),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('percent', models.PositiveSmallIntegerField(null=True)),
                ('size', models.PositiveIntegerField(default=0)),
                ('pool_digest', models.CharField(blank=True, max_length=64)),
                ('seed', models.CharField(blank=True, max_length=64)),
                ('chosen', models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name='Signal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('wrong', '复核发现错误'), ('shift', '命中率变化')], max_length=5)),
                ('key', models.CharField(max_length=120)),
                ('text', models.CharField(max_length=300)),
                ('facts', models.JSONField(default=dict)),
                ('proposes_stop', models.BooleanField(default=False)),
                ('raised_at', models.DateTimeField()),
                ('stopped', models.BooleanField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('settled_by', models.CharField(blank=True, max_length=60)),
                ('settled_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='ruleset',
            name='sample_percent',
            field=models.PositiveSmallIntegerField(default=5),
        ),
        migrations.AddIndex(
            model_name='decisionrecord',
            index=models.Index(fields=['rule_set', 'decided_at'], name='decision_by_time'),
        ),
        migrations.AddConstraint(
            model_name='ruleset',
            constraint=models.CheckConstraint(condition=models.Q(('sample_percent__range', (5, 100))), name='rule_set_sample_percent'),
        ),
        migrations.AddField(
            model_name='review',
            name='account',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='review',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='government.agency'),
        ),
        migrations.AddField(
            model_name='review',
            name='answered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='review',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.organisation'),
        ),
        migrations.AddField(
            model_name='review',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.person'),
        ),
        migrations.AddField(
            model_name='review',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.decisionrecord'),
        ),
        migrations.AddIndex(
            model_name='sampledraw',
            index=models.Index(fields=['rule_set', '-id'], name='sample_draw_newest'),
        ),
        migrations.AddConstraint(
            model_name='sampledraw',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('rule_set',), name='sample_draw_one_open'),
        ),
        migrations.AddField(
            model_name='review',
            name='draw',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.sampledraw'),
        ),
        migrations.AddField(
            model_name='signal',
            name='rule_set',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.ruleset'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(condition=models.Q(('answered_at', None)), fields=['agency', 'due_on', 'id'], name='review_open'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['agency', '-answered_at'], name='review_answered'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(fields=('record', 'kind'), name='review_once'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('result', '')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('result', ''), _negated=True)), _connector='OR'), name='review_answered_whole'),
        ),
        migrations.AddConstraint(
            model_name='signal',
            constraint=models.UniqueConstraint(fields=('rule_set', 'kind', 'key'), name='signal_once'),
        ),
        migrations.AddConstraint(
            model_name='signal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('settled_at', None), ('settled_by', ''), ('stopped', None)), models.Q(('settled_at__isnull', False), ('stopped__isnull', False), models.Q(('reason', ''), _negated=True), models.Q(('settled_by', ''), _negated=True)), _connector='OR'), name='signal_settled_whole'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
