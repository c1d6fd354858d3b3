import django.db.models.deletion
import onewindow.kernel.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0006_relay'),
    ]

    operations = [
        migrations.CreateModel(
            name='Hook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('declaration', models.JSONField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('secret', onewindow.kernel.fields.EncryptedTextField(blank=True, default='')),
                ('on', models.BooleanField(default=True)),
                ('next_at', models.DateTimeField(db_index=True)),
                ('good_at', models.DateTimeField(null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('cause', models.CharField(blank=True, max_length=300)),
                ('system', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.outsidesystem')),
            ],
            options={
                'db_table': 'exchange_hook',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.BigIntegerField()),
                ('type', models.CharField(max_length=80)),
                ('subject', models.CharField(max_length=80)),
                ('body', models.TextField()),
                ('digest', models.BinaryField(max_length=32)),
                ('state', models.CharField(choices=[('waiting', '等待推送'), ('sent', '已送达'), ('aside', '对方不收，放在一边')], default='waiting', max_length=8)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('cause', models.CharField(blank=True, max_length=300)),
                ('made_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('city', models.CharField(max_length=4)),
                ('hook', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='exchange.hook')),
            ],
            options={
                'db_table': 'exchange_posting',
                'indexes': [
                    models.Index(condition=models.Q(('state', 'waiting')), fields=['hook', 'event'], name='posting_waiting'),
                    models.Index(fields=['hook', '-id'], name='posting_of_hook'),
                    models.Index(condition=models.Q(('state', 'sent')), fields=['sent_at'], name='posting_sent'),
                ],
                'constraints': [models.UniqueConstraint(fields=('hook', 'event'), name='posting_once')],
            },
        ),
    ]
