import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0025_calendar_feeds'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptApart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('household', '別の世帯'), ('member', '別人')], max_length=20, verbose_name='種類')),
                ('first_id', models.BigIntegerField(verbose_name='1件目')),
                ('second_id', models.BigIntegerField(verbose_name='2件目')),
                ('set_at', models.DateTimeField(auto_now_add=True, verbose_name='判断した日時')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='判断した人')),
            ],
            options={
                'verbose_name': '別の世帯・別人',
                'verbose_name_plural': '別の世帯・別人',
                'ordering': ['-set_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'first_id', 'second_id'), name='kept_apart_once'), models.CheckConstraint(condition=models.Q(('first_id__lt', models.F('second_id'))), name='kept_apart_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200, verbose_name='統合の理由')),
                ('changes', models.JSONField(default=dict, editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='統合日時')),
                ('undone_at', models.DateTimeField(editable=False, null=True, verbose_name='取消日時')),
                ('undone_reason', models.CharField(blank=True, max_length=200, verbose_name='取消しの理由')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('gone_household', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_into', to='cases.household', verbose_name='統合した世帯')),
                ('gone_member', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_into', to='cases.member', verbose_name='統合した世帯員')),
                ('household', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='cases.household', verbose_name='残した世帯')),
                ('kept_member', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='cases.member', verbose_name='残した世帯員')),
                ('made_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='統合した人')),
                ('undone_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='取り消した人')),
            ],
            options={
                'verbose_name': '統合',
                'verbose_name_plural': '統合',
                'ordering': ['-made_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('gone_household__isnull', False), ('gone_member', None), ('kept_member', None)), models.Q(('gone_household', None), ('gone_member__isnull', False), ('kept_member__isnull', False)), _connector='OR'), name='merge_of_one_kind'), models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('gone_household',), name='household_merged_once'), models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('gone_member',), name='member_merged_once')],
            },
        ),
    ]
