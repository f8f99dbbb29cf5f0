
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Load',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.SlugField(max_length=40)),
                ('origin', models.CharField(help_text='Name of the file or folder read.', max_length=200)),
                ('state', models.CharField(choices=[('running', 'en cours'), ('done', 'terminé'), ('refused', 'refusé')], default='running', max_length=10)),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('read', models.PositiveIntegerField(default=0)),
                ('created', models.PositiveIntegerField(default=0)),
                ('updated', models.PositiveIntegerField(default=0)),
                ('unchanged', models.PositiveIntegerField(default=0)),
                ('withdrawn', models.PositiveIntegerField(default=0)),
                ('rejected', models.PositiveIntegerField(default=0)),
                ('notes', models.JSONField(default=list, help_text='What the reader of the report should know, in plain words.')),
            ],
            options={
                'ordering': ['-started_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('family', models.SlugField(help_text='What stays the same from one version to the next.', max_length=40)),
                ('title', models.CharField(max_length=200)),
                ('producer', models.CharField(max_length=200)),
                ('licence', models.CharField(max_length=200)),
                ('version', models.CharField(blank=True, max_length=40)),
                ('published_on', models.DateField(blank=True, null=True)),
                ('url', models.URLField(blank=True)),
                ('demonstration', models.BooleanField(default=False)),
                ('used_for', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['title', 'version'],
            },
        ),
        migrations.CreateModel(
            name='Reject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.CharField(max_length=200)),
                ('line', models.PositiveIntegerField()),
                ('field', models.CharField(blank=True, max_length=120)),
                ('reason', models.CharField(max_length=400)),
                ('count', models.PositiveIntegerField(default=1, help_text='How many rows share this reason.')),
                ('load', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rejects', to='sources.load')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='load',
            name='source',
            field=models.ForeignKey(blank=True, help_text='Empty when the load was refused: nothing was taken.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='loads', to='sources.source'),
        ),
    ]
