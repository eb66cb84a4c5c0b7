import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0023_saved_searches'),
    ]

    operations = [
        migrations.CreateModel(
            name='Waiting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('whom', models.CharField(help_text='例: 地域包括支援センター、長男、市の生活福祉課', max_length=100, verbose_name='だれの返事')),
                ('what', models.CharField(help_text='例: 訪問に同行できる日、サービスの利用の可否', max_length=200, verbose_name='何の返事')),
                ('since', models.DateField(verbose_name='待ち始めた日')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='待ち終わった日')),
                ('result', models.CharField(blank=True, help_text='例: 来週の水曜に同行できる。返事がないため取りやめ', max_length=200, verbose_name='結果')),
                ('form_token', models.UUIDField(editable=False, null=True, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='登録日時')),
                ('case', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='waitings', to='cases.case', verbose_name='ケース')),
                ('contact', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='waitings', to='cases.contact', verbose_name='対応記録')),
            ],
            options={
                'verbose_name': '返事待ち',
                'verbose_name_plural': '返事待ち',
                'ordering': ['since', 'id'],
                'indexes': [models.Index(condition=models.Q(('ended_on', None)), fields=['since'], name='waiting_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('case', None), ('contact', None), _connector='XOR'), name='waiting_of_one_record', violation_error_message='返事待ちは、ケースか対応記録のどちらか一方のものです。'), models.CheckConstraint(condition=models.Q(('ended_on', None), ('ended_on__gte', models.F('since')), _connector='OR'), name='waiting_ends_after_start', violation_error_message='待ち終わった日は、待ち始めた日以降にしてください。')],
            },
        ),
    ]
