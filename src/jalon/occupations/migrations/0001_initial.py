
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('sources', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Domain',
            fields=[
                ('code', models.CharField(max_length=10, primary_key=True, serialize=False)),
                ('label', models.CharField(max_length=200)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='occupations.domain')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source')),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Environment',
            fields=[
                ('code', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('label', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('structure', 'Lieu ou structure'), ('sector', "Secteur d'activité"), ('condition', "Condition d'exercice")], max_length=10)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source')),
            ],
            options={
                'ordering': ['label'],
            },
        ),
        migrations.CreateModel(
            name='Sector',
            fields=[
                ('slug', models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100)),
                ('summary', models.CharField(max_length=300)),
                ('icon', models.CharField(blank=True, max_length=40)),
                ('priority', models.BooleanField(default=False, help_text='A priority of the regional training map.')),
                ('domains', models.JSONField(default=list, help_text='Codes of the ROME domains that belong to it.')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Occupation',
            fields=[
                ('code', models.CharField(max_length=10, primary_key=True, serialize=False)),
                ('label', models.CharField(help_text='Official label; equals `name` without official data.', max_length=250)),
                ('name', models.CharField(help_text="Shown name: the region's sheet first, else the label.", max_length=250)),
                ('sort_name', models.CharField(db_index=True, help_text='Folded name, for A–Z.', max_length=250)),
                ('summary', models.TextField(blank=True, help_text="Shown on cards: the sheet's summary, else the definition.")),
                ('status', models.CharField(choices=[('active', 'en vigueur'), ('withdrawn', 'retirée')], default='active', max_length=10)),
                ('withdrawn_on', models.DateField(blank=True, null=True)),
                ('interest_major', models.CharField(blank=True, choices=[('R', 'Faire de ses mains'), ('I', 'Comprendre et chercher'), ('A', 'Créer'), ('S', 'Aider et transmettre'), ('E', 'Convaincre et diriger'), ('C', 'Organiser et vérifier')], max_length=1)),
                ('interest_minor', models.CharField(blank=True, choices=[('R', 'Faire de ses mains'), ('I', 'Comprendre et chercher'), ('A', 'Créer'), ('S', 'Aider et transmettre'), ('E', 'Convaincre et diriger'), ('C', 'Organiser et vérifier')], max_length=1)),
                ('level', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'Sans diplôme'), (3, 'CAP'), (4, 'Bac'), (5, 'Bac + 2'), (6, 'Bac + 3'), (7, 'Bac + 5'), (8, 'Bac + 8')], null=True)),
                ('level_derived', models.BooleanField(default=False, help_text='Read from the official text, not stated.')),
                ('official', models.BooleanField(default=False, help_text="In the official list, not only in the region's.")),
                ('activities', models.JSONField(blank=True, default=dict, help_text='Codes of official activities without wording, by SkillKind: for closeness only.')),
                ('domain', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='occupations', to='occupations.domain')),
                ('parent', models.ForeignKey(blank=True, help_text='The older code that this one details (ROME 4).', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='details', to='occupations.occupation')),
                ('replaced_by', models.ManyToManyField(blank=True, related_name='replaces', to='occupations.occupation')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source')),
                ('sectors', models.ManyToManyField(blank=True, related_name='occupations', to='occupations.sector')),
            ],
            options={
                'ordering': ['sort_name'],
            },
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('masculine', models.CharField(max_length=150)),
                ('feminine', models.CharField(max_length=150)),
                ('summary', models.CharField(max_length=300)),
                ('day', models.JSONField(default=list)),
                ('you_like', models.JSONField(default=list)),
                ('hard', models.CharField(max_length=300)),
                ('prospects', models.TextField()),
                ('people_say', models.JSONField(default=list)),
                ('interest_major', models.CharField(choices=[('R', 'Faire de ses mains'), ('I', 'Comprendre et chercher'), ('A', 'Créer'), ('S', 'Aider et transmettre'), ('E', 'Convaincre et diriger'), ('C', 'Organiser et vérifier')], max_length=1)),
                ('interest_minor', models.CharField(choices=[('R', 'Faire de ses mains'), ('I', 'Comprendre et chercher'), ('A', 'Créer'), ('S', 'Aider et transmettre'), ('E', 'Convaincre et diriger'), ('C', 'Organiser et vérifier')], max_length=1)),
                ('level', models.PositiveSmallIntegerField(choices=[(0, 'Sans diplôme'), (3, 'CAP'), (4, 'Bac'), (5, 'Bac + 2'), (6, 'Bac + 3'), (7, 'Bac + 5'), (8, 'Bac + 8')])),
                ('sectors', models.JSONField(default=list, help_text='Slugs of the sectors that the sheet names.')),
                ('occupation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='sheet', to='occupations.occupation')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source')),
            ],
        ),
        migrations.CreateModel(
            name='Skill',
            fields=[
                ('code', models.CharField(max_length=120, primary_key=True, serialize=False)),
                ('label', models.CharField(max_length=300)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source')),
            ],
            options={
                'ordering': ['label'],
            },
        ),
        migrations.CreateModel(
            name='Title',
            fields=[
                ('code', models.CharField(max_length=120, primary_key=True, serialize=False)),
                ('label', models.CharField(max_length=250)),
                ('masculine', models.CharField(max_length=250)),
                ('feminine', models.CharField(max_length=250)),
                ('kind', models.CharField(choices=[('official', 'appellation officielle'), ('sheet', 'nom de la fiche régionale')], max_length=10)),
                ('withdrawn', models.BooleanField(default=False)),
                ('occupation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='titles', to='occupations.occupation')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source')),
            ],
            options={
                'ordering': ['label'],
            },
        ),
        migrations.CreateModel(
            name='OccupationCondition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('condition', models.CharField(choices=[('outdoors', 'Dehors'), ('standing', 'Debout longtemps'), ('heavy_loads', 'Charges lourdes'), ('awkward_postures', 'À genoux, accroupi ou bras levés'), ('repetitive', 'Gestes répétés'), ('heights', 'En hauteur'), ('nights', 'La nuit'), ('weekends', 'Week-ends et jours fériés'), ('shifts', 'Horaires décalés ou en équipes'), ('early_hours', 'Très tôt le matin'), ('split_hours', 'Coupures dans la journée'), ('seasonal', 'Travail saisonnier'), ('travel', 'Déplacements dans la journée'), ('away', 'Loin de chez soi plusieurs jours'), ('driving', 'Conduite'), ('noise', 'Bruit'), ('dirt', 'Travail salissant'), ('dust_chemicals', 'Poussières ou produits'), ('cold_heat', 'Froid ou forte chaleur'), ('hygiene_gear', "Tenue de protection ou d'hygiène"), ('danger', "Risque d'accident"), ('screens', "Beaucoup d'écran"), ('seated', 'Assis longtemps'), ('public', 'Contact avec le public'), ('children', 'Avec des enfants'), ('distress', 'Situations difficiles'), ('team', 'En équipe'), ('alone', 'Seul le plus souvent'), ('autonomy', 'À son compte possible'), ('remote', 'Télétravail possible'), ('on_call', 'Astreintes'), ('deadlines', 'Délais serrés'), ('animals', 'Avec des animaux')], max_length=20)),
                ('derived', models.BooleanField(default=False, help_text='Read in the official text, not stated.')),
                ('occupation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='condition_links', to='occupations.occupation')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source')),
            ],
            options={
                'indexes': [models.Index(fields=['condition'], name='occupations_conditi_face48_idx')],
                'constraints': [models.UniqueConstraint(fields=('occupation', 'condition'), name='occupation_condition_once')],
            },
        ),
        migrations.CreateModel(
            name='OccupationEnvironment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('environment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='occupation_links', to='occupations.environment')),
                ('occupation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='environment_links', to='occupations.occupation')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('occupation', 'environment'), name='occupation_environment_once')],
            },
        ),
        migrations.CreateModel(
            name='OccupationText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('definition', 'Définition'), ('access', 'Accès au métier'), ('conditions', "Conditions d'exercice")], max_length=12)),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('occupation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='occupations.occupation')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source')),
            ],
            options={
                'ordering': ['kind', 'position'],
                'constraints': [models.UniqueConstraint(fields=('occupation', 'kind', 'position'), name='occupation_text_once')],
            },
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField()),
                ('score', models.FloatField(help_text='0 (nothing shared) to 1 (the same).')),
                ('reasons', models.JSONField(default=list, help_text='Plain words: shared skills, settings, words.')),
                ('occupation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='occupations.occupation')),
                ('related', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='occupations.occupation')),
            ],
            options={
                'ordering': ['rank'],
                'constraints': [models.UniqueConstraint(fields=('occupation', 'related'), name='relation_once')],
            },
        ),
        migrations.CreateModel(
            name='OccupationSkill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('core', 'de base'), ('specific', 'spécifique')], max_length=10)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('occupation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='skill_links', to='occupations.occupation')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source')),
                ('skill', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='occupation_links', to='occupations.skill')),
            ],
            options={
                'ordering': ['kind', 'position'],
                'constraints': [models.UniqueConstraint(fields=('occupation', 'skill'), name='occupation_skill_once')],
            },
        ),
        migrations.CreateModel(
            name='WayIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('diploma', models.CharField(max_length=200)),
                ('level', models.PositiveSmallIntegerField(choices=[(0, 'Sans diplôme'), (3, 'CAP'), (4, 'Bac'), (5, 'Bac + 2'), (6, 'Bac + 3'), (7, 'Bac + 5'), (8, 'Bac + 8')])),
                ('modes', models.JSONField(default=list, help_text='Values of WayInMode.')),
                ('months', models.PositiveSmallIntegerField(blank=True, help_text='Usual length, in months.', null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ways_in', to='occupations.sheet')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('sheet', 'position'), name='way_in_once')],
            },
        ),
    ]
